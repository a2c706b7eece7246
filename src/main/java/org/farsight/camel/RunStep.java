package org.farsight.camel;

import org.apache.camel.Body;
import org.apache.camel.Header;
import org.farsight.exchange.Steps;

/** The bean {@code step}: answers a bell by running the step it rings for. */
public final class RunStep {

  private final Bells bells;
  private final Steps steps;

  /** Runs steps of the heart. */
  public RunStep(Bells bells, Steps steps) {
    this.bells = bells;
    this.steps = steps;
  }

  /**
   * Runs the step if it is due; one that is not costs one look into the ledger.
   *
   * @param exchangeId body of the message
   * @param step name of the step
   */
  public void run(@Body String exchangeId, @Header("step") String step) {
    bells.answered(exchangeId, step);
    steps.run(exchangeId, step);
  }
}
