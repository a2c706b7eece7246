package org.farsight.exchange;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of handing something over. Expected trouble is a value, not an exception. */
public sealed interface DeliveryOutcome {

  /**
   * The receiver has it.
   *
   * @param proof what the receiver said, such as a DIMSE status or FHIR version
   */
  record Accepted(String proof) implements DeliveryOutcome {}

  /**
   * It did not work this time; trying again may help.
   *
   * @param after a wait the receiver asked for; null: the retry policy decides
   * @param why in plain words, without patient data
   */
  record Retry(@Nullable Duration after, String why) implements DeliveryOutcome {
    /** The wait the receiver asked for, if it did. */
    public Optional<Duration> afterIfAsked() {
      return Optional.ofNullable(after);
    }
  }

  /**
   * It will never work as it is: a person must decide.
   *
   * @param why in plain words, without patient data
   */
  record Refused(String why) implements DeliveryOutcome {}
}
