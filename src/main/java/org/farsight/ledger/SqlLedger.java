package org.farsight.ledger;

import static org.farsight.ledger.Rows.micros;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.Commitments;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Priority;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.Recordings;
import org.farsight.exchange.Signal;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The ledger in an SQL database: SQLite in a file of the data folder, in WAL mode; each commit is
 * durable, see {@link Commits}. The statements keep to what PostgreSQL understands too. One
 * connection writes, guarded by a fair lock; some read. Everything may be called by many threads;
 * use platform threads, since the database is native code and would pin a virtual one.
 *
 * <p>Unexpected failures of the database are thrown as unchecked exceptions: {@link
 * LedgerException} where it was writing, JDBI's where it was reading.
 */
public final class SqlLedger implements Ledger, AutoCloseable {
  static final String ARRIVAL_OF_INSTANCE = "SELECT * FROM arrival WHERE sop_instance = ?";
  static final String ARRIVAL_OF_FILE =
      "SELECT * FROM arrival WHERE digest = ? AND sop_instance IS NULL";
  static final String EXCHANGE_OF_KEY = "SELECT * FROM exchange WHERE object_key = ? AND kind = ?";
  static final String STEP = "SELECT * FROM step WHERE exchange_id = ? AND name = ?";
  static final String RECORDING = "SELECT * FROM recording WHERE recording_key = ?";
  static final String KEPT_BACK =
      "SELECT * FROM quarantine WHERE digest = ? ORDER BY id DESC LIMIT 1";
  static final String DUE =
      "SELECT e.*, s.name AS step_name FROM step s JOIN exchange e ON e.id = s.exchange_id"
          + " WHERE s.urgency = ? AND s.due_at <= ? AND s.done < s.wanted"
          + " ORDER BY s.due_at LIMIT ?";
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

  /** Reads one row. */
  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final FolderLock folderLock;
  private final Connections writer;
  private final Connections readers;
  private final Statements writing;
  private final Commits commits;
  private final Jdbi reading;
  private final SqlTransaction.Numbers numbers;
  private final CatalogueRows catalogue = new CatalogueRows();
  private final ReentrantLock oneWriter = new ReentrantLock(true);
  private final AtomicLong exchanges;
  private final AtomicLong arrivals;

  /**
   * Where the ledger is.
   *
   * @param folder holds the database file {@code ledger.db}; made where missing
   * @param readers number of connections that read at the same time, at least 1
   * @param store folder of the content store, whose bytes transactions wait for; needed by those
   *     that call {@link Ledger.Transaction#commitsAfter}
   * @param redo bytes of the redo log
   * @param killSwitch is told of the places that it comes to
   */
  public record Options(
      Path folder, int readers, Optional<Path> store, int redo, KillSwitch killSwitch) {
    /** In a folder, read by 4 at a time. */
    public static Options in(Path folder) {
      return new Options(folder, 4, Optional.empty(), RedoLog.SIZE, KillSwitch.OFF);
    }

    /** The same beside a content store. */
    public Options withStore(Path beside) {
      return new Options(folder, readers, Optional.of(beside), redo, killSwitch);
    }

    /** The same with a redo log of another size, telling of the places that it comes to. */
    public Options crashing(int redoBytes, KillSwitch told) {
      return new Options(folder, readers, store, redoBytes, told);
    }

    String storePath() {
      return store.map(path -> path.toAbsolutePath().toString()).orElse("");
    }
  }

  private SqlLedger(FolderLock folderLock, Connections writer, Connections readers, Options options)
      throws IOException {
    this.folderLock = folderLock;
    this.writer = writer;
    this.readers = readers;
    this.writing = new Statements(writer.only());
    this.commits = Commits.open(writing, options);
    this.reading = readers.jdbi();
    this.numbers = new SqlTransaction.Numbers(writing);
    this.exchanges = new AtomicLong(count("exchange"));
    this.arrivals = new AtomicLong(count("arrival"));
  }

