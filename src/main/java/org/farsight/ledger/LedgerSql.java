package org.farsight.ledger;

import java.util.List;

/** Statements that {@link SqlLedger} and its transactions run, in one place with their indexes. */
final class LedgerSql {
  static final String ARRIVAL_OF_INSTANCE = "SELECT * FROM arrival WHERE sop_instance = ?";
  static final String ARRIVAL_OF_FILE =
      "SELECT * FROM arrival WHERE digest = ? AND sop_instance IS NULL";
  static final String EXCHANGE_OF_KEY = "SELECT * FROM exchange WHERE object_key = ? AND kind = ?";
  static final String STEP = "SELECT * FROM step WHERE exchange_id = ? AND name = ?";
  static final String STEPS =
      "SELECT * FROM step WHERE exchange_id = ?"
          + " ORDER BY CASE WHEN name = ? THEN 0 ELSE 1 END, name";
  static final String RECORDING = "SELECT * FROM recording WHERE recording_key = ?";
  static final String KEPT_BACK =
      "SELECT * FROM quarantine WHERE digest = ? ORDER BY id DESC LIMIT 1";
  static final String DUE =
      "SELECT e.*, s.name AS step_name FROM step s JOIN exchange e ON e.id = s.exchange_id"
          + " WHERE s.name = ? AND s.urgency = ? AND s.due_at <= ? AND s.done < s.wanted"
          + " ORDER BY s.due_at LIMIT ?";

  /**
   * One look into the index for each name, however much waits under it: there may be a thousand
   * ways back to branches, of which few have anything to do.
   */
  static final String SCHEDULED =
      "WITH RECURSIVE scheduled (name) AS ("
          + "SELECT MIN(name) FROM step WHERE due_at IS NOT NULL UNION ALL"
          + " SELECT (SELECT MIN(s.name) FROM step s WHERE s.due_at IS NOT NULL"
          + " AND s.name > scheduled.name) FROM scheduled WHERE scheduled.name IS NOT NULL)"
          + " SELECT name FROM scheduled WHERE name IS NOT NULL";

  static final String OPEN_STEPS =
      "SELECT name, COUNT(*) AS open FROM step WHERE done < wanted GROUP BY name";
  static final String QUARANTINED_STEPS =
      "SELECT s.* FROM step s JOIN exchange e ON e.id = s.exchange_id"
          + " WHERE s.trouble = 'QUARANTINED' ORDER BY e.last_at DESC LIMIT ?";

  /** Each way to speak of an exchange, one query each so that each uses its index. */
  static final List<String> FIND =
      List.of(
          "SELECT * FROM exchange WHERE id = ?",
          "SELECT * FROM exchange WHERE object_key = ?",
          "SELECT e.* FROM arrival a JOIN exchange e ON e.id = a.exchange_id"
              + " WHERE a.sop_instance = ?",
          "SELECT * FROM exchange WHERE accession = ? ORDER BY first_at DESC LIMIT ?",
          "SELECT * FROM exchange WHERE patient_id = ? ORDER BY first_at DESC LIMIT ?");

  static final String NEWEST = "SELECT * FROM exchange ORDER BY first_at DESC LIMIT ?";
  static final String NEWEST_OF_SITE =
      "SELECT * FROM exchange WHERE site_id = ? ORDER BY first_at DESC LIMIT ?";

  private LedgerSql() {}
}
