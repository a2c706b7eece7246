package org.farsight.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.farsight.exchange.Decision.Maker;
import org.farsight.exchange.Steps.Result;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an archive is told of a recall: of what it has accepted, and of nothing else. */
class RejectionStepTest extends StepsFixture {
  private static final String REJECTION = "archive" + Step.REJECTION;
  private static final Maker LI = new Maker("Li", "wrong patient");

  private DeliveryOutcome stored = new DeliveryOutcome.Accepted("0000H");
  private DeliveryOutcome noted = new DeliveryOutcome.Accepted("a note");
  private int reached;
  private Runnable onTheWay = () -> {};
  private Runnable meanwhile = () -> {};

  @BeforeEach
  void archive() {
    archive(true);
    conversion =
        (exchange, site, arrivals) ->
            new Conversion.Outcome.Converted(
                ("bundle of " + arrivals.size()).getBytes(StandardCharsets.UTF_8),
                List.of(),
                List.of(),
                !ledger.interventions().isRecalled("a"));
  }

  private void archive(boolean rejectionNotes) {
    Delivery archive =
        new Delivery() {
          @Override
          public DeliveryOutcome deliver(Work work) {
            onTheWay.run();
            if (reached > 0) {
              work.progress().accepted(reached);
            }
            return stored;
          }

          @Override
          public Optional<Delivery> ofRejections() {
            return Optional.of(
                work -> {
                  works.add(work);
                  meanwhile.run();
                  return noted;
                });
          }
        };
    Target.Archive target =
        new Target.Archive(
            "archive", "PACS", "localhost", 104, "ME", Target.Tls.NONE, true, rejectionNotes);
    Targets before = Objects.requireNonNull(targets.get());
    targets.set(
        new Targets(
            List.of(before.entries().getFirst(), new Targets.Entry(target, archive)), List.of()));
  }

  private Recall recall() {
    return new Recall(
        ledger,
        ledger.interventions(),
        store,
        targets::get,
        (exchange, step) -> rung.add(step),
        () -> now);
  }

  private Recall.Outcome.Done recalled() {
    return (Recall.Outcome.Done) recall().recall("a", RejectionReason.PATIENT_SAFETY, LI);
  }

  private Recall.Outcome.Done undone() {
    return (Recall.Outcome.Done) recall().undo("a", LI);
  }

  private void arriveAndConvert(int revision) {
    arrive("a", Kind.STUDY, revision);
    now = now.plus(QUIET);
    assertThat(steps.run("a", Step.CONVERT)).isEqualTo(Result.DONE);
  }

  private List<Integer> toldOf() {
    return works.stream().flatMap(work -> work.arrivals().stream()).map(Arrival::revision).toList();
  }

  private List<String> lines() {
    return ExchangeView.of(ledger, "a").orElseThrow().story().stream()
        .map(ExchangeView.Line::en)
        .toList();
  }

  @Test
  void isDueOnceTheExchangeIsRecalledAndIsNotWaitedFor() {
    arriveAndConvert(1);
    steps.run("a", "core");
    steps.run("a", "archive");
    works.clear();
    assertThat(ledger.step("a", REJECTION)).isEmpty();

    rung.clear();
    Recall.Outcome.Done said = recalled();
    assertThat(said.en()).endsWith("; told by a rejection note: archive");
    assertThat(said.zh()).endsWith("通知存档：archive");
    assertThat(rung).containsExactly(Step.CONVERT, REJECTION);
    assertThat(ledger.due(REJECTION, now, 9)).hasSize(1);
    assertThat(step(REJECTION).isRequired()).isFalse();

    assertThat(steps.run("a", REJECTION)).isEqualTo(Result.DONE);
    assertThat(toldOf()).containsExactly(1);
    assertThat(lines()).contains("archive was told that revision 1 is rejected: a note");
    assertThat(steps.run("a", REJECTION)).isEqualTo(Result.NOT_DUE);
  }

  @Test
  void whatComesLaterGoesToNoArchiveUntilTheRecallIsTakenBack() {
    arrive("a", Kind.STUDY, 1);
    assertThat(recalled().en()).as("the archive has nothing").endsWith("; not sent to archive");
    now = now.plus(QUIET);
    steps.run("a", Step.CONVERT);
    arriveAndConvert(2);
    assertThat(ledger.steps("a")).extracting(Step::name).doesNotContain("archive", REJECTION);

    undone();
    steps.run("a", Step.CONVERT);
    assertThat(steps.run("a", "archive")).isEqualTo(Result.DONE);
    assertThat(step("archive").done()).isEqualTo(2);
    assertThat(ledger.step("a", REJECTION)).isEmpty();
  }

