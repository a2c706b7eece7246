package org.farsight.ledger;

import static org.farsight.ledger.Rows.micros;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.PerformedStep.Status;
import org.farsight.exchange.Signal;
import org.farsight.exchange.Signal.Source;
import org.jdbi.v3.core.Handle;

/** Whether what devices and others have announced of an exchange is here. */
record SqlAnnounced(Handle handle) {
  /** A device that asks for commitment before it sends does so shortly before. */
  private static final Duration BEFORE = Duration.ofDays(1);

  static final String STEPS =
      "SELECT p.sop_instance, p.status, COUNT(o.sop_instance) AS listed,"
          + " SUM(CASE WHEN o.sop_instance IS NOT NULL AND a.id IS NULL THEN 1 ELSE 0 END)"
          + " AS missing,"
          + " SUM(CASE WHEN a.exchange_id = ? AND a.revision > ? THEN 1 ELSE 0 END) AS fresh"
          + " FROM performed_step_study s JOIN performed_step p ON p.sop_instance = s.step"
          + " LEFT JOIN performed_step_object o ON o.step = p.sop_instance"
          + " LEFT JOIN arrival a ON a.sop_instance = o.sop_instance"
          + " WHERE s.study = ? AND p.site_id = ?"
          + " GROUP BY p.sop_instance, p.status ORDER BY p.sop_instance";

  /** Requests of the site that speak of the exchange: all their objects, those here, its own. */
  static final String REQUESTS =
      "SELECT c.transaction_uid, COUNT(*) AS named,"
          + " SUM(CASE WHEN a.id IS NULL THEN 0 ELSE 1 END) AS here,"
          + " COUNT(DISTINCT CASE WHEN a.exchange_id = ? THEN a.id END) AS mine"
          + " FROM commitment c JOIN commitment_reference r ON r.commitment_id = c.id"
          + " LEFT JOIN arrival a ON a.sop_instance = r.sop_instance"
          + " WHERE c.site_id = ? AND c.requested_at >= ? AND c.id IN"
          + " (SELECT r2.commitment_id FROM arrival a2 JOIN commitment_reference r2"
          + " ON r2.sop_instance = a2.sop_instance WHERE a2.exchange_id = ?)"
          + " GROUP BY c.id, c.transaction_uid ORDER BY c.id DESC";

  private static final String COUNTS =
      "SELECT source, objects FROM expected_count WHERE study = ? AND site_id = ?"
          + " AND objects > ? AND objects <= ? ORDER BY source";

  /** What was announced of an exchange and is here, part of it after a revision. */
  Optional<Signal> reached(Exchange exchange, int done) {
    return bySteps(exchange, done).or(() -> byRequest(exchange)).or(() -> byCount(exchange, done));
  }

  /** All steps of the study are final, and each object that one of them lists is here. */
  private Optional<Signal> bySteps(Exchange exchange, int done) {
    record Row(String step, Status status, int listed, int missing, int fresh) {}
    List<Row> rows =
        handle
            .select(STEPS, exchange.id(), done, exchange.key(), exchange.siteId())
            .map(
                (row, context) ->
                    new Row(
                        row.getString("sop_instance"),
                        Status.valueOf(row.getString("status")),
                        row.getInt("listed"),
                        row.getInt("missing"),
                        row.getInt("fresh")))
            .list();
    boolean known =
        rows.stream()
            .allMatch(
                row ->
                    row.status().isFinal()
                        && row.missing() == 0
                        && (row.listed() > 0 || row.status() == Status.DISCONTINUED));
    if (!known || rows.stream().mapToInt(Row::fresh).sum() == 0) {
      return Optional.empty();
    }
    List<String> names = rows.stream().map(Row::step).limit(3).toList();
    return Optional.of(
        new Signal(
            Source.PERFORMED_STEP,
            String.join(", ", names),
            rows.stream().mapToInt(Row::listed).sum()));
  }

  /** All objects of a request are here, and all of the exchange are among them. */
  private Optional<Signal> byRequest(Exchange exchange) {
    boolean any =
        handle
            .select(
                "SELECT 1 FROM commitment WHERE site_id = ? AND requested_at >= ? LIMIT 1",
                exchange.siteId(),
                micros(exchange.firstAt().minus(BEFORE)))
            .mapTo(Integer.class)
            .findFirst()
            .isPresent();
    if (!any) {
      return Optional.empty();
    }
    List<Optional<Signal>> signals =
        handle
            .select(
                REQUESTS,
                exchange.id(),
                exchange.siteId(),
                micros(exchange.firstAt().minus(BEFORE)),
                exchange.id())
            .map(
                (row, context) ->
                    row.getInt("here") == row.getInt("named")
                            && row.getInt("mine") == exchange.revision()
                        ? Optional.of(
                            new Signal(
                                Source.COMMITMENT_REQUEST,
                                row.getString("transaction_uid"),
                                row.getInt("named")))
                        : Optional.<Signal>empty())
            .list();
    return signals.stream().flatMap(Optional::stream).findFirst();
  }

  private Optional<Signal> byCount(Exchange exchange, int done) {
    return handle
        .select(COUNTS, exchange.key(), exchange.siteId(), done, exchange.revision())
        .map(
            (row, context) ->
                new Signal(Source.valueOf(row.getString("source")), "", row.getInt("objects")))
        .findFirst();
  }

  /** Studies of which something was announced since a time, the newest first. */
  List<String> announcedSince(Instant since, int limit) {
    List<String> studies = new ArrayList<>();
    studies.addAll(
        handle
            .select(
                "SELECT s.study FROM performed_step p JOIN performed_step_study s"
                    + " ON s.step = p.sop_instance WHERE p.changed_at >= ?"
                    + " ORDER BY p.changed_at DESC LIMIT ?",
                micros(since),
                limit)
            .mapTo(String.class)
            .list());
    studies.addAll(
        handle
            .select(
                "SELECT study FROM expected_count WHERE said_at >= ? LIMIT ?", micros(since), limit)
            .mapTo(String.class)
            .list());
    return studies;
  }
}
