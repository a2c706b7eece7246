package org.farsight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.farsight.crash.LightFhir;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.Target;
import org.farsight.fhir.Identifiers;
import org.farsight.fhir.KeptReports;
import org.farsight.fhir.SignedReads;
import org.farsight.report.ForeignDocument;
import org.farsight.report.Report;
import org.farsight.report.ReportFile;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signed read at a FHIR server where others write too. */
class ReportDeliveryTest {
  private static final String KEY = "1.2.826.0.1.3680043.10.1338.77";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private LightFhir fhir;

  @SuppressWarnings("NullAway.Init")
  private IGenericClient client;

  private final KeptReports kept = new KeptReports("CT", false);
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    fhir = LightFhir.start(dir, 0);
    client = FhirDelivery.clients(FhirContext.forR4Cached(), FhirOptions.DEFAULT).apply(fhir.url());
  }

  @AfterEach
  void stop() throws IOException {
    fhir.close();
  }

  private Task claimed(String login) {
    Task task = new Task();
    task.getMeta().setSource("x1");
    task.addIdentifier().setSystem(Identifiers.READING_TASK).setValue(KEY);
    task.setStatus(TaskStatus.ACCEPTED).setIntent(Task.TaskIntent.ORDER);
    task.setOwner(
        new Reference("Practitioner/9")
            .setDisplay("reader " + login)
            .setIdentifier(new Identifier().setSystem(Identifiers.READER).setValue(login)));
    task.addBasedOn(new Reference("ServiceRequest/4"));
    task.setFocus(new Reference("ServiceRequest/4")).setFor(new Reference("Patient/2"));
    task.setBusinessStatus(
        new CodeableConcept(new Coding(Identifiers.BUSINESS_STATUS, "claimed", "Claimed")));
    task.setAuthoredOn(Date.from(KeptReports.T0));
    task.getRestriction().getPeriod().setEnd(Date.from(KeptReports.T0.plusSeconds(3600)));
    Reference input = new Reference("ImagingStudy/5");
    input.setIdentifier(new Identifier().setSystem(Identifiers.REVISION).setValue("x1/1"));
    task.addInput().setType(new CodeableConcept()).setValue(input);
    task.setId(client.create().resource(task).execute().getId().toUnqualifiedVersionless());
    return task;
  }

  private DeliveryOutcome deliver() {
    return deliver(client, kept);
  }

  private DeliveryOutcome deliver(IGenericClient by, KeptReports kept) {
    SignedReads reads =
        new SignedReads() {
          @Override
          public boolean follows(String target) {
            return target.equals("core");
          }

          @Override
          public void written(DiagnosticReport report, List<Task> tasks) {
            told.add(report.getStatus().toCode() + " " + tasks.size());
          }
        };
    Target.FhirServer target = new Target.FhirServer("core", fhir.url());
    return new ReportDelivery(FhirContext.forR4Cached(), target, by, reads)
        .deliver(new String(kept.bundle(), StandardCharsets.UTF_8));
  }

  private <T extends Resource> List<T> all(Class<T> type) {
    return client
        .search()
        .byUrl(type.getSimpleName() + "?_lastUpdated=ge2000-01-01T00:00:00Z")
        .returnBundle(Bundle.class)
        .execute()
        .getEntry()
        .stream()
        .map(entry -> type.cast(entry.getResource()))
        .toList();
  }

  private Task task(Task one) {
    return client.read().resource(Task.class).withId(one.getIdElement().getIdPart()).execute();
  }

  @Test
  void reportSignatureAndTaskAreOneTransaction() throws IOException {
    Task task = claimed("zhang");
    kept.signed(KeptReports.first("x1", "CT"));
    assertThat(deliver()).isInstanceOf(DeliveryOutcome.Accepted.class);
    DiagnosticReport report = all(DiagnosticReport.class).getFirst();
    assertThat(report.getSubject().getReference()).as("as the task says").isEqualTo("Patient/2");
    assertThat(report.getBasedOnFirstRep().getReference()).isEqualTo("ServiceRequest/4");
    Task ended = task(task);
    assertThat(ended.getStatus()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(ended.getBusinessStatus().getCodingFirstRep().getCode()).isEqualTo("signed");
    assertThat(((Reference) ended.getOutputFirstRep().getValue()).getReference())
        .isEqualTo("DiagnosticReport/" + report.getIdElement().getIdPart());
    assertThat(ended.getInput()).as("what is not ours stays").hasSize(1);
    assertThat(ended.getMeta().getSource()).isEqualTo("x1");
    assertThat(told).containsExactly("final 1");
  }

  @Test
  void sentAgainItIsFoundThere() throws IOException {
    Task task = claimed("zhang");
    kept.signed(KeptReports.first("x1", "CT"));
    deliver();
    String version = task(task).getMeta().getVersionId();
    assertThat(deliver())
        .isInstanceOfSatisfying(
            DeliveryOutcome.Accepted.class,
            there -> assertThat(there.proof()).endsWith("found there"));
    assertThat(all(DiagnosticReport.class)).hasSize(1);
    assertThat(all(DiagnosticReport.class).getFirst().getMeta().getVersionId()).isEqualTo("1");
    assertThat(task(task).getMeta().getVersionId()).isEqualTo(version);
  }

  @Test
  void whoIsFasterAtTheTaskIsLookedAtAgain() throws IOException {
    Task task = claimed("zhang");
    kept.signed(KeptReports.first("x1", "CT"));
    boolean[] once = new boolean[1];
    IGenericClient slow =
        FhirDelivery.clients(FhirContext.forR4Cached(), FhirOptions.DEFAULT).apply(fhir.url());
    slow.registerInterceptor(
        new BeforeTransaction(
            () -> {
              if (!once[0]) {
                once[0] = true;
                Task theirs = task(task);
                theirs.addNote().setText("a late image");
                client.update().resource(theirs).execute();
              }
            }));
    assertThat(deliver(slow, kept)).isInstanceOf(DeliveryOutcome.Accepted.class);
    assertThat(task(task).getNote()).hasSize(1);
    assertThat(all(DiagnosticReport.class)).hasSize(1);
  }

  @Test
  void aCaseThatAnotherReaderTookMeanwhileIsNotSigned() throws IOException {
    Task task = claimed("li");
    kept.signed(KeptReports.first("x1", "CT"));
    assertThat(deliver())
        .isInstanceOfSatisfying(
            DeliveryOutcome.Refused.class,
            no -> assertThat(no.why()).contains("another reader").contains("reader li"));
    assertThat(all(DiagnosticReport.class)).isEmpty();
    assertThat(task(task).getStatus()).isEqualTo(TaskStatus.ACCEPTED);
  }

  @Test
  void aCaseThatAnotherReportHasCompletedIsNotSigned() throws IOException {
    Task task = claimed("zhang");
    task.setStatus(TaskStatus.COMPLETED);
    task.addOutput().setType(new CodeableConcept()).setValue(new Reference("DiagnosticReport/99"));
    client.update().resource(task).execute();
    kept.signed(KeptReports.first("x1", "CT"));
    assertThat(deliver())
        .isInstanceOfSatisfying(
            DeliveryOutcome.Refused.class,
            no -> assertThat(no.why()).contains("DiagnosticReport/99"));
  }

  @Test
  void anAmendmentChangesTheReportAndMakesTheTaskSignedAgain() throws IOException {
    Task task = claimed("zhang");
    ReportFile first = kept.signed(KeptReports.first("x1", "CT"));
    deliver();
    Task opened = task(task);
    opened.getBusinessStatus().getCodingFirstRep().setCode("opened-at-branch");
    client.update().resource(opened).execute();
    DiagnosticReport there = all(DiagnosticReport.class).getFirst();
    there.addIdentifier().setSystem("urn:other").setValue("theirs");
    client.update().resource(there).execute();
    kept.signed(KeptReports.next(first, Report.Status.AMENDED, "实性结节"));
    assertThat(deliver()).isInstanceOf(DeliveryOutcome.Accepted.class);
    DiagnosticReport amended = all(DiagnosticReport.class).getFirst();
    assertThat(amended.getStatus()).isEqualTo(DiagnosticReportStatus.AMENDED);
    assertThat(amended.getConclusion()).isEqualTo("实性结节");
    assertThat(amended.getIdentifier()).as("what others hung on it stays").hasSize(2);
    Task again = task(task);
    assertThat(again.getBusinessStatus().getCodingFirstRep().getCode()).isEqualTo("signed");
    assertThat(again.getOutput()).hasSize(1);
  }

  @Test
  void aRecalledReportIsReadAgainUnderATaskOfItsOwnMadeOnce() throws IOException {
    Task task = claimed("zhang");
    ReportFile first = kept.signed(KeptReports.first("x1", "CT"));
    deliver();
    kept.signed(KeptReports.next(first, Report.Status.ENTERED_IN_ERROR, ""));
    assertThat(deliver()).isInstanceOf(DeliveryOutcome.Accepted.class);
    assertThat(deliver()).isInstanceOf(DeliveryOutcome.Accepted.class);
    assertThat(all(DiagnosticReport.class).getFirst().getStatus())
        .isEqualTo(DiagnosticReportStatus.ENTEREDINERROR);
    assertThat(task(task).getStatus()).isEqualTo(TaskStatus.ENTEREDINERROR);
    List<Task> open =
        all(Task.class).stream().filter(one -> one.getStatus() == TaskStatus.REQUESTED).toList();
    assertThat(open).hasSize(1);
    assertThat(open.getFirst().getIdentifierFirstRep().getValue()).isEqualTo(KEY + "/repeat-1");
    assertThat(open.getFirst().getPartOfFirstRep().getReference())
        .isEqualTo("Task/" + task.getIdElement().getIdPart());
    assertThat(open.getFirst().getOwner().getReference()).startsWith("Organization/");
    assertThat(told).containsExactly("final 1", "entered-in-error 2", "entered-in-error 2");
  }

  @Test
  void aReportThatWasTakenBackBeforeItCameIsNamedByItsVoidTask() throws IOException {
    Task task = claimed("zhang");
    ReportFile first = kept.signed(KeptReports.first("x1", "CT"));
    kept.signed(KeptReports.next(first, Report.Status.ENTERED_IN_ERROR, ""));
    assertThat(deliver()).isInstanceOf(DeliveryOutcome.Accepted.class);
    Task ended = task(task);
    assertThat(ended.getStatus()).isEqualTo(TaskStatus.ENTEREDINERROR);
    DiagnosticReport report = all(DiagnosticReport.class).getFirst();
    assertThat(ReportMoves.outputs(ended))
        .containsExactly("DiagnosticReport/" + report.getIdElement().getIdPart());
  }

  @Test
  void whatWasOfTheWrongPatientIsNotReadAgain() throws IOException {
    claimed("zhang");
    KeptReports wrong = new KeptReports("CT", true);
    ReportFile first = wrong.signed(KeptReports.first("x1", "CT"));
    deliver(client, wrong);
    wrong.signed(KeptReports.next(first, Report.Status.ENTERED_IN_ERROR, ""));
    assertThat(deliver(client, wrong)).isInstanceOf(DeliveryOutcome.Accepted.class);
    assertThat(all(Task.class)).hasSize(1);
  }

  @Test
  void withoutItsTaskAReportWaits() throws IOException {
    kept.signed(KeptReports.first("x1", "CT"));
    assertThat(deliver()).isInstanceOf(DeliveryOutcome.Retry.class);
    assertThat(all(DiagnosticReport.class)).isEmpty();
  }

  @Test
  void aReportOfAnotherProgramClosesATaskThatWasLeftOpen() throws IOException {
    Task task = claimed("li");
    kept.foreign(
        ForeignDocument.FHIR,
        KeptReports.foreign("x1", Report.Status.FINAL, "未见异常"),
        fhir.url() + "/DiagnosticReport/12/_history/1");
    assertThat(deliver()).isInstanceOf(DeliveryOutcome.Accepted.class);
    assertThat(task(task).getStatus()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(((Reference) task(task).getOutputFirstRep().getValue()).getReference())
        .isEqualTo("DiagnosticReport/12");
    assertThat(task(task).getOwner().getIdentifier().getValue()).isEqualTo("li");
    KeptReports other = new KeptReports("CT", false);
    other.foreign(
        ForeignDocument.FHIR,
        KeptReports.foreign("x1", Report.Status.FINAL, "未见异常"),
        "http://elsewhere/fhir/DiagnosticReport/12/_history/1");
    String version = task(task).getMeta().getVersionId();
    assertThat(deliver(client, other)).isInstanceOf(DeliveryOutcome.Accepted.class);
    assertThat(task(task).getMeta().getVersionId()).isEqualTo(version);
  }

  @Test
  void aReportByMessageEndsTheTaskWhoeverHasIt() throws IOException {
    Task task = claimed("li");
    kept.foreign(
        ForeignDocument.HL7, KeptReports.foreign("x1", Report.Status.FINAL, "未见异常"), "RIS|77");
    assertThat(deliver()).isInstanceOf(DeliveryOutcome.Accepted.class);
    assertThat(all(DiagnosticReport.class)).hasSize(1);
    assertThat(task(task).getStatus()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(Optional.of(task(task).getOwner().getIdentifier().getValue())).contains("li");
  }
}
