package org.farsight.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Cases;

/**
 * Reading tasks that another client of the FHIR server has changed against the table of moves. Each
 * is a finding for a day, or until a lawful move follows; nothing is undone.
 */
final class ReadingConflicts implements Rule {
  private static final Duration SHOWN = Duration.ofDays(1);
  private static final int MOST = 100;

  private final Cases cases;

  ReadingConflicts(Cases cases) {
    this.cases = cases;
  }

  @Override
  public Alarm.Kind kind() {
    return Alarm.Kind.READING_CONFLICT;
  }

  @Override
  public List<Finding> look(Instant now, Set<String> open) {
    return cases.conflicts(now.minus(SHOWN), MOST).stream()
        .flatMap(
            one ->
                one.conflict().stream()
                    .map(
                        wrong ->
                            Finding.of(
                                kind(),
                                one.id(),
                                one.task().reference() + ": " + wrong.words().en(),
                                one.task().reference() + ":" + wrong.words().zh())))
        .toList();
  }
}
