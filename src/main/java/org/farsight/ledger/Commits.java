package org.farsight.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.farsight.exchange.Content;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes transactions durable. The database itself commits without a sync: after a loss of power it
 * holds all transactions up to some moment (SQLite in WAL mode, {@code synchronous=NORMAL}). What
 * came after is in the redo log, which is synced before the answer, at the same time as the bytes
 * that the transaction names, and is done again at the next start. So an answer waits for one sync,
 * not for two one after the other.
 *
 * <p>Where the redo log is full, or has failed, the database is synced instead.
 */
final class Commits implements Durability {
  private static final Logger log = LoggerFactory.getLogger(Commits.class);
  private static final String LAST = "UPDATE redo SET last = ?";
  private static final String MARK = "UPDATE redo SET syncs = syncs + 1";

  /** Pages of 4 KiB after which the database takes over what its log holds: rarely and much. */
  private static final int CHECKPOINT_PAGES = 4000;

  private final Statements statements;
  private final KillSwitch killSwitch;
  private @Nullable RedoLog redo;

  /** A transaction is neither in the log nor synced: the disk was full. No record may follow it. */
  private boolean mustSync;

  private long last;

  private Commits(Statements statements, @Nullable RedoLog redo, long last, KillSwitch killSwitch) {
    this.statements = statements;
    this.killSwitch = killSwitch;
    this.redo = redo;
    this.last = last;
  }

