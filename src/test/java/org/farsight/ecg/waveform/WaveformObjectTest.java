package org.farsight.ecg.waveform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.Annotation;
import org.farsight.ecg.Code;
import org.farsight.ecg.EcgFormat;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Measurements.Measurement;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Samples;
import org.farsight.ecg.SamplingRate;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Subject;
import org.farsight.ecg.waveform.EcgFileSet.EcgFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A recording of any format as a DICOM object, and back by our own reader. */
class WaveformObjectTest {
  private static final String SOURCE = "5e".repeat(32);
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final WaveformIdentity IDENTITY =
      WaveformIdentity.of(SOURCE, Instant.parse("2026-03-02T01:05:00.25Z"), ZONE);
  private static final SamplingRate RATE = SamplingRate.ofHertz(BigDecimal.valueOf(500));
  private static final EcgFormat FORMAT = new EcgFormat("made-up", "Made up", "text/plain");

  static Stream<EcgFile> files() {
    return EcgFileSet.all().stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyLeadOfEveryFileComesBackIntegerForInteger(EcgFile file) throws Exception {
    Recording source = file.recording();
    Recording back = back(source);

    assertThat(back.leads()).hasSameSizeAs(source.leads());
    for (Lead lead : source.leads()) {
      Lead other =
          back.leads().stream()
              .filter(l -> l.label().equals(lead.label()))
              .findFirst()
              .orElseThrow();
      assertThat(other.id()).isEqualTo(lead.id());
      assertThat(gapless(other.samples())).isEqualTo(gapless(lead.samples()));
      assertThat(other.scale()).isEqualByComparingTo(lead.scale());
      assertThat(other.origin()).isEqualByComparingTo(lead.origin());
      assertThat(other.offsetMillis()).isEqualByComparingTo(lead.offsetMillis());
      assertThat(other.rate().hertz()).isEqualByComparingTo(lead.rate().hertz());
      assertThat(other.isDerived()).isEqualTo(lead.isDerived());
    }
    assertThat(back.sampleDigest()).isEqualTo(source.sampleDigest());
  }

  @ParameterizedTest
  @MethodSource("files")
  void personTimeMeasurementsAndStatementsComeBack(EcgFile file) throws Exception {
    Recording source = file.recording();
    Recording back = back(source);

    assertThat(back.subject().ids()).isEqualTo(source.subject().ids());
    assertThat(back.subject().birthDate()).isEqualTo(source.subject().birthDate());
    assertThat(back.acquisition().start())
        .isEqualTo(
            Optional.of(
                source
                    .acquisition()
                    .start()
                    .orElse(LocalDateTime.of(2026, 3, 2, 9, 5, 0, 250_000_000))));
    assertThat(back.acquisition().device().model())
        .isEqualTo(source.acquisition().device().model());
    for (Kind kind : Kind.values()) {
      assertThat(back.measurements().of(kind).map(m -> m.value().doubleValue()))
          .as("%s", kind)
          .isEqualTo(source.measurements().of(kind).map(m -> m.value().doubleValue()));
    }
    assertThat(back.measurements().all()).hasSameSizeAs(source.measurements().all());
    assertThat(back.statements())
        .extracting(Statement::text)
        .containsAll(source.statements().stream().map(s -> Written.text(s.text())).toList());
  }

  @ParameterizedTest
  @MethodSource("files")
  void theSameFileGivesTheSameBytes(EcgFile file) {
    assertThat(WaveformObject.bytes(file.recording(), IDENTITY))
        .isEqualTo(WaveformObject.bytes(file.recording(), IDENTITY));
  }

  @ParameterizedTest
  @MethodSource("files")
  void theRulesOfItsClassHold(EcgFile file) throws Exception {
    DataSet object = strictly(WaveformObject.bytes(file.recording(), IDENTITY));
    String sopClass = object.string(Tag.SOP_CLASS_UID).orElseThrow();
    List<DataSet> groups = object.items(Tag.WAVEFORM_SEQUENCE);
    int channels = 0;
    for (DataSet group : groups) {
      channels += group.integer(Tag.NUMBER_OF_WAVEFORM_CHANNELS).orElseThrow();
      double hertz = group.decimal(Tag.SAMPLING_FREQUENCY).orElseThrow();
      if (sopClass.equals(Uid.TWELVE_LEAD_ECG_WAVEFORM_STORAGE)
          || sopClass.equals(Uid.GENERAL_ECG_WAVEFORM_STORAGE)) {
        assertThat(hertz).isBetween(200.0, 1000.0);
        assertThat(group.string(Tag.WAVEFORM_SAMPLE_INTERPRETATION)).contains("SS");
      }
    }
    if (sopClass.equals(Uid.TWELVE_LEAD_ECG_WAVEFORM_STORAGE)) {
      assertThat(groups).hasSizeBetween(1, 5);
      assertThat(channels).isLessThanOrEqualTo(13);
    }
    assertThat(object.string(Tag.MODALITY)).contains("ECG");
    for (int tag : List.of(Tag.SOP_INSTANCE_UID, Tag.STUDY_INSTANCE_UID, Tag.SERIES_INSTANCE_UID)) {
      assertThat(Uid.isValid(object.string(tag).orElseThrow())).isTrue();
    }
    // type 1 has a value, type 2 is there
    for (int tag : List.of(Tag.CONTENT_DATE, Tag.CONTENT_TIME, Tag.ACQUISITION_DATE_TIME)) {
      assertThat(object.string(tag)).isPresent();
    }
    for (int tag :
        List.of(
            Tag.PATIENT_NAME,
            Tag.PATIENT_ID,
            Tag.PATIENT_BIRTH_DATE,
            Tag.PATIENT_SEX,
            Tag.REFERRING_PHYSICIAN_NAME,
            Tag.STUDY_ID,
            Tag.ACCESSION_NUMBER,
            Tag.MANUFACTURER,
            Tag.ACQUISITION_CONTEXT_SEQUENCE)) {
      assertThat(object.contains(tag)).as(Tag.toString(tag)).isTrue();
    }
  }

  @Test
  void uidsFollowFromTheSourceAlone() {
    WaveformIdentity later = WaveformIdentity.of(SOURCE, Instant.EPOCH, ZoneOffset.UTC);
    WaveformIdentity other = WaveformIdentity.of("5f".repeat(32), Instant.EPOCH, ZoneOffset.UTC);

    assertThat(later.instance())
        .isEqualTo(IDENTITY.instance())
        .isEqualTo(WaveformIdentity.instanceOf(SOURCE));
    assertThat(later.study()).isEqualTo(IDENTITY.study());
    assertThat(
            List.of(
                IDENTITY.study(),
                IDENTITY.series(),
                IDENTITY.instance(),
                other.study(),
                other.series(),
                other.instance()))
        .doesNotHaveDuplicates()
        .allMatch(Uid::isValid);
  }

  @Test
  void gapsArePaddedWithAnIntegerThatNoSampleHas() throws Exception {
    int[] values = {Short.MIN_VALUE, Short.MIN_VALUE + 1, 7, Short.MAX_VALUE};
    BitSet gap = new BitSet();
    gap.set(2);
    Recording source = recording(lead(LeadId.II, Samples.of(values, gap)));
    DataSet group = object(source).item(Tag.WAVEFORM_SEQUENCE).orElseThrow();

    assertThat(group.bytes(Tag.WAVEFORM_PADDING_VALUE)).containsExactly(0x02, 0x80);
    Samples back = back(source).leads().getFirst().samples();
    assertThat(back.isMissing(2)).isTrue();
    assertThat(back.missingCount()).isOne();
    assertThat(back.at(0)).isEqualTo(Short.MIN_VALUE);
    assertThat(back.at(3)).isEqualTo(Short.MAX_VALUE);
  }

  @Test
  void whereEveryShortIsASampleAGapNeedsThirtyTwoBits() throws Exception {
    int[] values = IntStream.rangeClosed(Short.MIN_VALUE, Short.MAX_VALUE + 1).toArray();
    values[values.length - 1] = 0;
    BitSet gap = new BitSet();
    gap.set(values.length - 1);
    Recording source = recording(lead(LeadId.II, Samples.of(values, gap)));

    assertThat(object(source).string(Tag.SOP_CLASS_UID))
        .contains(Uid.GENERAL_32_BIT_ECG_WAVEFORM_STORAGE);
    assertThat(gapless(back(source).leads().getFirst().samples()))
        .isEqualTo(gapless(source.leads().getFirst().samples()));
  }

  @Test
  void integersBeyondSixteenBitsAndOddRatesGetTheClassThatHasRoom() throws Exception {
    Recording wide =
        recording(lead(LeadId.II, Samples.of(Integer.MIN_VALUE, -40_000, 0, Integer.MAX_VALUE)));
    assertThat(object(wide).string(Tag.SOP_CLASS_UID))
        .contains(Uid.GENERAL_32_BIT_ECG_WAVEFORM_STORAGE);
    assertThat(back(wide).leads()).isEqualTo(wide.leads());
    assertThat(sopClass(100, 5)).isEqualTo(Uid.AMBULATORY_ECG_WAVEFORM_STORAGE);
    assertThat(sopClass(2000, 5)).isEqualTo(Uid.GENERAL_32_BIT_ECG_WAVEFORM_STORAGE);
    assertThat(sopClass(500, 5)).isEqualTo(Uid.GENERAL_ECG_WAVEFORM_STORAGE);
    assertThat(sopClass(500, 500 * 60 * 31)).isEqualTo(Uid.AMBULATORY_ECG_WAVEFORM_STORAGE);
  }

  @Test
  void leadsOfOtherTimesAndRatesBecomeGroupsOfTheirOwn() throws Exception {
    Lead first = lead(LeadId.I, Samples.of(1, 2, 3));
    Lead later =
        new Lead(
            Optional.of(LeadId.V1),
            "V1",
            RATE,
            Samples.of(4, 5, 6),
            new BigDecimal("0.0048828125"),
            new BigDecimal("-0.25"),
            new BigDecimal("2500.5"),
            Optional.empty());
    Lead faster =
        Lead.recorded(
            LeadId.II,
            SamplingRate.ofHertz(BigDecimal.valueOf(1000)),
            Samples.of(7, 8, 9),
            new BigDecimal("0.001"));
    Recording source = recording(first, later, faster);

    assertThat(object(source).items(Tag.WAVEFORM_SEQUENCE)).hasSize(3);
    assertThat(back(source).leads()).isEqualTo(source.leads());
  }

  @Test
  void marksAreToldByPositionWhereTheyFallOnASampleElseByTime() throws Exception {
    Code code = new Code("2.16.840.1.113883.6.24", "MDC_ECG_WAVC_QRSWAVE", Optional.of("QRS"));
    List<Annotation> marks =
        List.of(
            new Annotation(code, millis("2"), millis("4"), Optional.of(LeadId.II)),
            new Annotation(code, millis("3.5"), Optional.empty(), Optional.empty()));
    Recording source = with(recording(lead(LeadId.II, Samples.of(1, 2, 3, 4))), marks);
    List<DataSet> items = object(source).items(Tag.WAVEFORM_ANNOTATION_SEQUENCE);

    assertThat(items.getFirst().integers(Tag.REFERENCED_SAMPLE_POSITIONS)).containsExactly(2, 3);
    assertThat(items.getLast().contains(Tag.REFERENCED_SAMPLE_POSITIONS)).isFalse();
    assertThat(back(source).annotations())
        .extracting(Annotation::startMillis, Annotation::endMillis, Annotation::lead)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(millis("2"), millis("4"), Optional.of(LeadId.II)),
            org.assertj.core.groups.Tuple.tuple(millis("3.5"), Optional.empty(), Optional.empty()));
    assertThat(back(source).annotations().getFirst().code().system()).isEqualTo("MDC");
  }

