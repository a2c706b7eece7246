package org.farsight.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Content;
import org.farsight.exchange.DamagedContentException;

/**
 * Reads a ledger of SQLite and its content store from the first byte to the last, also while an
 * engine works with them: the database by its own check, each kept object by its digest. Changes
 * nothing, but for {@link #repair}.
 */
public final class Verification {
  private static final int PORTION = 1000;
  private static final int MOST_SENTENCES = 20;

  /** Contents by the table that names them, each table read along its key. */
  private static final List<String> CONTENTS =
      List.of(
          "SELECT exchange_id AS whose, id AS row_key, digest, file, byte_offset, byte_length"
              + " FROM arrival WHERE id > ? ORDER BY id LIMIT "
              + PORTION,
          "SELECT id AS whose, id AS row_key, digest, file, byte_offset, byte_length"
              + " FROM quarantine WHERE id > ? ORDER BY id LIMIT "
              + PORTION,
          "SELECT exchange_id AS whose, rowid AS row_key, digest, file, byte_offset, byte_length"
              + " FROM conversion WHERE rowid > ? ORDER BY rowid LIMIT "
              + PORTION);

  private final Path folder;
  private final Path store;
  private final Observer observer;
  private long objects;
  private long bytes;

  /** What kind of bytes a content is. */
  public enum Kind {
    /** An object that was received. */
    OBJECT,
    /** An object that was kept back. */
    QUARANTINED,
    /** A Bundle, which is made again when it is needed. */
    BUNDLE
  }

  /** Is told while the reading goes on. */
  public interface Observer {
    /** So much has been read. */
    void progress(long objects, long bytes);

    /**
     * Kept bytes are not what was kept.
     *
     * @param whose exchange id, or the number in quarantine
     */
    void damaged(Kind kind, String whose, DamagedContentException damage);

    /** A sentence of the database's own check. */
    void ledger(String sentence);
  }

  /**
   * @param folder of the ledger
   * @param store of the content store
   */
  public Verification(Path folder, Path store, Observer observer) {
    this.folder = folder;
    this.store = store;
    this.observer = observer;
  }

  private Connection open() throws SQLException, IOException {
    Path file = folder.resolve("ledger.db");
    if (!Files.exists(file)) {
      throw new IOException(folder + " holds no ledger of SQLite");
    }
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  /**
   * Reads all of it.
   *
   * @return objects that were read
   * @throws IOException if the ledger cannot be read at all
   */
  public long run() throws IOException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
      statement.execute("PRAGMA busy_timeout = 10000");
      sentences(statement).forEach(observer::ledger);
      for (Kind kind : Kind.values()) {
        contents(connection, kind);
      }
      return objects;
    } catch (SQLException e) {
      throw new IOException("the ledger cannot be read on: " + e.getMessage(), e);
    }
  }

  private static List<String> sentences(Statement statement) throws SQLException {
    List<String> found = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery("PRAGMA integrity_check(" + MOST_SENTENCES + ")")) {
      while (rows.next()) {
        if (!rows.getString(1).equals("ok")) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }

  private record Named(String whose, long key, Content content) {}

  private void contents(Connection connection, Kind kind) throws SQLException, IOException {
    String sql = CONTENTS.get(kind.ordinal());
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      long after = 0;
      List<Named> portion = portion(query, after);
      while (!portion.isEmpty()) {
        for (Named named : portion) {
          if (!named.content().isSwept()) {
            verify(query, kind, named);
          }
        }
        after = portion.getLast().key();
        portion = portion(query, after);
      }
    }
  }

  private static List<Named> portion(PreparedStatement query, long after) throws SQLException {
    query.setLong(1, after);
    List<Named> portion = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        portion.add(
            new Named(rows.getString("whose"), rows.getLong("row_key"), Rows.content(rows)));
      }
    }
    return portion;
  }

  private void verify(PreparedStatement query, Kind kind, Named named)
      throws SQLException, IOException {
    Optional<DamagedContentException> damage = StoredBytes.damage(store, named.content());
    // what was swept or replaced meanwhile is nobody's damage
    if (damage.isPresent() && portion(query, named.key() - 1).stream().anyMatch(named::equals)) {
      observer.damaged(kind, named.whose(), damage.get());
    }
    objects++;
    bytes += named.content().length();
    observer.progress(objects, bytes);
  }

  /**
   * Makes all indexes of a ledger anew, which heals damage that lies in them.
   *
   * @return what the database's own check still finds
   * @throws IOException if an engine has the ledger, or it cannot be written
   */
  public static List<String> repair(Path folder) throws IOException {
    FolderLock lock = FolderLock.take(folder, "ledger.lock");
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("REINDEX");
      return sentences(statement);
    } catch (SQLException e) {
      throw new IOException("the ledger cannot be repaired: " + e.getMessage(), e);
    } finally {
      lock.close();
    }
  }
}
