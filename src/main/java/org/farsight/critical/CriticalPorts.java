package org.farsight.critical;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Sites;
import org.farsight.intake.Incoming;

/**
 * What telling a branch works with.
 *
 * @param values of the same ledger
 * @param store of the same ledger
 * @param recalled whether an examination was sent under the wrong patient
 * @param keeper keeps notices and answers durably
 * @param examinations what is known of one
 * @param sites in force now
 * @param clocks in force now
 */
public record CriticalPorts(
    Ledger ledger,
    CriticalValues values,
    ContentStore store,
    Predicate<String> recalled,
    Keeper keeper,
    Examinations examinations,
    Supplier<Sites> sites,
    Supplier<CriticalClocks> clocks,
    CriticalListener listener,
    InstantSource clock) {

  /** Keeps what the engine itself has to say; the intake does. */
  @FunctionalInterface
  public interface Keeper {
    /** As {@link org.farsight.intake.Intake#keep}. */
    Receipt keep(Incoming incoming, ObjectFacts facts);
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS); // the ledger keeps no more
  }
}
