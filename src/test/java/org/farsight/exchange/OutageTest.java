package org.farsight.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.farsight.exchange.DeliveryOutcome.Accepted;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.DeliveryOutcome.Retry;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.exchange.TargetStatus.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One of two targets is down for six hours, by a clock that the test drives, while ECGs come in and
 * go to the other one. The ledger, the steps and the circuits are the real ones; the sweep is that
 * of the engine without a broker. {@code -Dfarsight.outage.every-seconds} sets how often an ECG
 * comes (120).
 */
@Timeout(1800)
class OutageTest extends StepsFixture {
  private static final Duration BEFORE = Duration.ofMinutes(10);
  private static final Duration OUTAGE = Duration.ofHours(6);
  private static final Duration AFTER = Duration.ofHours(2);

  /** What the target takes in a second when it is well. */
  private static final int PER_SECOND = 20;

  private static final int PORTION = 500;
  private static final long MOST_GROWTH = 4 << 20;

  private final int every = Integer.getInteger("farsight.outage.every-seconds", 120);
  private final Map<String, Came> came = new HashMap<>();
  private final List<Taken> taken = new ArrayList<>();
  private final List<Duration> atArchive = new ArrayList<>();
  private final List<Long> heap = new ArrayList<>();
  private int calls;
  private int callsWhileDown;

  private record Came(Priority priority, Instant at) {}

  private record Taken(String exchange, Came came, Instant at) {}

  @Test
  void allThatWaitedArrivesOnceAndTheMostUrgentFirst() {
    targets.set(
        new Targets(
            List.of(
                new Targets.Entry(
                    new Target.FhirServer("core", "http://localhost/fhir"), this::core),
                new Targets.Entry(
                    new Target.Archive("archive", "PACS", "localhost", 104, "ME"),
                    this::archive))));
    Instant back = T0.plus(BEFORE).plus(OUTAGE);
    Instant nextArrival = T0;
    Instant nextLook = T0.plus(BEFORE);
    while (now.isBefore(back.plus(AFTER)) && (now.isBefore(back) || taken.size() < came.size())) {
      if (!now.isBefore(nextArrival)) {
        arrive(came.size());
        nextArrival = nextArrival.plusSeconds(every);
      }
      sweep(Step.CONVERT, PORTION);
      sweep("archive", PORTION);
      sweep("core", PER_SECOND);
      if (isDown() && !now.isBefore(nextLook)) {
        heap.add(used());
        nextLook = nextLook.plus(Duration.ofHours(1));
      }
      now = now.plusSeconds(isDown() && now.isBefore(back) ? Math.min(10, every) : 1);
    }
    print(back);

    assertThat(taken)
        .extracting(Taken::exchange)
        .containsExactlyInAnyOrderElementsOf(came.keySet());
    inOrderOfUrgencyThenOfAge(back);
    noMoreThanProbesWhileItWasDown();
    assertThat(perSecond(back).subList(0, 5)).as("a ramp").containsExactly(1, 2, 4, 8, 16);
    assertThat(perSecond(back)).allMatch(count -> count <= PER_SECOND);
    assertThat(atArchive).as("nobody else waits").hasSize(came.size()).containsOnly(Duration.ZERO);
    assertThat(heap.getLast() - heap.getFirst()).as("bytes more %s", heap).isLessThan(MOST_GROWTH);
    assertThat(ledger.openSteps()).isEmpty();
  }

  private boolean isUp() {
    return now.isBefore(T0.plus(BEFORE)) || !now.isBefore(T0.plus(BEFORE).plus(OUTAGE));
  }

  private boolean isDown() {
    return circuits.statuses().getFirst().stage() == Stage.DOWN;
  }

  private DeliveryOutcome core(Delivery.Work work) {
    calls++;
    if (isUp()) {
      String id = work.exchange().id();
      taken.add(new Taken(id, cameOf(id), now));
      return new Accepted("Task/1");
    }
    callsWhileDown++;
    return new Retry(null, "connection refused", Cause.TARGET);
  }

  private DeliveryOutcome archive(Delivery.Work work) {
    atArchive.add(Duration.between(cameOf(work.exchange().id()).at(), now));
    return new Accepted("0000H");
  }

