package org.farsight.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.farsight.access.Accounts;
import org.farsight.access.AuditTrail;
import org.farsight.exchange.Alarms;
import org.farsight.exchange.Balances;
import org.farsight.exchange.Cases;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.Commitments;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.Figures;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Interventions;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.OrderBook;
import org.farsight.exchange.OrderMatches;
import org.farsight.exchange.ReportDrafts;
import org.farsight.exchange.Returns;
import org.farsight.exchange.Worklist;
import org.jdbi.v3.core.Jdbi;

/**
 * The ledger in an SQL database: SQLite in a file of the data folder, or a PostgreSQL server; what
 * differs between them is in {@link Database}, the statements are the same. Each commit is durable.
 * One connection writes, see {@link Writer}; some read. Everything may be called by many threads;
 * use platform threads, since SQLite is native code and would pin a virtual one.
 *
 * <p>Unexpected failures of the database are thrown as unchecked exceptions: {@link
 * LedgerException} where it was writing, JDBI's where it was reading.
 */
public final class SqlLedger extends SqlExchanges implements AutoCloseable {
  /** The files of the embedded database, in its folder. */
  public static final List<String> FILES =
      List.of("ledger.db", "ledger.db-wal", "ledger.db-shm", RedoLog.FILE);

  private final Database database;
  private final Writer writer;
  private final Connections readers;
  private final Jdbi reading;
  private final Damages damages;

  /**
   * Where the ledger is.
   *
   * @param folder holds the database file {@code ledger.db} where no server is named; made where
   *     missing
   * @param server holds the tables instead; empty: SQLite does
   * @param readers number of connections that read at the same time, at least 1
   * @param store folder of the content store, whose bytes transactions wait for; needed by those
   *     that call {@link Ledger.Transaction#commitsAfter}
   * @param patience how long a transaction waits for another program that holds SQLite's file
   * @param redo bytes of the redo log, which SQLite needs
   * @param killSwitch is told of the places that it comes to
   */
  public record Options(
      Path folder,
      Optional<PostgresServer> server,
      int readers,
      Optional<Path> store,
      Duration patience,
      int redo,
      KillSwitch killSwitch) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** In a folder, read by 4 at a time. */
    public static Options in(Path folder) {
      return new Options(
          folder, Optional.empty(), 4, Optional.empty(), PATIENCE, RedoLog.SIZE, KillSwitch.OFF);
    }

    /** The same on a server, or in the folder where there is none. */
    public Options on(Optional<PostgresServer> other) {
      return new Options(folder, other, readers, store, patience, redo, killSwitch);
    }

    /** The same beside a content store. */
    public Options withStore(Path beside) {
      return new Options(folder, server, readers, Optional.of(beside), patience, redo, killSwitch);
    }

    /** The same with a redo log of another size, telling of the places that it comes to. */
    public Options crashing(int redoBytes, KillSwitch told) {
      return new Options(folder, server, readers, store, patience, redoBytes, told);
    }

    /** The same, waiting so long for another program that holds the file. */
    public Options waiting(Duration time) {
      return new Options(folder, server, readers, store, time, redo, killSwitch);
    }