  private long count(String table) {
    return writing.number("SELECT COUNT(*) FROM " + table);
  }

  /**
   * Opens the ledger, making or migrating its tables.
   *
   * @throws IOException if another engine has it open, or it cannot be opened or migrated
   */
  public static SqlLedger open(Options options) throws IOException {
    Path file = options.folder().toAbsolutePath().resolve("ledger.db");
    FolderLock lock = FolderLock.take(options.folder(), "ledger.lock");
    Connections writer = null;
    Connections readers = null;
    try {
      String url = "jdbc:sqlite:" + file;
      writer = Connections.writer(url);
      Commits.redo(new Statements(writer.only()), options);
      migrate(url);
      options.killSwitch().pass(KillPoint.START_MIGRATED);
      readers = Connections.readers(url, options.readers());
      return new SqlLedger(lock, writer, readers, options);
    } catch (SQLException | IOException | RuntimeException e) {
      close(writer);
      close(readers);
      lock.close();
      throw new IOException("the ledger " + file + " cannot be opened: " + e.getMessage(), e);
    }
  }

  private static void close(@Nullable Connections connections) throws IOException {
    if (connections != null) {
      try {
        connections.close();
      } catch (SQLException e) {
        throw new IOException("the ledger cannot be closed", e);
      }
    }
  }

