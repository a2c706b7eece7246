package org.farsight.intake;

import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.Receipt;
import org.jspecify.annotations.Nullable;

/** What identification says of an object, before the ledger is asked. */
sealed interface Verdict {

  /** It is what it should be. */
  record Good(ObjectFacts facts) implements Verdict {}

  /**
   * Its bytes are to be kept, a person must look.
   *
   * @param facts as far as they could be read; null where nothing could
   */
  record Bad(QuarantineReason reason, @Nullable ObjectFacts facts, String why) implements Verdict {}

  /** It is not kept. */
  record No(Receipt.Cause cause, String why) implements Verdict {}
}
