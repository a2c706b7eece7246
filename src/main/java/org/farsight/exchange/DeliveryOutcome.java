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
   * @param cause where the trouble lies, as far as one can tell
   */
  record Retry(@Nullable Duration after, String why, Cause cause) implements DeliveryOutcome {

    /** Trouble that lies with the exchange. */
    public Retry(@Nullable Duration after, String why) {
      this(after, why, Cause.EXCHANGE);
    }

    /** The wait the receiver asked for, if it did. */
    public Optional<Duration> afterIfAsked() {
      return Optional.ofNullable(after);
    }
  }

  /** Where trouble lies that may pass: whether other exchanges would fare any better. */
  enum Cause {
    /** With this exchange, or on our side: others may well be accepted. */
    EXCHANGE,
    /** With the target: it is not there, or takes nothing at present. Nothing was handed over. */
    TARGET,
    /**
     * With the one or the other; what was sent may have been accepted all the same. Where it
     * happens to one exchange after the other, it is the target.
     */
    EITHER
  }

  /**
   * It will never work as it is: a person must decide.
   *
   * @param why in plain words, without patient data
   */
  record Refused(String why) implements DeliveryOutcome {}
}
