package org.farsight.ledger;

import static org.farsight.ledger.Rows.FACTS;
import static org.farsight.ledger.Rows.micros;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.farsight.exchange.Content;
import org.farsight.exchange.QuarantineEntry;
import org.jspecify.annotations.Nullable;

/** What a transaction keeps back for a person to decide. */
record QuarantineRows(Statements statements, SqlTransaction.Numbers numbers, NamedFiles files) {

  /** Keeps an object back, or counts it once more; gives the number of its row. */
  long keepBack(QuarantineEntry entry) {
    Content content = entry.content();
    List<@Nullable Object> values =
        new ArrayList<>(
            Arrays.<@Nullable Object>asList(
                numbers.quarantine + 1,
                micros(entry.at()),
                entry.siteId(),
                entry.way().name(),
                entry.caller(),
                entry.exchangeId(),
                content.digest(),
                content.file(),
                content.offset(),
                content.length(),
                entry.repeats()));
    values.addAll(Arrays.asList(Rows.values(entry.facts())));
    values.add(entry.reason().name());
    values.add(entry.why());
    statements.execute(
        "INSERT INTO quarantine (id, came_at, site_id, way, caller, exchange_id, digest, file,"
            + " byte_offset, byte_length, repeats, "
            + FACTS
            + ", reason, why)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (digest, reason) DO UPDATE SET repeats = quarantine.repeats + 1",
        values.toArray());
    long id =
        statements
            .first(
                row -> row.getLong(1),
                "SELECT id FROM quarantine WHERE digest = ? AND reason = ?",
                content.digest(),
                entry.reason().name())
            .orElseThrow();
    if (id > numbers.quarantine) {
      numbers.quarantine = id;
      files.add(content);
    } else {
      new RetentionRows(statements, files).keepAgain(id, content);
    }
    return id;
  }
}
