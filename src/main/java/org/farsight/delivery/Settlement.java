package org.farsight.delivery;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.Ledger;
import org.farsight.identity.Kinship;
import org.farsight.identity.Kinship.Around;
import org.farsight.identity.Merges;
import org.hl7.fhir.r4.model.Patient.LinkType;

/**
 * Brings patients at a FHIR server to what was decided about them: links among them, and what was
 * written for one that is merged moved to the one that remains, or back. Each resource that is
 * moved is noted before with the id that it was written for, so that whatever is undone, in
 * whatever order, finds what belongs where, and a crash half-way leaves nothing unknown. Run again
 * it changes nothing that is as it should be.
 */
public final class Settlement {

  private final Ledger ledger;
  private final Identities identities;
  private final Kinship kinship;

  /** By what this ledger says of identities. */
  public Settlement(Ledger ledger, Identities identities) {
    this.ledger = ledger;
    this.identities = identities;
    this.kinship = new Kinship(identities);
  }

  /** How much is looked at. */
  enum Extent {
    /** After something was written for the patient: its own resources and links. */
    ARRIVAL,
    /** After a decision: also those whose chain of merges goes through the patient. */
    DECISION
  }

  /** What came of it. */
  sealed interface Outcome {
    /**
     * All is as it should be.
     *
     * @param proof what was done, without patient data; empty where nothing was
     */
    record Settled(String proof) implements Outcome {}

    /** Not now. */
    record NotYet(String why) implements Outcome {}
  }

  /** Settles one patient. */
  Outcome settle(String target, IGenericClient client, Key key, Extent extent) {
    Around around = kinship.around(key);
    if (around.isAlone()) {
      return new Outcome.Settled("");
    }
    ServerPatients patients = new ServerPatients(client);
    Optional<String> missing = missing(around, patients);
    if (missing.isPresent()) {
      return new Outcome.NotYet(missing.get());
    }
    PatientLinking links = new PatientLinking(client, patients);
    for (Key other : related(around)) {
      if (!links.link(key, other, type(around, other))) {
        return new Outcome.NotYet("a patient is being changed by others all the time");
      }
    }
    Moving moving = new Moving(ledger, identities, target, client, patients);
    for (Key origin : extent == Extent.DECISION ? around.merges().through(key) : Set.of(key)) {
      Optional<String> trouble = moving.bring(origin, around.merges().survivor(origin));
      if (trouble.isPresent()) {
        return new Outcome.NotYet(trouble.get());
      }
    }
    return new Outcome.Settled(proof(links, moving));
  }

  /** Only what the server has can be moved there. */
  private static Optional<String> missing(Around around, ServerPatients patients) {
    Merges merges = around.merges();
    boolean merged = merges.into(around.key()).isPresent();
    return merged && patients.find(merges.survivor(around.key())).isEmpty()
        ? Optional.of("the patient that remains is not at the server yet")
        : Optional.empty();
  }

  private static Set<Key> related(Around around) {
    Set<Key> related = new LinkedHashSet<>(around.decided());
    around.merges().into(around.key()).ifPresent(related::add);
    related.addAll(around.merges().mergedInto(around.key()));
    around.same().forEach(same -> related.add(same.key()));
    around.doubts().forEach(doubt -> related.add(doubt.key()));
    return related;
  }

  /** How a patient is to be linked with another; empty: not at all. */
  private static Optional<LinkType> type(Around around, Key other) {
    Merges merges = around.merges();
    if (merges.into(around.key()).filter(other::equals).isPresent()) {
      return Optional.of(LinkType.REPLACEDBY);
    }
    if (merges.into(other).filter(around.key()::equals).isPresent()) {
      return Optional.of(LinkType.REPLACES);
    }
    return around.same().stream().anyMatch(same -> same.key().equals(other))
        ? Optional.of(LinkType.SEEALSO)
        : Optional.empty();
  }

  private static String proof(PatientLinking links, Moving moving) {
    List<String> words = new ArrayList<>();
    if (links.changed() > 0) {
      words.add(links.changed() + " patients linked anew");
    }
    if (moving.moved() > 0) {
      words.add(moving.moved() + " resources moved to the patient that they belong to now");
    }
    if (moving.left() > 0) {
      words.add(moving.left() + " left where others have moved them");
    }
    return String.join("; ", words);
  }
}
