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
import java.util.concurrent.atomic.AtomicInteger;
import org.farsight.crash.LightFhir;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Site;
import org.farsight.exchange.Target;
import org.farsight.fhir.KeptFiles;
import org.farsight.peer.FhirInBetween;
import org.farsight.peer.FhirInBetween.Act;
import org.farsight.peer.FhirInBetween.Line;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Others write the ServiceRequest of an order, or one with its accession number, while it is being
 * delivered: it is asked again, and in the end there is one.
 */
class OrderContestTest {
  private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
  private static final String ANY = "ServiceRequest?identifier=acc%7CA1";
  private static final String TRANSACTION = "POST";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private LightFhir fhir;

  @SuppressWarnings("NullAway.Init")
  private FhirInBetween between;

  @SuppressWarnings("NullAway.Init")
  private IGenericClient client;

  private final KeptFiles store = new KeptFiles();
  private final AtomicInteger others = new AtomicInteger();

  @BeforeEach
  void start() throws IOException {
    fhir = LightFhir.start(dir, 0);
    between = new FhirInBetween(fhir.url());
    client = FhirDelivery.clients(FhirContext.forR4Cached(), FhirOptions.DEFAULT).apply(fhir.url());
  }

  @AfterEach
  void stop() throws IOException {
    between.close();
    fhir.close();
  }