  /** Begins a new redo log: what an old one held was done again before. */
  static Commits open(Statements statements, SqlLedger.Options options) throws IOException {
    statements.control("PRAGMA synchronous = NORMAL");
    statements.control("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
    // a killed process leaves commits that the system has and the disk may not: the old log goes
    syncDatabase(statements);
    long last = statements.number("SELECT last FROM redo");
    RedoLog redo = RedoLog.open(options.folder(), options.storePath(), options.redo());
    options.killSwitch().pass(KillPoint.START_REDO_RENEWED);
    return new Commits(statements, redo, last, options.killSwitch());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where the sync of the database failed, nobody knows either.
   */
  @Override
  public void commit(SqlTransaction transaction) {
    if (statements.recorded().isEmpty() && transaction.contents().isEmpty()) {
      transaction.awaitBytes();
      statements.control("COMMIT");
      return;
    }
    statements.execute(LAST, last + 1);
    killSwitch.pass(KillPoint.ROWS_WRITTEN);
    boolean redone = redone(transaction);
    if (redone) {
      killSwitch.pass(KillPoint.REDO_SYNCED);
    }
    transaction.awaitBytes();
    killSwitch.pass(KillPoint.COMMIT_DUE);
    statements.control("COMMIT");
    last++;
    RedoLog open = redo;
    if (redone && open != null) {
      open.advance();
    } else {
      killSwitch.pass(KillPoint.REDO_FULL);
      syncInstead();
      killSwitch.pass(KillPoint.DATABASE_SYNCED);
    }
    killSwitch.pass(KillPoint.COMMITTED);
  }

  /**
   * The transaction is not in the log: unless this works, what follows must not rely on the log.
   */
  private void syncInstead() {
    mustSync = true;
    syncDatabase(statements);
    RedoLog open = redo;
    if (open != null) {
      open.rewind();
    }
    mustSync = false;
  }

  private boolean redone(SqlTransaction transaction) {
    RedoLog open = redo;
    if (open == null || mustSync) {
      return false;
    }
    byte[] record = new RedoRecord(transaction.contents(), statements.recorded()).toBytes();
    if (!open.fits(record.length)) {
      return false;
    }
    try {
      open.append(last + 1, record);
      return true;
    } catch (IOException e) {
      log.error("the redo log failed; from now on the database is synced at each commit", e);
      closeQuietly(open);
      redo = null;
      return false;
    }
  }

  /** Makes all commits durable in the database: the redo log has nothing to add to them. */
  @Override
  public void settle() {
    syncDatabase(statements);
  }

  /** A sync reaches back to all commits before. */
  private static void syncDatabase(Statements statements) {
    statements.control("PRAGMA synchronous = FULL");
    try {
      statements.control("BEGIN");
      statements.execute(MARK);
      statements.control("COMMIT");
    } catch (RuntimeException e) {
      try {
        statements.control("ROLLBACK"); // else nothing can be set
      } catch (RuntimeException none) {
        e.addSuppressed(none);
      }
      throw e;
    } finally {
      statements.control("PRAGMA synchronous = NORMAL");
    }
  }

  private static void closeQuietly(RedoLog open) {
    try {
      open.close();
    } catch (IOException e) {
      log.warn("the redo log could not be closed", e);
    }
  }

  /** Syncs the database: the redo log is not needed at the next start. */
  @Override
  public void close() throws IOException {
    RedoLog open = redo;
    try {
      syncDatabase(statements);
    } catch (LedgerException e) {
      if (open == null || mustSync) {
        throw e;
      }
      log.warn("the database could not be synced at the end; the next start does it again", e);
    } finally {
      if (open != null) {
        open.close();
      }
    }
  }

  /**
   * Does again what the redo log holds and the database does not. The database syncs each commit
   * meanwhile.
   *
   * @throws IOException if the log cannot be read
   */
  static void redo(Statements statements, SqlLedger.Options options) throws IOException {
    Path folder = options.folder();
    RedoLog.Found found = RedoLog.read(folder);
    boolean known = statements.number("SELECT COUNT(*) FROM sqlite_master WHERE name = 'redo'") > 0;
    if (found.records().isEmpty() || !known) {
      return;
    }
    long before = statements.number("SELECT last FROM redo");
    long last = before;
    long newest = found.records().getLast().number();
    // a data folder that was moved, or copied, holds its own store
    Path store = options.store().orElse(Path.of(found.store()));
    for (RedoLog.Numbered numbered : found.records()) {
      if (numbered.number() == last + 1) {
        RedoRecord record = RedoRecord.of(numbered.bytes());
        if (!areWhole(store, record)) {
          break;
        }
        options.killSwitch().pass(KillPoint.START_REDO_DUE);
        if (!isDoneAgain(statements, record)) {
          break;
        }
        options.killSwitch().pass(KillPoint.START_REDO_DONE);
        last++;
      }
    }
    if (last > before) {
      log.info("{} transactions were done again from the redo log", last - before);
    }
    // the newest may have been cut off before its bytes were synced: then nobody was answered
    if (newest > last + 1) {
      Path kept = folder.resolve(RedoLog.FILE + ".lost-" + newest);
      Files.copy(folder.resolve(RedoLog.FILE), kept, StandardCopyOption.REPLACE_EXISTING);
      log.error(
          "{} transactions of the redo log cannot be done again, though senders were answered;"
              + " the log is kept as {}",
          newest - last,
          kept.getFileName());
    }
  }

  private static boolean isDoneAgain(Statements statements, RedoRecord record) {
    statements.control("BEGIN");
    try {
      for (RedoRecord.Change change : record.changes()) {
        int rows = statements.execute(change.sql(), change.values().toArray());
        if (rows != change.rows()) {
          throw new IllegalStateException(
              rows + " rows instead of " + change.rows() + " at " + change.sql());
        }
      }
      statements.control("COMMIT");
      return true;
    } catch (RuntimeException e) {
      log.error("a transaction of the redo log cannot be done again", e);
      statements.control("ROLLBACK");
      return false;
    }
  }

  /**
   * Whether the bytes that it names are there; they are durable then. A process that was killed may
   * have written them and not come to sync them.
   */
  private static boolean areWhole(Path store, RedoRecord record) throws IOException {
    for (Content content : record.contents()) {
      Path file = store.resolve(content.file());
      if (!Files.isRegularFile(file)
          || Files.size(file) < content.offset() + content.length()
          || !digest(file, content).equals(content.digest())) {
        return false;
      }
      try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
        written.force(true);
      }
    }
    return true;
  }

  private static String digest(Path file, Content content) throws IOException {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    try (InputStream in =
        new ContentInput(FileChannel.open(file, StandardOpenOption.READ), content)) {
      byte[] piece = new byte[Chunks.SIZE];
      for (int n = in.read(piece, 0, piece.length); n > 0; n = in.read(piece, 0, piece.length)) {
        sha256.update(piece, 0, n);
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