    String storePath() {
      return store.map(path -> path.toAbsolutePath().toString()).orElse("");
    }
  }

  private SqlLedger(Database database, Writer writer, Connections readers) {
    this(database, writer, readers, new Damages(database));
  }

  private SqlLedger(Database database, Writer writer, Connections readers, Damages damages) {
    super(new Reading(readers.jdbi(), damages));
    this.database = database;
    this.writer = writer;
    this.readers = readers;
    this.reading = readers.jdbi();
    this.damages = damages;
  }

  /**
   * Opens the ledger, making or migrating its tables.
   *
   * @throws IOException if another engine has it open, it cannot be opened or migrated, or the
   *     content store beside it is another ledger's
   */
  public static SqlLedger open(Options options) throws IOException {
    DataVersion.check(options.folder());
    Database database = Database.of(options);
    Writer writer = null;
    try {
      writer = Writer.open(database);
      if (options.store().isPresent()) {
        StoreMark.belongs(options.store().get(), writer.identity());
      }
      DataVersion.note(options.folder());
      return new SqlLedger(database, writer, Connections.open(database, options.readers()));
    } catch (SQLException | IOException | RuntimeException e) {
      if (writer != null) {
        writer.close();
      }
      database.close();
      throw new IOException(
          "the ledger "
              + database
              + " cannot be opened: "
              + Damages.of(database, e).map(Throwable::getMessage).orElse(e.getMessage()),
          e);
    }
  }

  /**
   * Each file of the content store that a row names, with the end of the last byte named: what lies
   * behind was never acknowledged.
   */
  public Map<String, Long> committedEnds() {
    return reading.withHandle(
        handle -> {
          Map<String, Long> ends = new LinkedHashMap<>();
          handle
              .select("SELECT file, committed_end FROM stored_file")
              .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
              .forEach(entry -> ends.put(entry.getKey(), entry.getValue()));
          return ends;
        });
  }

  /**
   * After this no start does a transaction again that has been committed before: files that these
   * name, and none that came later, may be removed.
   */
  void settle() {
    writer.settle();
  }

  /** Which ledger this is. */
  String identity() {
    return rows.first(row -> row.getString(1), "SELECT id FROM ledger_identity").orElseThrow();
  }

  /** Bytes that a copy takes at most; 0 where the database's own means make it. */
  long databaseBytes() throws IOException {
    return database.bytes();
  }

  /**
   * Copies the ledger into a new file as it stands at one moment, while it is written.
   *
   * @return false where the database's own means make a copy
   */
  boolean copyTo(Path file) throws IOException {
    try {
      return database.copyTo(file);
    } catch (SQLException e) {
      throw new IOException("the ledger could not be copied to " + file, e);
    }
  }

  /** What {@link #committedEnds} says in a copy. */
  static Map<String, Long> endsIn(Path copy) throws IOException {
    try {
      return EmbeddedDatabase.endsIn(copy);
    } catch (SQLException e) {
      throw new IOException("the copy of the ledger " + copy + " cannot be read", e);
    }
  }

  /**
   * Lets the database learn what its tables hold, after much was written at once; a server does so
   * by itself, in its own time.
   */
  public void tidy() {
    writer.tidy();
  }

  /** What retention asks for. Usable until this is closed. */
  SqlRetention retention() {
    return new SqlRetention(reading);
  }

  /** What is known of the content store's use of the disk: for metrics. */
  public StoreUse storeUse() {
    return retention().use();
  }

  /** What queries and retrievals ask of the same tables. Usable until this is closed. */
  public Catalogue catalogue() {
    return new SqlCatalogue(reading);
  }

  @Override
  public <T> T write(Function<Transaction, T> work) {
    return writer.change(work::apply);
  }

  /** The same with what only this room changes. */
  <T> T change(Function<SqlTransaction, T> work) {
    return writer.change(work);
  }

  /** Sentences about rows and parts of the file that were found damaged since the start. */
  public List<String> damages() {
    return damages.found();
  }

  /** What people have done to what this holds. */
  public Interventions interventions() {
    return new SqlInterventions(reading);
  }

  /** Requests for storage commitment. */
  public Commitments commitments() {
    return new SqlCommitments(reading);
  }

  /** Critical values that branches are told of. */
  public CriticalValues criticals() {
    return new SqlCriticals(rows);
  }

  /** Cases to be read. */
  public Cases cases() {
    return new SqlCases(rows);
  }

  /** What has come back to the branches. */
  public Returns returns() {
    return new SqlReturns(rows);
  }

  /** Alarms. */
  public Alarms alarms() {
    return new SqlAlarms(reading);
  }

  /** Orders. */
  public OrderBook orders() {
    return new SqlOrders(reading);
  }

  /** What of the orders is still to be done. */
  public Worklist worklist() {
    return new SqlOrders(reading);
  }

  /** Who is known under which id. */
  public Identities identities() {
    return new SqlIdentities(reading);
  }

  /** Who may sign in, and by which tokens. */
  public Accounts accounts() {
    return new SqlAccounts(this, rows);
  }

  /** What readers have written and not signed yet. */
  public ReportDrafts reportDrafts() {
    return new SqlReportDrafts(this, rows);
  }

  /** Who has opened which patient's data. */
  public AuditTrail auditTrail() {
    return new SqlAuditTrail(this, rows);
  }

  /** Which examinations belong to which orders. */
  public OrderMatches.Overview orderMatches() {
    return new SqlOrderMatches(rows);
  }

  /** Sums by site and time. */
  public Balances balances() {
    return new SqlBalances(reading);
  }

  /** Counts by which alarms are raised. */
  public Figures figures() {
    return new SqlFigures(reading);
  }

  /** Studies of which something was announced since a time, at most about {@code limit}. */
  public List<String> announcedSince(Instant since, int limit) {
    return reading.withHandle(handle -> new SqlAnnounced(handle).announcedSince(since, limit));
  }

  @Override
  public long exchanges() {
    return writer.exchanges();
  }

  @Override
  public long arrivals() {
    return writer.arrivals();
  }

  /** How the database would run a query: for tests that look for a missing index. */
  List<String> plan(String sql, Object... values) {
    return rows.all(row -> row.getString(database.planColumn()), database.explain() + sql, values);
  }

  /** Waits for a running transaction, then closes. */
  @Override
  public void close() throws IOException {
    try (database;
        writer) {
      readers.close();
    } catch (SQLException e) {
      throw new IOException("the ledger cannot be closed", e);
    }
  }
}