  @Test
  void wordsInChineseAreTheMeaningOfACodeAndNoCodeValue() throws Exception {
    Code code = new Code("", "室性期前收缩", Optional.empty());
    List<Annotation> marks =
        List.of(new Annotation(code, millis("2"), Optional.empty(), Optional.empty()));
    Recording source = with(recording(lead(LeadId.II, Samples.of(1, 2, 3, 4))), marks);
    DataSet item = object(source).items(Tag.WAVEFORM_ANNOTATION_SEQUENCE).getFirst();
    DataSet concept = item.item(Tag.CONCEPT_NAME_CODE_SEQUENCE).orElseThrow();

    assertThat(concept.string(Tag.CODE_VALUE)).contains("text");
    assertThat(concept.string(Tag.CODE_MEANING)).contains("室性期前收缩");
    assertThat(back(source).annotations().getFirst().code().display()).contains("室性期前收缩");
  }

  @Test
  void namesStandInTheGroupOfTheirScript() throws Exception {
    DataSet object = object(recording(lead(LeadId.II, Samples.of(1, 2))));

    assertThat(object.string(Tag.SPECIFIC_CHARACTER_SET)).contains("ISO_IR 192");
    assertThat(object.personName(Tag.PATIENT_NAME).orElseThrow().text()).isEqualTo("=张^三");
    assertThat(object.string(Tag.PATIENT_SEX)).contains("F");
    assertThat(object.string(Tag.ISSUER_OF_PATIENT_ID)).contains("BRANCH");
    assertThat(object.items(Tag.OTHER_PATIENT_IDS_SEQUENCE)).hasSize(1);
  }