  private static void migrate(String url) {
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:org/farsight/ledger/migration")
        .placeholders(Map.of("bigid", "INTEGER"))
        .load()
        .migrate();
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

  /** What queries and retrievals ask of the same tables. Usable until this is closed. */
  public Catalogue catalogue() {
    return new SqlCatalogue(reading);
  }

  @Override
  public <T> T write(Function<Transaction, T> work) {
    oneWriter.lock();
    try {
      if (oneWriter.getHoldCount() > 1) {
        throw new IllegalStateException("a transaction within a transaction");
      }
      // As statements: sqlite-jdbc's commit() begins the next transaction at once, and a failure
      // of that would look like a failure of the commit.
      writing.control("BEGIN");
      SqlTransaction transaction = new SqlTransaction(writing, numbers, catalogue);
      T result;
      try {
        result = work.apply(transaction);
        transaction.noteFiles();
        commits.commit(transaction);
      } catch (RuntimeException | Error e) {
        transaction.leaveBytes(e);
        rollBack(e);
        throw e;
      }
      exchanges.addAndGet(transaction.opened());
      arrivals.addAndGet(transaction.appended());
      return result;
    } finally {
      oneWriter.unlock();
    }
  }

  private void rollBack(Throwable because) {
    catalogue.forget();
    try {
      writing.control("ROLLBACK");
    } catch (RuntimeException e) {
      because.addSuppressed(e);
    }
  }

  private <T> Optional<T> first(Row<T> row, String sql, Object... values) {
    return reading.withHandle(
        handle -> handle.select(sql, values).map((rs, context) -> row.read(rs)).findFirst());
  }

  private <T> List<T> all(Row<T> row, String sql, Object... values) {
    return reading.withHandle(
        handle -> handle.select(sql, values).map((rs, context) -> row.read(rs)).list());
  }

  @Override
  public Optional<Exchange> exchange(String id) {
    return first(Rows::exchange, FIND.getFirst(), id);
  }

  @Override
  public List<Exchange> find(String anyId, int limit) {
    Map<String, Exchange> found = new LinkedHashMap<>();
    for (String sql : FIND) {
      List<Exchange> some =
          sql.endsWith("LIMIT ?")
              ? all(Rows::exchange, sql, anyId, limit)
              : all(Rows::exchange, sql, anyId);
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
        ? all(Rows::exchange, NEWEST, limit)
        : all(Rows::exchange, NEWEST_OF_SITE, siteId, limit);
  }

  @Override
  public List<Arrival> arrivals(String exchangeId, int aboveRevision) {
    return all(
        Rows::arrival,
        "SELECT * FROM arrival WHERE exchange_id = ? AND revision > ? ORDER BY revision",
        exchangeId,
        aboveRevision);
  }

  @Override
  public Totals totals(String exchangeId) {
    return first(
            row -> new Totals(row.getInt(1), row.getLong(2), row.getInt(3)),
            "SELECT COUNT(*), COALESCE(SUM(byte_length), 0), COALESCE(SUM(repeats), 0)"
                + " FROM arrival WHERE exchange_id = ?",
            exchangeId)
        .orElseThrow();
  }

  @Override
  public List<Step> steps(String exchangeId) {
    return all(
        Rows::step,
        "SELECT * FROM step WHERE exchange_id = ?"
            + " ORDER BY CASE WHEN name = ? THEN 0 ELSE 1 END, name",
        exchangeId,
        Step.CONVERT);
  }

  @Override
  public Optional<Step> step(String exchangeId, String name) {
    return first(Rows::step, STEP, exchangeId, name);
  }

  @Override
  public List<Due> due(Instant now, int limit) {
    List<Due> due = new ArrayList<>();
    Priority[] priorities = Priority.values();
    for (int i = priorities.length - 1; i >= 0 && due.size() < limit; i--) {
      due.addAll(
          all(
              row -> new Due(Rows.exchange(row), row.getString("step_name")),
              DUE,
              priorities[i].ordinal(),
              micros(now),
              limit - due.size()));
    }
    return due;
  }

  @Override
  public Optional<Converted> converted(String exchangeId) {
    return first(Rows::converted, "SELECT * FROM conversion WHERE exchange_id = ?", exchangeId);
  }

  @Override
  public Optional<Recordings.Written> recording(String key) {
    return first(Rows::recording, RECORDING, key);
  }

  @Override
  public List<StoryLine> story(String exchangeId) {
    return all(
        Rows::storyLine, "SELECT * FROM story WHERE exchange_id = ? ORDER BY id", exchangeId);
  }

  @Override
  public List<QuarantineEntry> quarantine(int limit) {
    return all(Rows::quarantineEntry, "SELECT * FROM quarantine ORDER BY id DESC LIMIT ?", limit);
  }

  @Override
  public List<QuarantineEntry> quarantineOf(String exchangeId) {
    return all(
        Rows::quarantineEntry,
        "SELECT * FROM quarantine WHERE exchange_id = ? ORDER BY id DESC",
        exchangeId);
  }

  @Override
  public List<Step> quarantinedSteps(int limit) {
    return all(Rows::step, QUARANTINED_STEPS, limit);
  }

  @Override
  public Map<String, Long> openSteps() {
    Map<String, Long> open = new LinkedHashMap<>();
    all(row -> Map.entry(row.getString(1), row.getLong(2)), OPEN_STEPS)
        .forEach(entry -> open.put(entry.getKey(), entry.getValue()));
    return open;
  }

  @Override
  public Optional<Signal> reached(Exchange exchange, int done) {
    return reading.withHandle(handle -> new SqlAnnounced(handle).reached(exchange, done));
  }

  /** Requests for storage commitment. */
  public Commitments commitments() {
    return new SqlCommitments(reading);
  }

  /** Studies of which something was announced since a time, at most about {@code limit}. */
  public List<String> announcedSince(Instant since, int limit) {
    return reading.withHandle(handle -> new SqlAnnounced(handle).announcedSince(since, limit));
  }

  @Override
  public long exchanges() {
    return exchanges.get();
  }

  @Override
  public long arrivals() {
    return arrivals.get();
  }

  /** How the database would run a query: for tests that look for a missing index. */
  List<String> plan(String sql, Object... values) {
    return all(row -> row.getString("detail"), "EXPLAIN QUERY PLAN " + sql, values);
  }

  /** Waits for a running transaction, then closes. */
  @Override
  public void close() throws IOException {
    oneWriter.lock();
    try {
      commits.close();
      close(readers);
      close(writer);
    } finally {
      folderLock.close();
      oneWriter.unlock();
    }
  }
}
