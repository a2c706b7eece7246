package org.farsight.fhir;

import org.farsight.exchange.Order;
import org.farsight.exchange.Site;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;

/**
 * The ServiceRequest of an order as an examination that belongs to it brings it, in case it comes
 * to the server before the order itself does.
 */
record OrderedRequest(Order order, Site site) {

  /** The identifier by which it is found: the placer's number, else the filler's. */
  Identifier key() {
    return OrderRequest.placer(site, order.numbers())
        .or(() -> OrderRequest.filler(site, order.numbers()))
        .orElseThrow(() -> new IllegalStateException("an order without a number"));
  }

  /** Says what the order says. */
  void describe(ServiceRequest request) {
    OrderRequest.placer(site, order.numbers()).ifPresent(request::addIdentifier);
    OrderRequest.filler(site, order.numbers()).ifPresent(request::addIdentifier);
    OrderRequest.accession(site, order.numbers()).ifPresent(request::addIdentifier);
    request.setStatus(OrderRequest.status(order.status())).setIntent(ServiceRequestIntent.ORDER);
    request.setPriority(OrderResources.priority(order.priority()));
    request.setAuthoredOnElement(FhirTimes.dateTime(order.orderedAt(), site.zone()));
    order.scheduledAt().ifPresent(at -> request.setOccurrence(FhirTimes.dateTime(at, site.zone())));
    FhirText.clean(order.step().procedure().description())
        .ifPresent(text -> request.setCode(new CodeableConcept().setText(text)));
  }
}
