package org.farsight.commitment;

import java.util.Set;

/** What is known of one object that a device asks about. */
sealed interface Finding {
  /**
   * It is decided.
   *
   * @param outcome 0, or a Failure Reason (0008,1197)
   */
  record Decided(int outcome) implements Finding {}

  /** It is not here, or not delivered, yet. */
  record Waiting() implements Finding {}

  /**
   * It is delivered; these archives have not said yet that they have it.
   *
   * @param targets ids, at least one
   */
  record ToAsk(Set<String> targets) implements Finding {}
}
