package org.farsight.fhir;

import java.util.Optional;
import org.farsight.exchange.Order;
import org.farsight.exchange.Order.Numbers;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Site;
import org.farsight.exchange.Worklist.Procedure;
import org.farsight.orders.Item;
import org.farsight.orders.KnownOrder;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;

/** The ServiceRequest of an order that a site has sent. */
public final class OrderRequest {
  private OrderRequest() {}

  /** Adds it; shared, found by its placer number, else by its filler number. */
  static Reference add(Draft draft, KnownOrder known) {
    Order order = known.order();
    Site site = draft.site();
    ServiceRequest request = new ServiceRequest();
    request.getMeta().addProfile(Identifiers.PROFILE_SERVICE_REQUEST);
    placer(site, order.numbers()).ifPresent(request::addIdentifier);
    filler(site, order.numbers()).ifPresent(request::addIdentifier);
    accession(site, order.numbers()).ifPresent(request::addIdentifier);
    request.setStatus(status(order.status())).setIntent(ServiceRequestIntent.ORDER);
    request.setPriority(priority(order.priority()));
    request.setSubject(draft.patient().reference().copy());
    request.setRequester(draft.organization().copy());
    request.addPerformer(draft.department().copy());
    request.setAuthoredOnElement(FhirTimes.dateTime(order.orderedAt(), site.zone()));
    order.scheduledAt().ifPresent(at -> request.setOccurrence(FhirTimes.dateTime(at, site.zone())));
    code(known).ifPresent(request::setCode);
    Optional.ofNullable(known.items().get(Item.REASON))
        .flatMap(FhirText::clean)
        .ifPresent(text -> request.addReasonCode(new CodeableConcept().setText(text)));
    return draft.bundle().share(request, request.getIdentifierFirstRep());
  }

  /** The search that finds an order by one of its numbers. */
  public static String search(Identifier number) {
    return TransactionBundle.match(new ServiceRequest(), number);
  }

  /** Placer number, type PLAC; empty where the order has none. */
  public static Optional<Identifier> placer(Site site, Numbers numbers) {
    return number(site, "placer", numbers.placer(), numbers.placerIssuer())
        .map(one -> one.setType(type("PLAC", "Placer Identifier")));
  }

  /** Filler number, type FILL; empty where the order has none. */
  public static Optional<Identifier> filler(Site site, Numbers numbers) {
    return number(site, "filler", numbers.filler(), numbers.fillerIssuer())
        .map(one -> one.setType(type("FILL", "Filler Identifier")));
  }

  /** Accession number, type ACSN; empty where the order has none. */
  static Optional<Identifier> accession(Site site, Numbers numbers) {
    return FhirText.code(numbers.accession())
        .filter(Identifiers::isSearchable)
        .map(
            value ->
                new Identifier()
                    .setType(type("ACSN", "Accession ID"))
                    .setSystem(site.accessionSystem())
                    .setValue(value));
  }

  private static CodeableConcept type(String code, String display) {
    return Codings.concept(Identifiers.IDENTIFIER_TYPE, code, display);
  }

  private static Optional<Identifier> number(
      Site site, String which, String number, String issuer) {
    return FhirText.code(number)
        .map(
            value ->
                new Identifier()
                    .setSystem(Identifiers.numberSystem(site, which, issuer))
                    .setValue(Identifiers.isSearchable(value) ? value : Digests.sha256(value)));
  }

  private static Optional<CodeableConcept> code(KnownOrder known) {
    Procedure procedure = known.order().step().procedure();
    String code = known.items().getOrDefault(Item.PROCEDURE_CODE, "");
    String scheme = known.items().getOrDefault(Item.PROCEDURE_SCHEME, "L");
    return Codings.foreign(scheme, code, procedure.description());
  }

  static ServiceRequestStatus status(Order.Status status) {
    return switch (status) {
      case OPEN -> ServiceRequestStatus.ACTIVE;
      case ON_HOLD -> ServiceRequestStatus.ONHOLD;
      case CANCELLED -> ServiceRequestStatus.REVOKED;
      case COMPLETED -> ServiceRequestStatus.COMPLETED;
    };
  }

  private static ServiceRequestPriority priority(Priority priority) {
    return switch (priority) {
      case ROUTINE -> ServiceRequestPriority.ROUTINE;
      case URGENT -> ServiceRequestPriority.URGENT;
      case ASAP -> ServiceRequestPriority.ASAP;
      case STAT -> ServiceRequestPriority.STAT;
    };
  }
}
