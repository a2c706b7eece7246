package org.farsight.delivery;

import ca.uhn.fhir.rest.api.CacheControlDirective;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Identities.Moved;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.Ledger;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Moves what was written for one patient to another at a server, batch by batch. Of each resource
 * the patient's reference changes and nothing else, with If-Match.
 */
final class Moving {

  /** Resources in a batch: noted in one transaction of the ledger, then written one by one. */
  private static final int BATCH = 50;

  private static final int MOST_BATCHES = 200;
  private static final int TRIES = 5;

  /** What has a patient, and the search parameter that finds it by that. */
  private static final Map<String, String> TYPES = new LinkedHashMap<>();

  static {
    TYPES.put("ServiceRequest", "subject");
    TYPES.put("ImagingStudy", "subject");
    TYPES.put("Observation", "subject");
    TYPES.put("DocumentReference", "subject");
    TYPES.put("DiagnosticReport", "subject");
    TYPES.put("Task", "patient");
    TYPES.put("Flag", "patient");
    TYPES.put("Communication", "subject");
  }

  private final Ledger ledger;
  private final Identities identities;
  private final String target;
  private final IGenericClient client;
  private final ServerPatients patients;
  private int moved;
  private int left;

  Moving(
      Ledger ledger,
      Identities identities,
      String target,
      IGenericClient client,
      ServerPatients patients) {
    this.ledger = ledger;
    this.identities = identities;
    this.target = target;
    this.client = client;
    this.patients = patients;
  }

  /** How many resources were moved. */
  int moved() {
    return moved;
  }

  /** How many were left, because somebody else has moved them. */
  int left() {
    return left;
  }

  /**
   * Brings all that was written for a key to where it belongs now.
   *
   * @param now the key itself, or the one that it is merged into in the end
   * @return why it is not all there; empty where it is
   */
  Optional<String> bring(Key origin, Key now) {
    Optional<IdType> to = patients.find(now);
    if (to.isEmpty()) {
      return Optional.empty(); // nothing was ever written for it
    }
    for (int i = 0; i < MOST_BATCHES; i++) {
      List<Moved> elsewhere =
          identities.moved(target, origin, Integer.MAX_VALUE).stream()
              .filter(one -> !one.at().equals(now) || now.equals(origin))
              .limit(BATCH)
              .toList();
      if (elsewhere.isEmpty()) {
        return now.equals(origin) ? Optional.empty() : take(origin, now, to.get());
      }
      for (Moved one : elsewhere) {
        if (!again(one, now, to.get())) {
          return busy();
        }
      }
    }
    return Optional.of("more is to be moved than fits into one try");
  }

  private static Optional<String> busy() {
    return Optional.of("a resource is being changed by others all the time");
  }

  /** Takes everything that refers to the patient of a key to another one. */
  private Optional<String> take(Key origin, Key now, IdType to) {
    Optional<IdType> from = patients.find(origin);
    if (from.isEmpty() || from.get().equals(to)) {
      return Optional.empty();
    }
    for (Map.Entry<String, String> type : TYPES.entrySet()) {
      for (int i = 0; ; i++) {
        List<IdType> found = referring(type.getKey(), type.getValue(), from.get());
        if (found.isEmpty()) {
          break;
        }
        if (i == MOST_BATCHES) {
          return Optional.of("more is to be moved than fits into one try");
        }
        note(found, origin, now);
        for (IdType resource : found) {
          if (!write(resource, from.get(), to)) {
            return busy();
          }
        }
      }
    }
    return Optional.empty();
  }

  private List<IdType> referring(String type, String parameter, IdType patient) {
    return client
        .search()
        .byUrl(type + "?" + parameter + "=" + patient.getValue())
        .count(BATCH)
        .elementsSubset("id")
        .cacheControl(new CacheControlDirective().setNoCache(true))
        .returnBundle(Bundle.class)
        .execute()
        .getEntry()
        .stream()
        .map(BundleEntryComponent::getResource)
        .filter(resource -> resource.fhirType().equals(type))
        .map(resource -> resource.getIdElement().toUnqualifiedVersionless())
        .toList();
  }

  private void note(List<IdType> found, Key origin, Key now) {
    ledger.<Void>write(
        tx -> {
          for (IdType resource : found) {
            tx.identities().moving(target, new Moved(resource.getValue(), origin, now));
          }
          return null;
        });
  }

  /**
   * Brings one that was moved before to where it belongs now, unless somebody else has moved it.
   */
  private boolean again(Moved one, Key now, IdType to) {
    boolean back = now.equals(one.origin());
    Optional<IdType> from = patients.find(one.at());
    if (!back) {
      note(List.of(new IdType(one.resource())), one.origin(), now);
    }
    boolean done = from.isEmpty() || write(new IdType(one.resource()), from.get(), to);
    if (done && back) {
      ledger.<Void>write(
          tx -> {
            tx.identities().movedBack(target, one.resource());
            return null;
          });
    }
    return done;
  }

  /** False if others were faster each time. */
  private boolean write(IdType place, IdType from, IdType to) {
    for (int i = 0; i < TRIES; i++) {
      try {
        Resource found =
            (Resource)
                client.read().resource(place.getResourceType()).withId(place.getIdPart()).execute();
        Optional<Reference> subject = Subject.of(found);
        String is =
            subject
                .map(one -> one.getReferenceElement().toUnqualifiedVersionless().getValue())
                .orElse("");
        if (to.getValue().equals(is)) {
          return true;
        }
        if (!from.getValue().equals(is)) {
          left++;
          return true;
        }
        subject.orElseThrow().setReference(to.getValue()).setDisplay(null);
        TaskAmendment.withoutRequest(found.getMeta());
        // the id carries the version that was read: sent as If-Match
        client.update().resource(found).execute();
        moved++;
        return true;
      } catch (ResourceVersionConflictException | PreconditionFailedException e) {
        continue;
      } catch (ResourceNotFoundException | ResourceGoneException e) {
        return true;
      }
    }
    return false;
  }
}
