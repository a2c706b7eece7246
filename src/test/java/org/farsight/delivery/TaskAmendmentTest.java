package org.farsight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.crash.LightFhir;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Site;
import org.farsight.fhir.Identifiers;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes later, told to a reading task that is open, claimed or completed. */
class TaskAmendmentTest {
  private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
  private static final IdType STUDY = new IdType("ImagingStudy/5/_history/2");
  private static final Reference DEPARTMENT =
      new Reference("Organization/1")
          .setDisplay("诊断中心")
          .setIdentifier(new Identifier().setSystem(Identifiers.DEPARTMENT).setValue("day"));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private LightFhir fhir;

  @SuppressWarnings("NullAway.Init")
  private IGenericClient client;

  @SuppressWarnings("NullAway.Init")
  private IdType task;

  @BeforeEach
  void start() throws IOException {
    fhir = LightFhir.start(dir, 0);
    client = FhirDelivery.clients(FhirContext.forR4Cached(), FhirOptions.DEFAULT).apply(fhir.url());
    Task first = new Task();
    first.addIdentifier().setSystem(Identifiers.READING_TASK).setValue("1.2.3");
    first.setStatus(TaskStatus.REQUESTED).setIntent(Task.TaskIntent.ORDER);
    first.setOwner(new Reference("Practitioner/9"));
    first.addBasedOn(new Reference("ServiceRequest/4"));
    first.setFocus(new Reference("ServiceRequest/4")).setFor(new Reference("Patient/2"));
    first.setAuthoredOn(Date.from(T0));
    first.getRestriction().getPeriod().setEnd(Date.from(T0.plusSeconds(3600)));
    Reference input = new Reference("ImagingStudy/5");
    input.setIdentifier(new Identifier().setSystem(Identifiers.REVISION).setValue("x1/1"));
    first.addInput().setType(new CodeableConcept()).setValue(input);
    String id = client.create().resource(first).execute().getId().getIdPart();
    task = new IdType("Task", id);
  }

  @AfterEach
  void stop() throws IOException {
    fhir.close();
  }

  private boolean tell(int revision) {
    Exchange exchange =
        new Exchange(
            "x1",
            "lake",
            Kind.STUDY,
            "1.2.3",
            "P",
            "",
            "",
            "CT",
            Priority.ROUTINE,
            revision,
            T0,
            T0.plusSeconds(60L * revision));
    Site site =
        new Site(
            "lake",
            "lake",
            "urn:x",
            ZoneId.of("+08:00"),
            Set.of(),
            Set.of(),
            Set.of(),
            false,
            List.of());
    Work work =
        new Work(exchange, site, revision - 1, revision, List.of(), null, done -> {}, false);
    TaskOrder order = new TaskOrder(new IdType("ServiceRequest/4"), false);
    return new TaskAmendment(client, task, Optional.of(DEPARTMENT), order).tell(work, STUDY);
  }

  private Task first() {
    return client.read().resource(Task.class).withId(task).execute();
  }

  private List<Task> addenda() {
    return client
        .search()
        .byUrl("Task?part-of=" + task.getValue())
        .returnBundle(Bundle.class)
        .execute()
        .getEntry()
        .stream()
        .map(entry -> (Task) entry.getResource())
        .toList();
  }

  private void set(Task one, TaskStatus status) {
    one.setStatus(status);
    client.update().resource(one).execute();
  }

  @Test
  void anOpenTaskIsToldOnceForEachRevision() {
    assertThat(tell(2)).isTrue();
    assertThat(tell(2)).isTrue();
    Task told = first();
    assertThat(told.getInput()).hasSize(2);
    assertThat(told.getNote()).hasSize(1);
    assertThat(told.getMeta().getVersionId()).isEqualTo("2");
    assertThat(addenda()).isEmpty();
  }

  @Test
  void whatComesAfterACompletedTaskIsAnAddendumMadeOnce() {
    set(first(), TaskStatus.COMPLETED);
    assertThat(tell(2)).isTrue();
    assertThat(tell(2)).isTrue();
    assertThat(first().getMeta().getVersionId()).as("the read stays as it was").isEqualTo("2");
    Task addendum = addenda().getFirst();
    assertThat(addenda()).hasSize(1);
    assertThat(addendum.getStatus()).isEqualTo(TaskStatus.REQUESTED);
    assertThat(addendum.getIdentifierFirstRep().getValue()).isEqualTo("1.2.3/2");
    assertThat(addendum.getBasedOnFirstRep().getReference()).isEqualTo("ServiceRequest/4");
    assertThat(addendum.getOwner().getReference()).isEqualTo("Organization/1");
    assertThat(addendum.getInput()).hasSize(1);
    assertThat(addendum.getNoteFirstRep().getText()).isEqualTo("1 object came later (revision 2).");
    assertThat(addendum.getRestriction().getPeriod().getEnd())
        .as("as long as the first one had")
        .isEqualTo(Date.from(T0.plusSeconds(120 + 3600)));
  }

  @Test
  void moreThatComesIsToldToTheOpenAddendumAndAReadOneIsFollowedByAnother() {
    set(first(), TaskStatus.COMPLETED);
    tell(2);
    tell(3);
    assertThat(addenda()).singleElement().satisfies(one -> assertThat(one.getInput()).hasSize(2));
    set(addenda().getFirst(), TaskStatus.COMPLETED);
    tell(3);
    assertThat(addenda()).as("that is known").hasSize(1);
    tell(4);
    assertThat(addenda())
        .extracting(one -> one.getIdentifierFirstRep().getValue())
        .containsExactlyInAnyOrder("1.2.3/2", "1.2.3/4");
  }
}
