package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Priority;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

class AddendumTaskTest {
  private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");

  @Test
  void anAddendumIsAReadingTaskByItsProfile() throws IOException {
    Task first = new Task();
    first.setId("Task/7");
    first.addBasedOn(new Reference("ServiceRequest/4"));
    first.setFocus(new Reference("ServiceRequest/4")).setFor(new Reference("Patient/2"));
    first.setRequester(new Reference("Organization/3")).setOwner(new Reference("Practitioner/9"));
    first.setAuthoredOn(Date.from(T0));
    first.getRestriction().getPeriod().setEnd(Date.from(T0.plusSeconds(600)));
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
            Priority.URGENT,
            4,
            T0,
            T0.plusSeconds(86_400));
    Task addendum =
        AddendumTask.of(
            first, exchange, 4, new Reference("ImagingStudy/5"), new Reference("Organization/1"));
    assertThat(addendum.getPartOfFirstRep().getReference()).isEqualTo("Task/7");
    assertThat(addendum.getPriority()).isEqualTo(Task.TaskPriority.URGENT);
    assertThat(TaskInput.knownRevision(addendum, "x1")).isEqualTo(4);
    assertThat(TaskInput.exchangeId(addendum)).contains("x1");
    Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    bundle
        .addEntry()
        .setFullUrl("urn:uuid:7b9a2c38-4d8f-4a55-9d5c-2b61a9b3a0f1")
        .setResource(addendum)
        .getRequest()
        .setMethod(Bundle.HTTPVerb.POST)
        .setUrl("Task");
    assertThat(new Profiles(Path.of("fhir-profiles")).errors(bundle)).isEmpty();
  }
}
