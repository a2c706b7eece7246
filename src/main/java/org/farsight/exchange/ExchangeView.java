package org.farsight.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An exchange as people and programs outside see it, gathered from the ledger. No patient data but
 * the accession number, which staff ask by.
 *
 * @param exchange as it stands
 * @param state the word shown
 * @param totals counts of its arrivals
 * @param steps its steps, the conversion first
 * @param quarantined what was kept back because of it
 * @param order which order it belongs to, where that was asked
 * @param reports the reports on it, with how far each has come back to its branch
 * @param story what happened, oldest first
 */
public record ExchangeView(
    Exchange exchange,
    State state,
    Ledger.Totals totals,
    List<Step> steps,
    List<QuarantineEntry> quarantined,
    Optional<OrderMatch> order,
    List<ReportReturn> reports,
    List<Line> story) {

  /**
   * One line of the story in plain words.
   *
   * @param at when
   * @param en in English
   * @param zh in Simplified Chinese
   */
  public record Line(Instant at, String en, String zh) {}

  /** Gathers what the ledger knows; empty where there is no such exchange. */
  public static Optional<ExchangeView> of(Ledger ledger, String exchangeId) {
    return ledger.exchange(exchangeId).map(exchange -> of(ledger, exchange));
  }

  private static ExchangeView of(Ledger ledger, Exchange exchange) {
    List<Step> steps = ledger.steps(exchange.id());
    Ledger.Totals totals = ledger.totals(exchange.id());
    List<ReportReturn> reports =
        exchange.kind().isExamination() ? ledger.reports(exchange.id()) : List.of();
    List<Line> story = new ArrayList<>();
    story.add(Words.arrived(exchange, totals));
    ledger.story(exchange.id()).stream().map(Words::line).forEach(story::add);
    story.sort(Comparator.comparing(Line::at));
    return new ExchangeView(
        exchange,
        State.of(exchange.revision(), steps, ledger.read(exchange.id()), reports),
        totals,
        steps,
        ledger.quarantineOf(exchange.id()),
        ledger.orderMatch(exchange.id()),
        reports,
        story);
  }

  /** One arrival of an exchange in plain words, with the digest of its bytes. */
  public static Line line(Arrival arrival) {
    return Words.arrived(arrival);
  }

  /** How a step stands: one word. */
  public enum Outcome {
    /** The newest wanted revision is done. */
    DONE,
    /** Waits for its time or for a worker. */
    WAITING,
    /** Did not work; tried again by itself. */
    PARKED,
    /** Will never work as it is; a person must decide. */
    QUARANTINED;

    /** Derives the word from a step. */
    public static Outcome of(Step step) {
      Step.@Nullable Trouble trouble = step.trouble();
      if (trouble != null) {
        return trouble.parked() ? PARKED : QUARANTINED;
      }
      return step.isDone() ? DONE : WAITING;
    }
  }
}
