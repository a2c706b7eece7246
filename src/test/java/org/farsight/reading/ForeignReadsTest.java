package org.farsight.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.ReadingCase.Status;
import org.farsight.exchange.Step;
import org.farsight.exchange.Way;
import org.farsight.fhir.Identifiers;
import org.farsight.fhir.RepeatedTask;
import org.farsight.peer.ScriptedHttpPeer;
import org.farsight.report.Report;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports at the FHIR server: those of others are kept, our own are known for ours. */
class ForeignReadsTest {
  private static final byte[] PDF = "%PDF-1.4 theirs".getBytes(StandardCharsets.US_ASCII);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private RisAndRoom peers;

  @SuppressWarnings("NullAway.Init")
  private Task task;

  @BeforeEach
  void start() throws IOException {
    peers = new RisAndRoom(dir, Instant.now().plusSeconds(60));
    task = peers.delivered("e1");
    peers.follow.look();
  }

  @AfterEach
  void stop() throws IOException {
    peers.close();
  }

  private DiagnosticReport written(DiagnosticReport report) {
    report.addBasedOn(task.getBasedOnFirstRep().copy());
    report.addResultsInterpreter().setDisplay("李医生");
    String id = peers.ris.create().resource(report).execute().getId().getIdPart();
    return peers.ris.read().resource(DiagnosticReport.class).withId(id).execute();
  }

  private static DiagnosticReport report(String conclusion, Attachment... forms) {
    DiagnosticReport report = new DiagnosticReport();
    report.setStatus(DiagnosticReportStatus.FINAL).setConclusion(conclusion);
    report.setPresentedForm(List.of(forms));
    return report;
  }

  @Test
  void aReportIsKeptOnceWithItsContents() {
    written(report("未见异常", new Attachment().setContentType("application/pdf").setData(PDF)));
    peers.follow.look();
    peers.follow.look();
    assertThat(peers.kept.versions).hasSize(1);
    assertThat(peers.kept.newest().impression()).isEqualTo("未见异常");
    assertThat(peers.kept.newest().signedBy()).isEqualTo("李医生");
    assertThat(peers.kept.newest().pdf()).hasValue(PDF);
    assertThat(peers.kept.newest().status()).isEqualTo(Report.Status.FINAL);
    assertThat(peers.kept.newest().subject().name()).isEqualTo("王e1");
    assertThat(peers.kept.newest().examination().accession()).isEqualTo("Ae1");
    assertThat(peers.kept.versions.getFirst().origin())
        .startsWith(peers.fhir.url() + "/DiagnosticReport/")
        .endsWith("/_history/1");
    assertThat(new String(peers.kept.versions.getFirst().original(), StandardCharsets.UTF_8))
        .contains("未见异常");
  }

