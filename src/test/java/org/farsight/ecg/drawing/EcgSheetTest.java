package org.farsight.ecg.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Samples;
import org.farsight.ecg.SamplingRate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The geometry of the paper, to a millionth of a millimetre. */
class EcgSheetTest {
  private static final double EXACT = 1e-6;
  private static final SheetCaption CAPTION = new SheetCaption("青山镇卫生院", true, List.of());

  @ParameterizedTest
  @CsvSource({"25,5", "25,10", "25,20", "50,5", "50,10", "50,20"})
  void theCalibrationPulseIsOneMillivoltHighAndAFifthOfASecondLong(int speed, int gain) {
    SheetOptions options = SheetOptions.USUAL.with("speed", "" + speed).with("gain", "" + gain);
    List<Mark.Line> pulses = pulses(draw(DrawnRecordings.twelve(), options).getFirst());
    assertThat(pulses).hasSize(4);
    assertThat(pulses)
        .allSatisfy(
            pulse -> {
              Points p = pulse.points();
              assertThat(p.y(0) - p.y(2)).isEqualTo(gain, within(EXACT));
              assertThat(p.x(3) - p.x(2)).isEqualTo(speed * 0.2, within(EXACT));
              assertThat(p.x(5)).isLessThanOrEqualTo(EcgSheet.TRACE_LEFT);
            });
  }

  @ParameterizedTest
  @CsvSource({"12x1,25,10", "12x1,50,20", "6x2,25,5", "3x4,25,10", "3x4,50,20", "6x2,50,10"})
  void eachSampleStandsWhereItsTimeAndVoltageSay(String layout, int speed, int gain) {
    SheetOptions options =
        SheetOptions.USUAL.with("layout", layout).with("speed", "" + speed).with("gain", "" + gain);
    Recording recording = DrawnRecordings.recording(DrawnRecordings.twelve());
    int seen = 0;
    for (Page page : EcgSheet.draw(recording, CAPTION, options).pages()) {
      List<Double> rows = rows(layout.equals("3x4") ? 4 : layout.equals("6x2") ? 6 : 12);
      for (Mark.Trace trace : traces(page)) {
        Lead lead = recording.lead(LeadId.ofName(trace.lead()).orElseThrow()).orElseThrow();
        double left = trace.points().x(0);
        assertThat(trace.startSeconds()).isEqualTo(trace.firstSample() / 500.0, within(EXACT));
        double zero = nearest(rows, trace.points().y(0));
        for (int i = 0; i < trace.points().size(); i++) {
          int k = trace.firstSample() + i;
          double millivolts = lead.samples().at(k) * 0.0025;
          assertThat(trace.points().x(i)).isEqualTo(left + i * 0.002 * speed, within(EXACT));
          assertThat(trace.points().y(i)).isEqualTo(zero - millivolts * gain, within(EXACT));
          seen++;
        }
      }
    }
    boolean oneColumn = layout.equals("12x1");
    assertThat(seen).isEqualTo(oneColumn ? 60_000 : layout.equals("6x2") ? 30_000 : 20_000);
  }

  /** Where the zero lines of so many rows stand, on whole millimetres. */
  private static List<Double> rows(int count) {
    double edge = 75.0 / count;
    double top = Math.max(16, edge);
    double apart = (150 - top - Math.max(11, edge)) / (count - 1);
    return IntStream.range(0, count).mapToObj(row -> Math.rint(38 + top + row * apart)).toList();
  }

  /** The first sample of each piece is at or near 0 mV in these recordings. */
  private static double nearest(List<Double> rows, double y) {
    return rows.stream()
        .min((a, b) -> Double.compare(Math.abs(a - y), Math.abs(b - y)))
        .orElseThrow();
  }

