package org.farsight.exchange;

import java.time.Instant;
import org.farsight.exchange.Identity.Key;

/**
 * That two ids are, or are not, one person, as a site's registration or a person has decided. Never
 * taken back, only followed by another: what holds now is derived from all in order.
 *
 * @param id number in the ledger, rising; 0 before it is kept
 * @param at when
 * @param kind what
 * @param from of a merge the id that is used no more; of a link either
 * @param into of a merge the id that remains; of a link the other
 * @param who the name of the person, or the message that said so
 * @param why in the person's words, or the event of the message
 * @param source exchange and revision of the message, so that a replay decides nothing twice; empty
 *     for a person
 */
public record IdentityDecision(
    long id, Instant at, Kind kind, Key from, Key into, String who, String why, String source) {

  /** What can be decided. */
  public enum Kind {
    /** {@code from} is used no more, {@code into} is meant (HL7 v2 ADT^A40). */
    MERGE,
    /** That is undone: {@code from} stands for itself again. */
    UNMERGE,
    /** The two are one person, each under its own id. */
    LINK,
    /** They are not one person, whatever their cards say. */
    UNLINK
  }

  /** Hides the persons. */
  @Override
  public String toString() {
    return "IdentityDecision " + id + " " + kind;
  }
}
