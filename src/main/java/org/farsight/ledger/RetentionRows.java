package org.farsight.ledger;

import static org.farsight.ledger.Rows.micros;

import java.time.Instant;
import java.util.List;
import org.farsight.exchange.Content;
import org.farsight.exchange.Step;

/** What retention changes, within one transaction. */
record RetentionRows(Statements statements, NamedFiles files) {
  private static final String KEPT =
      "SELECT id, digest, file, byte_offset, byte_length FROM arrival"
          + " WHERE exchange_id = ? AND file <> '' ORDER BY revision LIMIT ?";
  private static final String BUNDLE =
      "SELECT * FROM conversion WHERE exchange_id = ? AND file <> ''";

  /** A device waits for its answer about an object of the exchange. */
  static final String ASKED_FOR =
      "SELECT 1 FROM commitment c JOIN commitment_reference r ON r.commitment_id = c.id"
          + " JOIN arrival a ON a.sop_instance = r.sop_instance"
          + " WHERE c.due_at IS NOT NULL AND a.exchange_id = ? LIMIT 1";

  private static final String KEPT_BACK = "SELECT 1 FROM quarantine WHERE exchange_id = ? LIMIT 1";

  /** All that tells of an exchange, in the order in which it can go. */
  private static final List<String> TABLES =
      List.of(
          "task_progress",
          "report_opening",
          "report_of",
          "reading_case",
          "reading_report",
          "report_draft",
          "story",
          "step",
          "conversion",
          "recording",
          "recall",
          "order_match",
          "series",
          "study",
          "patient_order",
          "arrival");

  /**
   * What a piece of a sweep has taken.
   *
   * @param objects whose bytes no row names any more
   * @param bytes their length
   * @param whole true if nothing of the exchange is left
   */
  record Piece(int objects, long bytes, boolean whole) {}

  private record Kept(long id, Content content) {}

  /** The steps of an exchange. */
  List<Step> steps(String exchangeId) {
    return statements.all(Rows::step, "SELECT * FROM step WHERE exchange_id = ?", exchangeId);
  }

  /** Whether a device waits for a storage commitment of one of its objects. */
  boolean isAskedFor(String exchangeId) {
    return statements.first(row -> 1, ASKED_FOR, exchangeId).isPresent();
  }

  /** Whether something was kept back because of it, which a person may yet want to compare. */
  boolean hasKeptBack(String exchangeId) {
    return statements.first(row -> 1, KEPT_BACK, exchangeId).isPresent();
  }

  /** Takes the bytes from at most so many of its objects; with the last ones its Bundle. */
  Piece sweep(String exchangeId, int most) {
    List<Kept> kept =
        statements.all(
            row -> new Kept(row.getLong("id"), Rows.content(row)), KEPT, exchangeId, most + 1);
    boolean whole = kept.size() <= most;
    List<Kept> now = kept.subList(0, Math.min(most, kept.size()));
    long bytes = 0;
    for (Kept one : now) {
      statements.execute("UPDATE arrival SET file = '', byte_offset = 0 WHERE id = ?", one.id());
      files.remove(one.content());
      bytes += one.content().length();
    }
    if (whole) {
      statements
          .first(Rows::content, BUNDLE, exchangeId)
          .ifPresent(bundle -> sweepBundle(exchangeId, bundle));
      statements.execute("UPDATE exchange SET swept = 1 WHERE id = ?", exchangeId);
    }
    return new Piece(now.size(), bytes, whole);
  }

  private void sweepBundle(String exchangeId, Content bundle) {
    statements.execute(
        "UPDATE conversion SET file = '', byte_offset = 0 WHERE exchange_id = ?", exchangeId);
    files.remove(bundle);
  }

  /**
   * Forgets an exchange whose bytes are swept.
   *
   * @return how many arrivals it had; -1 where it still has bytes, and nothing was done
   */
  int forget(String exchangeId) {
    if (!statements.all(row -> 1, KEPT, exchangeId, 1).isEmpty()) {
      return -1;
    }
    CatalogueRows.forget(statements, exchangeId);
    int arrivals = 0;
    for (String table : TABLES) {
      arrivals = statements.execute("DELETE FROM " + table + " WHERE exchange_id = ?", exchangeId);
    }
    statements.execute("DELETE FROM exchange WHERE id = ?", exchangeId);
    return arrivals;
  }

  /**
   * Takes the bytes from entries of the quarantine that a person has decided on, at most so many.
   *
   * @param before the time by which they had come
   * @return how many, and their bytes
   */
  Piece sweepSettled(Instant before, int most) {
    List<Kept> kept =
        statements.all(
            row -> new Kept(row.getLong("id"), Rows.content(row)),
            "SELECT id, digest, file, byte_offset, byte_length FROM quarantine"
                + " WHERE settled IS NOT NULL AND file <> '' AND came_at < ? ORDER BY id LIMIT "
                + most,
            micros(before));
    long bytes = 0;
    for (Kept one : kept) {
      statements.execute("UPDATE quarantine SET file = '', byte_offset = 0 WHERE id = ?", one.id());
      files.remove(one.content());
      bytes += one.content().length();
    }
    return new Piece(kept.size(), bytes, kept.size() < most);
  }

  /** Bytes that were kept back before have come again: where they were swept, these are kept. */
  void keepAgain(long quarantineId, Content content) {
    int again =
        statements.execute(
            "UPDATE quarantine SET file = ?, byte_offset = ? WHERE id = ? AND file = ''",
            content.file(),
            content.offset(),
            quarantineId);
    if (again == 1) {
      files.add(content);
    }
  }

  /** What others announced of a study is forgotten with it. */
  void forgetAnnounced(String study, String siteId) {
    statements.execute("DELETE FROM expected_count WHERE study = ? AND site_id = ?", study, siteId);
  }

  /** Forgets requests for storage commitment that are settled, at most so many; gives how many. */
  int forgetCommitments(Instant before, int most) {
    List<Long> old =
        statements.all(
            row ->
                row.getString("due_at") == null && row.getLong("requested_at") < micros(before)
                    ? row.getLong("id")
                    : -1L,
            "SELECT id, due_at, requested_at FROM commitment ORDER BY id LIMIT " + most);
    List<Long> settled = old.stream().filter(id -> id >= 0).toList();
    for (long id : settled) {
      for (String table : List.of("archive_answer", "archive_question", "commitment_reference")) {
        statements.execute("DELETE FROM " + table + " WHERE commitment_id = ?", id);
      }
      statements.execute("DELETE FROM commitment WHERE id = ?", id);
    }
    return settled.size();
  }

  /** Forgets performed procedure steps, at most so many; gives how many. */
  int forgetPerformedSteps(Instant before, int most) {
    List<String> old =
        statements.all(
            row -> row.getString(1),
            "SELECT sop_instance FROM performed_step WHERE changed_at < ? LIMIT " + most,
            micros(before));
    for (String step : old) {
      statements.execute("DELETE FROM performed_step_study WHERE step = ?", step);
      statements.execute("DELETE FROM performed_step_object WHERE step = ?", step);
      statements.execute("DELETE FROM performed_step WHERE sop_instance = ?", step);
    }
    return old.size();
  }

  /** Strikes a file that no row names; false where one names it by now. */
  boolean strike(String file) {
    return statements.execute("DELETE FROM stored_file WHERE file = ? AND named = 0", file) == 1;
  }
}
