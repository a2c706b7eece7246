package org.farsight.commitment;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.farsight.exchange.Announcements;
import org.farsight.exchange.CommitmentMode;
import org.farsight.exchange.Commitments;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Target;
import org.farsight.exchange.Targets;

/**
 * What storage commitment works with.
 *
 * @param ledger keeps everything
 * @param commitments reads requests from it
 * @param sites those in force now, which a reload may change
 * @param targets those in force now, which a reload may change
 * @param modes what a site wants, by its id, as in force now
 * @param announcements are told that a request may have made an exchange complete
 * @param listener counts
 * @param clock the time
 */
public record CommitmentPorts(
    Ledger ledger,
    Commitments commitments,
    Supplier<Sites> sites,
    Supplier<Targets> targets,
    Function<String, CommitmentMode> modes,
    Announcements announcements,
    CommitmentListener listener,
    InstantSource clock) {

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS); // the ledger keeps no more
  }

  /** The archives that are configured, by id. */
  Map<String, Target.Archive> archives() {
    Map<String, Target.Archive> archives = new LinkedHashMap<>();
    for (Targets.Entry entry : targets.get().entries()) {
      if (entry.target() instanceof Target.Archive archive) {
        archives.put(archive.id(), archive);
      }
    }
    return archives;
  }
}
