package org.farsight.exchange;

import java.time.Duration;

/** Is told what steps do: for counts and logs. Called by many threads; must not throw. */
public interface StepListener {

  /**
   * A step was run.
   *
   * @param exchange as it stood when it began
   * @param step its name
   * @param took how long it worked
   */
  void finished(Exchange exchange, String step, Steps.Result result, Duration took);

  /**
   * A long delivery has come this far, durably.
   *
   * @param revision all arrivals up to this one have been accepted
   */
  void progressed(Exchange exchange, String step, int revision);

  /**
   * A step threw what nobody foresaw and was parked. The message of the cause may hold anything:
   * only its class and place belong into a log that people share.
   */
  void unexpected(Exchange exchange, String step, Throwable cause);
}
