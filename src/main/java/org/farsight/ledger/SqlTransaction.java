package org.farsight.ledger;

import static org.farsight.ledger.Rows.FACTS;
import static org.farsight.ledger.Rows.micros;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Alarms;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Cases;
import org.farsight.exchange.Commitments;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.Description;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Interventions;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.OrderBook;
import org.farsight.exchange.OrderMatches;
import org.farsight.exchange.PerformedStep;
import org.farsight.exchange.Priority;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.Recordings;
import org.farsight.exchange.Returns;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.jspecify.annotations.Nullable;

/** One transaction on the writing connection. Used by one thread, until committed. */
final class SqlTransaction implements Ledger.Transaction {

  /**
   * Numbers of new rows; only the one writer gives them. A rolled back number is not used again.
   */
  static final class Numbers {
    private long arrival;
    private long story;
    long quarantine;

    Numbers(Statements statements) {
      arrival = newest(statements, "arrival");
      story = newest(statements, "story");
      quarantine = newest(statements, "quarantine");
    }

    private static long newest(Statements statements, String table) {
      return statements.number("SELECT COALESCE(MAX(id), 0) FROM " + table);
    }
  }

  private static final String ARRIVAL_ID_OF_INSTANCE =
      "SELECT id FROM arrival WHERE sop_instance = ?";
  private static final String ARRIVAL = "SELECT * FROM arrival WHERE id = ?";

  private final Statements statements;
  private final Numbers numbers;
  private final CatalogueRows catalogue;
  private final Deque<ContentStore.Syncing> pending = new ArrayDeque<>();
  private final NamedFiles files = new NamedFiles();
  private int opened;
  private int appended;

  SqlTransaction(Statements statements, Numbers numbers, CatalogueRows catalogue) {
    this.statements = statements;
    this.numbers = numbers;
    this.catalogue = catalogue;
  }

  @Override
  public void commitsAfter(ContentStore.Syncing bytes) {
    pending.add(bytes);
  }

  /** Contents in segments that the commit waits for; a large one is durable already. */
  List<Content> contents() {
    return pending.stream()
        .flatMap(bytes -> bytes.contents().stream())
        .filter(content -> content.file().startsWith(Segments.FOLDER))
        .toList();
  }

