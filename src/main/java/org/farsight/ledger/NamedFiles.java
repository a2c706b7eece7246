package org.farsight.ledger;

import java.util.HashMap;
import java.util.Map;
import org.farsight.exchange.Content;

/**
 * Of each file of the content store, what the rows that one transaction writes change: up to which
 * byte it is named, by how many rows, and how many bytes these name. A file that no row names may
 * go.
 */
final class NamedFiles {
  private static final String NOTE =
      "INSERT INTO stored_file (file, committed_end, named, named_bytes) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (file) DO UPDATE SET committed_end ="
          + " CASE WHEN excluded.committed_end > stored_file.committed_end"
          + " THEN excluded.committed_end ELSE stored_file.committed_end END,"
          + " named = stored_file.named + excluded.named,"
          + " named_bytes = stored_file.named_bytes + excluded.named_bytes";

  private record Change(long end, long named, long bytes) {
    Change and(Change other) {
      return new Change(Math.max(end, other.end), named + other.named, bytes + other.bytes);
    }
  }

  private final Map<String, Change> changes = new HashMap<>();

  /** One more row names these bytes. */
  void add(Content content) {
    change(content, new Change(content.offset() + content.length(), 1, content.length()));
  }

  /** One row less names these bytes. */
  void remove(Content content) {
    change(content, new Change(0, -1, -content.length()));
  }

  private void change(Content content, Change change) {
    if (!content.isSwept()) {
      changes.merge(content.file(), change, Change::and);
    }
  }

  /** Writes what has changed; the last thing before the commit. */
  void note(Statements statements) {
    changes.forEach(
        (file, change) ->
            statements.execute(NOTE, file, change.end(), change.named(), change.bytes()));
  }
}