  @Test
  void contentsAtAnAddressOfThatServerAreFetchedAndAtNoOther() throws IOException {
    Binary binary = new Binary();
    binary.setContentType("application/pdf").setData(PDF);
    Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    bundle
        .addEntry()
        .setResource(binary)
        .getRequest()
        .setMethod(Bundle.HTTPVerb.PUT)
        .setUrl("Binary/theirs");
    peers.ris.transaction().withBundle(bundle).execute();
    try (ScriptedHttpPeer elsewhere = new ScriptedHttpPeer()) {
      written(
          report(
              "未见异常",
              new Attachment().setContentType("text/html").setUrl(elsewhere.url() + "/page"),
              new Attachment().setContentType("application/pdf").setUrl("Binary/theirs")));
      peers.follow.look();
      assertThat(peers.kept.newest().pdf()).hasValue(PDF);
      assertThat(peers.kept.newest().page()).isEmpty();
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void wherePageAloneSaysItTheConclusionIsThePagesWords() {
    byte[] page =
        "<html><head><title>x</title></head><body><p>未见&nbsp;异常</p><script>no()</script><p>a&lt;b</p>"
            .getBytes(StandardCharsets.UTF_8);
    DiagnosticReport report = new DiagnosticReport();
    report.setStatus(DiagnosticReportStatus.FINAL);
    report.addPresentedForm().setContentType("text/html; charset=utf-8").setData(page);
    written(report);
    peers.follow.look();
    assertThat(peers.kept.newest().impression()).isEqualTo("未见 异常\na<b");
    assertThat(peers.kept.newest().page()).isPresent();
  }

  @Test
  void anAmendmentIsAnotherVersionAndTheSameWordsAreNone() {
    DiagnosticReport report = written(report("未见异常"));
    peers.follow.look();
    report.addIdentifier().setSystem("urn:theirs").setValue("1");
    peers.ris.update().resource(report).execute();
    peers.follow.look();
    assertThat(peers.kept.versions).as("nothing new is said").hasSize(1);
    report = peers.ris.read().resource(DiagnosticReport.class).withId(report.getIdPart()).execute();
    report.setStatus(DiagnosticReportStatus.CORRECTED).setConclusion("小结节");
    peers.ris.update().resource(report).execute();
    peers.follow.look();
    assertThat(peers.kept.versions).hasSize(2);
    assertThat(peers.kept.newest().version()).isEqualTo(2);
    assertThat(peers.kept.newest().amended()).isTrue();
  }

  @Test
  void whatItsCodesMarkAsCriticalIsTold() {
    DiagnosticReport report = report("右侧张力性气胸");
    report.addConclusionCode(interpretation("AA"));
    Observation potassium = new Observation();
    potassium.setStatus(Observation.ObservationStatus.FINAL).setValue(quantity("7.2"));
    potassium.getCode().setText("血钾");
    potassium.addInterpretation(interpretation("HH"));
    Observation sodium = potassium.copy();
    sodium.getCode().setText("血钠");
    sodium.setInterpretation(List.of(interpretation("H")));
    Observation mistaken = potassium.copy();
    mistaken.setStatus(Observation.ObservationStatus.ENTEREDINERROR).getCode().setText("误");
    Observation ours = potassium.copy();
    ours.addIdentifier().setSystem(Identifiers.ECG_PART).setValue("x");
    ours.getCode().setText("规则");
    Observation within = potassium.copy();
    within.getCode().setText("肌钙蛋白");
    for (Observation one : List.of(potassium, sodium, mistaken, ours)) {
      String id = peers.ris.create().resource(one).execute().getId().getIdPart();
      report.addResult(new Reference("Observation/" + id));
    }
    report.addResult(new Reference("Observation/nowhere"));
    report.addResult(new Reference("https://elsewhere.example/fhir/Observation/1"));
    report.addResult(new Reference(within));
    written(report);
    peers.follow.look();
    assertThat(peers.kept.newest().critical().orElseThrow().lines())
        .containsExactly("右侧张力性气胸", "血钾 7.2 mmol/L", "肌钙蛋白 7.2 mmol/L");
  }

  @Test
  void aMarkThatComesLaterIsAnotherVersionAndWordsAloneAreNone() {
    DiagnosticReport report = written(report("无危急值"));
    peers.follow.look();
    assertThat(peers.kept.newest().critical()).isEmpty();
    report.addConclusionCode(interpretation("AA").setText("气胸"));
    peers.ris.update().resource(report).execute();
    peers.follow.look();
    assertThat(peers.kept.versions).hasSize(2);
    assertThat(peers.kept.newest().critical()).hasValue("气胸");
  }

  private static CodeableConcept interpretation(String code) {
    return new CodeableConcept()
        .addCoding(
            new Coding()
                .setSystem("http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation")
                .setCode(code));
  }

  private static Quantity quantity(String value) {
    return new Quantity().setValue(new BigDecimal(value)).setUnit("mmol/L");
  }

  @Test
  void aReportThatIsWithdrawnIsAVersionThatSaysSo() {
    DiagnosticReport report = written(report("未见异常"));
    peers.follow.look();
    report.setStatus(DiagnosticReportStatus.ENTEREDINERROR);
    peers.ris.update().resource(report).execute();
    peers.follow.look();
    peers.follow.look();
    assertThat(peers.kept.versions).hasSize(2);
    assertThat(peers.kept.newest().stands()).isFalse();
  }

  @Test
  void whatCouldNotBeKeptIsNotNotedAndFoundAgain() {
    peers.kept.full = true;
    written(report("未见异常"));
    assertThat(peers.follow.look()).as("to be looked at again").isTrue();
    assertThat(peers.one("e1").report()).isEmpty();
    peers.kept.full = false;
    peers.follow.look();
    assertThat(peers.kept.versions).hasSize(1);
    assertThat(peers.one("e1").report()).isPresent();
  }

  @Test
  void aReportOfOursIsNotKeptAgainAndIsAboutItsCaseOnly() {
    DiagnosticReport ours = report("未见异常");
    ours.addIdentifier().setSystem(Identifiers.REPORT).setValue("e1");
    written(ours);
    peers.follow.look();
    assertThat(peers.kept.versions).isEmpty();
    assertThat(peers.one("e1").report()).isPresent();
  }

  @Test
  void whatADeliveryOfOursHasWrittenIsToldOnceAndAsOurs() {
    signing();
    Task ended = peers.changes(task, there -> there.setStatus(Task.TaskStatus.COMPLETED));
    peers.follow.look();
    assertThat(peers.one("e1").task().status())
        .as("it may be ours: its delivery tells of it")
        .isEqualTo(Status.REQUESTED);
    DiagnosticReport ours = report("未见异常");
    ours.addIdentifier().setSystem(Identifiers.REPORT).setValue("e1");
    DiagnosticReport report = written(ours);
    peers.own.written(report, List.of(ended));
    peers.own.written(report, List.of(ended));
    peers.follow.look();
    assertThat(peers.one("e1").task().status()).isEqualTo(Status.COMPLETED);
    assertThat(peers.story("e1").stream().filter(line -> line.contains("DiagnosticReport/")))
        .hasSize(1);
    assertThat(peers.story("e1")).noneMatch(line -> line.contains("at the FHIR server, with"));
  }

  @Test
  void aRecallOfOursOpensTheReadAgainAndIsNoConflict() {
    DiagnosticReport ours = report("未见异常");
    ours.addIdentifier().setSystem(Identifiers.REPORT).setValue("e1");
    DiagnosticReport report = written(ours);
    Task ended =
        peers.changes(
            task,
            there ->
                there
                    .setStatus(Task.TaskStatus.COMPLETED)
                    .addOutput()
                    .setValue(new Reference(ReadingServer.reference(report))));
    peers.follow.look();
    signing();
    report.setStatus(DiagnosticReportStatus.ENTEREDINERROR);
    peers.ris.update().resource(report).execute();
    Task again = RepeatedTask.of(ended, ended.getOwner(), peers.instant());
    String id = peers.ris.create().resource(again).execute().getId().getIdPart();
    Task wrong = peers.changes(ended, there -> there.setStatus(Task.TaskStatus.ENTEREDINERROR));
    peers.own.written(
        peers.ris.read().resource(DiagnosticReport.class).withId(report.getIdPart()).execute(),
        List.of(wrong, peers.task(id)));
    peers.follow.look();
    assertThat(peers.one("e1").conflict()).isEmpty();
    assertThat(peers.one("e1").task().status()).isEqualTo(Status.ENTERED_IN_ERROR);
    assertThat(peers.one("e1-repeat-1").task().status()).isEqualTo(Status.REQUESTED);
    assertThat(peers.one("e1-repeat-1").addendum()).isFalse();
    assertThat(peers.story("e1")).anyMatch(line -> line.contains("to be read again: Task/" + id));
  }

  /** A version of ours is on its way to the server. */
  private void signing() {
    Exchange report =
        new Exchange(
            "r1",
            "lake",
            Kind.REPORT,
            "lake|e1",
            "Pe1",
            "",
            "",
            "CT",
            Priority.ROUTINE,
            0,
            peers.instant(),
            peers.instant());
    peers.ledger.<Void>write(
        tx -> {
          tx.open(report);
          tx.append(
              new Arrival(
                  0,
                  "r1",
                  1,
                  peers.instant(),
                  Way.READING_ROOM,
                  "zhang",
                  new Content("f1", "segments/00000001", 0, 100),
                  ObjectFacts.ofDocument("report-pdf", "e1", "CT", "Pe1", "", ""),
                  0));
          tx.put(new Step("r1", "fhir", 0, 1, 0, peers.instant(), null, "", null));
          return null;
        });
  }
}