  /** Waits until the bytes that this transaction names are durable. */
  void awaitBytes() {
    while (!pending.isEmpty()) {
      try {
        pending.removeFirst().await();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Lets bytes go that are still on their way: the transaction is undone. */
  void leaveBytes(Throwable because) {
    while (!pending.isEmpty()) {
      try {
        pending.removeFirst().await();
      } catch (IOException e) {
        because.addSuppressed(e);
      }
    }
  }

  /** Exchanges opened so far, less those forgotten. */
  int opened() {
    return opened;
  }

  /** Arrivals appended so far, less those forgotten. */
  int appended() {
    return appended;
  }

  /** Notes which files the rows name now; the last thing before the commit. */
  void noteFiles() {
    files.note(statements);
  }

  /** For what no port offers. */
  Statements statements() {
    return statements;
  }

  /** What retention changes. */
  RetentionRows retention() {
    return new RetentionRows(statements, files);
  }

  /** An exchange with so many arrivals was forgotten. */
  void forgotten(int arrivals) {
    opened--;
    appended -= arrivals;
  }

  @Override
  public Optional<Arrival> arrivalOfInstance(String sopInstance) {
    // nearly always there is none, and naming the columns of a row takes longer than not finding it
    return statements
        .first(row -> row.getLong(1), ARRIVAL_ID_OF_INSTANCE, sopInstance)
        .flatMap(id -> statements.first(Rows::arrival, ARRIVAL, id));
  }

  @Override
  public Optional<Arrival> arrivalOfFile(String digest) {
    return statements.first(Rows::arrival, LedgerSql.ARRIVAL_OF_FILE, digest);
  }

  @Override
  public Optional<Exchange> exchangeOfKey(Kind kind, String key) {
    return statements.first(Rows::exchange, LedgerSql.EXCHANGE_OF_KEY, key, kind.name());
  }

  @Override
  public Optional<Exchange> exchange(String id) {
    return statements.first(Rows::exchange, "SELECT * FROM exchange WHERE id = ?", id);
  }

  @Override
  public Optional<Step> step(String exchangeId, String name) {
    return statements.first(Rows::step, LedgerSql.STEP, exchangeId, name);
  }

  @Override
  public List<Step> steps(String exchangeId) {
    return statements.all(Rows::step, LedgerSql.STEPS, exchangeId, Step.CONVERT);
  }

  @Override
  public Optional<QuarantineEntry> keptBack(String digest) {
    return statements.first(Rows::quarantineEntry, LedgerSql.KEPT_BACK, digest);
  }

  @Override
  public void open(Exchange exchange) {
    statements.execute(
        "INSERT INTO exchange (id, site_id, kind, object_key, patient_id, patient_issuer,"
            + " accession, modality, priority, revision, first_at, last_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
        exchange.id(),
        exchange.siteId(),
        exchange.kind().name(),
        exchange.key(),
        exchange.patientId(),
        exchange.patientIssuer(),
        exchange.accession(),
        exchange.modality(),
        exchange.priority().ordinal(),
        micros(exchange.firstAt()),
        micros(exchange.lastAt()));
    new ReturnRows(statements).opened(exchange);
    opened++;
  }

  @Override
  public void append(Arrival arrival) {
    Content content = arrival.content();
    List<@Nullable Object> values =
        new ArrayList<>(
            List.of(
                ++numbers.arrival,
                arrival.exchangeId(),
                arrival.revision(),
                micros(arrival.at()),
                arrival.way().name(),
                arrival.caller(),
                content.digest(),
                content.file(),
                content.offset(),
                content.length(),
                arrival.repeats()));
    values.addAll(Arrays.asList(Rows.values(arrival.facts())));
    Description.Instance instance = arrival.facts().description().instance();
    values.add(instance.number());
    values.add(instance.rows());
    values.add(instance.columns());
    values.add(instance.bitsAllocated());
    values.add(instance.frames());
    statements.execute(
        "INSERT INTO arrival (id, exchange_id, revision, arrived_at, way, caller, digest, file,"
            + " byte_offset, byte_length, repeats, "
            + FACTS
            + ", instance_number, image_rows, image_columns, bits_allocated, frames) VALUES (?, ?,"
            + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values.toArray());
    if (arrival.facts().isDicom()) {
      catalogue.note(statements, arrival);
    }
    String accession = arrival.facts().accession();
    int changed =
        statements.execute(
            "UPDATE exchange SET revision = ?, last_at = ?,"
                + " accession = CASE WHEN accession = '' THEN ? ELSE accession END"
                + " WHERE id = ? AND revision = ?",
            arrival.revision(),
            micros(arrival.at()),
            accession,
            arrival.exchangeId(),
            arrival.revision() - 1);
    if (changed != 1) {
      throw new IllegalStateException(
          "revision " + arrival.revision() + " does not follow in " + arrival.exchangeId());
    }
    new ReturnRows(statements).appended(arrival);
    files.add(content);
    appended++;
  }

  @Override
  public void repeated(Arrival arrival, Instant at) {
    statements.execute("UPDATE arrival SET repeats = repeats + 1 WHERE id = ?", arrival.id());
    statements.execute(
        "UPDATE exchange SET last_at = ? WHERE id = ? AND last_at < ?",
        micros(at),
        arrival.exchangeId(),
        micros(at));
  }

  @Override
  public long keepBack(QuarantineEntry entry) {
    return new QuarantineRows(statements, numbers, files).keepBack(entry);
  }

  @Override
  public void put(Step step) {
    new StepRows(statements).put(step);
  }

  @Override
  public void wake(String step) {
    new StepRows(statements).wake(step);
  }

  @Override
  public void raise(String exchangeId, Priority least) {
    new StepRows(statements).raise(exchangeId, least);
  }

  @Override
  public Optional<Ledger.Converted> converted(String exchangeId) {
    return statements.first(
        Rows::converted, "SELECT * FROM conversion WHERE exchange_id = ?", exchangeId);
  }

  @Override
  public void converted(String exchangeId, Ledger.Converted converted) {
    new ConversionRows(statements, files).converted(exchangeId, converted);
  }

  @Override
  public Recordings.Written firstOf(Recordings.Written recording) {
    statements.execute(
        "INSERT INTO recording (recording_key, exchange_id, content) VALUES (?, ?, ?)"
            + " ON CONFLICT (recording_key) DO NOTHING",
        recording.key(),
        recording.exchangeId(),
        recording.content());
    return statements.first(Rows::recording, LedgerSql.RECORDING, recording.key()).orElseThrow();
  }

  @Override
  public Commitments.Writer commitments() {
    return new CommitmentRows(statements);
  }

  @Override
  public Interventions.Writer interventions() {
    return new InterventionRows(statements, catalogue, files);
  }

  @Override
  public PerformedStep.Writer performedSteps() {
    return new AnnouncedRows(statements);
  }

  @Override
  public OrderBook.Writer orders() {
    return new OrderRows(statements);
  }

  @Override
  public OrderMatches.Writer orderMatches() {
    return new MatchRows(statements);
  }

  @Override
  public Alarms.Writer alarms() {
    return new AlarmRows(statements);
  }

  @Override
  public Identities.Writer identities() {
    return new IdentityRows(statements);
  }

  @Override
  public Cases.Writer cases() {
    return new CaseRows(statements);
  }

  @Override
  public Returns.Writer returns() {
    return new ReturnRows(statements);
  }

  @Override
  public CriticalValues.Writer criticals() {
    return new CriticalRows(statements);
  }

  @Override
  public void tell(String exchangeId, StoryLine line) {
    statements.execute(
        "INSERT INTO story (id, exchange_id, told_at, event, revision, step, detail)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        ++numbers.story,
        exchangeId,
        micros(line.at()),
        line.event().name(),
        line.revision(),
        line.step(),
        line.detail());
  }
}
