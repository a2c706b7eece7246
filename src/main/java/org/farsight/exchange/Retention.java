package org.farsight.exchange;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiPredicate;

/**
 * How long the bytes of what was received are kept, and how long the ledger tells of it. An
 * exchange's time counts from the last byte of any of its objects. Nothing is swept before its
 * proof is safe, however old it is; see {@link #isProven}.
 *
 * @param studies how long the objects of studies are kept; empty: for ever
 * @param ecgs how long ECGs that are no DICOM objects are kept; empty: for ever
 * @param most bytes of the store above which the oldest exchanges are swept before their time, but
 *     not within {@link #LEAST}; empty: no matter how many
 * @param ledger how long the ledger tells of what was swept; empty: for ever
 */
public record Retention(
    Optional<Duration> studies,
    Optional<Duration> ecgs,
    OptionalLong most,
    Optional<Duration> ledger) {

  /** Nothing is ever swept. */
  public static final Retention FOREVER =
      new Retention(Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty());

  /** Within this time nothing is swept for want of room: a late image may still come. */
  public static final Duration LEAST = Duration.ofDays(1);

  /**
   * How long the bytes of this kind of exchange are kept. What was said about an order, and what
   * was signed, is kept for ever: it is small, no target has the very bytes, and each new word is
   * read with those before.
   */
  public Optional<Duration> payload(Kind kind) {
    return switch (kind) {
      case STUDY -> studies;
      case ECG -> ecgs;
      case ORDER, PATIENT, REPORT, CRITICAL -> Optional.empty();
    };
  }

  /** The longest time for which bytes of any kind are kept; empty where one is kept for ever. */
  public Optional<Duration> longest() {
    return studies.flatMap(one -> ecgs.map(other -> one.compareTo(other) > 0 ? one : other));
  }

  /** Whether any rule says that something goes. */
  public boolean sweeps() {
    return studies.isPresent() || ecgs.isPresent() || most.isPresent() || ledger.isPresent();
  }

  /**
   * Whether the bytes of an exchange are safe elsewhere: each required target has accepted the
   * newest revision, no step is open, parked or quarantined, and at least one target has the very
   * bytes. An archive that was once told to reject them may have removed them (IHE RAD-66): it
   * proves nothing any more. Whether a device still waits for a storage commitment, and whether the
   * exchange is recalled, is asked beside this.
   *
   * @param steps all of the exchange's
   * @param holdsBytes whether a target, by kind and name, keeps the bytes that it accepts
   */
  public static boolean isProven(
      Exchange exchange, List<Step> steps, BiPredicate<Kind, String> holdsBytes) {
    boolean delivered = State.of(exchange.revision(), steps) == State.DELIVERED;
    boolean nothingOpen =
        steps.stream().allMatch(step -> step.done() >= step.wanted() && step.trouble() == null);
    boolean held =
        steps.stream()
            .filter(step -> step.isRequired() && step.done() >= exchange.revision())
            .anyMatch(step -> holdsBytes.test(exchange.kind(), step.name()));
    boolean rejected =
        steps.stream().anyMatch(step -> step.name().endsWith(Step.REJECTION) && step.done() > 0);
    return delivered && nothingOpen && held && !rejected;
  }
}
