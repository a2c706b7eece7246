package org.farsight.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.farsight.exchange.Steps.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a target is handed once it has accepted an ECG: nobody waits for it, nothing loses it. */
class DrawingStepTest extends StepsFixture {
  private static final String DRAWING = "core" + Step.DRAWING;

  private DeliveryOutcome drawn = new DeliveryOutcome.Accepted("1 drawing");

  @BeforeEach
  void drawings() {
    Targets plain = Objects.requireNonNull(targets.get());
    targets.set(
        new Targets(
            List.of(plain.entries().getFirst()),
            List.of(new Targets.Afterwards("core", work -> drawn))));
    conversion = (exchange, site, arrivals) -> converted(true);
  }

  private static Conversion.Outcome converted(boolean drawable) {
    return new Conversion.Outcome.Converted(
        "{}".getBytes(StandardCharsets.UTF_8),
        List.of(),
        List.of(),
        true,
        Priority.ROUTINE,
        List.of(),
        drawable);
  }

  @Test
  void isDueOnlyOnceTheTargetHasTheEcg() {
    arrive("a", Kind.ECG, 1);
    steps.run("a", Step.CONVERT);
    assertThat(steps.run("a", DRAWING)).isEqualTo(Result.NOT_DUE);
    assertThat(ExchangeView.Outcome.of(step(DRAWING))).isEqualTo(ExchangeView.Outcome.WAITING);

    rung.clear();
    assertThat(steps.run("a", "core")).isEqualTo(Result.DONE);
    assertThat(rung).containsExactly(DRAWING);
    assertThat(ledger.due(DRAWING, now, 9)).extracting(Ledger.Due::step).containsExactly(DRAWING);
    assertThat(state()).as("the drawing is not waited for").isEqualTo(State.DELIVERED);

    assertThat(steps.run("a", DRAWING)).isEqualTo(Result.DONE);
    assertThat(step(DRAWING).proof()).isEqualTo("1 drawing");
    assertThat(ExchangeView.of(ledger, "a").orElseThrow().story())
        .anyMatch(line -> line.en().equals("core.drawing accepted revision 1: 1 drawing"));
  }

  @Test
  void isTriedAgainByItselfAndChangesNoWord() {
    arrive("a", Kind.ECG, 1);
    steps.run("a", Step.CONVERT);
    steps.run("a", "core");
    drawn = new DeliveryOutcome.Retry(null, "connection refused");
    assertThat(steps.run("a", DRAWING)).isEqualTo(Result.PARKED);
    assertThat(state()).isEqualTo(State.DELIVERED);
    drawn = new DeliveryOutcome.Accepted("1 drawing");
    now = Objects.requireNonNull(step(DRAWING).dueAt());
    assertThat(steps.run("a", DRAWING)).isEqualTo(Result.DONE);
  }

  @Test
  void followsEachNewRevision() {
    arrive("a", Kind.ECG, 1);
    steps.run("a", Step.CONVERT);
    steps.run("a", "core");
    steps.run("a", DRAWING);
    arrive("a", Kind.ECG, 2);
    steps.run("a", Step.CONVERT);
    assertThat(steps.run("a", DRAWING)).isEqualTo(Result.NOT_DUE);
    steps.run("a", "core");
    assertThat(steps.run("a", DRAWING)).isEqualTo(Result.DONE);
    assertThat(step(DRAWING).done()).isEqualTo(2);
  }

  @Test
  void isNotThereForWhatCannotBeDrawn() {
    conversion = (exchange, site, arrivals) -> converted(false);
    arrive("a", Kind.STUDY, 1);
    now = now.plus(QUIET);
    steps.run("a", Step.CONVERT);
    steps.run("a", "core");
    assertThat(ledger.steps("a")).extracting(Step::name).containsExactly(Step.CONVERT, "core");
  }
}
