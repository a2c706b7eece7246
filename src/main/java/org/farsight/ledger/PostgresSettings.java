package org.farsight.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a PostgreSQL server is set to, as far as our promise depends on it.
 *
 * @param fsync whether a commit reaches the disk
 * @param fullPageWrites whether a page torn by a power cut is healed
 * @param synchronousCommit when a commit returns
 * @param encoding of its text
 * @param version {@code server_version_num}, 150000 for 15.0
 * @param standby whether it only follows another server
 * @param byBytes whether texts are compared by their bytes
 */
record PostgresSettings(
    boolean fsync,
    boolean fullPageWrites,
    String synchronousCommit,
    String encoding,
    int version,
    boolean standby,
    boolean byBytes) {
  private static final int LEAST = 130_000;

  /** Asks the server. */
  static PostgresSettings of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT current_setting('fsync'), current_setting('full_page_writes'),"
                    + " current_setting('synchronous_commit'), current_setting('server_encoding'),"
                    + " current_setting('server_version_num'), pg_is_in_recovery(),"
                    + " CAST('a' AS TEXT) > CAST('B' AS TEXT)")) {
      row.next();
      return new PostgresSettings(
          row.getString(1).equals("on"),
          row.getString(2).equals("on"),
          row.getString(3),
          row.getString(4),
          Integer.parseInt(row.getString(5)),
          row.getBoolean(6),
          row.getBoolean(7));
    }
  }

  /** Why it cannot hold the ledger; empty where it can. */
  List<String> faults() {
    List<String> all = new ArrayList<>();
    if (version < LEAST) {
      all.add("PostgreSQL " + version / 10_000 + " is too old: " + LEAST / 10_000 + " or newer");
    }
    if (standby) {
      all.add("the server is a standby, which takes no writes: name the primary");
    }
    if (!fsync) {
      all.add("the server is set to fsync = off, by which a power cut loses what was acknowledged");
    }
    if (!encoding.equals("UTF8") || !byBytes) {
      all.add(
          "the database must hold UTF-8 and compare text by its bytes: create it by CREATE DATABASE"
              + " … TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
    }
    return all;
  }

  /** What should be known though it works. */
  List<String> notes() {
    return fullPageWrites
        ? List.of()
        : List.of(
            "the server is set to full_page_writes = off: right only where the file system cannot"
                + " tear a page of 8 KiB");
  }

  /** Whether a commit would return before it is durable. */
  boolean commitIsLate() {
    return synchronousCommit.equals("off");
  }
}
