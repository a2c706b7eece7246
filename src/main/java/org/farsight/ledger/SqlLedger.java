package org.farsight.ledger;

import static org.farsight.ledger.Rows.micros;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.farsight.access.Accounts;
import org.farsight.access.AuditTrail;
import org.farsight.exchange.Alarms;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Balances;
import org.farsight.exchange.Cases;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.Commitments;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Figures;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Interventions;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.OrderBook;
import org.farsight.exchange.OrderMatch;
import org.farsight.exchange.OrderMatches;
import org.farsight.exchange.Priority;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Recordings;
import org.farsight.exchange.ReportDrafts;
import org.farsight.exchange.ReportReturn;
import org.farsight.exchange.Returns;
import org.farsight.exchange.Signal;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.Worklist;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The ledger in an SQL database: SQLite in a file of the data folder, or a PostgreSQL server; what
 * differs between them is in {@link Database}, the statements are the same. Each commit is durable.
 * One connection writes, see {@link Writer}; some read. Everything may be called by many threads;
 * use platform threads, since SQLite is native code and would pin a virtual one.
 *
 * <p>Unexpected failures of the database are thrown as unchecked exceptions: {@link
 * LedgerException} where it was writing, JDBI's where it was reading.
 */
public final class SqlLedger implements Ledger, AutoCloseable {
  /** The files of the embedded database, in its folder. */
  public static final List<String> FILES =
      List.of("ledger.db", "ledger.db-wal", "ledger.db-shm", RedoLog.FILE);

  private final Database database;
  private final Writer writer;
  private final Connections readers;
  private final Jdbi reading;
  private final Damages damages;
  private final Reading rows;

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
    this.database = database;
    this.writer = writer;
    this.readers = readers;
    this.reading = readers.jdbi();
    this.damages = new Damages(database);
    this.rows = new Reading(reading, damages);
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

  @Override
  public Optional<Exchange> exchange(String id) {
    return rows.first(Rows::exchange, LedgerSql.FIND.getFirst(), id);
  }

  @Override
  public List<Exchange> find(String anyId, int limit) {
    Map<String, Exchange> found = new LinkedHashMap<>();
    for (String sql : LedgerSql.FIND) {
      List<Exchange> some =
          sql.endsWith("LIMIT ?")
              ? rows.readable(Rows::exchange, sql, anyId, limit)
              : rows.readable(Rows::exchange, sql, anyId);
      some.forEach(exchange -> found.putIfAbsent(exchange.id(), exchange));
    }
    return found.values().stream()
        .sorted((a, b) -> b.firstAt().compareTo(a.firstAt()))
        .limit(limit)
        .toList();
  }

  @Override
  public List<Exchange> newest(@Nullable String siteId, int limit) {
    return siteId == null
        ? rows.readable(Rows::exchange, LedgerSql.NEWEST, limit)
        : rows.readable(Rows::exchange, LedgerSql.NEWEST_OF_SITE, siteId, limit);
  }

  @Override
  public List<Arrival> arrivals(String exchangeId, int aboveRevision) {
    return rows.all(
        Rows::arrival,
        "SELECT * FROM arrival WHERE exchange_id = ? AND revision > ? ORDER BY revision",
        exchangeId,
        aboveRevision);
  }

  @Override
  public Totals totals(String exchangeId) {
    return rows.first(
            row -> new Totals(row.getInt(1), row.getLong(2), row.getInt(3)),
            "SELECT COUNT(*), COALESCE(SUM(byte_length), 0), COALESCE(SUM(repeats), 0)"
                + " FROM arrival WHERE exchange_id = ?",
            exchangeId)
        .orElseThrow();
  }

  @Override
  public List<Step> steps(String exchangeId) {
    return rows.all(Rows::step, LedgerSql.STEPS, exchangeId, Step.CONVERT);
  }

  @Override
  public Optional<Step> step(String exchangeId, String name) {
    return rows.first(Rows::step, LedgerSql.STEP, exchangeId, name);
  }

  @Override
  public List<Due> due(String step, Instant now, int limit) {
    List<Due> due = new ArrayList<>();
    Priority[] priorities = Priority.values();
    for (int i = priorities.length - 1; i >= 0 && due.size() < limit; i--) {
      due.addAll(
          rows.readable(
              row -> new Due(Rows.exchange(row), row.getString("step_name")),
              LedgerSql.DUE,
              step,
              priorities[i].ordinal(),
              micros(now),
              limit - due.size()));
    }
    return due;
  }

  @Override
  public Optional<Converted> converted(String exchangeId) {
    return rows.first(
        Rows::converted, "SELECT * FROM conversion WHERE exchange_id = ?", exchangeId);
  }

  @Override
  public Optional<Recordings.Written> recording(String key) {
    return rows.first(Rows::recording, LedgerSql.RECORDING, key);
  }

  @Override
  public Optional<OrderMatch> orderMatch(String exchangeId) {
    return orderMatches().of(exchangeId);
  }

  @Override
  public List<StoryLine> story(String exchangeId) {
    return rows.all(
        Rows::storyLine, "SELECT * FROM story WHERE exchange_id = ? ORDER BY id", exchangeId);
  }

  @Override
  public Optional<ReadingCase.Report> read(String exchangeId) {
    return rows.first(CaseRows::signed, SqlCases.SIGNED_OF_EXCHANGE, exchangeId)
        .map(Cases.Signed::report);
  }

  @Override
  public List<ReportReturn> reports(String exchangeId) {
    return returns().of(exchangeId);
  }

  @Override
  public List<String> scheduled() {
    return rows.all(row -> row.getString(1), LedgerSql.SCHEDULED);
  }

  @Override
  public List<QuarantineEntry> quarantine(int limit) {
    return rows.readable(Rows::quarantineEntry, SqlInterventions.WAITING, limit);
  }

  @Override
  public List<QuarantineEntry> quarantineOf(String exchangeId) {
    return rows.all(
        Rows::quarantineEntry,
        "SELECT * FROM quarantine WHERE exchange_id = ? ORDER BY id DESC",
        exchangeId);
  }

  @Override
  public List<Step> quarantinedSteps(int limit) {
    return rows.all(Rows::step, LedgerSql.QUARANTINED_STEPS, limit);
  }

  @Override
  public Map<String, Long> openSteps() {
    Map<String, Long> open = new LinkedHashMap<>();
    rows.all(row -> Map.entry(row.getString(1), row.getLong(2)), LedgerSql.OPEN_STEPS)
        .forEach(entry -> open.put(entry.getKey(), entry.getValue()));
    return open;
  }

  @Override
  public Optional<Signal> reached(Exchange exchange, int done) {
    return reading.withHandle(handle -> new SqlAnnounced(handle).reached(exchange, done));
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
