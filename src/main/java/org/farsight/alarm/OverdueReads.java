package org.farsight.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Cases;
import org.farsight.exchange.ReadingCase;

/**
 * Cases that were not read in the time set for it: one finding for each site whose cases nobody has
 * taken, and one for each reader who has some and lets them lie.
 */
final class OverdueReads implements Rule {
  private static final int MOST = 10_000;

  private final Cases cases;

  OverdueReads(Cases cases) {
    this.cases = cases;
  }

  @Override
  public Alarm.Kind kind() {
    return Alarm.Kind.READING_OVERDUE;
  }

  @Override
  public List<Finding> look(Instant now, Set<String> open) {
    // the longest overdue first, also within each of these
    Map<String, List<ReadingCase>> waiting = new TreeMap<>();
    Map<String, List<ReadingCase>> lying = new TreeMap<>();
    for (ReadingCase one : cases.overdue(now, MOST)) {
      boolean taken = one.task().isClaimed();
      (taken ? lying : waiting)
          .computeIfAbsent(
              taken ? one.task().owner().id() : one.siteId(), subject -> new ArrayList<>())
          .add(one);
    }
    List<Finding> found = new ArrayList<>();
    waiting.forEach(
        (site, theirs) ->
            found.add(
                Finding.of(
                    kind(),
                    site,
                    theirs.size()
                        + " cases of "
                        + site
                        + " are overdue and nobody has taken them; "
                        + longest(theirs, now, " for ", " min"),
                    site
                        + " 有 "
                        + theirs.size()
                        + " 个检查阅片超时且无人领取；最久的 "
                        + longest(theirs, now, " 已超时 ", " 分钟"))));
    lying.forEach(
        (reader, theirs) ->
            found.add(
                Finding.of(
                    kind(),
                    "reader " + reader,
                    theirs.size()
                        + " cases that "
                        + theirs.getFirst().task().owner().name()
                        + " has taken are overdue; "
                        + longest(theirs, now, " for ", " min"),
                    theirs.getFirst().task().owner().name()
                        + " 领取的 "
                        + theirs.size()
                        + " 个检查阅片超时；最久的 "
                        + longest(theirs, now, " 已超时 ", " 分钟"))));
    return found;
  }

  private static String longest(
      List<ReadingCase> cases, Instant now, String between, String after) {
    ReadingCase first = cases.getFirst();
    long minutes = first.left(now).orElse(Duration.ZERO).negated().toMinutes();
    return first.id() + between + minutes + after;
  }
}
