package org.farsight.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.ExchangeView;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.OwnerKind;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReadingCase.Status;
import org.farsight.exchange.State;
import org.farsight.fhir.Identifiers;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine and other programs do at the FHIR server, seen by the reading room. */
class FollowTest {
  private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private RisAndRoom room;

  @BeforeEach
  void open() throws IOException {
    room = new RisAndRoom(dir, T0);
  }

  @AfterEach
  void close() throws IOException {
    room.close();
  }

  private State state(String exchange) {
    return ExchangeView.of(room.ledger, exchange).orElseThrow().state();
  }

  @Test
  void aDeliveredExaminationIsACase() {
    room.delivered("e1");
    room.follow.look();
    ReadingCase one = room.one("e1");
    assertThat(one.person().name()).isEqualTo("王e1");
    assertThat(one.person().birthDate()).hasToString("Optional[1961-04-02]");
    assertThat(one.examination().description()).isEqualTo("CT 胸部平扫");
    assertThat(one.examination().accession()).isEqualTo("Ae1");
    assertThat(one.task().status()).isEqualTo(Status.REQUESTED);
    assertThat(one.task().owner().kind()).isEqualTo(OwnerKind.DEPARTMENT);
    assertThat(one.task().owner().name()).isEqualTo("远程诊断中心");
    assertThat(one.task().deadline()).contains(T0.plus(Duration.ofHours(1)));
    assertThat(one.times().complete()).contains(T0);
    assertThat(room.told).containsExactly(one);
    room.follow.look();
    assertThat(room.told).as("nothing has changed").hasSize(1);
  }

  @Test
  void aTaskOfAnExaminationThatWeDoNotKnowIsLeftAlone() {
    Task task = room.delivered("e1");
    room.changes(task, t -> t.getIdentifierFirstRep().setValue("1.2.somebody-else"));
    room.follow.look();
    assertThat(room.ledger.cases().open()).isEmpty();
  }

  @Test
  void whatARisTakesIsShownWithWhoHasIt() {
    Task task = room.delivered("e1");
    room.follow.look();
    room.changes(
        task,
        t -> {
          t.setStatus(TaskStatus.ACCEPTED);
          t.setOwner(new Reference("Practitioner/77").setDisplay("李医生"));
        });
    room.follow.look();
    ReadingCase one = room.one("e1");
    assertThat(one.task().isClaimed()).isTrue();
    assertThat(one.task().owner().name()).isEqualTo("李医生");
    assertThat(one.conflict()).isEmpty();
    assertThat(room.story("e1")).contains("reading: claimed at the FHIR server, with 李医生");
  }

