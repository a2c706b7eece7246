package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Commitment;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.ContentStore.Syncing;
import org.farsight.exchange.Decision;
import org.farsight.exchange.Description;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.RejectionReason;
import org.farsight.exchange.Retention;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.SweptException;
import org.farsight.exchange.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetentionSweepTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
  static final Instant LATER = T0.plus(Duration.ofDays(31));
  private static final Retention RULES = rules(30);
  private static final int SEGMENT = 64 << 10;
  private static final int SMALL = 40 << 10;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init")
  private SegmentStore store;

  private volatile KillSwitch killSwitch = KillSwitch.OFF;
  private final List<String> told = new ArrayList<>();

  /** Where the ledger of a test is; the same again after a restart. */
  SqlLedger.Options options() throws IOException {
    return SqlLedger.Options.in(dir).withStore(dir.resolve("store"));
  }

  @BeforeEach
  void open() throws IOException {
    ledger = SqlLedger.open(options());
    store =
        SegmentStore.open(
            new SegmentStore.Options(dir.resolve("store"), SMALL, 8 << 20, SEGMENT, 0),
            ledger.committedEnds());
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    ledger.close();
  }

  final SqlLedger ledger() {
    return ledger;
  }

  private static Retention rules(int days) {
    Optional<Duration> time = Optional.of(Duration.ofDays(days));
    return new Retention(time, time, OptionalLong.empty(), Optional.empty());
  }

  private RetentionSweep sweep(Retention rules, Instant now) {
    return new RetentionSweep(
        new RetentionSweep.Ports(
            ledger,
            store,
            () -> rules,
            (kind, target) -> target.equals(kind == Kind.STUDY ? "archive" : "fhir"),
            new Listener(),
            () -> now,
            point -> killSwitch.pass(point)),
        new RetentionSweep.Options(Duration.ofHours(1), Duration.ofHours(1), Duration.ZERO));
  }

  private RetentionSweep.Result run(Retention rules, Instant now) throws IOException {
    try (RetentionSweep sweep = sweep(rules, now)) {
      return sweep.run();
    }
  }

  @Test
  void whatHasArrivedEverywhereIsSweptWhenItsTimeHasComeAndItsFilesGo() throws IOException {
    delivered("x1", 3, 30 << 10, T0);
    delivered("x2", 1, 100 << 10, T0);
    delivered("young", 1, 1000, LATER);
    fillSegment();
    int before = files().size();

    assertThat(run(RULES, T0.plus(Duration.ofDays(30)))).isEqualTo(nothing());
    RetentionSweep.Result result = run(RULES, LATER);

    assertThat(result.exchanges()).isEqualTo(2);
    assertThat(result.objects()).isEqualTo(4);
    assertThat(result.bytes()).isEqualTo(3 * (30 << 10) + (100 << 10));
    assertThat(files()).as("two segments and the large object's file").hasSize(before - 3);
    filesAreThoseNamed();
    assertThat(ledger.arrivals("x1", 0))
        .hasSize(3)
        .allMatch(arrival -> arrival.content().isSwept())
        .allMatch(arrival -> arrival.content().digest().length() == 64);
    assertThat(ledger.converted("x1").orElseThrow().bundle().isSwept()).isTrue();
    assertThat(ledger.story("x1").getLast().event()).isEqualTo(StoryLine.Event.SWEPT);
    assertThat(ledger.story("x1").getLast().detail())
        .isEqualTo("3 objects, 92160 bytes; kept by archive");
    assertThatThrownBy(() -> store.open(ledger.arrivals("x1", 0).getFirst().content()))
        .isInstanceOf(SweptException.class);
    isReadable("young");
    booksAreRight();
    assertThat(run(RULES, LATER)).as("nothing is swept twice").isEqualTo(nothing());
  }

  @Test
  void nothingGoesWhoseProofIsNotSafe() throws IOException {
    delivered("open", 1, 1000, T0);
    put(step("open", "archive", 0));
    delivered("refused", 1, 1000, T0);
    put(step("refused", "fhir", 1).quarantined("no"));
    delivered("drawing", 1, 1000, T0);
    put(step("drawing", "fhir" + Step.DRAWING, 0).dueAt(T0));
    delivered("late", 1, 1000, T0);
    ledger.<Void>write(
        tx -> {
          tx.append(arrival("late", 2, T0, keep("late image".getBytes(StandardCharsets.UTF_8))));
          return null;
        });
    delivered("nowhere", 1, 1000, T0, "fhir");
    delivered("asked", 1, 1000, T0);
    ask("asked", T0);
    delivered("recalled", 1, 1000, T0);
    recall("recalled");
    delivered("rejected", 1, 1000, T0);
    put(step("rejected", "archive" + Step.REJECTION, 1));

    assertThat(run(RULES, LATER)).isEqualTo(nothing());
    for (String id :
        List.of("open", "refused", "drawing", "late", "nowhere", "asked", "recalled", "rejected")) {
      isReadable(id);
    }
    booksAreRight();
  }

  private void recall(String id) {
    ledger.<Void>write(
        tx -> {
          tx.interventions()
              .recall(
                  id,
                  Optional.of(RejectionReason.PATIENT_SAFETY),
                  new Decision.Maker("Li", "wrong patient"),
                  T0);
          return null;
        });
  }

  @Test
  void aBundleThatWasReplacedAndBytesThatWereUndoneGoWithTheirSegment() throws IOException {
    delivered("x", 1, 1000, T0);
    byte[] large = new byte[100 << 10];
    for (int i = 0; i < 3; i++) {
      Content bundle = kept(large);
      ledger.<Void>write(
          tx -> {
            tx.converted("x", new Ledger.Converted(1, bundle));
            return null;
          });
    }
    assertThat(files().stream().filter(name -> name.startsWith("objects/"))).hasSize(3);
    assertThat(run(Retention.FOREVER, LATER).files()).isEqualTo(2);
    assertThat(files().stream().filter(name -> name.startsWith("objects/"))).hasSize(1);
    isReadable("x");
    booksAreRight();
  }

  @Test
  void theOldestGoBeforeTheirTimeWhereTheStoreIsTooLarge() throws IOException {
    for (int i = 0; i < 5; i++) {
      delivered("x" + i, 1, 10_000, T0.plusSeconds(i));
    }
    Retention most =
        new Retention(
            Optional.empty(), Optional.empty(), OptionalLong.of(25_000), Optional.empty());
    assertThat(run(most, T0.plus(Duration.ofHours(23))))
        .as("not on the same day")
        .isEqualTo(nothing());
    RetentionSweep.Result result = run(most, T0.plus(Duration.ofHours(25)));
    assertThat(result.exchanges()).isEqualTo(3);
    assertThat(ledger.storeUse().named()).isLessThanOrEqualTo(25_000);
    assertThat(ledger.arrivals("x2", 0).getFirst().content().isSwept()).isTrue();
    isReadable("x3");
    isReadable("x4");
  }

  @Test
  void theLedgerForgetsWhatWasSweptAfterItsOwnTime() throws IOException {
    delivered("old", 2, 1000, T0);
    delivered("new", 1, 1000, LATER);
    ask("old", T0);
    for (String lead : List.of("study_name", "study_day")) {
      assertThat(number("SELECT COUNT(*) FROM " + lead + " WHERE exchange_id = ?", "old"))
          .as(lead)
          .isPositive();
    }
    ledger.<Void>write(
        tx -> {
          Commitment asked = tx.commitments().find("1.2.9", "EAST_CT").orElseThrow();
          tx.commitments().put(asked.to(Commitment.Stage.REPORTED, null));
          return null;
        });
    Retention both =
        new Retention(
            RULES.studies(), RULES.ecgs(), OptionalLong.empty(), Optional.of(Duration.ofDays(365)));
    assertThat(run(both, LATER).forgotten()).isZero();
    RetentionSweep.Result result = run(both, T0.plus(Duration.ofDays(366)));
    assertThat(result.forgotten()).isEqualTo(1);
    assertThat(ledger.exchange("old")).isEmpty();
    assertThat(ledger.find("1.2.old", 10)).isEmpty();
    assertThat(ledger.exchanges()).isEqualTo(1);
    assertThat(ledger.arrivals()).isEqualTo(1);
    assertThat(ledger.commitments().ofExchange("old")).isEmpty();
    assertThat(ledger.exchange("new")).isPresent();
    for (String lead : List.of("study_name", "study_day")) {
      assertThat(number("SELECT COUNT(*) FROM " + lead + " WHERE exchange_id = ?", "old"))
          .as(lead)
          .isZero();
      assertThat(number("SELECT COUNT(*) FROM " + lead + " WHERE exchange_id = ?", "new"))
          .isPositive();
    }
    booksAreRight();
    close();
    open();
    assertThat(ledger.exchanges()).isEqualTo(1);
  }

  @Test
  void whoReadsAFileThatGoesReadsOn() throws IOException {
    delivered("x", 1, 100 << 10, T0);
    Content content = ledger.arrivals("x", 0).getFirst().content();
    try (InputStream in = store.open(content)) {
      assertThat(run(RULES, LATER).files()).isEqualTo(1);
      assertThat(in.readAllBytes()).hasSize(100 << 10);
    }
  }

  @Test
  void aFileStaysWhileABackupReads() throws Exception {
    delivered("x", 1, 100 << 10, T0);
    try (RetentionSweep sweep = sweep(RULES, LATER);
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      int removed = sweep.whileFilesStay(() -> filesRemovedBy(other.submit(sweep::run)));
      assertThat(removed).isZero();
      assertThat(sweep.run().files()).isEqualTo(1);
    }
  }

  private static int filesRemovedBy(Future<RetentionSweep.Result> sweep) throws IOException {
    try {
      return sweep.get().files();
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OBJECTS_SWEPT", "FILE_STRUCK", "FILE_REMOVED"})
  void anEndAtAnyPlaceLosesNothingAndTheNextStartTidiesUp(KillPoint point) throws IOException {
    delivered("x1", 500, 100, T0);
    delivered("x2", 1, 100 << 10, T0);
    delivered("x3", 1, 100 << 10, T0);
    delivered("young", 3, 1000, LATER);
    fillSegment();
    killSwitch =
        passed -> {
          if (passed == point) {
            throw new Killed();
          }
        };
    RetentionSweep sweep = sweep(RULES, LATER);
    assertThatThrownBy(sweep::run).isInstanceOf(Killed.class);
    killSwitch = KillSwitch.OFF;
    Path crash = copyOfFolder("crash");
    close();
    dir = crash;
    open();
    booksAreRight();
    isReadable("young");
    filesAreThoseNamed();
    run(RULES, LATER);
    assertThat(ledger.arrivals("x1", 0)).hasSize(500).allMatch(a -> a.content().isSwept());
    isReadable("young");
    filesAreThoseNamed();
    booksAreRight();
    assertThat(ledger.retention().unnamed()).isEmpty();
  }

  @Test
  void whatAPersonHasDecidedOnGoesWithItsTimeAndWhatWaitsForOneStays() throws IOException {
    long settled = keptBack("settled", T0);
    long waits = keptBack("waits", T0);
    long young = keptBack("young", LATER);
    for (long id : List.of(settled, young)) {
      ledger.<Void>write(
          tx -> {
            tx.interventions()
                .decide(id, new Decision(T0, Decision.Kind.DISMISSED, "who", "why", ""));
            return null;
          });
    }
    RetentionSweep.Result result = run(RULES, LATER);
    assertThat(result.files()).isEqualTo(1);
    assertThat(quarantined(settled).content().isSwept()).isTrue();
    assertThat(quarantined(waits).content().isSwept()).isFalse();
    assertThat(quarantined(young).content().isSwept()).isFalse();
    booksAreRight();

    assertThat(keptBack("settled", LATER)).as("it comes again").isEqualTo(settled);
    assertThat(quarantined(settled).content().isSwept()).as("and is kept again").isFalse();
    booksAreRight();
  }

  @Test
  void aSweepReadsNoMoreThanWhatIsOldEnough() {
    assertThat(ledger.plan(SqlRetention.UNSWEPT, "STUDY", 1L, 1L, "", 2L, 2L, 10))
        .containsExactly(
            "SEARCH exchange USING INDEX exchange_unswept (first_at>? AND first_at<?)");
    assertThat(ledger.plan(SqlRetention.SWEPT, 1L, 1L, "", 2L, 2L, 10))
        .containsExactly("SEARCH exchange USING INDEX exchange_swept (first_at>? AND first_at<?)");
    assertThat(ledger.plan(SqlRetention.UNNAMED))
        .containsExactly("SCAN stored_file USING COVERING INDEX stored_file_unnamed");
    assertThat(ledger.plan(RetentionRows.ASKED_FOR, "x"))
        .allMatch(line -> line.startsWith("SEARCH"));
  }

  private QuarantineEntry quarantined(long id) {
    return ledger.write(tx -> tx.interventions().entry(id).orElseThrow());
  }

  private long keptBack(String name, Instant at) throws IOException {
    byte[] bytes = new byte[100 << 10];
    bytes[0] = (byte) name.hashCode();
    Content content = kept(bytes);
    return ledger.write(
        tx ->
            tx.keepBack(
                new QuarantineEntry(
                    0,
                    at,
                    "east",
                    Way.HTTP,
                    "caller",
                    null,
                    content,
                    null,
                    QuarantineReason.UNKNOWN_FORMAT,
                    "why",
                    0)));
  }

  /** Else a start after a loss of power would do a transaction again whose bytes are gone. */
  @Test
  void theDatabaseIsSyncedBeforeAFileGoes() throws IOException {
    delivered("x1", 1, 100 << 10, T0);
    delivered("x2", 1, 100 << 10, T0);
    Map<KillPoint, Long> syncs = new EnumMap<>(KillPoint.class);
    killSwitch = point -> syncs.putIfAbsent(point, number("SELECT syncs FROM redo"));
    assertThat(run(RULES, LATER).files()).isEqualTo(2);
    long before = syncs.getOrDefault(KillPoint.FILE_STRUCK, -1L);
    assertThat(syncs).containsEntry(KillPoint.FILE_REMOVED, before + 1);
  }

  private long number(String sql, Object... values) {
    return ledger
        .retention()
        .reading()
        .withHandle(handle -> handle.select(sql, values).mapTo(Long.class).one());
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static RetentionSweep.Result nothing() {
    return new RetentionSweep.Result(0, 0, 0, 0, 0);
  }

  /** Objects fill the current segment so that the next ones begin another. */
  private void fillSegment() throws IOException {
    delivered("filler", 2, 33 << 10, LATER);
    delivered("filler2", 1, 33 << 10, LATER);
  }

  final void delivered(String id, int objects, int length, Instant at, String... targets)
      throws IOException {
    List<String> names = targets.length == 0 ? List.of("archive", "fhir") : List.of(targets);
    Content bundle = kept(("bundle of " + id).getBytes(StandardCharsets.UTF_8));
    ledger.<Void>write(
        tx -> {
          tx.open(SqlLedgerTest.exchange(id, Priority.ROUTINE, at));
          for (int i = 1; i <= objects; i++) {
            byte[] bytes = new byte[length];
            bytes[0] = (byte) i;
            bytes[1] = (byte) (i >> 8);
            bytes[2] = (byte) id.hashCode();
            tx.append(arrival(id, i, at, keep(bytes)));
          }
          tx.put(step(id, Step.CONVERT, objects));
          tx.converted(id, new Ledger.Converted(objects, bundle));
          names.forEach(name -> tx.put(step(id, name, objects)));
          return null;
        });
  }

  private static Step step(String id, String name, int done) {
    return new Step(id, name, done, Math.max(1, done), 0, null, null, "", T0);
  }

  private void put(Step step) {
    ledger.<Void>write(
        tx -> {
          tx.put(step);
          return null;
        });
  }

  private void ask(String id, Instant at) {
    ledger.<Void>write(
        tx -> {
          tx.commitments()
              .open(
                  new Commitment(
                      0,
                      "1.2.9",
                      "EAST_CT",
                      "FARSIGHT",
                      "east",
                      at,
                      Commitment.Stage.DECIDING,
                      0,
                      at,
                      null,
                      List.of(
                          new Commitment.Reference(
                              "1.2", "1.2." + id + ".1", OptionalInt.empty()))));
          return null;
        });
  }

  private Content kept(byte[] bytes) throws IOException {
    try (Spooled spooled = store.spool(new ByteArrayInputStream(bytes))) {
      return store.sync(List.of(spooled)).getFirst();
    }
  }

  private Content keep(byte[] bytes) {
    try (Spooled spooled = store.spool(new ByteArrayInputStream(bytes))) {
      Syncing syncing = store.begin(List.of(spooled));
      syncing.await();
      return syncing.contents().getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Arrival arrival(String id, int number, Instant at, Content content) {
    Arrival like = SqlLedgerTest.arrival(id, number, at);
    return new Arrival(0, id, number, at, like.way(), like.caller(), content, named(like), 0);
  }

  private static ObjectFacts named(Arrival arrival) {
    ObjectFacts facts = arrival.facts();
    return new ObjectFacts(
        facts.format(),
        facts.sopClass(),
        facts.sopInstance(),
        facts.transferSyntax(),
        facts.study(),
        facts.series(),
        facts.modality(),
        facts.patientId(),
        facts.patientIssuer(),
        facts.accession(),
        new Description(
            new Description.Patient("Sun^Li=孙^丽", "", ""),
            new Description.Study("20260301", "", "", "", ""),
            Description.Series.NONE,
            Description.Instance.NONE));
  }

  private void isReadable(String id) throws IOException {
    assertThat(ledger.arrivals(id, 0)).isNotEmpty();
    for (Arrival arrival : ledger.arrivals(id, 0)) {
      byte[] bytes = store.read(arrival.content(), 1 << 20);
      try (Spooled again = store.spool(new ByteArrayInputStream(bytes))) {
        assertThat(again.digest()).isEqualTo(arrival.content().digest());
      }
    }
  }

  /** What the ledger counts of each file is what its rows say. */
  private void booksAreRight() {
    for (String file : ledger.committedEnds().keySet()) {
      for (String what : List.of("COUNT(*)", "COALESCE(SUM(byte_length), 0)")) {
        long rows = 0;
        for (String table : List.of("arrival", "conversion", "quarantine")) {
          rows += number("SELECT " + what + " FROM " + table + " WHERE file = ?", file);
        }
        String column = what.startsWith("COUNT") ? "named" : "named_bytes";
        assertThat(number("SELECT " + column + " FROM stored_file WHERE file = ?", file))
            .as("%s of %s", column, file)
            .isEqualTo(rows);
      }
    }
  }

  private List<String> files() throws IOException {
    Path root = dir.resolve("store");
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(path -> root.relativize(path).toString())
          .filter(name -> name.contains("/"))
          .sorted()
          .toList();
    }
  }

  private void filesAreThoseNamed() throws IOException {
    List<String> named = ledger.committedEnds().keySet().stream().sorted().toList();
    assertThat(files()).containsAll(named);
    assertThat(named).containsAll(files());
  }

  private Path copyOfFolder(String name) {
    Path to = dir.resolve(name);
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(dir.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (!path.getFileName().toString().endsWith(".lock")) {
          Files.copy(path, target);
        }
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Listener implements SweepListener {
    @Override
    public void swept(Exchange exchange, int objects, long bytes) {
      told.add("swept " + exchange.id());
    }

    @Override
    public void removed(String file) {
      told.add("removed " + file);
    }

    @Override
    public void failed(Exchange exchange, RuntimeException cause) {
      throw cause;
    }

    @Override
    public void finished(RetentionSweep.Result result, Duration took) {
      told.add("finished");
    }
  }
}