  @Test
  void hostileTextMakesNoSecondValueAndNoLongerOne() throws Exception {
    Subject subject =
        new Subject(
            List.of(new Subject.Id("A\\B\u0000" + "x".repeat(100), Optional.of(" "))),
            Optional.of(Subject.Name.ofText("evil^=\\\u001b$)A" + "y".repeat(90))),
            Optional.of(Subject.Sex.UNKNOWN),
            Optional.empty());
    Recording calm = recording(lead(LeadId.II, Samples.of(1, 2)));
    Recording source =
        new Recording(
            FORMAT,
            subject,
            calm.acquisition(),
            calm.leads(),
            List.of(),
            new Measurements(
                List.of(
                    new Measurement(
                        Optional.empty(),
                        "\\",
                        new BigDecimal("123456789012345678901234567890.123"),
                        Optional.of("no\\unit of any kind"),
                        Optional.empty(),
                        Optional.empty()))),
            List.of(
                new Statement("\u4e00".repeat(3000), Optional.empty(), Statement.Author.DEVICE)),
            List.of(),
            List.of(),
            List.of());
    DataSet object = strictly(WaveformObject.bytes(source, IDENTITY));

    assertThat(object.strings(Tag.PATIENT_ID)).hasSize(1);
    assertThat(object.string(Tag.PATIENT_ID).orElseThrow()).hasSize(64);
    assertThat(object.strings(Tag.PATIENT_NAME)).hasSize(1);
    assertThat(object.string(Tag.PATIENT_SEX)).isEmpty();
    assertThat(object.items(Tag.WAVEFORM_ANNOTATION_SEQUENCE)).hasSize(4);
    assertThat(back(source).measurements().all().getFirst().value())
        .isCloseTo(
            new BigDecimal("123456789012345678901234567890"),
            org.assertj.core.data.Percentage.withPercentage(1e-6));
  }

