package org.farsight.delivery;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.util.Optional;
import org.farsight.exchange.Identity.Key;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.hl7.fhir.r4.model.Reference;

/**
 * Links patients at a server ({@code Patient.link}), each from its own side. Links to patients that
 * were not asked about stay as they are, and so does everything else. A patient that is replaced is
 * not active; it is again once that is undone.
 */
final class PatientLinking {

  private static final int TRIES = 5;

  private final IGenericClient client;
  private final ServerPatients patients;
  private int changed;

  PatientLinking(IGenericClient client, ServerPatients patients) {
    this.client = client;
    this.patients = patients;
  }

  /** How many patients were written. */
  int changed() {
    return changed;
  }

  /**
   * Links two patients; does nothing while one of them is not at the server.
   *
   * @param type from the first to the second; empty: no link
   * @return false if others were faster each time
   */
  boolean link(Key one, Key other, Optional<LinkType> type) {
    Optional<IdType> from = patients.find(one);
    Optional<IdType> to = patients.find(other);
    if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
      return true;
    }
    return write(from.get(), to.get(), type)
        && write(to.get(), from.get(), type.map(PatientLinking::reverse));
  }

  private static LinkType reverse(LinkType type) {
    return switch (type) {
      case REPLACEDBY -> LinkType.REPLACES;
      case REPLACES -> LinkType.REPLACEDBY;
      case SEEALSO, REFER -> type;
      case NULL -> throw new IllegalArgumentException("no type of link");
    };
  }

  private boolean write(IdType at, IdType other, Optional<LinkType> type) {
    for (int i = 0; i < TRIES; i++) {
      Patient found = patients.read(at);
      if (!amend(found, other, type)) {
        return true;
      }
      try {
        TaskAmendment.withoutRequest(found.getMeta());
        // the id carries the version that was read: sent as If-Match
        client.update().resource(found).execute();
        changed++;
        return true;
      } catch (ResourceVersionConflictException | PreconditionFailedException e) {
        continue;
      }
    }
    return false;
  }

  /** Whether anything is to be written. */
  private static boolean amend(Patient found, IdType other, Optional<LinkType> type) {
    boolean wasReplaced = isReplaced(found);
    boolean same =
        type.isPresent()
            && found.getLink().stream()
                .anyMatch(link -> isTo(link, other) && link.getType() == type.get());
    boolean removed = found.getLink().removeIf(link -> isTo(link, other) && !isOf(link, type));
    if (type.isPresent() && !same) {
      found.addLink().setOther(new Reference(other)).setType(type.get());
    }
    boolean replaced = isReplaced(found);
    boolean active = replaced != wasReplaced || (replaced && found.getActive());
    if (active) {
      found.setActive(!replaced);
    }
    return removed || active || (type.isPresent() && !same);
  }

  private static boolean isReplaced(Patient patient) {
    return patient.getLink().stream().anyMatch(link -> link.getType() == LinkType.REPLACEDBY);
  }

  private static boolean isTo(PatientLinkComponent link, IdType other) {
    String place = link.getOther().getReferenceElement().toUnqualifiedVersionless().getValue();
    return other.getValue().equals(place);
  }

  private static boolean isOf(PatientLinkComponent link, Optional<LinkType> type) {
    return type.filter(wanted -> wanted == link.getType()).isPresent();
  }
}
