package org.farsight.camel;

import java.time.Duration;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.farsight.exchange.Step;
import org.farsight.exchange.Steps;

/** The bean {@code step}: answers a bell by running the step it rings for. */
public final class RunStep {

  private final Bells bells;
  private final Steps steps;
  private final Turns turns = new Turns(Duration.ofSeconds(1));

  /** Runs steps of the heart. */
  public RunStep(Bells bells, Steps steps) {
    this.bells = bells;
    this.steps = steps;
  }

  /**
   * Runs the step if it is due; one that is not costs one look into the ledger. A drawing lets
   * conversions go first.
   *
   * @param exchangeId body of the message
   * @param step name of the step
   */
  public void run(@Body String exchangeId, @Header("step") String step) {
    bells.answered(exchangeId, step);
    Runnable run = () -> steps.run(exchangeId, step);
    if (step.equals(Step.CONVERT)) {
      turns.first(run);
    } else if (step.endsWith(Step.DRAWING)) {
      turns.last(run);
    } else {
      run.run();
    }
  }
}
