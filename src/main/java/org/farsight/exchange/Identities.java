package org.farsight.exchange;

import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Identity.Key;

/**
 * Port: who is known under which id, what was decided about them, and what was moved from one to
 * another at FHIR servers. For reading, by many threads; {@link Writer} is part of a transaction.
 */
public interface Identities {

  /** Knows nobody. */
  Identities NONE =
      new Identities() {
        @Override
        public Optional<Identity> identity(Key key) {
          return Optional.empty();
        }

        @Override
        public List<Identity> withCard(String card, int limit) {
          return List.of();
        }

        @Override
        public List<Identity> withId(String id, int limit) {
          return List.of();
        }

        @Override
        public List<IdentityDecision> decisions(Key about) {
          return List.of();
        }

        @Override
        public List<IdentityDecision> newestDecisions(int limit) {
          return List.of();
        }

        @Override
        public List<Moved> moved(String target, Key origin, int limit) {
          return List.of();
        }
      };

  /** The patient under this key. */
  Optional<Identity> identity(Key key);

  /** Patients of whom this number of an id card was written, by key. */
  List<Identity> withCard(String card, int limit);

  /** Patients with this id, whoever has issued it. */
  List<Identity> withId(String id, int limit);

  /** What was decided of a key, as the one or the other, oldest first. */
  List<IdentityDecision> decisions(Key about);

  /** What was decided last, newest first. */
  List<IdentityDecision> newestDecisions(int limit);

  /** What was moved at a target and was written for this key first. */
  List<Moved> moved(String target, Key origin, int limit);

  /**
   * A resource at a FHIR server that was moved from one patient to another.
   *
   * @param resource type and logical id there
   * @param origin the key that it was written for
   * @param at the key that it was moved to
   */
  record Moved(String resource, Key origin, Key at) {}

  /** What can be written, within a transaction. */
  interface Writer {
    /** Adds what was said to what is known, by the rule of {@link Identity#with}. */
    void said(Identity said);

    /**
     * Notes a decision; one from a source that has decided before is left out.
     *
     * @param decision its {@code id} is ignored
     * @return its number; 0 where it was left out
     */
    long decide(IdentityDecision decision);

    /** Notes that a resource is about to be moved; an origin that was noted before stays. */
    void moving(String target, Moved moved);

    /** The resource is back where it came from, or gone. */
    void movedBack(String target, String resource);
  }
}
