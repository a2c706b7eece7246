package org.farsight.ledger;

import static org.farsight.ledger.Rows.micros;

import java.time.Instant;
import java.util.List;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads what retention asks for, page by page, the oldest first. */
record SqlRetention(Jdbi reading) {
  /** Of the pages the newest row seen is where the next one begins. */
  private static final String PAGE =
      " AND first_at >= ? AND (first_at > ? OR id > ?) AND first_at < ? AND last_at < ?"
          + " ORDER BY first_at, id LIMIT ?";

  static final String UNSWEPT = "SELECT * FROM exchange WHERE swept = 0 AND kind = ?" + PAGE;
  static final String SWEPT = "SELECT * FROM exchange WHERE swept = 1" + PAGE;
  static final String UNNAMED = "SELECT file FROM stored_file WHERE named = 0";

  /** Exchanges of a kind that have bytes, and got the last of them before a time. */
  List<Exchange> unswept(Kind kind, Instant before, @Nullable Exchange after, int limit) {
    long from = after == null ? Long.MIN_VALUE : micros(after.firstAt());
    return reading.withHandle(
        handle ->
            handle
                .select(
                    UNSWEPT,
                    kind.name(),
                    from,
                    from,
                    after == null ? "" : after.id(),
                    micros(before),
                    micros(before),
                    limit)
                .map((row, context) -> Rows.exchange(row))
                .list());
  }

  /** Exchanges whose bytes are swept, and got the last of them before a time. */
  List<Exchange> swept(Instant before, @Nullable Exchange after, int limit) {
    long from = after == null ? Long.MIN_VALUE : micros(after.firstAt());
    return reading.withHandle(
        handle ->
            handle
                .select(
                    SWEPT,
                    from,
                    from,
                    after == null ? "" : after.id(),
                    micros(before),
                    micros(before),
                    limit)
                .map((row, context) -> Rows.exchange(row))
                .list());
  }

  /** Files that no row names. */
  List<String> unnamed() {
    return reading.withHandle(handle -> handle.select(UNNAMED).mapTo(String.class).list());
  }

  StoreUse use() {
    return reading.withHandle(
        handle ->
            handle
                .select(
                    "SELECT COUNT(*), COALESCE(SUM(committed_end), 0),"
                        + " COALESCE(SUM(named_bytes), 0) FROM stored_file")
                .map((row, context) -> new StoreUse(row.getLong(1), row.getLong(2), row.getLong(3)))
                .one());
  }
}