  private static Optional<BigDecimal> millis(String value) {
    return Optional.of(new BigDecimal(value));
  }

  private static String sopClass(int hertz, int samples) throws Exception {
    SamplingRate rate = SamplingRate.ofHertz(BigDecimal.valueOf(hertz));
    Recording source =
        recording(
            Lead.recorded(LeadId.II, rate, Samples.of(new int[samples]), new BigDecimal("0.005")));
    return object(source).string(Tag.SOP_CLASS_UID).orElseThrow();
  }

  /** What was recorded, without what stands at missing places. */
  private static List<Integer> gapless(Samples samples) {
    List<Integer> values = new ArrayList<>(samples.length());
    for (int i = 0; i < samples.length(); i++) {
      values.add(samples.isMissing(i) ? Integer.valueOf(Integer.MIN_VALUE) : samples.at(i));
    }
    return values;
  }

  private static Lead lead(LeadId id, Samples samples) {
    return Lead.recorded(id, RATE, samples, new BigDecimal("0.0025"));
  }

  private static Recording recording(Lead... leads) {
    Subject.Parts parts = new Subject.Parts("张", "三", "", "", "");
    return new Recording(
        FORMAT,
        new Subject(
            List.of(
                new Subject.Id("P-1", Optional.of("BRANCH")),
                new Subject.Id("C-9", Optional.empty())),
            Optional.of(
                new Subject.Name("张三", Optional.empty(), Optional.of(parts), Optional.empty())),
            Optional.of(Subject.Sex.FEMALE),
            Optional.of(LocalDate.of(1950, 5, 1))),
        new Acquisition(
            Optional.of(LocalDateTime.of(2026, 3, 2, 8, 0, 1)),
            Optional.empty(),
            Optional.empty(),
            Acquisition.Device.UNNAMED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of()),
        List.of(leads),
        List.of(),
        Measurements.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static Recording with(Recording source, List<Annotation> marks) {
    return new Recording(
        source.format(),
        source.subject(),
        source.acquisition(),
        source.leads(),
        source.further(),
        source.measurements(),
        source.statements(),
        marks,
        source.identifiers(),
        source.remarks());
  }

  private static DataSet object(Recording source) {
    return WaveformObject.of(source, IDENTITY);
  }

  private static Recording back(Recording source) throws Exception {
    return new WaveformReader()
        .read(
            new ByteArrayInputStream(WaveformObject.bytes(source, IDENTITY)),
            WaveformObject.SYNTAX);
  }

  private static DataSet strictly(byte[] bytes) throws Exception {
    return DataSetReader.read(
        new ByteArrayInputStream(bytes),
        WaveformObject.SYNTAX,
        ReadOptions.STRICT.withMaxValueLength(64 << 20));
  }
}
