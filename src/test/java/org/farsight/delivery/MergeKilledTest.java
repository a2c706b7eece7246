package org.farsight.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.farsight.crash.LightFhir;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.IdentityDecision;
import org.farsight.exchange.IdentityDecision.Kind;
import org.farsight.ledger.SqlLedger;
import org.farsight.peer.FhirInBetween;
import org.farsight.peer.FhirInBetween.Act;
import org.farsight.peer.FhirInBetween.Line;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudyStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Merges of patients at a FHIR server, and what becomes of one in the middle of which the engine
 * dies: of each patient a study, an order and a task were written, and each is to be found where it
 * belongs, and nowhere else, after the next start.
 */
class MergeKilledTest {
  private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
  private static final String SYSTEM = "https://a.example/patient";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private LightFhir fhir;

  @SuppressWarnings("NullAway.Init")
  private FhirInBetween between;

  @SuppressWarnings("NullAway.Init")
  private IGenericClient client;

  @SuppressWarnings("NullAway.Init")
  private IGenericClient engine;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  @BeforeEach
  void start() throws IOException {
    fhir = LightFhir.start(dir.resolve("fhir"), 0);
    between = new FhirInBetween(fhir.url());
    var clients = FhirDelivery.clients(FhirContext.forR4Cached(), FhirOptions.DEFAULT);
    client = clients.apply(fhir.url());
    engine = clients.apply(between.url());
    open();
  }

  private void open() throws IOException {
    ledger = SqlLedger.open(SqlLedger.Options.in(dir.resolve("ledger")));
  }

  @AfterEach
  void stop() throws IOException {
    ledger.close();
    between.close();
    fhir.close();
  }

  private static Key key(String id) {
    return new Key(SYSTEM, id);
  }

  /** A patient with a study, an order and a task, each with the patient's id as its own. */
  private void written(String id) {
    Patient patient = new Patient();
    patient.addIdentifier().setSystem(SYSTEM).setValue(id);
    patient.setActive(true);
    client.create().resource(patient).execute();
    ImagingStudy study = new ImagingStudy();
    study.addIdentifier().setSystem("study").setValue(id);
    study.setStatus(ImagingStudyStatus.AVAILABLE).getSubject().setReference(place(id));
    client.create().resource(study).execute();
    ServiceRequest order = new ServiceRequest();
    order.addIdentifier().setSystem("order").setValue(id);
    order.setStatus(ServiceRequestStatus.ACTIVE).getSubject().setReference(place(id));
    client.create().resource(order).execute();
    Task task = new Task();
    task.addIdentifier().setSystem("task").setValue(id);
    task.setStatus(TaskStatus.REQUESTED).getFor().setReference(place(id));
    client.create().resource(task).execute();
  }

  private <T extends org.hl7.fhir.r4.model.Resource> T one(
      Class<T> type, String system, String id) {
    var found =
        client
            .search()
            .byUrl(type.getSimpleName() + "?identifier=" + system + "%7C" + id)
            .returnBundle(Bundle.class)
            .execute()
            .getEntry();
    assertThat(found).hasSize(1);
    return type.cast(found.getFirst().getResource());
  }

  private Patient patient(String id) {
    return one(Patient.class, SYSTEM, id);
  }

  private String place(String id) {
    return String.valueOf(patient(id).getIdElement().toUnqualifiedVersionless().getValue());
  }

  /** All that was written for the first is the second's now. */
  private void belongs(String id, String to) {
    String place = place(to);
    assertThat(
            List.of(
                one(ImagingStudy.class, "study", id).getSubject().getReference(),
                one(ServiceRequest.class, "order", id).getSubject().getReference(),
                one(Task.class, "task", id).getFor().getReference()))
        .as("of %s", id)
        .containsOnly(place);
  }

  private void decided(Kind kind, String from, String into) {
    IdentityDecision decision =
        new IdentityDecision(0, T0, kind, key(from), key(into), "ADT^A40", "said", "");
    ledger.<Void>write(
        tx -> {
          tx.identities().decide(decision);
          return null;
        });
  }

  private Settlement.Outcome settle(String id) {
    return new Settlement(ledger, ledger.identities())
        .settle("core", engine, key(id), Settlement.Extent.DECISION);
  }

  private void settled(String id) {
    assertThat(settle(id)).isInstanceOf(Settlement.Outcome.Settled.class);
  }

  private void isReplaced(String id, boolean replaced) {
    assertThat(patient(id).getActive()).as(id).isEqualTo(!replaced);
  }

  @Test
  void aMergeThatIsKilledAnywhereIsWholeAfterTheNextStartAndCanBeUndone() throws IOException {
    written("A");
    written("B");
    decided(Kind.MERGE, "A", "B");
    settled("A");
    int changes = between.changes().size();
    assertThat(changes).as("two patients, three resources").isEqualTo(5);
    belongs("A", "B");

    for (int at = 0; at < changes; at++) {
      for (Line line : List.of(Line.BEFORE, Line.AFTER)) {
        killed("A" + at + line, "B" + at + line, at, line);
      }
    }
  }

  private void killed(String merged, String into, int at, Line line) throws IOException {
    written(merged);
    written(into);
    decided(Kind.MERGE, merged, into);
    AtomicInteger asked = new AtomicInteger();
    between.follow(
        change -> {
          int number = asked.getAndIncrement();
          // nobody who is dead asks again
          return number < at ? Act.pass() : Act.broken(number == at ? line : Line.BEFORE);
        });
    assertThatThrownBy(() -> settle(merged)).isInstanceOf(FhirClientConnectionException.class);
    ledger.close();
    open();
    between.follow(change -> Act.pass());

    settled(merged);
    belongs(merged, into);
    belongs(into, into);
    isReplaced(merged, true);
    assertThat(patient(merged).getLink()).hasSize(1);
    assertThat(patient(into).getLink()).hasSize(1);
    int done = between.changes().size();
    settled(merged);
    assertThat(between.changes()).as("done is done").hasSize(done);

    decided(Kind.UNMERGE, merged, into);
    settled(merged);
    belongs(merged, merged);
    belongs(into, into);
    isReplaced(merged, false);
    assertThat(patient(into).getLink()).isEmpty();
  }

  @Test
  void aChainIsFoundAtItsEndAndUndoneInTheMiddle() {
    List.of("A", "B", "C", "D").forEach(this::written);
    decided(Kind.MERGE, "A", "B");
    settled("A");
    decided(Kind.MERGE, "B", "C");
    settled("B");
    decided(Kind.MERGE, "C", "D");
    settled("C");
    List.of("A", "B", "C", "D").forEach(id -> belongs(id, "D"));

    decided(Kind.UNMERGE, "B", "C");
    settled("B");
    belongs("A", "B");
    belongs("B", "B");
    belongs("C", "D");
    isReplaced("A", true);
    isReplaced("B", false);
    isReplaced("C", true);

    decided(Kind.MERGE, "D", "A");
    settled("D");
    List.of("A", "B", "C", "D").forEach(id -> belongs(id, "B"));
  }

  @Test
  void whatIsMergedIntoOneThatWasMergedBeforeIsFoundAtTheEnd() {
    List.of("A", "B", "C").forEach(this::written);
    decided(Kind.MERGE, "B", "C");
    settled("B");
    decided(Kind.MERGE, "A", "B");
    settled("A");
    List.of("A", "B", "C").forEach(id -> belongs(id, "C"));

    decided(Kind.MERGE, "C", "A");
    settled("C");
    List.of("A", "B", "C").forEach(id -> belongs(id, "C"));
    isReplaced("C", false);
  }
}
