package org.farsight.delivery;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.fhir.MadeOrders;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;

/**
 * The orders of a transaction at the server, where one was made for an examination before its order
 * came. If the server has the made one only, that becomes the order: it gets the order's
 * identifiers and facts, and nothing that hangs on it moves. If it has both, the made one becomes
 * entered-in-error as soon as nothing hangs on it any more.
 */
final class ServerOrders {

  private static final int TRIES = 5;

  /** What may hang on an order, and by which parameter it is searched. */
  private static final List<String> HANGING =
      List.of(
          "Task?based-on=",
          "Task?focus=",
          "ImagingStudy?basedon=",
          "Observation?based-on=",
          "DiagnosticReport?based-on=");

  private final IGenericClient client;
  private final FhirContext context;
  private final SentBundle sent;

  ServerOrders(IGenericClient client, FhirContext context, SentBundle sent) {
    this.client = client;
    this.context = context;
    this.sent = sent;
  }

  /**
   * Before the transaction: a made order becomes the one that is sent.
   *
   * @return false if others changed it each time
   */
  boolean adopt() {
    for (int place : sent.orders()) {
      ServiceRequest order = order(place);
      Optional<String> search = sent.search(place);
      boolean both = MadeOrders.isOrder(order) && MadeOrders.keys(order).findAny().isPresent();
      if (both && search.isPresent() && !adopt(order, search.get())) {
        return false;
      }
    }
    return true;
  }

  private boolean adopt(ServiceRequest order, String search) {
    for (int i = 0; i < TRIES; i++) {
      if (!find(client, search).isEmpty()) {
        return true;
      }
      Optional<ServiceRequest> made = made(order).findFirst();
      if (made.isEmpty()) {
        return true;
      }
      MadeOrders.become(made.get(), order);
      if (update(made.get())) {
        return true;
      }
    }
    return false;
  }

  /**
   * After the transaction and its task: a made order on which nothing hangs is void.
   *
   * @param order the one that things hang on now
   */
  void retire(IdType order) {
    if (sent.order() < 0 || !order.hasIdPart()) {
      return;
    }
    String now = order.toUnqualifiedVersionless().getValue();
    made(order(sent.order()))
        .filter(made -> !id(made).equals(now))
        .filter(made -> made.getStatus() != ServiceRequestStatus.ENTEREDINERROR)
        .filter(made -> !isHungOn(id(made)))
        .forEach(made -> retire(made, now));
  }

  /** Somebody who changes it at this moment uses it. */
  private void retire(ServiceRequest made, String now) {
    made.setStatus(ServiceRequestStatus.ENTEREDINERROR);
    made.addNote().setText("The examination that this was made for belongs to " + now + ".");
    boolean unused = update(made);
  }

  /** Orders at the server that were made for what this one is the order of, and are no others'. */
  private Stream<ServiceRequest> made(ServiceRequest order) {
    return MadeOrders.keys(order)
        .flatMap(key -> find(client, search(key)).stream())
        .filter(found -> !MadeOrders.isOrder(found));
  }

  private static String search(Identifier key) {
    return "ServiceRequest?" + MadeOrders.search(key);
  }

  /** A server that does not know a search does not say that nothing is there. */
  private boolean isHungOn(String id) {
    try {
      return HANGING.stream().anyMatch(search -> !bundle(client, search + id, 1).isEmpty());
    } catch (InvalidRequestException e) {
      return true;
    }
  }

  private boolean update(ServiceRequest resource) {
    try {
      TaskAmendment.withoutRequest(resource.getMeta());
      // the id carries the version that was read: sent as If-Match
      client.update().resource(resource).execute();
      return true;
    } catch (ResourceVersionConflictException | PreconditionFailedException e) {
      return false;
    }
  }

  private ServiceRequest order(int place) {
    return context
        .newJsonParser()
        .parseResource(ServiceRequest.class, sent.resource(place).toString());
  }

  private static String id(ServiceRequest request) {
    return String.valueOf(request.getIdElement().toUnqualifiedVersionless().getValue());
  }

  /** Orders that a search finds now. */
  static List<ServiceRequest> find(IGenericClient client, String search) {
    return bundle(client, search, 10).stream()
        .map(BundleEntryComponent::getResource)
        .filter(ServiceRequest.class::isInstance)
        .map(ServiceRequest.class::cast)
        .toList();
  }

  private static List<BundleEntryComponent> bundle(
      IGenericClient client, String search, int count) {
    return client
        .search()
        .byUrl(search)
        .count(count)
        .cacheControl(new CacheControlDirective().setNoCache(true))
        .returnBundle(Bundle.class)
        .execute()
        .getEntry();
  }
}
