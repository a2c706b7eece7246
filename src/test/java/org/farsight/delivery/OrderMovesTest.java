package org.farsight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.farsight.crash.LightFhir;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Site;
import org.farsight.exchange.Target;
import org.farsight.fhir.Identifiers;
import org.farsight.fhir.KeptFiles;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a made order, of the study and of its task once its order is known. */
class OrderMovesTest {
  private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
  private static final String MADE =
      "{\"system\":\"" + Identifiers.UNORDERED + "\",\"value\":\"1.2.3\"}";
  private static final String PLACER = "{\"system\":\"placer\",\"value\":\"P7\"}";
  private static final String BY_KEY = "identifier=" + Identifiers.UNORDERED + "%7C1.2.3";
  private static final String BY_PLACER = "identifier=placer%7CP7";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private LightFhir fhir;

  @SuppressWarnings("NullAway.Init")
  private IGenericClient client;

  private final KeptFiles store = new KeptFiles();

  @BeforeEach
  void start() throws IOException {
    fhir = LightFhir.start(dir, 0);
    client = FhirDelivery.clients(FhirContext.forR4Cached(), FhirOptions.DEFAULT).apply(fhir.url());
  }

  @AfterEach
  void stop() throws IOException {
    fhir.close();
  }

  /** A study's transaction: its order, itself and the reading task. */
  private void deliver(String identifiers, String search, String order, String task) {
    String bundle =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"fullUrl":"urn:uuid:1","resource":{"resourceType":"ServiceRequest","identifier":[%s],
           "status":"%s","intent":"order","priority":"urgent","authoredOn":"2026-03-02"},
          "request":{"method":"POST","url":"ServiceRequest","ifNoneExist":"%s"}},
         {"fullUrl":"urn:uuid:2","resource":{"resourceType":"ImagingStudy","status":"available",
           "identifier":[{"system":"study","value":"1.2.3"}],
           "basedOn":[{"reference":"urn:uuid:1"}]},
          "request":{"method":"PUT","url":"ImagingStudy?identifier=study%%7C1.2.3"}},
         {"fullUrl":"urn:uuid:3","resource":{"resourceType":"Task","status":"%s","intent":"order",
           "identifier":[{"system":"task","value":"1.2.3"}],
           "basedOn":[{"reference":"urn:uuid:1"}],"focus":{"reference":"urn:uuid:1"},
           "input":[{"valueReference":{"reference":"urn:uuid:2","identifier":
             {"system":"%s","value":"x1/1"}}}]},
          "request":{"method":"POST","url":"Task","ifNoneExist":"identifier=task%%7C1.2.3"}}]}
        """
            .formatted(identifiers, order, search, task, Identifiers.REVISION);
    Site site =
        new Site(
            "a",
            "a",
            "https://a.example",
            ZoneId.of("+08:00"),
            Set.of(),
            Set.of(),
            Set.of(),
            false,
            List.of());
    Exchange exchange =
        new Exchange(
            "x1", "a", Kind.STUDY, "1.2.3", "P", "", "", "CT", Priority.ROUTINE, 1, T0, T0);
    Work work =
        new Work(
            exchange,
            site,
            0,
            1,
            List.of(),
            store.keep(bundle.getBytes(StandardCharsets.UTF_8)),
            done -> {});
    DeliveryOutcome outcome =
        new FhirDelivery(new Target.FhirServer("core", fhir.url()), store).deliver(work);
    assertThat(outcome).isInstanceOf(DeliveryOutcome.Accepted.class);
  }

  private void deliverMade() {
    deliver(MADE, BY_KEY, "active", "requested");
  }

  private void deliverOrdered() {
    deliver(PLACER + "," + MADE, BY_PLACER, "active", "requested");
  }

  private <T extends org.hl7.fhir.r4.model.Resource> T only(Class<T> type, String search) {
    var found =
        client
            .search()
            .byUrl(type.getSimpleName() + "?" + search)
            .returnBundle(Bundle.class)
            .execute()
            .getEntry();
    assertThat(found).as(search).hasSize(1);
    return type.cast(found.getFirst().getResource());
  }

  private Task task() {
    return only(Task.class, "identifier=task%7C1.2.3");
  }

  private String basedOn() {
    String study =
        only(ImagingStudy.class, "identifier=study%7C1.2.3").getBasedOnFirstRep().getReference();
    return String.valueOf(study);
  }

  private static String id(ServiceRequest request) {
    return request.getIdElement().toUnqualifiedVersionless().getValue();
  }

  /** Somebody else has an order with this number already. */
  private ServiceRequest ordered() {
    ServiceRequest order = new ServiceRequest();
    order.addIdentifier().setSystem("placer").setValue("P7");
    order.setStatus(ServiceRequestStatus.ACTIVE);
    client.create().resource(order).execute();
    return only(ServiceRequest.class, BY_PLACER);
  }

  @Test
  void anOrderAfterItsStudyAdoptsTheOneThatWasMade() {
    deliverMade();
    String made = id(only(ServiceRequest.class, BY_KEY));
    String version = task().getMeta().getVersionId();

    deliverOrdered();

    ServiceRequest adopted = only(ServiceRequest.class, BY_PLACER);
    assertThat(id(adopted)).isEqualTo(made);
    assertThat(adopted.getStatus()).isEqualTo(ServiceRequestStatus.ACTIVE);
    assertThat(adopted.getNoteFirstRep().getText()).contains("came after its examination");
    assertThat(basedOn()).isEqualTo(made);
    assertThat(task().getMeta().getVersionId()).as("the task was not touched").isEqualTo(version);
  }

  @Test
  void aStudyMovesToTheOrderThatIsThereAndTheMadeOneIsVoid() {
    deliverMade();
    String order = id(ordered());

    deliverOrdered();

    assertThat(basedOn()).isEqualTo(order);
    assertThat(task().getBasedOnFirstRep().getReference()).isEqualTo(order);
    assertThat(task().getFocus().getReference()).isEqualTo(order);
    assertThat(task().getNote()).hasSize(1);
    ServiceRequest made = only(ServiceRequest.class, BY_KEY);
    assertThat(made.getStatus()).isEqualTo(ServiceRequestStatus.ENTEREDINERROR);
    assertThat(made.getNote()).last().satisfies(n -> assertThat(n.getText()).contains(order));

    deliverOrdered();
    assertThat(task().getNote()).as("nothing is told twice").hasSize(1);
  }

  @Test
  void aTaskThatWasSignedStaysAndSoDoesItsOrder() {
    deliverMade();
    String made = id(only(ServiceRequest.class, BY_KEY));
    String order = id(ordered());
    Task signed = task();
    signed.setStatus(TaskStatus.COMPLETED);
    client.update().resource(signed).execute();

    deliverOrdered();

    assertThat(basedOn()).isEqualTo(order);
    assertThat(task().getBasedOnFirstRep().getReference()).isEqualTo(made);
    assertThat(only(ServiceRequest.class, BY_KEY).getStatus())
        .isEqualTo(ServiceRequestStatus.ACTIVE);
  }

  @Test
  void aReportThatHangsOnTheMadeOrderKeepsIt() {
    deliverMade();
    ServiceRequest made = only(ServiceRequest.class, BY_KEY);
    ordered();
    var report = new org.hl7.fhir.r4.model.DiagnosticReport();
    report.addBasedOn().setReference(id(made));
    client.create().resource(report).execute();

    deliverOrdered();

    assertThat(only(ServiceRequest.class, BY_KEY).getStatus())
        .isEqualTo(ServiceRequestStatus.ACTIVE);
  }

  @Test
  void anOrderThatIsCancelledAfterItsStudyEndsTheTaskAndStandsAgain() {
    deliver(PLACER, BY_PLACER, "active", "requested");
    Task claimed = task();
    claimed.setStatus(TaskStatus.ACCEPTED);
    client.update().resource(claimed).execute();

    deliver(PLACER, BY_PLACER, "revoked", "cancelled");

    assertThat(task().getStatus()).isEqualTo(TaskStatus.CANCELLED);
    assertThat(task().getStatusReason().getCodingFirstRep().getCode())
        .isEqualTo(Identifiers.ORDER_CANCELLED);
    assertThat(task().getNote()).hasSize(1);
    assertThat(only(ImagingStudy.class, "identifier=study%7C1.2.3").getStatus())
        .isEqualTo(ImagingStudy.ImagingStudyStatus.AVAILABLE);

    deliver(PLACER, BY_PLACER, "active", "requested");
    assertThat(task().getStatus()).isEqualTo(TaskStatus.REQUESTED);
    assertThat(task().hasStatusReason()).isFalse();
  }

  @Test
  void aTaskThatWasSignedIsNotCancelledWithItsOrder() {
    deliver(PLACER, BY_PLACER, "active", "requested");
    Task signed = task();
    signed
        .setStatus(TaskStatus.INPROGRESS)
        .setBusinessStatus(
            new CodeableConcept()
                .addCoding(new Coding(Identifiers.BUSINESS_STATUS, "signed", "Signed")));
    client.update().resource(signed).execute();

    deliver(PLACER, BY_PLACER, "revoked", "cancelled");

    assertThat(task().getStatus()).isEqualTo(TaskStatus.INPROGRESS);
  }

  @Test
  void aTaskThatTheBranchCancelledIsNotRequestedAgain() {
    deliverMade();
    Task cancelled = task();
    cancelled.setStatus(TaskStatus.CANCELLED);
    client.update().resource(cancelled).execute();

    deliverMade();

    assertThat(task().getStatus()).isEqualTo(TaskStatus.CANCELLED);
  }
}
