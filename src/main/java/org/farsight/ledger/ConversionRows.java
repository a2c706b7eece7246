package org.farsight.ledger;

import org.farsight.exchange.Content;
import org.farsight.exchange.Ledger;

/** Writes where Bundles are, within one transaction. */
record ConversionRows(Statements statements, NamedFiles files) {
  private static final String CONVERSION = "SELECT * FROM conversion WHERE exchange_id = ?";
  private static final String UNSWEPT = "UPDATE exchange SET swept = 0 WHERE id = ? AND swept = 1";

  /** The Bundle of the newest conversion; the one before goes. */
  void converted(String exchangeId, Ledger.Converted converted) {
    Content bundle = converted.bundle();
    statements.first(Rows::content, CONVERSION, exchangeId).ifPresent(files::remove);
    statements.execute(
        "INSERT INTO conversion (exchange_id, revision, digest, file, byte_offset, byte_length)"
            + " VALUES (?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (exchange_id) DO UPDATE SET revision = excluded.revision,"
            + " digest = excluded.digest, file = excluded.file,"
            + " byte_offset = excluded.byte_offset, byte_length = excluded.byte_length",
        exchangeId,
        converted.revision(),
        bundle.digest(),
        bundle.file(),
        bundle.offset(),
        bundle.length());
    files.add(bundle);
    statements.execute(UNSWEPT, exchangeId);
  }
}
