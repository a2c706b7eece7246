package org.farsight.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Decision.Maker;
import org.farsight.exchange.Interventions.Window;
import org.farsight.exchange.Steps.Result;
import org.farsight.exchange.StoryLine.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that run again, and what they do about bytes that are no longer what was kept. */
class ReplayTest extends StepsFixture {
  private static final Maker LI = new Maker("Li", "the archive has lost its disk");
  private Replay replay;

  @BeforeEach
  void replay() {
    replay =
        new Replay(
            ledger,
            ledger.interventions(),
            store,
            targets::get,
            (exchange, step) -> rung.add(step),
            () -> now);
  }

  private void run(String... steps) {
    for (String step : steps) {
      assertThat(this.steps.run("a", step)).as(step).isEqualTo(Result.DONE);
    }
  }

  private void delivered() {
    arrive("a", Kind.STUDY, 1);
    arrive("a", Kind.STUDY, 2);
    now = now.plus(QUIET);
    run(Step.CONVERT, "core", "archive");
    works.clear();
  }

  @Test
  void allStepsRunAgainWithTheSameWork() {
    delivered();
    Content bundle = ledger.converted("a").orElseThrow().bundle();

    assertThat(replay.exchange("a", Optional.empty(), LI))
        .isEqualTo(new Replay.Outcome.Again(List.of(Step.CONVERT, "archive", "core")));
    assertThat(steps.run("a", "core")).as("waits for the conversion").isEqualTo(Result.NOT_DUE);
    run(Step.CONVERT, "core", "archive");

    assertThat(works).extracting(Delivery.Work::fromRevision).containsExactly(0, 0);
    assertThat(works).allSatisfy(work -> assertThat(work.arrivals()).hasSize(2));
    assertThat(ledger.converted("a").orElseThrow().bundle().digest()).isEqualTo(bundle.digest());
    assertThat(state()).isEqualTo(State.DELIVERED);
    assertThat(ledger.exchange("a").orElseThrow().revision()).isEqualTo(2);
    assertThat(ledger.story("a"))
        .filteredOn(line -> line.event() == Event.REPLAYED)
        .singleElement()
        .extracting(StoryLine::detail)
        .isEqualTo("Li: the archive has lost its disk (convert, archive, core)");
  }