  private Came cameOf(String id) {
    return Objects.requireNonNull(came.get(id));
  }

  /** Of 20 one is STAT, two are urgent. */
  private void arrive(int number) {
    String id = "e%06d".formatted(number);
    Priority priority =
        number % 20 == 7 ? Priority.STAT : number % 10 == 3 ? Priority.URGENT : Priority.ROUTINE;
    arrive(id, Kind.ECG, 1);
    if (priority != Priority.ROUTINE) {
      ledger.<Void>write(
          tx -> {
            tx.raise(id, priority);
            return null;
          });
    }
    came.put(id, new Came(priority, now));
  }

  /** As the engine's bells do, with one consumer. */
  private void sweep(String step, int most) {
    int room = circuits.room(step, now, PORTION);
    if (room > 0) {
      ledger
          .due(step, now, Math.min(room, most))
          .forEach(due -> steps.run(due.exchange().id(), step));
    }
  }

  /** What waited when it came back; the first is the probe. */
  private List<Taken> backlog(Instant back) {
    return taken.stream()
        .filter(one -> one.came().at().isBefore(back) && !one.at().isBefore(back))
        .toList();
  }

  private void inOrderOfUrgencyThenOfAge(Instant back) {
    List<Taken> backlog = backlog(back);
    assertThat(backlog).hasSizeGreaterThan((int) (OUTAGE.toSeconds() / every) - 10);
    assertThat(backlog.getFirst().came().priority()).as("the probe").isEqualTo(Priority.STAT);
    assertThat(backlog.subList(1, backlog.size()))
        .isSortedAccordingTo(
            Comparator.comparing((Taken one) -> one.came().priority())
                .reversed()
                .thenComparing(one -> one.came().at()));
  }

  private void noMoreThanProbesWhileItWasDown() {
    assertThat(callsWhileDown)
        .isBetween(1, CircuitRule.DEFAULT.failures() + 5 + (int) OUTAGE.toMinutes());
    assertThat(calls).as("each once, but for the probes").isEqualTo(callsWhileDown + came.size());
    long parked =
        came.keySet().stream()
            .flatMap(id -> ledger.story(id).stream())
            .filter(line -> line.event() == Event.PARKED)
            .count();
    assertThat(parked).isLessThanOrEqualTo(callsWhileDown);
    assertThat(told).hasSize(2);
    assertThat(told.getFirst()).isEqualTo("core down: connection refused");
    assertThat(told.getLast()).startsWith("core back after 2");
  }

  /** Accepted in each second from the first acceptance on. */
  private List<Integer> perSecond(Instant back) {
    Map<Instant, Integer> counts = new HashMap<>();
    List<Taken> after = taken.stream().filter(one -> !one.at().isBefore(back)).toList();
    after.forEach(one -> counts.merge(one.at(), 1, Integer::sum));
    List<Integer> seconds = new ArrayList<>();
    Instant last = after.getLast().at();
    for (Instant at = after.getFirst().at(); !at.isAfter(last); at = at.plusSeconds(1)) {
      seconds.add(counts.getOrDefault(at, 0));
    }
    return seconds;
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private void print(Instant back) {
    List<Taken> backlog = backlog(back);
    Instant first = backlog.getFirst().at();
    System.out.printf(
        "down for %d h, an ECG each %d s: %d waited; %d calls while it was down; first accepted %d"
            + " s after it was back, the last %d s later, STAT all after %d s; heap each hour %s"
            + " MB%n",
        OUTAGE.toHours(),
        every,
        backlog.size(),
        callsWhileDown,
        Duration.between(back, first).toSeconds(),
        Duration.between(first, backlog.getLast().at()).toSeconds(),
        backlog.stream()
            .filter(one -> one.came().priority() == Priority.STAT)
            .mapToLong(one -> Duration.between(first, one.at()).toSeconds())
            .max()
            .orElse(0),
        heap.stream().map(bytes -> "%.1f".formatted(bytes / 1e6)).toList());
    System.out.println("accepted per second: " + perSecond(back).stream().limit(40).toList());
  }
}