  @Test
  void whatWasDueBeforeIsDeliveredSinceItMayHaveBegunAndIsRejectedThen() {
    arriveAndConvert(1);
    recalled();
    steps.run("a", Step.CONVERT);
    assertThat(ledger.step("a", REJECTION)).as("nobody knows what is there").isEmpty();
    rung.clear();
    assertThat(steps.run("a", "archive")).isEqualTo(Result.DONE);
    assertThat(rung).contains(REJECTION);
    assertThat(steps.run("a", REJECTION)).isEqualTo(Result.DONE);
    arriveAndConvert(2);
    assertThat(steps.run("a", "archive")).isEqualTo(Result.NOT_DUE);
    assertThat(toldOf()).containsExactly(1);
  }

  @Test
  void whatWasOnItsWayIsRejectedOnceItIsThere() {
    arriveAndConvert(1);
    onTheWay = this::recalled;
    rung.clear();
    assertThat(steps.run("a", "archive")).isEqualTo(Result.DONE);
    assertThat(rung).contains(REJECTION);
    assertThat(steps.run("a", REJECTION)).isEqualTo(Result.DONE);
    assertThat(toldOf()).containsExactly(1);
  }

  @Test
  void aDeliveryThatFailsInTheMiddleIsFinishedSoThatItIsKnownWhatTheArchiveHas() {
    arrive("a", Kind.STUDY, 1);
    arriveAndConvert(2);
    onTheWay = this::recalled;
    stored = new DeliveryOutcome.Retry(null, "connection lost");
    reached = 1;
    assertThat(steps.run("a", "archive")).isEqualTo(Result.PARKED);
    onTheWay = () -> {};
    assertThat(steps.run("a", REJECTION)).isEqualTo(Result.DONE);
    stored = new DeliveryOutcome.Accepted("0000H");
    now = Objects.requireNonNull(step("archive").dueAt());
    assertThat(steps.run("a", "archive")).isEqualTo(Result.DONE);
    assertThat(steps.run("a", REJECTION)).isEqualTo(Result.DONE);
    assertThat(toldOf()).as("each once").containsExactly(1, 2);
  }

  @Test
  void tellsOfThePartThatAnArchiveHasAcceptedBeforeItRefusedTheRest() {
    arrive("a", Kind.STUDY, 1);
    arriveAndConvert(2);
    stored = new DeliveryOutcome.Refused("A900H");
    reached = 1;
    assertThat(steps.run("a", "archive")).isEqualTo(Result.QUARANTINED);
    Recall.Outcome.Done said = recalled();
    assertThat(said.en()).contains("archive has refused object 2").contains("by hand");
    assertThat(said.zh()).contains("第 2 个对象");
    steps.run("a", REJECTION);
    assertThat(toldOf()).containsExactly(1);
  }

  @Test
  void aRefusalWhileItIsRecalledRejectsWhatWasAccepted() {
    arrive("a", Kind.STUDY, 1);
    arriveAndConvert(2);
    onTheWay = this::recalled;
    stored = new DeliveryOutcome.Refused("A900H");
    reached = 1;
    rung.clear();
    steps.run("a", "archive");
    assertThat(rung).contains(REJECTION);
    assertThat(lines()).anyMatch(line -> line.contains("archive has refused object 2"));
    steps.run("a", REJECTION);
    assertThat(toldOf()).containsExactly(1);
  }

  @Test
  void aRecallThatIsTakenBackBeforeTheArchiveWasToldTellsItNothing() {
    arriveAndConvert(1);
    steps.run("a", "archive");
    recalled();
    assertThat(undone().en()).isEqualTo("Li: wrong patient");
    assertThat(steps.run("a", REJECTION)).isEqualTo(Result.NOT_DUE);
    assertThat(toldOf()).isEmpty();
    assertThat(step(REJECTION).proof()).isEqualTo("not told: the recall was taken back");
    assertThat(ExchangeView.Outcome.of(step(REJECTION))).isEqualTo(ExchangeView.Outcome.DONE);
  }

  @Test
  void aRecallThatIsTakenBackAfterwardsSaysWhereAPersonRestores() {
    arriveAndConvert(1);
    steps.run("a", "archive");
    recalled();
    steps.run("a", REJECTION);
    Recall.Outcome.Done said = undone();
    assertThat(said.en()).contains("to be restored there by hand").endsWith(": archive");
    assertThat(said.zh()).contains("人工恢复：archive");

    recalled();
    assertThat(steps.run("a", REJECTION)).as("a new recall is told anew").isEqualTo(Result.DONE);
    assertThat(toldOf()).containsExactly(1, 1);
  }