  @Test
  void oneStepRunsAgainAlone() {
    delivered();
    assertThat(replay.exchange("a", Optional.of("archive"), LI))
        .isEqualTo(new Replay.Outcome.Again(List.of("archive")));
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.NOT_DUE);
    assertThat(steps.run("a", "core")).isEqualTo(Result.NOT_DUE);
    run("archive");
    assertThat(works).hasSize(1);
    assertThat(replay.exchange("a", Optional.of("nowhere"), LI))
        .isInstanceOf(Replay.Outcome.Not.class);
    assertThat(replay.exchange("b", Optional.empty(), LI))
        .isInstanceOf(Replay.Outcome.Unknown.class);
  }

  @Test
  void refusedStepsTryAgainFromWhereTheyHaveCome() {
    arrive("a", Kind.STUDY, 1);
    now = now.plus(QUIET);
    run(Step.CONVERT);
    delivery = work -> new DeliveryOutcome.Refused("C000");
    assertThat(steps.run("a", "archive")).isEqualTo(Result.QUARANTINED);
    delivery = work -> new DeliveryOutcome.Accepted("0000H");
    assertThat(steps.run("a", "archive")).isEqualTo(Result.NOT_DUE);

    assertThat(replay.retry("a", LI)).isEqualTo(new Replay.Outcome.Again(List.of("archive")));

    run("archive");
    assertThat(story()).contains(Event.RETRIED);
    assertThat(replay.retry("a", LI)).isInstanceOf(Replay.Outcome.Not.class);
  }

  @Test
  void aWindowIsReplayedInPortionsAndByNoneTwice() {
    for (int i = 0; i < 5; i++) {
      arrive("w" + i, Kind.ECG, 1);
      now = now.plusSeconds(60);
    }
    Window window = new Window(T0.plusSeconds(60), T0.plusSeconds(240), null);
    assertThat(ledger.interventions().count(window)).isEqualTo(3);

    Replay.Portion first = replay.window(window, window.start(), 2, Optional.empty(), LI);
    Replay.Portion second = replay.window(window, first.next(), 2, Optional.empty(), LI);

    assertThat(first.replayed()).isEqualTo(2);
    assertThat(first.finished()).isFalse();
    assertThat(second.replayed()).isEqualTo(1);
    assertThat(second.finished()).isTrue();
    for (int i = 0; i < 5; i++) {
      List<Event> events = ledger.story("w" + i).stream().map(StoryLine::event).toList();
      assertThat(events).hasSize(i >= 1 && i <= 3 ? 1 : 0);
    }
    Window other = new Window(T0, now, "elsewhere");
    assertThat(replay.window(other, other.start(), 2, Optional.empty(), LI).replayed()).isZero();
  }

  @Test
  void anExchangeWhoseBytesAreGoneIsSkippedWithTheReason() throws IOException {
    delivered();
    Files.delete(file(ledger.arrivals("a", 0).getFirst().content()));
    Window window = new Window(T0, now, null);
    Replay.Portion portion = replay.window(window, window.start(), 9, Optional.empty(), LI);
    assertThat(portion.replayed()).isZero();
    assertThat(portion.skipped())
        .singleElement()
        .satisfies(skipped -> assertThat(skipped.why()).contains("the file is missing"));
    assertThat(state()).as("nothing was changed").isEqualTo(State.DELIVERED);
  }

  private Path file(Content content) {
    return dir.resolve("store").resolve(content.file());
  }

  /** One bit of the disk falls over. */
  private void damage(Content content) throws IOException {
    try (FileChannel file =
        FileChannel.open(file(content), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, content.offset());
      one.put(0, (byte) (one.get(0) ^ 1)).rewind();
      file.write(one, content.offset());
    }
  }

  @Test
  void aDamagedObjectIsNeverConvertedAndNamesFileOffsetAndDigests() throws IOException {
    arrive("a", Kind.STUDY, 1);
    arrive("b", Kind.STUDY, 1);
    Content content = ledger.arrivals("a", 0).getFirst().content();
    damage(content);
    now = now.plus(QUIET);

    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.QUARANTINED);

    assertThat(why(Step.CONVERT))
        .contains(content.file())
        .contains("from byte " + content.offset())
        .contains(content.digest())
        .contains("its SHA-256 is ")
        .contains("send the object again");
    assertThat(ledger.interventions().damages(9))
        .singleElement()
        .extracting(Damage::content)
        .isEqualTo(content);
    assertThat(steps.run("b", Step.CONVERT)).as("others go on").isEqualTo(Result.DONE);
  }

  @Test
  void aDamagedObjectIsNeverDelivered() throws IOException {
    arrive("a", Kind.STUDY, 1);
    now = now.plus(QUIET);
    run(Step.CONVERT);
    damage(ledger.arrivals("a", 0).getFirst().content());
    delivery =
        work -> {
          try {
            store.read(work.arrivals().getFirst().content(), 1000);
            return new DeliveryOutcome.Accepted("0000H");
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        };
    assertThat(steps.run("a", "archive")).isEqualTo(Result.QUARANTINED);
    assertThat(why("archive")).startsWith("damaged in the store: segments/00000001");
    assertThat(unexpected).isEmpty();
  }

  @Test
  void aDamagedBundleIsMadeAgainByItself() throws IOException {
    arrive("a", Kind.STUDY, 1);
    now = now.plus(QUIET);
    run(Step.CONVERT);
    Content bundle = ledger.converted("a").orElseThrow().bundle();
    damage(bundle);
    delivery =
        work -> {
          try {
            store.read(java.util.Objects.requireNonNull(work.bundle()), 1000);
            return new DeliveryOutcome.Accepted("201");
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        };
    assertThat(steps.run("a", "core")).isEqualTo(Result.PARKED);
    run(Step.CONVERT);
    now = now.plus(Duration.ofSeconds(2));
    run("core");
    Content again = ledger.converted("a").orElseThrow().bundle();
    assertThat(again.digest()).isEqualTo(bundle.digest());
    assertThat(again).isNotEqualTo(bundle);
  }

  @Test
  void aRowThatMakesNoSenseStopsItsExchangeAloneAndIsNamed() throws Exception {
    arrive("a", Kind.STUDY, 1);
    arrive("b", Kind.STUDY, 1);
    try (var other = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("ledger/ledger.db"));
        var statement = other.createStatement()) {
      statement.execute("UPDATE arrival SET way = 'NO_WAY' WHERE exchange_id = 'a'");
      statement.execute("UPDATE arrival SET byte_offset = 1e15 WHERE exchange_id = 'b'");
    }
    arrive("c", Kind.STUDY, 1);
    now = now.plus(QUIET);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.QUARANTINED);
    assertThat(why(Step.CONVERT))
        .contains("exchange_id a")
        .contains("column way")
        .contains("from a backup")
        .doesNotContain("NO_WAY");
    assertThat(steps.run("b", Step.CONVERT)).isEqualTo(Result.QUARANTINED);
    assertThat(ledger.step("b", Step.CONVERT).orElseThrow().troubleIfAny().orElseThrow().why())
        .contains("the file ends at byte");
    assertThat(steps.run("c", Step.CONVERT)).isEqualTo(Result.DONE);
    assertThat(unexpected).isEmpty();
  }
}
