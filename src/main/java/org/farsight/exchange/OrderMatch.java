package org.farsight.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which order a study or an ECG belongs to, and how that is known. Kept once decided: by a rule
 * until what the examination says changes, by a person until a person decides again.
 *
 * @param examination what it says of itself
 * @param verdict what was found
 * @param rule the name of the rule that decided, in capitals; {@link #BY_HAND} where a person did
 * @param orderId exchange id of its order; empty unless {@link Verdict#MATCHED}
 * @param candidates exchange ids of the orders that it may belong to, where it is in doubt
 * @param why in words, without a patient's data
 * @param standing whether its order stands
 * @param orderMade whether an order was made for it before this was decided
 * @param at when it was decided
 */
public record OrderMatch(
    Examination examination,
    Verdict verdict,
    String rule,
    String orderId,
    List<String> candidates,
    Words why,
    Standing standing,
    boolean orderMade,
    Instant at) {

  /** The rule's name where a person has decided. */
  public static final String BY_HAND = "BY_HAND";

  /** Takes a copy. */
  public OrderMatch {
    candidates = List.copyOf(candidates);
  }

  /** What was found. */
  public enum Verdict {
    /** It belongs to an order. */
    MATCHED,
    /** No order is known for it: one is made. */
    UNORDERED,
    /** It may belong to an order that is known: one is made, and a person decides. */
    IN_DOUBT
  }

  /** Whether the order of an examination stands. */
  public enum Standing {
    /** It stands, or has been done, or there is none. */
    STANDS,
    /** It had been taken back before the examination came. */
    TAKEN_BACK_BEFORE,
    /** It was taken back when the examination was here already. */
    TAKEN_BACK_AFTER
  }

  /**
   * A sentence in both languages, without a patient's data.
   *
   * @param en English
   * @param zh Simplified Chinese
   */
  public record Words(String en, String zh) {}

  /** Whether a person has decided it. */
  public boolean isByHand() {
    return rule.equals(BY_HAND);
  }

  /** Its order, where it has one. */
  public Optional<String> order() {
    return orderId.isEmpty() ? Optional.empty() : Optional.of(orderId);
  }

  /** Whether both say the same about the order. */
  public boolean saysAs(OrderMatch other) {
    return verdict == other.verdict
        && rule.equals(other.rule)
        && orderId.equals(other.orderId)
        && candidates.equals(other.candidates)
        && why.equals(other.why);
  }

  /** The same after its order was taken back, or stands again. */
  public OrderMatch with(Standing other) {
    return new OrderMatch(
        examination, verdict, rule, orderId, candidates, why, other, orderMade, at);
  }

  /** The same of an examination that has something else to say of itself. */
  public OrderMatch with(Examination other) {
    return new OrderMatch(other, verdict, rule, orderId, candidates, why, standing, orderMade, at);
  }

  @Override
  public String toString() {
    return examination + " " + verdict + " by " + rule;
  }
}