  @Test
  void aNoteOnItsWayWhenTheRecallIsTakenBackIsTold() {
    arriveAndConvert(1);
    steps.run("a", "archive");
    recalled();
    meanwhile = this::undone;
    steps.run("a", REJECTION);
    assertThat(lines())
        .anyMatch(line -> line.contains("on its way to archive already: to be restored"));
  }

  @Test
  void aTryThatFailsWhileTheRecallIsTakenBackIsNotTriedAgain() {
    arriveAndConvert(1);
    steps.run("a", "archive");
    recalled();
    meanwhile = this::undone;
    noted = new DeliveryOutcome.Retry(null, "connection refused");
    steps.run("a", REJECTION);
    assertThat(step(REJECTION).troubleIfAny()).isEmpty();
    assertThat(ExchangeView.Outcome.of(step(REJECTION))).isEqualTo(ExchangeView.Outcome.DONE);
  }

  @Test
  void anArchiveThatTakesNoNoteWaitsForAPerson() {
    arriveAndConvert(1);
    steps.run("a", "archive");
    recalled();
    noted = new DeliveryOutcome.Refused("PACS takes no rejection notes");
    assertThat(steps.run("a", REJECTION)).isEqualTo(Result.QUARANTINED);
    assertThat(lines())
        .anyMatch(line -> line.contains("archive does not take the rejection note, a person must"));
    assertThat(ExchangeView.of(ledger, "a").orElseThrow().story())
        .anyMatch(line -> line.zh().contains("须在该存档中人工拒绝"));
  }

  @Test
  void whereNoNoteIsWantedTheStorySaysSo() {
    archive(false);
    arriveAndConvert(1);
    steps.run("a", "archive");
    assertThat(recalled().en()).contains("to be rejected there by hand").endsWith(": archive");
    assertThat(ledger.step("a", REJECTION)).isEmpty();
    assertThat(undone().en()).contains("if it was rejected there: archive");
  }

  @Test
  void whereNoNoteIsWantedTheStoryTellsOfWhatWasOnItsWay() {
    archive(false);
    arriveAndConvert(1);
    onTheWay = this::recalled;
    steps.run("a", "archive");
    assertThat(ledger.step("a", REJECTION)).isEmpty();
    assertThat(lines()).anyMatch(line -> line.contains("more of it is at archive"));
  }

  @Test
  void aReplayOfWhatIsRecalledTellsTheArchiveAgain() {
    arriveAndConvert(1);
    steps.run("a", "archive");
    recalled();
    steps.run("a", Step.CONVERT);
    steps.run("a", REJECTION);
    Replay replay =
        new Replay(
            ledger,
            ledger.interventions(),
            store,
            targets::get,
            (exchange, step) -> rung.add(step),
            () -> now);
    replay.exchange("a", Optional.empty(), LI);
    steps.run("a", Step.CONVERT);
    assertThat(steps.run("a", "archive")).as("gets no object again").isEqualTo(Result.NOT_DUE);
    assertThat(step("archive").isDone()).isTrue();
    assertThat(steps.run("a", REJECTION)).isEqualTo(Result.DONE);
    assertThat(toldOf()).containsExactly(1, 1);
  }

  @Test
  void aReplayAfterARecallWasTakenBackLeavesNothingWaiting() {
    arriveAndConvert(1);
    steps.run("a", "archive");
    recalled();
    steps.run("a", Step.CONVERT);
    steps.run("a", REJECTION);
    undone();
    steps.run("a", Step.CONVERT);
    new Replay(
            ledger,
            ledger.interventions(),
            store,
            targets::get,
            (exchange, step) -> rung.add(step),
            () -> now)
        .exchange("a", Optional.empty(), LI);
    steps.run("a", Step.CONVERT);
    steps.run("a", "archive");
    assertThat(ExchangeView.Outcome.of(step(REJECTION))).isEqualTo(ExchangeView.Outcome.DONE);
    assertThat(toldOf()).containsExactly(1);
  }

  @Test
  void whatIsDueIsDueAfterARestart() throws IOException {
    arriveAndConvert(1);
    steps.run("a", "archive");
    recalled();
    store.close();
    ledger.close();
    ledger = SqlLedger.open(SqlLedger.Options.in(dir.resolve("ledger")));
    store =
        SegmentStore.open(SegmentStore.Options.in(dir.resolve("store")), ledger.committedEnds());
    now = now.plusSeconds(60);
    steps = newSteps();
    assertThat(ledger.due(REJECTION, now, 9)).extracting(Ledger.Due::step).contains(REJECTION);
    assertThat(steps.run("a", REJECTION)).isEqualTo(Result.DONE);
    assertThat(works.getLast().triedBefore()).isTrue();
    assertThat(ledger.interventions().recalled("a").orElseThrow().reason())
        .isEqualTo(RejectionReason.PATIENT_SAFETY);
  }
}