  /** The order P7 with the accession number A1, urgent. */
  private DeliveryOutcome deliver(boolean triedBefore) {
    String bundle =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
         {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient",
           "identifier":[{"system":"pat","value":"P1"}]},
          "request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=pat%7CP1"}},
         {"fullUrl":"urn:uuid:2","resource":{"resourceType":"ServiceRequest","identifier":[
            {"type":{"coding":[{"code":"PLAC"}]},"system":"placer","value":"P7"},
            {"type":{"coding":[{"code":"ACSN"}]},"system":"acc","value":"A1"}],
           "status":"active","intent":"order","priority":"urgent","code":{"text":"CT"},
           "subject":{"reference":"urn:uuid:1"}},
          "request":{"method":"POST","url":"ServiceRequest",
           "ifNoneExist":"identifier=placer%7CP7"}}]}
        """;
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
        new Exchange("o1", "a", Kind.ORDER, "a|P7", "P1", "", "A1", "", Priority.URGENT, 1, T0, T0);
    Work work =
        new Work(
            exchange,
            site,
            0,
            1,
            List.of(),
            store.keep(bundle.getBytes(StandardCharsets.UTF_8)),
            done -> {},
            triedBefore);
    return new FhirDelivery(new Target.FhirServer("core", between.url()), store).deliver(work);
  }

  private ServiceRequest only() {
    List<ServiceRequest> found =
        client.search().byUrl(ANY).returnBundle(Bundle.class).execute().getEntry().stream()
            .map(BundleEntryComponent::getResource)
            .map(ServiceRequest.class::cast)
            .toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static String id(ServiceRequest request) {
    return request.getIdElement().toUnqualifiedVersionless().getValue();
  }

  private static void isOurs(ServiceRequest request) {
    assertThat(request.getStatus()).isEqualTo(ServiceRequestStatus.ACTIVE);
    assertThat(request.getPriority()).isEqualTo(ServiceRequestPriority.URGENT);
    assertThat(request.getIdentifier())
        .extracting(one -> one.getSystem() + " " + one.getValue())
        .containsExactlyInAnyOrder("placer P7", "acc A1");
  }

  /** What another system has with this accession number; with the placer's too if it is P7. */
  private void otherCreates(String placer) {
    Patient patient = new Patient();
    patient.addIdentifier().setSystem("pat").setValue("P1");
    String at =
        client
            .create()
            .resource(patient)
            .conditionalByUrl("Patient?identifier=pat%7CP1")
            .execute()
            .getResource()
            .getIdElement()
            .toUnqualifiedVersionless()
            .getValue();
    ServiceRequest order = new ServiceRequest();
    order.addIdentifier().setSystem("acc").setValue("A1");
    if (!placer.isEmpty()) {
      order.addIdentifier().setSystem("placer").setValue(placer);
      order.getIdentifier().getLast().getType().addCoding().setCode("PLAC");
    }
    order.setStatus(ServiceRequestStatus.DRAFT).setPriority(ServiceRequestPriority.ROUTINE);
    order.getSubject().setReference(at);
    client.create().resource(order).execute();
  }

  /** Somebody adds a note to it, so that its version is another one. */
  private void otherChanges() {
    ServiceRequest now = only();
    now.addNote().setText("note " + others.incrementAndGet());
    client.update().resource(now).execute();
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 412})
  void whereAnotherCreatesItMeanwhileTheNextTryFindsThatOne(int status) {
    AtomicInteger left = new AtomicInteger(1);
    between.follow(
        change ->
            change.equals(TRANSACTION) && left.getAndDecrement() > 0
                ? Act.refuse(status, () -> otherCreates("P7"))
                : Act.pass());

    assertThat(deliver(false)).isInstanceOf(DeliveryOutcome.Retry.class);
    String theirs = id(only());

    assertThat(deliver(true)).isInstanceOf(DeliveryOutcome.Accepted.class);
    assertThat(id(only())).isEqualTo(theirs);
    isOurs(only());
  }

  @Test
  void whereTheAnswerIsLostTheNextTryFindsItsOwn() {
    AtomicInteger left = new AtomicInteger(1);
    between.follow(change -> left.getAndDecrement() > 0 ? Act.broken(Line.AFTER) : Act.pass());

    assertThat(deliver(false)).isInstanceOf(DeliveryOutcome.Retry.class);
    assertThat(deliver(true)).isInstanceOf(DeliveryOutcome.Accepted.class);
    isOurs(only());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 409, 412})
  void oneThatIsTakenOverWhileAnotherChangesItIsReadAgain(int status) {
    otherCreates("");
    String made = id(only());
    AtomicInteger left = new AtomicInteger(2);
    between.follow(
        change -> {
          if (!change.startsWith("PUT") || left.getAndDecrement() <= 0) {
            return Act.pass();
          }
          // 0: the server itself sees that the version is another one
          return status == 0
              ? Act.after(this::otherChanges)
              : Act.refuse(status, this::otherChanges);
        });

    assertThat(deliver(false)).isInstanceOf(DeliveryOutcome.Accepted.class);
    assertThat(id(only())).isEqualTo(made);
    isOurs(only());
    assertThat(only().getNote()).as("what the other wrote").hasSize(2);
    assertThat(between.changes()).filteredOn(change -> change.startsWith("PUT")).hasSize(3);
  }

  @Test
  void oneThatOthersChangeAllTheTimeIsTriedLaterAndNothingIsCreatedBesideIt() {
    otherCreates("");
    String made = id(only());
    between.follow(change -> change.startsWith("PUT") ? Act.after(this::otherChanges) : Act.pass());

    assertThat(deliver(false))
        .isInstanceOfSatisfying(
            DeliveryOutcome.Retry.class,
            retry -> assertThat(retry.why()).contains("order is being changed by others"));
    assertThat(between.changes()).doesNotContain(TRANSACTION);
    assertThat(only().getIdentifier()).hasSize(1);

    between.follow(change -> Act.pass());
    assertThat(deliver(true)).isInstanceOf(DeliveryOutcome.Accepted.class);
    assertThat(id(only())).isEqualTo(made);
    isOurs(only());
    assertThat(only().getNote()).hasSize(others.get());
  }

  @Test
  void oneThatIsThereAndChangedMeanwhileIsAmendedAfterTheTransaction() {
    otherCreates("P7");
    String theirs = id(only());
    AtomicInteger left = new AtomicInteger(1);
    between.follow(
        change ->
            change.startsWith("PUT") && left.getAndDecrement() > 0
                ? Act.refuse(409, this::otherChanges)
                : Act.pass());

    assertThat(deliver(false)).isInstanceOf(DeliveryOutcome.Accepted.class);
    assertThat(id(only())).isEqualTo(theirs);
    isOurs(only());
    assertThat(only().getNote()).hasSize(1);
  }

  @Test
  void whereTheLineBreaksAfterItWasTakenOverTheNextTryFindsItByItsNumber() {
    otherCreates("");
    String made = id(only());
    AtomicInteger left = new AtomicInteger(1);
    between.follow(
        change ->
            change.startsWith("PUT") && left.getAndDecrement() > 0
                ? Act.broken(Line.AFTER)
                : Act.pass());

    assertThat(deliver(false)).isInstanceOf(DeliveryOutcome.Retry.class);
    isOurs(only());
    assertThat(deliver(true)).isInstanceOf(DeliveryOutcome.Accepted.class);
    assertThat(id(only())).isEqualTo(made);
  }
}
