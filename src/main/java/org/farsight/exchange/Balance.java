package org.farsight.exchange;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.farsight.exchange.Balances.AtTarget;
import org.farsight.exchange.Balances.Difference;
import org.farsight.exchange.Balances.KeptBack;
import org.farsight.exchange.Balances.Owing;
import org.farsight.exchange.Balances.Received;
import org.farsight.exchange.Balances.Span;

/**
 * What began at a site on a day: received = at each archive = referenced at each FHIR server, with
 * each difference named. Seen from now: what came late to an exchange counts on the day it began.
 *
 * @param site whose
 * @param day in the site's zone
 * @param received what came
 * @param targets what each target has of it
 * @param reads how much of it was read, and went back to the branch
 * @param keptBack what was kept back that day, the first of it
 */
public record Balance(
    Site site,
    LocalDate day,
    Received received,
    List<Line> targets,
    Balances.Reads reads,
    List<KeptBack> keptBack) {

  /** Takes copies. */
  public Balance {
    targets = List.copyOf(targets);
    keptBack = List.copyOf(keptBack);
  }

  /**
   * What a target has.
   *
   * @param differences what it has not, the first of it
   */
  public record Line(Target target, AtTarget at, List<Difference> differences) {
    /** Takes a copy. */
    public Line {
      differences = List.copyOf(differences);
    }
  }

  /** Adds it up, naming so many differences of each target at most. */
  public static Balance of(
      Balances balances, Site site, LocalDate day, List<Target> targets, int most) {
    Span span = span(site, day, day.plusDays(1));
    return new Balance(
        site,
        day,
        balances.received(span),
        targets.stream().map(target -> line(balances, span, target, most)).toList(),
        balances.reads(span),
        balances.keptBack(span, most));
  }

  private static Line line(Balances balances, Span span, Target target, int most) {
    Owing owing = Owing.to(target);
    AtTarget at = balances.at(span, owing);
    return new Line(
        target, at, at.isBalanced() ? List.of() : balances.differences(span, owing, most));
  }

  /** From the beginning of a day to the beginning of another, at a site. */
  static Span span(Site site, LocalDate from, LocalDate to) {
    ZoneId zone = site.zone();
    return new Span(
        site.id(), from.atStartOfDay(zone).toInstant(), to.atStartOfDay(zone).toInstant());
  }

  /**
   * Whether each target has all that it is owed, each report is back at the branch, and no person
   * need decide about anything. What is yet to be read is no difference.
   */
  public boolean isBalanced() {
    return targets.stream().allMatch(line -> line.at().isBalanced())
        && reads.isBalanced()
        && keptBack.stream().allMatch(KeptBack::settled);
  }
}
