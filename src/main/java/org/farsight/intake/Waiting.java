package org.farsight.intake;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.Receipt;

/** What waits for the group commit. */
sealed interface Waiting {

  /**
   * An object.
   *
   * @param incoming how it came
   * @param at when its last byte was here
   * @param spooled its bytes, not yet durable
   * @param verdict what identification said; never {@link Verdict.No}
   * @param receipt completed after the commit
   */
  record Candidate(
      Incoming incoming,
      Instant at,
      Spooled spooled,
      Verdict verdict,
      CompletableFuture<Receipt> receipt)
      implements Waiting {}

  /**
   * Exchanges that the end of an association has made complete.
   *
   * @param exchangeIds which
   * @param at when it ended
   */
  record Ended(Set<String> exchangeIds, Instant at) implements Waiting {}
}