  @Test
  void aReportOfAnotherClientIsReadAndClosesTheTask() {
    Task task = room.delivered("e1");
    room.follow.look();
    assertThat(state("e1")).isEqualTo(State.DELIVERED);
    room.reports(task, DiagnosticReportStatus.PRELIMINARY, "李医生");
    room.follow.look();
    assertThat(state("e1")).as("nothing is signed").isEqualTo(State.DELIVERED);

    DiagnosticReport report = room.reports(task, DiagnosticReportStatus.FINAL, "李医生");
    room.follow.look();
    assertThat(state("e1")).isEqualTo(State.READ);
    String reference = "DiagnosticReport/" + report.getIdElement().getIdPart();
    Task closed = room.task(task.getIdElement().getIdPart());
    assertThat(closed.getStatus()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(closed.getBusinessStatus().getCodingFirstRep().getCode()).isEqualTo("signed");
    assertThat(CaseReader.output(closed)).contains(reference);
    ReadingCase one = room.one("e1");
    assertThat(one.task().status()).isEqualTo(Status.COMPLETED);
    assertThat(one.report()).hasValueSatisfying(r -> assertThat(r.by()).isEqualTo("李医生"));
    assertThat(room.story("e1"))
        .contains("read: " + reference + " version 1, final, by 李医生")
        .contains("reading: the task was closed, because it was read: " + reference);
    int lines = room.story("e1").size();
    room.follow.look();
    assertThat(room.story("e1")).as("once").hasSize(lines);
  }

  @Test
  void anAmendedReportIsNotedInItsNewestVersion() {
    Task task = room.delivered("e1");
    DiagnosticReport report = room.reports(task, DiagnosticReportStatus.FINAL, "李医生");
    room.follow.look();
    report.setStatus(DiagnosticReportStatus.AMENDED);
    room.ris.update().resource(report).execute();
    room.follow.look();
    assertThat(room.one("e1").report())
        .hasValueSatisfying(
            read -> {
              assertThat(read.version()).isEqualTo("2");
              assertThat(read.status()).isEqualTo("amended");
            });
    report.setStatus(DiagnosticReportStatus.ENTEREDINERROR);
    room.ris
        .update()
        .resource(report.setId("DiagnosticReport/" + report.getIdElement().getIdPart()))
        .execute();
    room.follow.look();
    assertThat(room.one("e1").report()).isEmpty();
    assertThat(state("e1")).isEqualTo(State.DELIVERED);
  }

  @Test
  void aRisThatCompletesTheTaskNamesItsReportThere() {
    Task task = room.delivered("e1");
    room.follow.look();
    DiagnosticReport report = new DiagnosticReport();
    report.setStatus(DiagnosticReportStatus.FINAL);
    report.addPerformer().setDisplay("李医生");
    String id = room.ris.create().resource(report).execute().getId().getIdPart();
    room.changes(
        task,
        t -> {
          t.setStatus(TaskStatus.COMPLETED);
          t.addOutput()
              .setType(new CodeableConcept().setText("report"))
              .setValue(new Reference("DiagnosticReport/" + id));
        });
    room.follow.look();
    assertThat(room.one("e1").report())
        .hasValueSatisfying(read -> assertThat(read.reference()).endsWith("/" + id));
    assertThat(state("e1")).isEqualTo(State.READ);
    assertThat(room.story("e1")).contains("reading: read at the FHIR server, with 远程诊断中心");
  }

  @Test
  void whatTheTableForbidsIsShownAndNotUndone() {
    Task task = room.delivered("e1");
    room.reports(task, DiagnosticReportStatus.FINAL, "李医生");
    room.follow.look();
    room.changes(task, t -> t.setStatus(TaskStatus.REQUESTED));
    room.follow.look();
    room.follow.look();
    assertThat(room.story("e1"))
        .anyMatch(
            line -> line.contains("against the rules: Task.status from completed to requested"));
    assertThat(room.taskOf("e1").getStatus()).isEqualTo(TaskStatus.REQUESTED);
    assertThat(room.one("e1").conflict()).isPresent();
    room.changes(task, t -> t.setStatus(TaskStatus.COMPLETED));
    room.follow.look();
    assertThat(room.one("e1").conflict()).as("a lawful move has followed").isEmpty();
  }

  @Test
  void anotherOwnerOfACompletedTaskIsAConflictUntilALawfulMove() {
    Task task = room.delivered("e1");
    room.reports(task, DiagnosticReportStatus.FINAL, "李医生");
    room.follow.look();
    room.changes(task, t -> t.setOwner(new Reference("Practitioner/9").setDisplay("赵")));
    room.follow.look();
    ReadingCase one = room.one("e1");
    assertThat(one.conflict())
        .hasValueSatisfying(wrong -> assertThat(wrong.words().zh()).contains("赵"));
    assertThat(room.ledger.cases().conflicts(T0.minusSeconds(1), 10)).containsExactly(one);
    assertThat(room.task(task.getIdElement().getIdPart()).getOwner().getDisplay()).isEqualTo("赵");
  }

  @Test
  void anImageThatComesLateUndoesNothingOfAClaim() {
    Task task = room.delivered("e1");
    room.follow.look();
    room.claims.wish(Claims.Wish.CLAIM, "e1", new Claims.Reader("zhang", "张敏"), Optional.empty());
    room.changes(task, t -> t.addNote().setText("1 object came later (revision 2)."));
    room.follow.look();
    ReadingCase one = room.one("e1");
    assertThat(one.task().version()).isEqualTo("3");
    assertThat(one.task().owner().id()).isEqualTo("zhang");
    assertThat(one.task().progress()).isEqualTo(Progress.CLAIMED);
    assertThat(one.task().status()).isEqualTo(Status.ACCEPTED);
    assertThat(one.times().claimed()).contains(T0);
  }

  @Test
  void anAddendumIsACaseOfItsOwnThatTheOldReportDoesNotClose() {
    Task first = room.delivered("e1");
    room.reports(first, DiagnosticReportStatus.FINAL, "李医生");
    room.follow.look();
    Task addendum = room.task(first.getIdElement().getIdPart());
    addendum.setId((String) null);
    addendum.setMeta(null);
    addendum.setStatus(TaskStatus.REQUESTED);
    addendum.setBusinessStatus(
        new CodeableConcept(new Coding(Identifiers.BUSINESS_STATUS, "complete", "Complete")));
    addendum.setOutput(List.of());
    addendum.addPartOf(new Reference("Task/" + first.getIdElement().getIdPart()));
    addendum.getIdentifierFirstRep().setValue("1.2.e1/2");
    addendum.setAuthoredOn(Date.from(Instant.now().plusSeconds(60)));
    room.ris.create().resource(addendum).execute();
    room.follow.look();
    room.follow.look();
    ReadingCase later = room.one("e1-2");
    assertThat(later.addendum()).isTrue();
    assertThat(later.task().status()).isEqualTo(Status.REQUESTED);
    assertThat(room.story("e1")).anyMatch(line -> line.contains("an addendum is to be read"));
    assertThat(state("e1")).isEqualTo(State.READ);
    assertThat(room.ledger.cases().ofPatient(later.person().reference(), 10)).hasSize(2);
  }

  @Test
  void aPatientThatIsKnownBetterIsShownBetter() {
    Task task = room.delivered("e1");
    room.follow.look();
    String patient = task.getFor().getReferenceElement().getIdPart();
    Patient there = room.ris.read().resource(Patient.class).withId(patient).execute();
    there.getNameFirstRep().setText("王建国");
    room.ris.update().resource(there).execute();
    room.sleep(Duration.ofMinutes(2));
    room.follow.look();
    assertThat(room.one("e1").person().name()).isEqualTo("王建国");
  }

  @Test
  void allThatIsNotedCanBeMadeAgain() throws Exception {
    Task read = room.delivered("e1");
    room.delivered("e2");
    room.delivered("e3");
    room.reports(read, DiagnosticReportStatus.FINAL, "李医生");
    room.follow.look();
    room.claims.wish(Claims.Wish.CLAIM, "e2", new Claims.Reader("zhang", "张敏"), Optional.empty());
    room.claims.wish(Claims.Wish.START, "e2", new Claims.Reader("zhang", "张敏"), Optional.empty());
    List<ReadingCase> before = all();
    int lines = room.story("e1").size();
    Follow.Rebuilt made = room.follow.rebuild();
    assertThat(made).isEqualTo(new Follow.Rebuilt(3, 0, 0));
    assertThat(all()).isEqualTo(before);
    assertThat(state("e1")).isEqualTo(State.READ);
    assertThat(room.story("e1")).as("nothing is told twice").hasSize(lines);
    room.follow.look();
    assertThat(all()).isEqualTo(before);
  }

  /** All cases, their numbers of change aside. */
  private List<ReadingCase> all() {
    return room.ledger.cases().ids().stream()
        .map(id -> room.one(id).changed(0))
        .sorted(Comparator.comparing(ReadingCase::id))
        .toList();
  }

  @Test
  void aServerThatGivesLessThanItIsAskedForAndDoesNotSaySoIsReadToItsEnd() throws Exception {
    int many = 130; // the light server gives 50 at a time, as HAPI FHIR does
    for (int i = 0; i < many; i++) {
      room.delivered("x" + i);
    }
    try (Follow follow = room.follow(ReadingServer.PAGE)) {
      follow.look();
      assertThat(room.ledger.cases().open()).hasSize(many);
      assertThat(follow.rebuild()).isEqualTo(new Follow.Rebuilt(many, 0, 0));
    }
    assertThat(room.ledger.cases().open()).hasSize(many);
  }

  @Test
  void moreThanOnePageIsReadToItsEnd() {
    int many = 3 * RisAndRoom.PAGE + 2;
    for (int i = 0; i < many; i++) {
      room.delivered("x" + i);
    }
    room.follow.look();
    assertThat(room.ledger.cases().open()).hasSize(many);
  }
}
