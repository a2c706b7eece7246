package org.farsight.delivery;

import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;

/**
 * Changes a ServiceRequest that is at the server already to what the order says now: status,
 * priority, code, occurrence and the numbers that are missing, nothing else. What has been done
 * stays done, and what others hung on it stays where it is.
 */
final class OrderAmendment {

  private static final int TRIES = 5;

  private final IGenericClient client;
  private final ServiceRequest ours;

  /**
   * @param ours as the order says now
   */
  OrderAmendment(IGenericClient client, ServiceRequest ours) {
    this.client = client;
    this.ours = ours;
  }

  /** What an amendment has done. */
  enum Result {
    /** The server has none that is found so. */
    NOT_THERE,
    /** It says what the order says. */
    DONE,
    /** It says that the order has been done, which is left, whatever the order says now. */
    COMPLETED_THERE,
    /** Others were faster each time. */
    OVERTAKEN
  }

  /**
   * Reads the ServiceRequest, changes it and writes it if nobody has written it since; again where
   * somebody has.
   *
   * @param search that finds it
   */
  Result amend(String search) {
    return change(search, false);
  }

  /**
   * As {@link #amend} with one that was made for an examination which came before its order: it has
   * the accession number and no number of an orderer yet. Where there are two, neither is taken.
   *
   * @param search that finds it by accession number and patient
   */
  Result adopt(String search) {
    return change(search, true);
  }

  /** Whether the server has one that is found so. */
  boolean isThere(String search) {
    return !find(search).isEmpty();
  }

  private Result change(String search, boolean unordered) {
    for (int i = 0; i < TRIES; i++) {
      List<ServiceRequest> there =
          find(search).stream().filter(one -> !unordered || !isOrdered(one)).toList();
      if (there.isEmpty() || (unordered && there.size() > 1)) {
        return Result.NOT_THERE;
      }
      ServiceRequest found = there.getFirst();
      boolean done = found.getStatus() == ServiceRequestStatus.COMPLETED;
      boolean left = done && ours.getStatus() != ServiceRequestStatus.COMPLETED;
      if (!changed(found, left)) {
        return left ? Result.COMPLETED_THERE : Result.DONE;
      }
      try {
        TaskAmendment.withoutRequest(found.getMeta());
        // the id carries the version that was read: sent as If-Match
        client.update().resource(found).execute();
        return left ? Result.COMPLETED_THERE : Result.DONE;
      } catch (ResourceVersionConflictException | PreconditionFailedException e) {
        continue;
      }
    }
    return Result.OVERTAKEN;
  }

  private List<ServiceRequest> find(String search) {
    return client
        .search()
        .byUrl(search)
        .cacheControl(new CacheControlDirective().setNoCache(true))
        .returnBundle(Bundle.class)
        .execute()
        .getEntry()
        .stream()
        .map(BundleEntryComponent::getResource)
        .filter(ServiceRequest.class::isInstance)
        .map(ServiceRequest.class::cast)
        .toList();
  }

  /** Whether somebody has ordered it: it has a placer or a filler number. */
  private static boolean isOrdered(ServiceRequest request) {
    return request.getIdentifier().stream()
        .flatMap(id -> id.getType().getCoding().stream())
        .anyMatch(type -> List.of("PLAC", "FILL").contains(type.getCode()));
  }

  /** Whether anything was changed. */
  private boolean changed(ServiceRequest found, boolean done) {
    boolean changed = identifiers(found);
    boolean erroneous = found.getStatus() == ServiceRequestStatus.ENTEREDINERROR;
    if (!done && !erroneous && found.getStatus() != ours.getStatus()) {
      found.setStatus(ours.getStatus());
      changed = true;
    }
    if (found.getPriority() != ours.getPriority()) {
      found.setPriority(ours.getPriority());
      changed = true;
    }
    if (ours.hasCode() && !ours.getCode().equalsDeep(found.getCode())) {
      found.setCode(ours.getCode().copy());
      changed = true;
    }
    if (ours.hasOccurrence() && !sameTime(found)) {
      found.setOccurrence(ours.getOccurrence().copy());
      changed = true;
    }
    return changed;
  }

  private boolean sameTime(ServiceRequest found) {
    return found.hasOccurrenceDateTimeType()
        && found
            .getOccurrenceDateTimeType()
            .getValue()
            .equals(ours.getOccurrenceDateTimeType().getValue());
  }

  private boolean identifiers(ServiceRequest found) {
    boolean added = false;
    for (Identifier id : ours.getIdentifier()) {
      Optional<Identifier> same =
          found.getIdentifier().stream()
              .filter(other -> Objects.equals(other.getSystem(), id.getSystem()))
              .filter(other -> Objects.equals(other.getValue(), id.getValue()))
              .findFirst();
      if (same.isEmpty()) {
        found.addIdentifier(id.copy());
        added = true;
      }
    }
    return added;
  }
}
