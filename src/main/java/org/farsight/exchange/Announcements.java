package org.farsight.exchange;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Rings for the conversion of an exchange as soon as what was announced of it is here. A ring too
 * many costs nothing: the conversion decides by itself. Safe for many threads.
 */
public final class Announcements {
  private final Ledger ledger;
  private final Doorbell doorbell;
  private final InstantSource clock;

  /**
   * @param doorbell is told of conversions that are due by it
   */
  public Announcements(Ledger ledger, Doorbell doorbell, InstantSource clock) {
    this.ledger = ledger;
    this.doorbell = doorbell;
    this.clock = clock;
  }

  /**
   * Looks whether this exchange is complete by what was announced of it.
   *
   * @return true if its conversion was rung for
   */
  public boolean look(String exchangeId) {
    Optional<Exchange> exchange = ledger.exchange(exchangeId);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Optional<Step> waiting =
        ledger.step(exchangeId, Step.CONVERT).filter(step -> step.isWaiting() && !step.isDue(now));
    if (exchange.isEmpty()
        || waiting.isEmpty()
        || ledger.reached(exchange.get(), waiting.get().done()).isEmpty()) {
      return false;
    }
    boolean rings =
        ledger.write(
            tx -> {
              Optional<Step> step = tx.step(exchangeId, Step.CONVERT).filter(Step::isWaiting);
              step.ifPresent(s -> tx.put(s.dueAt(now)));
              return step.isPresent();
            });
    if (rings) {
      doorbell.ring(exchange.get(), Step.CONVERT);
    }
    return rings;
  }
}
