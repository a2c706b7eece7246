package org.farsight.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.farsight.report.DeskBench.CHIEF;
import static org.farsight.report.DeskBench.LI;
import static org.farsight.report.DeskBench.ZHANG;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.farsight.ecg.drawing.Language;
import org.farsight.exchange.ReadingCase.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportDeskTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private DeskBench bench;

  @SuppressWarnings("NullAway.Init")
  private ReportDesk desk;

  @BeforeEach
  void open() throws IOException {
    bench = new DeskBench(folder);
    desk = bench.desk();
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private static DraftContent says(String impression) {
    return says(impression, "");
  }

  private static DraftContent says(String impression, String reason) {
    return new DraftContent(
        "", Map.of(), "双肺纹理清晰。", impression, Optional.empty(), List.of(), reason);
  }

  private int draft(ReportDesk.Reader reader, DraftContent content, int seen) {
    Signing answer = desk.draft("x1", reader, content, seen);
    assertThat(answer).isInstanceOf(Signing.Drafted.class);
    return ((Signing.Drafted) answer).draft().version();
  }

  private static ReportFile signed(Signing answer) {
    assertThat(answer).isInstanceOf(Signing.Signed.class);
    return ((Signing.Signed) answer).file();
  }

  private ReportFile first() throws IOException {
    return signed(desk.sign("x1", ZHANG, draft(ZHANG, says("未见异常"), 0)));
  }

  @Test
  void aDraftOutlivesTheEngineAndIsSignedAsItWasWritten() throws Exception {
    int version = draft(ZHANG, says("未见异常"), 0);
    bench.close();
    bench = new DeskBench(folder);
    desk = bench.desk();

    assertThat(ReportDesk.content(desk.folder("x1").orElseThrow().draft().orElseThrow()))
        .isEqualTo(says("未见异常"));
    ReportFile file = signed(desk.sign("x1", ZHANG, version));

    assertThat(file.version()).isEqualTo(1);
    assertThat(file.impression()).isEqualTo("未见异常");
    assertThat(file.signedBy()).isEqualTo("张敏");
    assertThat(file.signedAt()).isEqualTo(DeskBench.T0);
    assertThat(file.report().examination().study()).isEqualTo("1.2.3");
    assertThat(file.report().examination().at()).isEqualTo(DeskBench.T0.minusSeconds(90));
    ReportDesk.Folder now = desk.folder("x1").orElseThrow();
    assertThat(now.draft()).isEmpty();
    assertThat(now.signed().getFirst().file().bytes()).isEqualTo(file.bytes());
    assertThat(Verification.of(file.bytes(), KnownKeys.none().and(bench.key)).finding())
        .isEqualTo(Verification.Finding.GENUINE);
  }

  @Test
  void anotherWindowThatWasFasterIsNotOverwritten() {
    int first = draft(ZHANG, says("一"), 0);
    assertThat(draft(ZHANG, says("二"), first)).isEqualTo(first + 1);

    Signing late = desk.draft("x1", ZHANG, says("三"), first);

    assertThat(late)
        .isInstanceOfSatisfying(
            Signing.Changed.class,
            changed ->
                assertThat(ReportDesk.content(changed.draft().orElseThrow()).impression())
                    .isEqualTo("二"));
  }

  @Test
  void onlyWhoHasTheCaseWritesAndSigns() throws Exception {
    assertThat(desk.draft("x1", LI, says("x"), 0)).isEqualTo(new Signing.HeldBy("zhang", "zhang"));
    int version = draft(ZHANG, says("x"), 0);
    assertThat(desk.sign("x1", LI, version)).isInstanceOf(Signing.HeldBy.class);
    bench.hindrance = Optional.of(new Signing.HeldBy("li", "李强"));
    assertThat(desk.sign("x1", ZHANG, version))
        .as("the FHIR server knows better")
        .isEqualTo(new Signing.HeldBy("li", "李强"));
    bench.put(Status.CANCELLED, "zhang");
    assertThat(desk.sign("x1", ZHANG, version)).isInstanceOf(Signing.NotHeld.class);
    assertThat(desk.sign("nobody", ZHANG, 1)).isInstanceOf(Signing.Unknown.class);
    assertThat(desk.folder("x1").orElseThrow().signed()).isEmpty();
  }

  @Test
  void whatIsMissingIsNamedAndNothingIsSigned() throws Exception {
    bench.templates =
        new ReportTemplates(
            List.of(
                new ReportTemplate(
                    "t",
                    new ReportTemplate.Text("模板", "template"),
                    Set.of(),
                    List.of(),
                    List.of(number("rate", true), number("axis", false)),
                    ReportTemplate.Text.NONE,
                    ReportTemplate.Text.NONE,
                    List.of())));
    DraftContent empty =
        new DraftContent(
            "t", Map.of("axis", "far too much"), "", " ", Optional.of(""), List.of(), "");
    int version = draft(ZHANG, empty, 0);

    assertThat(desk.sign("x1", ZHANG, version))
        .isEqualTo(new Signing.Missing(List.of("rate", "axis", "impression", "critical")));

    DraftContent whole =
        new DraftContent(
            "t",
            Map.of("rate", "72", "also", "kept"),
            "心率 {rate} 次/分",
            "正常",
            Optional.empty(),
            List.of(),
            "");
    ReportFile file = signed(desk.sign("x1", ZHANG, draft(ZHANG, whole, version)));
    assertThat(file.findings()).isEqualTo("心率 72 次/分");
    assertThat(file.fields())
        .containsExactly(
            new Report.Field("rate", "名", "72", "/min"),
            new Report.Field("also", "also", "kept", ""));
  }

  private static ReportTemplate.Field number(String id, boolean required) {
    return new ReportTemplate.Field(
        id,
        new ReportTemplate.Text("名", "name"),
        ReportTemplate.Type.NUMBER,
        "/min",
        Optional.of(BigDecimal.TEN),
        Optional.of(new BigDecimal(300)),
        List.of(),
        required,
        Optional.empty());
  }

  @Test
  void twoWindowsThatSignAtOnceMakeOneVersion() throws Exception {
    int version = draft(ZHANG, says("未见异常"), 0);
    List<Future<Signing>> answers = new ArrayList<>();
    try (ExecutorService windows = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        answers.add(windows.submit(() -> desk.sign("x1", ZHANG, version)));
      }
      for (Future<Signing> answer : answers) {
        assertThat(signed(answer.get()).version()).isEqualTo(1);
      }
    }
    assertThat(desk.folder("x1").orElseThrow().signed()).hasSize(1);
  }

  @Test
  void aCrashBehindTheCommitMakesNoSecondVersion() throws Exception {
    int version = draft(ZHANG, says("未见异常"), 0);
    bench.dies = true;
    assertThatThrownBy(() -> desk.sign("x1", ZHANG, version)).hasMessageContaining("killed");
    bench.close();
    bench = new DeskBench(folder);
    desk = bench.desk();

    assertThat(desk.folder("x1").orElseThrow().draft()).as("it has been signed").isEmpty();
    Signing again = desk.sign("x1", ZHANG, version);

    assertThat(again)
        .isInstanceOfSatisfying(
            Signing.Signed.class, signed -> assertThat(signed.repeated()).isTrue());
    assertThat(desk.folder("x1").orElseThrow().signed()).hasSize(1);
  }

  @Test
  void anAmendmentNeedsAReasonAndNamesWhatItReplaces() throws Exception {
    ReportFile first = first();
    bench.put(Status.COMPLETED, "zhang");
    int version = draft(ZHANG, says("右肺结节"), 0);

    assertThat(desk.sign("x1", ZHANG, version)).isEqualTo(new Signing.Missing(List.of("reason")));
    ReportFile second = signed(desk.sign("x1", ZHANG, draft(ZHANG, says("右肺结节", "漏报"), version)));

    assertThat(second.version()).isEqualTo(2);
    assertThat(second.amended()).isTrue();
    assertThat(second.reason()).isEqualTo("漏报");
    assertThat(second.report().replaces()).contains(first.sha256());
    assertThat(desk.draft("x1", LI, says("x", "y"), 0)).isEqualTo(new Signing.NotSigner("zhang"));
    assertThat(desk.draft("x1", CHIEF, says("x", "y"), 0)).isInstanceOf(Signing.Drafted.class);
  }

  @Test
  void aRecallIsAVersionThatSaysSo() throws Exception {
    assertThat(desk.recall("x1", ZHANG, "患者错误")).isInstanceOf(Signing.NothingSigned.class);
    ReportFile first = first();
    bench.put(Status.COMPLETED, "zhang");

    assertThat(desk.recall("x1", LI, "患者错误")).isInstanceOf(Signing.NotSigner.class);
    assertThat(desk.recall("x1", ZHANG, " ")).isEqualTo(new Signing.Missing(List.of("reason")));
    ReportFile withdrawn = signed(desk.recall("x1", CHIEF, "患者错误"));

    assertThat(withdrawn.stands()).isFalse();
    assertThat(withdrawn.report().replaces()).contains(first.sha256());
    assertThat(withdrawn.text(Language.ZH)).contains("作废原因\n患者错误");
    assertThat(signed(desk.recall("x1", CHIEF, "again")).version()).isEqualTo(2);
    bench.put(Status.ENTERED_IN_ERROR, "zhang");
    assertThat(desk.draft("x1", CHIEF, says("x", "y"), 0))
        .as("it is read again as a case of its own")
        .isInstanceOf(Signing.NotHeld.class);
    assertThat(signed(desk.recall("x1", CHIEF, "again")).version()).isEqualTo(2);
    assertThat(desk.lookUp("zhaojiawan", "x1", 1))
        .hasValueSatisfying(
            shown -> {
              assertThat(shown.newest().stands()).isFalse();
              assertThat(shown.matches(ReportWriter.code(first.report()))).isTrue();
              assertThat(shown.matches(first.sha256().substring(0, 16))).isTrue();
              assertThat(shown.matches("0123456789abcdef")).isFalse();
              assertThat(shown.matches("")).isFalse();
            });
  }

  @Test
  void aDraftThatWasThrownAwayIsGoneAndItsNumberIsNotUsedAgain() throws Exception {
    int version = draft(ZHANG, says("x"), 0);
    assertThat(desk.discard("x1", ZHANG)).isInstanceOf(Signing.Discarded.class);
    assertThat(desk.folder("x1").orElseThrow().draft()).isEmpty();
    assertThat(desk.sign("x1", ZHANG, version)).isInstanceOf(Signing.Changed.class);
    assertThat(draft(ZHANG, says("y"), 0)).isGreaterThan(version);
  }
}
