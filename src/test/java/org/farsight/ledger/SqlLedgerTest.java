package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.Recordings;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlLedgerTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00.123456Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  /** Where the ledger of a test is; the same again after a restart. */
  SqlLedger.Options options() throws IOException {
    return SqlLedger.Options.in(dir);
  }

  /** The index that the database makes of a primary key. */
  String keyOf(String table) {
    return "sqlite_autoindex_" + table + "_1";
  }

  @BeforeEach
  void open() throws IOException {
    ledger = SqlLedger.open(options());
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
  }

  @Test
  void theFirstToNoteARecordingIsTheOneWhoeverComesLater() throws IOException {
    Recordings.Written first = new Recordings.Written("key", "x1", "digest 1");
    Recordings.Written later = new Recordings.Written("key", "x2", "digest 2");
    ledger.<Void>write(
        tx -> {
          tx.open(exchange("x1", Priority.ROUTINE, T0));
          tx.open(exchange("x2", Priority.ROUTINE, T0));
          return null;
        });
    assertThat(ledger.recording("key")).isEmpty();
    assertThat(ledger.<Recordings.Written>write(tx -> tx.firstOf(first))).isEqualTo(first);
    assertThat(ledger.<Recordings.Written>write(tx -> tx.firstOf(later))).isEqualTo(first);
    assertThat(ledger.<Recordings.Written>write(tx -> tx.firstOf(first))).isEqualTo(first);

    close();
    open();
    assertThat(ledger.recording("key")).contains(first);
  }

  @Test
  void aRecordingThatIsNotedInATransactionThatFailsIsNotNoted() {
    Recordings.Written recording = new Recordings.Written("key", "x1", "digest");
    assertThatThrownBy(
            () ->
                ledger.<Void>write(
                    tx -> {
                      tx.open(exchange("x1", Priority.ROUTINE, T0));
                      tx.firstOf(recording);
                      throw new IllegalStateException("undone");
                    }))
        .hasMessage("undone");
    assertThat(ledger.recording("key")).isEmpty();
  }

  static Exchange exchange(String id, Priority priority, Instant at) {
    return new Exchange(
        id, "east", Kind.STUDY, "1.2." + id, "P" + id, "", "", "CT", priority, 0, at, at);
  }

  static Arrival arrival(String exchangeId, int revision, Instant at) {
    String instance = "1.2." + exchangeId + "." + revision;
    return new Arrival(
        0,
        exchangeId,
        revision,
        at,
        Way.C_STORE,
        "EAST_CT",
        new Content("d" + instance, "segments/00000001", revision * 100L, 100),
        new ObjectFacts(
            "dicom",
            "1.2.840.10008.5.1.4.1.1.2",
            instance,
            "1.2.840.10008.1.2.1",
            "1.2." + exchangeId,
            "1.2.3",
            "CT",
            "P" + exchangeId,
            "",
            "A" + revision),
        0);
  }

  static Step waiting(String exchangeId, String name, Instant dueAt) {
    return new Step(exchangeId, name, 0, 1, 0, dueAt, null, "", null);
  }

  private void keepOne(String id, Priority priority, Instant at) {
    ledger.<Void>write(
        tx -> {
          tx.open(exchange(id, priority, at));
          tx.append(arrival(id, 1, at));
          tx.put(waiting(id, Step.CONVERT, at));
          return null;
        });
  }

  @Test
  void whatIsWrittenIsReadBackTheSameAlsoAfterRestart() throws IOException {
    Content content = new Content("q", "objects/ab/x", 0, 5_000_000_000L);
    QuarantineEntry entry =
        new QuarantineEntry(
            0,
            T0,
            "east",
            Way.HTTP,
            "10.0.0.7",
            "a",
            content,
            null,
            QuarantineReason.UNKNOWN_FORMAT,
            "no known format",
            0);
    Step parked =
        new Step(
            "a",
            "archive",
            1,
            2,
            3,
            T0.plusSeconds(9),
            new Step.Trouble(true, "refused"),
            "0000H",
            T0);
    Step stuck = new Step("a", "core", 0, 2, 1, null, new Step.Trouble(false, "no"), "", null);
    StoryLine line = new StoryLine(T0, StoryLine.Event.PARKED, 2, "archive", "refused");
    keepOne("a", Priority.URGENT, T0);
    ledger.<Void>write(
        tx -> {
          tx.append(arrival("a", 2, T0.plusMillis(7)));
          tx.put(parked);
          tx.put(stuck);
          tx.keepBack(entry);
          tx.tell("a", line);
          tx.converted("a", new Ledger.Converted(1, content));
          tx.converted("a", new Ledger.Converted(2, content));
          return null;
        });
    ledger.close();
    open();

    Exchange read = ledger.exchange("a").orElseThrow();
    assertThat(read.revision()).isEqualTo(2);
    assertThat(read.firstAt()).isEqualTo(T0);
    assertThat(read.lastAt()).isEqualTo(T0.plusMillis(7));
    assertThat(read.accession()).as("taken from the first arrival that has one").isEqualTo("A1");
    assertThat(read.priority()).isEqualTo(Priority.URGENT);
    Arrival first = ledger.arrivals("a", 0).getFirst();
    assertThat(first)
        .usingRecursiveComparison()
        .ignoringFields("id")
        .isEqualTo(arrival("a", 1, T0));
    assertThat(ledger.arrivals("a", 1)).extracting(Arrival::revision).containsExactly(2);
    assertThat(ledger.totals("a")).isEqualTo(new Ledger.Totals(2, 200, 0));
    assertThat(ledger.steps("a")).containsExactly(waiting("a", Step.CONVERT, T0), parked, stuck);
    assertThat(ledger.story("a")).containsExactly(line);
    assertThat(ledger.converted("a")).contains(new Ledger.Converted(2, content));
    assertThat(ledger.quarantine(9))
        .singleElement()
        .usingRecursiveComparison()
        .ignoringFields("id")
        .isEqualTo(entry);
    assertThat(ledger.quarantineOf("a")).hasSize(1);
    assertThat(ledger.quarantinedSteps(9)).containsExactly(stuck);
    assertThat(ledger.openSteps()).isEqualTo(Map.of("convert", 1L, "archive", 1L, "core", 1L));
    assertThat(ledger.exchanges()).isEqualTo(1);
    assertThat(ledger.arrivals()).isEqualTo(2);
    assertThat(ledger.committedEnds())
        .isEqualTo(Map.of("segments/00000001", 300L, "objects/ab/x", 5_000_000_000L));
  }

  @Test
  void aFailedTransactionLeavesNothing() {
    assertThatThrownBy(
            () ->
                ledger.write(
                    tx -> {
                      tx.open(exchange("a", Priority.ROUTINE, T0));
                      tx.append(arrival("a", 1, T0));
                      throw new IllegalStateException("power");
                    }))
        .hasMessage("power");
    assertThat(ledger.exchange("a")).isEmpty();
    assertThat(ledger.exchanges()).isZero();
    assertThat(ledger.arrivals()).isZero();
    assertThat(ledger.committedEnds()).isEmpty();

    keepOne("a", Priority.ROUTINE, T0);
    assertThat(ledger.totals("a").count()).isEqualTo(1);
  }

  @Test
  void aRevisionThatDoesNotFollowIsRefused() {
    keepOne("a", Priority.ROUTINE, T0);
    assertThatThrownBy(
            () ->
                ledger.<Void>write(
                    tx -> {
                      tx.append(arrival("a", 3, T0));
                      return null;
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ledger.arrivals("a", 0)).hasSize(1);
  }

  @Test
  void aTransactionSeesItsOwnRows() {
    boolean all =
        ledger.write(
            tx -> {
              tx.open(exchange("a", Priority.ROUTINE, T0));
              tx.append(arrival("a", 1, T0));
              tx.put(waiting("a", Step.CONVERT, T0));
              return tx.arrivalOfInstance("1.2.a.1").isPresent()
                  && tx.exchangeOfKey(Kind.STUDY, "1.2.a").orElseThrow().revision() == 1
                  && tx.exchange("a").isPresent()
                  && tx.step("a", Step.CONVERT).isPresent()
                  && tx.arrivalOfFile("d1.2.a.1").isEmpty();
            });
    assertThat(all).isTrue();
  }

  @Test
  void repeatsAreCountedAndMoveTheTime() {
    keepOne("a", Priority.ROUTINE, T0);
    for (int i = 1; i <= 3; i++) {
      Instant at = T0.plusSeconds(i);
      ledger.<Void>write(
          tx -> {
            tx.repeated(tx.arrivalOfInstance("1.2.a.1").orElseThrow(), at);
            return null;
          });
    }
    assertThat(ledger.totals("a")).isEqualTo(new Ledger.Totals(1, 100, 3));
    assertThat(ledger.exchange("a").orElseThrow().lastAt()).isEqualTo(T0.plusSeconds(3));
  }

  @Test
  void theSameBytesForTheSameReasonAreKeptBackOnce() {
    QuarantineEntry entry =
        new QuarantineEntry(
            0,
            T0,
            "east",
            Way.C_STORE,
            "X",
            null,
            new Content("d", "segments/00000001", 0, 9),
            arrival("a", 1, T0).facts(),
            QuarantineReason.BROKEN_OBJECT,
            "cut",
            0);
    long first = ledger.write(tx -> tx.keepBack(entry));
    long again = ledger.write(tx -> tx.keepBack(entry));
    assertThat(again).isEqualTo(first);
    assertThat(ledger.quarantine(9))
        .singleElement()
        .satisfies(e -> assertThat(e.repeats()).isEqualTo(1))
        .satisfies(e -> assertThat(e.facts()).isEqualTo(entry.facts()));
    assertThat(ledger.<Boolean>write(tx -> tx.keptBack("d").isPresent())).isTrue();
    assertThat(ledger.<Boolean>write(tx -> tx.keptBack("e").isPresent())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "1.2.a", "1.2.a.1", "A1", "Pa"})
  void anExchangeIsFoundByEachOfItsIds(String id) {
    keepOne("a", Priority.ROUTINE, T0);
    assertThat(ledger.find(id, 5)).extracting(Exchange::id).containsExactly("a");
    assertThat(ledger.find("other", 5)).isEmpty();
  }

  @Test
  void theNewestComeFirst() {
    for (int i = 0; i < 5; i++) {
      keepOne("e" + i, Priority.ROUTINE, T0.plusSeconds(i));
    }
    assertThat(ledger.newest(null, 2)).extracting(Exchange::id).containsExactly("e4", "e3");
    assertThat(ledger.newest("east", 1)).extracting(Exchange::id).containsExactly("e4");
    assertThat(ledger.newest("west", 1)).isEmpty();
  }

  @Test
  void theMostUrgentDueStepsComeFirst() {
    keepOne("routine", Priority.ROUTINE, T0);
    keepOne("older", Priority.ROUTINE, T0.minusSeconds(5));
    keepOne("stat", Priority.STAT, T0);
    keepOne("later", Priority.STAT, T0.plusSeconds(60));
    assertThat(ledger.due(Step.CONVERT, T0, 9))
        .extracting(due -> due.exchange().id())
        .containsExactly("stat", "older", "routine");
    assertThat(ledger.due(Step.CONVERT, T0, 2)).hasSize(2);
    assertThat(ledger.due(Step.CONVERT, T0, 2).getFirst().step()).isEqualTo(Step.CONVERT);
    assertThat(ledger.due(Step.CONVERT, T0.minusSeconds(6), 9)).isEmpty();
  }

  @Test
  void everyFrequentQueryUsesAnIndex() {
    assertIndex(LedgerSql.DUE, "step_due", "fhir", 0, 0, 10);
    assertIndex(LedgerSql.OPEN_STEPS, "step_open");
    assertIndex(LedgerSql.QUARANTINED_STEPS, "step_quarantined", 10);
    assertIndex(LedgerSql.ARRIVAL_OF_INSTANCE, "arrival_of_instance", "x");
    assertIndex(LedgerSql.ARRIVAL_OF_FILE, "arrival_of_file", "x");
    assertIndex(LedgerSql.EXCHANGE_OF_KEY, "exchange_by_key", "x", "STUDY");
    assertIndex(LedgerSql.STEP, keyOf("step"), "x", "y");
    assertIndex(LedgerSql.KEPT_BACK, "quarantine_of_bytes", "x");
    assertIndex(LedgerSql.FIND.get(0), keyOf("exchange"), "x");
    assertIndex(LedgerSql.FIND.get(1), "exchange_by_key", "x");
    assertIndex(LedgerSql.FIND.get(2), "arrival_of_instance", "x");
    assertIndex(LedgerSql.FIND.get(3), "exchange_by_accession", "x", 1);
    assertIndex(LedgerSql.FIND.get(4), "exchange_by_patient", "x", 1);
    assertIndex(LedgerSql.NEWEST, "exchange_by_time", 1);
    assertIndex(LedgerSql.NEWEST_OF_SITE, "exchange_by_site", "x", 1);
  }

  private void assertIndex(String sql, String index, Object... values) {
    List<String> plan = ledger.plan(sql, values);
    assertThat(plan).as(sql).anyMatch(line -> line.contains(index));
    assertThat(plan).as(sql).noneMatch(line -> line.matches("SCAN \\w+"));
  }

  @Test
  void theSweepReadsNoMoreThanItRings() {
    List<String> plan = ledger.plan(LedgerSql.DUE, "fhir", 0, 0, 10);
    assertThat(plan).noneMatch(line -> line.contains("TEMP B-TREE"));
  }

  @Test
  void aSecondEngineIsTurnedAway() {
    assertThatThrownBy(() -> SqlLedger.open(options()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use by another engine")
        .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
  }

  @Test
  void whatWasCommittedSurvivesAKill() throws IOException {
    keepOne("a", Priority.ROUTINE, T0);
    Path copy = Files.createDirectory(dir.resolve("copy"));
    for (String name : List.of("ledger.db", "ledger.db-wal")) {
      Files.copy(
          dir.resolve(name), copy.resolve(name)); // the files as a killed process leaves them
    }
    try (SqlLedger after = SqlLedger.open(SqlLedger.Options.in(copy))) {
      assertThat(after.exchange("a")).isPresent();
      assertThat(after.arrivals("a", 0)).hasSize(1);
      assertThat(after.due(Step.CONVERT, T0, 9)).hasSize(1);
    }
  }

  @Test
  void manyThreadsReadAndWriteAtTheSameTime() throws Exception {
    keepOne("a", Priority.ROUTINE, T0);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 400; i++) {
        threads.execute(
            () ->
                ledger.<Void>write(
                    tx -> {
                      int next = tx.exchange("a").orElseThrow().revision() + 1;
                      tx.append(arrival("a", next, T0));
                      return null;
                    }));
        threads.execute(() -> assertThat(ledger.find("a", 2)).hasSize(1));
      }
      threads.shutdown();
      assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(ledger.exchange("a").orElseThrow().revision()).isEqualTo(401);
    assertThat(ledger.totals("a").count()).isEqualTo(401);
    assertThat(ledger.arrivals()).isEqualTo(401);
  }
}
