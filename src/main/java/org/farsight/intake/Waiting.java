package org.farsight.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Step;

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
   * Objects that are kept all or none.
   *
   * @param candidates in their order
   */
  record Together(List<Candidate> candidates) implements Waiting {
    /** Takes a copy. */
    public Together {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * Exchanges that the end of an association has made complete.
   *
   * @param exchangeIds which
   * @param at when it ended
   */
  record Ended(Set<String> exchangeIds, Instant at) implements Waiting {
    /** Lets the conversions that wait for it be due; gives their exchanges. */
    List<Exchange> dueNow(Ledger.Transaction tx) {
      List<Exchange> complete = new ArrayList<>();
      for (String id : exchangeIds) {
        Optional<Step> waits =
            tx.step(id, Step.CONVERT)
                .filter(step -> step.done() < step.wanted() && step.trouble() == null);
        if (waits.isPresent()) {
          tx.put(waits.get().dueAt(at));
          tx.exchange(id).ifPresent(complete::add);
        }
      }
      return complete;
    }
  }
}
