package org.farsight.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.DamagedLedgerException;
import org.jdbi.v3.core.Jdbi;

/**
 * Runs queries outside of transactions; what is found damaged is noted.
 *
 * @param jdbi over connections that only read
 */
record Reading(Jdbi jdbi, Damages damages) {

  /** Reads one row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** The first row, if there is one. */
  <T> Optional<T> first(Row<T> row, String sql, Object... values) {
    return damages.watched(
        () ->
            jdbi.withHandle(
                handle ->
                    handle.select(sql, values).map((rs, context) -> row.read(rs)).findFirst()));
  }

  /** All rows. */
  <T> List<T> all(Row<T> row, String sql, Object... values) {
    return damages.watched(
        () ->
            jdbi.withHandle(
                handle -> handle.select(sql, values).map((rs, context) -> row.read(rs)).list()));
  }

  /** Those that can be read: one damaged row must not hide the others. */
  <T> List<T> readable(Row<T> row, String sql, Object... values) {
    Row<Optional<T>> readable =
        rs -> {
          try {
            return Optional.of(row.read(rs));
          } catch (DamagedLedgerException e) {
            damages.found(e);
            return Optional.empty();
          }
        };
    return all(readable, sql, values).stream().flatMap(Optional::stream).toList();
  }
}