  @Test
  void columnsBeginWhereTheirTimeSays() {
    Page page = draw(DrawnRecordings.twelve(), SheetOptions.USUAL).getFirst();
    assertThat(trace(page, "I").points().x(0)).isEqualTo(EcgSheet.TRACE_LEFT, within(EXACT));
    assertThat(trace(page, "aVR").firstSample()).isEqualTo(1250);
    assertThat(trace(page, "V6").firstSample()).isEqualTo(3750);
    assertThat(trace(page, "V6").points().x(0))
        .isEqualTo(EcgSheet.TRACE_LEFT + 187.5, within(EXACT));
    assertThat(traces(page).getLast().points().size()).as("the rhythm strip").isEqualTo(5000);
  }

  @Test
  void gridLinesStandEachMillimetreAndBolderEachFive() {
    List<Mark> marks = draw(DrawnRecordings.twelve(), SheetOptions.USUAL).getFirst().marks();
    assertThat(marks.get(0)).isEqualTo(new Mark.Grid(Ink.GRID_FINE, EcgSheet.GRID, 1, 5));
    assertThat(marks.get(1)).isEqualTo(new Mark.Grid(Ink.GRID_BOLD, EcgSheet.GRID, 5, 0));
    assertThat(EcgSheet.GRID.width() % 5).isZero();
    assertThat(EcgSheet.GRID.height() % 5).isZero();
    assertThat((EcgSheet.TRACE_LEFT - EcgSheet.GRID.x()) % 5).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3x4", "6x2", "12x1"})
  void noTextLiesOnAnother(String layout) {
    Recording recording =
        DrawnRecordings.recording(
            DrawnRecordings.twelve(),
            "很长的姓名很长的姓名很长的姓名很长的姓名",
            List.of("窦性心律", "x".repeat(300), "ST 段抬高 ".repeat(40), "a", "b", "c", "d"));
    SheetCaption caption =
        new SheetCaption("站".repeat(60), true, List.of("工频干扰".repeat(30), "缺少导联".repeat(40)));
    for (String lang : List.of("zh", "en")) {
      SheetOptions options = SheetOptions.USUAL.with("layout", layout).with("lang", lang);
      Page page = EcgSheet.draw(recording, caption, options).pages().getFirst();
      List<Mark.Text> texts = texts(page);
      for (int i = 0; i < texts.size(); i++) {
        Mark.Text a = texts.get(i);
        assertThat(left(a)).isGreaterThanOrEqualTo(0);
        assertThat(left(a) + a.width()).isLessThanOrEqualTo(EcgSheet.WIDTH - 10);
        assertThat(a.y()).isBetween(5.0, EcgSheet.HEIGHT - 2);
        for (Mark.Text b : texts.subList(i + 1, texts.size())) {
          assertThat(apart(a, b)).as("%s and %s", a, b).isTrue();
        }
      }
    }
  }

  private static double left(Mark.Text text) {
    return text.atEnd() ? text.x() - text.width() : text.x();
  }

  private static boolean apart(Mark.Text a, Mark.Text b) {
    boolean beside = left(a) + a.width() <= left(b) || left(b) + b.width() <= left(a);
    boolean above = a.y() <= b.y() - b.size() * 0.75 || b.y() <= a.y() - a.size() * 0.75;
    return beside || above;
  }

  @Test
  void missingSamplesAreAGapAndTheRestKeepsItsPlace() {
    BitSet missing = new BitSet();
    missing.set(100, 200);
    int[] values = new int[1000];
    Lead lead =
        Lead.recorded(
            LeadId.II,
            SamplingRate.ofHertz(BigDecimal.valueOf(500)),
            Samples.of(values, missing),
            DrawnRecordings.STEP);
    List<Mark.Trace> traces = traces(draw(List.of(lead), SheetOptions.USUAL).getFirst());
    assertThat(traces).extracting(Mark.Trace::firstSample).containsExactly(0, 200);
    assertThat(traces).extracting(trace -> trace.points().size()).containsExactly(100, 800);
    assertThat(traces.get(1).points().x(0))
        .isEqualTo(EcgSheet.TRACE_LEFT + 0.4 * 25, within(EXACT));
  }

  @Test
  void leadsOfOtherRatesStandOnTheSameTimeAxis() {
    List<Lead> leads =
        List.of(
            DrawnRecordings.lead(LeadId.I, 2400, 240, i -> i % 100),
            DrawnRecordings.lead(LeadId.II, 10_000, 1000, i -> i % 100));
    Page page = draw(leads, SheetOptions.USUAL).getFirst();
    assertThat(trace(page, "I").points().x(240) - trace(page, "I").points().x(0))
        .isEqualTo(25, within(EXACT));
    assertThat(trace(page, "II").points().x(1000) - trace(page, "II").points().x(0))
        .isEqualTo(25, within(EXACT));
  }

  @Test
  void leadsThatTheLayoutDoesNotNameGetAPlace() {
    List<Lead> leads = new ArrayList<>(DrawnRecordings.twelve());
    for (LeadId id : List.of(LeadId.V7, LeadId.V8, LeadId.V3R, LeadId.X, LeadId.Y, LeadId.Z)) {
      leads.add(DrawnRecordings.lead(id, 5000, i -> i % 50));
    }
    leads.add(unnamed("PLETH channel"));
    for (Layout layout : Layout.values()) {
      List<String> drawn =
          draw(leads, SheetOptions.USUAL.with(layout)).stream()
              .flatMap(page -> traces(page).stream())
              .map(Mark.Trace::lead)
              .distinct()
              .toList();
      assertThat(drawn).containsAll(leads.stream().map(Lead::label).toList());
    }
  }

  private static Lead unnamed(String label) {
    Lead one = DrawnRecordings.lead(LeadId.I, 5000, i -> i % 70);
    return new Lead(
        Optional.empty(),
        label,
        one.rate(),
        one.samples(),
        one.scale(),
        one.origin(),
        one.offsetMillis(),
        Optional.of("pleth"));
  }

  @Test
  void aDerivedLeadIsMarkedAndTheMarkExplained() {
    List<Lead> leads = new ArrayList<>(DrawnRecordings.twelve());
    leads.add(unnamed("X2"));
    List<String> words =
        texts(draw(leads, SheetOptions.USUAL.with(Language.EN)).getFirst()).stream()
            .map(Mark.Text::text)
            .toList();
    assertThat(words).contains("X2*", "V1").anyMatch(text -> text.contains("* computed"));
  }

  @Test
  void aMissingLeadKeepsItsPlaceAndIsNamed() {
    List<Lead> leads = new ArrayList<>(DrawnRecordings.twelve());
    leads.removeIf(lead -> lead.label().equals("V3"));
    Page page = draw(leads, SheetOptions.USUAL).getFirst();
    assertThat(texts(page)).anyMatch(text -> text.text().equals("V3 未记录"));
    assertThat(trace(page, "V4").points().x(0))
        .isEqualTo(EcgSheet.TRACE_LEFT + 187.5, within(EXACT));
  }

  @Test
  void aShortRecordingShowsEachLeadFromTheStart() {
    List<Lead> leads =
        DrawnRecordings.twelve().stream()
            .map(lead -> DrawnRecordings.lead(lead.id().orElseThrow(), 2000, i -> i % 99))
            .toList();
    Page page = draw(leads, SheetOptions.USUAL).getFirst();
    assertThat(traces(page)).allSatisfy(trace -> assertThat(trace.firstSample()).isZero());
    assertThat(trace(page, "V6").points().size()).isEqualTo(1250);
  }

  @Test
  void aLeadThatHasNothingAtItsColumnsTimeIsDrawnFromItsOwnStart() {
    List<Lead> leads = new ArrayList<>();
    for (Lead lead : DrawnRecordings.twelve()) {
      LeadId id = lead.id().orElseThrow();
      Lead brief = DrawnRecordings.lead(id, 1250, i -> i % 99);
      leads.add(id == LeadId.V1 ? DrawnRecordings.later(brief, "9000") : brief);
    }
    Page page = draw(leads, SheetOptions.USUAL).getFirst();
    Mark.Trace one = trace(page, "V1");
    assertThat(one.startSeconds()).isEqualTo(9, within(EXACT));
    assertThat(one.points().x(0)).isEqualTo(EcgSheet.TRACE_LEFT + 125, within(EXACT));
    assertThat(texts(page)).anyMatch(text -> text.text().equals("V1 9 s"));
  }

  @Test
  void aLongRecordingGoesOnOverFurtherSheets() {
    List<Lead> leads = List.of(DrawnRecordings.lead(LeadId.II, 500 * 34, i -> i % 300));
    List<Page> pages = draw(leads, SheetOptions.USUAL.with(Layout.TWELVE_BY_ONE));
    assertThat(pages).hasSize(4);
    assertThat(pages)
        .extracting(page -> traces(page).getFirst().startSeconds())
        .containsExactly(0.0, 10.0, 20.0, 30.0);
    assertThat(traces(pages.getLast()).getFirst().points().size()).isEqualTo(2000);
  }

  @Test
  void aVeryLongRecordingEndsAtTheLastSheetAndSaysSo() {
    List<Lead> leads = List.of(DrawnRecordings.lead(LeadId.II, 500 * 400, i -> i % 300));
    List<Page> pages = draw(leads, SheetOptions.USUAL.with(Language.EN));
    assertThat(pages).hasSize(EcgSheet.MOST_SHEETS);
    assertThat(texts(pages.getLast())).anyMatch(text -> text.text().contains("not drawn"));
    Page later = draw(leads, SheetOptions.USUAL.with("start", "350")).getFirst();
    assertThat(traces(later).getFirst().startSeconds()).isEqualTo(350, within(EXACT));
  }

  @Test
  void cabreraTurnsAvrUpsideDown() {
    List<Lead> leads = DrawnRecordings.twelve();
    Page page = draw(leads, SheetOptions.USUAL.with("order", "cabrera")).getFirst();
    assertThat(texts(page))
        .filteredOn(text -> text.ink() == Ink.LEAD_NAME)
        .extracting(Mark.Text::text)
        .startsWith("aVL", "I", "-aVR", "II", "aVF", "III", "V1");
    Points points = trace(page, "-aVR").points();
    double peak = leads.get(3).samples().at(9) * 0.0025;
    assertThat(points.y(9) - points.y(0)).isEqualTo(peak * 10, within(EXACT));
  }

  @Test
  void aLeadFarFromZeroIsMovedAndTheSheetSaysSo() {
    Lead lead = DrawnRecordings.lead(LeadId.II, 5000, i -> 4000 + (i == 9 ? 400 : 0));
    Page page = draw(List.of(lead), SheetOptions.USUAL.with(Language.EN)).getFirst();
    Points points = trace(page, "II").points();
    assertThat(points.y(0)).isEqualTo(pulses(page).getFirst().points().y(0), within(EXACT));
    assertThat(points.y(0) - points.y(9)).isEqualTo(10, within(EXACT));
    assertThat(texts(page)).anyMatch(text -> text.text().contains("baseline moved: II -10.00 mV"));
  }

  @Test
  void whatLeavesTheGridIsNamed() {
    Lead lead = DrawnRecordings.lead(LeadId.II, 5000, i -> i == 9 ? 8000 : 0);
    Page page = draw(List.of(lead), SheetOptions.USUAL.with(Language.EN)).getFirst();
    assertThat(texts(page))
        .anyMatch(text -> text.text().contains("cut off at the grid's edge: II"));
  }

  @Test
  void samplesTooCloseToDrawAreTheLowestAndHighestOfSeveral() {
    Lead lead = DrawnRecordings.lead(LeadId.II, 80_000, 8000, i -> i == 40_001 ? 400 : 0);
    Mark.Trace trace = trace(draw(List.of(lead), SheetOptions.USUAL).getFirst(), "II");
    assertThat(trace.envelope()).isTrue();
    assertThat(trace.points().size()).isLessThan(80_000 / 4 + 2);
    double highest = 1e9;
    for (int i = 0; i < trace.points().size(); i++) {
      highest = Math.min(highest, trace.points().y(i));
    }
    assertThat(trace.points().y(0) - highest)
        .as("a spike is never lost")
        .isEqualTo(10, within(EXACT));
  }

  @Test
  void aHiddenPatientIsNotOnTheSheet() {
    Recording recording = DrawnRecordings.recording(DrawnRecordings.twelve());
    SheetCaption hidden = new SheetCaption("", false, List.of());
    assertThat(texts(EcgSheet.draw(recording, hidden, SheetOptions.USUAL).pages().getFirst()))
        .noneMatch(text -> text.text().matches(".*(陈丽华|QS000123|1965|61).*"));
  }

  @Test
  void filtersAreNamedOnTheSheetAndNoneIsUsedUnasked() {
    SheetOptions options = SheetOptions.USUAL.with(Language.EN);
    List<Lead> leads = DrawnRecordings.twelve();
    assertThat(texts(draw(leads, options).getFirst()))
        .anyMatch(text -> text.text().equals("25 mm/s    10 mm/mV    filter: none"));
    assertThat(texts(draw(leads, options.with("filter", "notch50,baseline")).getFirst()))
        .anyMatch(
            text -> text.text().endsWith("filter: high-pass 0.5 Hz, notch 50 Hz (display only)"));
  }

  @Test
  void anOptionThatIsNoneIsRefusedInWords() {
    assertThatThrownBy(() -> SheetOptions.USUAL.with("speed", "30"))
        .hasMessageContaining("25 or 50");
    assertThatThrownBy(() -> SheetOptions.USUAL.with("gain", "x"))
        .hasMessageContaining("5, 10 or 20");
    assertThatThrownBy(() -> SheetOptions.USUAL.with("layout", "2x6")).hasMessageContaining("3x4");
    assertThatThrownBy(() -> SheetOptions.USUAL.with("filter", "a,b"))
        .hasMessageContaining("notch50");
    assertThatThrownBy(() -> SheetOptions.USUAL.with("lang", "fr"))
        .hasMessageContaining("zh or en");
    assertThatThrownBy(() -> SheetOptions.USUAL.with("order", "x")).hasMessageContaining("cabrera");
    assertThatThrownBy(() -> SheetOptions.USUAL.with("rhythm", " ")).hasMessageContaining("lead");
    assertThatThrownBy(() -> SheetOptions.USUAL.with("start", "-1"))
        .hasMessageContaining("seconds");
    assertThatThrownBy(() -> SheetOptions.USUAL.with("colour", "x"))
        .hasMessageContaining("none of");
    assertThat(SheetOptions.USUAL.with("filter", "none").filters()).isEqualTo(Set.of());
  }

  private static List<Page> draw(List<Lead> leads, SheetOptions options) {
    return EcgSheet.draw(DrawnRecordings.recording(leads), CAPTION, options).pages();
  }

  private static List<Mark.Trace> traces(Page page) {
    return page.marks().stream()
        .filter(Mark.Trace.class::isInstance)
        .map(Mark.Trace.class::cast)
        .toList();
  }

  private static Mark.Trace trace(Page page, String lead) {
    return traces(page).stream().filter(t -> t.lead().equals(lead)).findFirst().orElseThrow();
  }

  private static List<Mark.Text> texts(Page page) {
    return page.marks().stream()
        .filter(Mark.Text.class::isInstance)
        .map(Mark.Text.class::cast)
        .toList();
  }

  private static List<Mark.Line> pulses(Page page) {
    return page.marks().stream()
        .filter(mark -> mark instanceof Mark.Line && mark.ink() == Ink.PULSE)
        .map(Mark.Line.class::cast)
        .toList();
  }
}
