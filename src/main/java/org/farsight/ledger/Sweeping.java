package org.farsight.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Retention;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;

/** Takes the bytes from one exchange, or forgets it, in short transactions. */
final class Sweeping {
  private static final RetentionSweep.Result NOTHING = new RetentionSweep.Result(0, 0, 0, 0, 0);

  private final RetentionSweep.Ports ports;
  private final int piece;

  /**
   * @param piece objects that one transaction takes the bytes from
   */
  Sweeping(RetentionSweep.Ports ports, int piece) {
    this.ports = ports;
    this.piece = piece;
  }

  /** Sweeps an exchange, unless it has changed meanwhile or its proof is not safe. */
  RetentionSweep.Result sweep(Exchange seen, Instant before) {
    try {
      int objects = 0;
      long bytes = 0;
      while (true) {
        int sofar = objects;
        long length = bytes;
        Optional<RetentionRows.Piece> piece =
            ports.ledger().change(tx -> piece(tx, seen.id(), before, sofar, length));
        if (piece.isEmpty()) {
          return new RetentionSweep.Result(0, objects, bytes, 0, 0);
        }
        ports.killSwitch().pass(KillPoint.OBJECTS_SWEPT);
        objects += piece.get().objects();
        bytes += piece.get().bytes();
        if (piece.get().whole()) {
          ports.listener().swept(seen, objects, bytes);
          return new RetentionSweep.Result(1, objects, bytes, 0, 0);
        }
      }
    } catch (RuntimeException e) {
      ports.listener().failed(seen, e);
      return NOTHING;
    }
  }

  /** Each piece asks anew: between two an object may have come, or a device have asked. */
  private Optional<RetentionRows.Piece> piece(
      SqlTransaction tx, String exchangeId, Instant before, int objects, long bytes) {
    RetentionRows rows = tx.retention();
    Optional<Exchange> exchange = tx.exchange(exchangeId);
    if (exchange.isEmpty() || !mayGo(tx, exchange.get(), before)) {
      return Optional.empty();
    }
    RetentionRows.Piece taken = rows.sweep(exchangeId, piece);
    if (taken.whole()) {
      String detail =
          (objects + taken.objects())
              + " objects, "
              + (bytes + taken.bytes())
              + " bytes; kept by "
              + keepers(exchange.get(), rows.steps(exchangeId));
      Instant now = ports.clock().instant().truncatedTo(ChronoUnit.MICROS);
      int revision = exchange.get().revision();
      tx.tell(exchangeId, new StoryLine(now, StoryLine.Event.SWEPT, revision, "", detail));
    }
    return Optional.of(taken);
  }

  private boolean mayGo(SqlTransaction tx, Exchange exchange, Instant before) {
    RetentionRows rows = tx.retention();
    return exchange.lastAt().isBefore(before)
        && Retention.isProven(exchange, rows.steps(exchange.id()), ports.holdsBytes())
        && !rows.isAskedFor(exchange.id())
        && tx.interventions().recalled(exchange.id()).isEmpty();
  }

  private String keepers(Exchange exchange, List<Step> steps) {
    return steps.stream()
        .map(Step::name)
        .filter(name -> ports.holdsBytes().test(exchange.kind(), name))
        .collect(Collectors.joining(", "));
  }

  /** Sweeps what was kept back and decided on by a person. */
  RetentionSweep.Result sweepSettled(Instant before) {
    RetentionSweep.Result all = NOTHING;
    RetentionRows.Piece taken;
    do {
      taken = ports.ledger().change(tx -> tx.retention().sweepSettled(before, piece));
      all = all.and(new RetentionSweep.Result(0, taken.objects(), taken.bytes(), 0, 0));
    } while (!taken.whole());
    return all;
  }

  /** Forgets an exchange whose bytes are swept, unless something of it still matters. */
  RetentionSweep.Result forget(Exchange seen, Instant before) {
    try {
      boolean gone = ports.ledger().change(tx -> forgotten(tx, seen, before));
      return gone ? new RetentionSweep.Result(0, 0, 0, 1, 0) : NOTHING;
    } catch (RuntimeException e) {
      ports.listener().failed(seen, e);
      return NOTHING;
    }
  }

  private boolean forgotten(SqlTransaction tx, Exchange seen, Instant before) {
    RetentionRows rows = tx.retention();
    Optional<Exchange> now = tx.exchange(seen.id());
    if (now.isEmpty() || !mayGo(tx, now.get(), before) || rows.hasKeptBack(seen.id())) {
      return false;
    }
    int arrivals = rows.forget(seen.id());
    if (arrivals < 0) {
      return false;
    }
    if (seen.kind() == Kind.STUDY) {
      rows.forgetAnnounced(seen.key(), seen.siteId());
    }
    tx.forgotten(arrivals);
    return true;
  }

  /** Forgets what devices asked and announced before a time, once it is settled. */
  void forgetRequests(Instant before) {
    while (ports.ledger().change(tx -> tx.retention().forgetCommitments(before, piece)) == piece) {
      // the next piece
    }
    while (ports.ledger().change(tx -> tx.retention().forgetPerformedSteps(before, piece))
        == piece) {
      // the next piece
    }
  }
}
