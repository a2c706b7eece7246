package org.farsight.alarm;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Alarms;
import org.farsight.exchange.Cases;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.Figures;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Target;
import org.farsight.exchange.TargetStatus;

/**
 * Lets the rules look now and then, raises an alarm for each cause that is new, ends those whose
 * cause has gone and stayed away for a while, and hands both to the channels. While a target is
 * down nothing else is raised about it: that is one cause.
 */
public final class AlarmDesk implements AutoCloseable {

  /** Changed words of an open alarm are noted so often at most. */
  private static final Duration DESCRIBE_EVERY = Duration.ofMinutes(10);

  private final Ports ports;
  private final Supplier<AlarmRules> limits;
  private final List<Rule> rules;
  private final Map<Alarm.Cause, Instant> goneSince = new HashMap<>();
  private final Map<Alarm.Cause, Instant> described = new HashMap<>();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("alarms").daemon().factory());
  private volatile List<Courier> couriers = List.of();

  /**
   * What the desk works with.
   *
   * @param alarms of the same ledger
   * @param engine name by which people know this engine
   * @param zone in which people read times
   */
  public record Ports(
      Ledger ledger,
      Alarms alarms,
      AlarmListener listener,
      InstantSource clock,
      String engine,
      ZoneId zone) {}

  /**
   * What the rules look at.
   *
   * @param sites in force now
   * @param targets in force now
   * @param statuses how each of them stands now
   * @param disks asked at each look
   * @param certificates in use since the start
   * @param cases to be read
   * @param criticals critical values that branches are told of
   */
  public record Watched(
      Figures figures,
      Supplier<Sites> sites,
      Supplier<List<Target>> targets,
      Supplier<List<TargetStatus>> statuses,
      Supplier<List<DiskSpace>> disks,
      List<CertificateEnd> certificates,
      Cases cases,
      CriticalValues criticals) {}

  /** A desk that looks at these by the limits in force; it begins with {@link #start}. */
  public AlarmDesk(Ports ports, Supplier<AlarmRules> limits, Watched watched) {
    this(
        ports,
        limits,
        List.of(
            new DownTargets(watched.statuses(), limits),
            new SilentSites(watched.figures(), watched.sites(), limits, ports.clock().instant()),
            new Backlogs(watched.figures(), limits),
            new FullDisks(watched.disks(), limits),
            new OverdueClocks(watched.figures(), watched.targets(), limits),
            new EndingCertificates(watched.certificates(), limits),
            new OverdueReads(watched.cases()),
            new ReadingConflicts(watched.cases()),
            new UntoldCriticals(watched.criticals()),
            new UnansweredCriticals(watched.criticals())));
  }

  AlarmDesk(Ports ports, Supplier<AlarmRules> limits, List<Rule> rules) {
    this.ports = ports;
    this.limits = limits;
    this.rules = List.copyOf(rules);
    // once it is shut down, a look that is due later is not wanted, nor is asking for one a fault
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  /** Begins to look. */
  public void start() {
    thread.execute(this::lookAndAgain);
  }

  private void lookAndAgain() {
    try {
      look();
    } catch (RuntimeException e) {
      ports.listener().unexpected("looking for alarms", e);
    }
    var unused =
        thread.schedule(
            this::lookAndAgain, limits.get().lookEvery().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Tells over these channels from now on; what was to be told over others stays noted. */
  public synchronized void tellOver(List<? extends Channel> channels) {
    List<Courier> before = couriers;
    couriers = List.of();
    before.forEach(Courier::close);
    couriers = channels.stream().map(channel -> new Courier(ports, channel)).toList();
  }

  /** Looks once. */
  synchronized void look() {
    Instant now = ports.clock().instant().truncatedTo(ChronoUnit.MICROS);
    Map<Alarm.Cause, Alarm> open = new LinkedHashMap<>();
    ports.alarms().open().forEach(alarm -> open.put(alarm.cause(), alarm));
    Set<Alarm.Kind> looked = EnumSet.noneOf(Alarm.Kind.class);
    Map<Alarm.Cause, Finding> found = found(now, open.keySet(), looked);
    List<Finding> fresh =
        found.values().stream()
            .filter(finding -> !open.containsKey(finding.cause()))
            .filter(finding -> !isImplied(finding.cause(), found.keySet()))
            .toList();
    List<Alarm> over =
        open.values().stream()
            .filter(alarm -> looked.contains(alarm.cause().kind()))
            .filter(alarm -> hasGone(alarm.cause(), found.keySet(), now))
            .toList();
    List<Alarm> other = otherWords(open, found, now);
    if (!fresh.isEmpty() || !over.isEmpty() || !other.isEmpty()) {
      note(fresh, over, other, now);
    }
    ports.listener().open(ports.alarms().open());
    couriers.forEach(Courier::wake);
  }

  private Map<Alarm.Cause, Finding> found(
      Instant now, Set<Alarm.Cause> open, Set<Alarm.Kind> looked) {
    Map<Alarm.Cause, Finding> found = new LinkedHashMap<>();
    for (Rule rule : rules) {
      Set<String> subjects =
          open.stream()
              .filter(cause -> cause.kind() == rule.kind())
              .map(Alarm.Cause::subject)
              .collect(Collectors.toSet());
      try {
        rule.look(now, subjects).forEach(finding -> found.putIfAbsent(finding.cause(), finding));
        looked.add(rule.kind());
      } catch (RuntimeException e) {
        ports.listener().unexpected("looking for " + rule.kind(), e);
      }
    }
    return found;
  }

  /** A target that is down has a backlog and late exchanges: they are not causes of their own. */
  private static boolean isImplied(Alarm.Cause cause, Set<Alarm.Cause> found) {
    boolean follows =
        cause.kind() == Alarm.Kind.BACKLOG || cause.kind() == Alarm.Kind.CLOCK_OVERDUE;
    return follows
        && found.stream()
            .filter(other -> other.kind() == Alarm.Kind.TARGET_DOWN)
            .anyMatch(
                down ->
                    cause.subject().equals(down.subject())
                        || cause.subject().startsWith(down.subject() + "."));
  }

  private boolean hasGone(Alarm.Cause cause, Set<Alarm.Cause> found, Instant now) {
    if (found.contains(cause)) {
      goneSince.remove(cause);
      return false;
    }
    Instant since = goneSince.computeIfAbsent(cause, c -> now);
    return !since.plus(limits.get().settle()).isAfter(now);
  }

  private List<Alarm> otherWords(
      Map<Alarm.Cause, Alarm> open, Map<Alarm.Cause, Finding> found, Instant now) {
    List<Alarm> other = new ArrayList<>();
    for (Alarm alarm : open.values()) {
      Finding finding = found.get(alarm.cause());
      Instant last = described.getOrDefault(alarm.cause(), alarm.raisedAt());
      if (finding != null
          && !finding.words().equals(alarm.words())
          && !last.plus(DESCRIBE_EVERY).isAfter(now)) {
        described.put(alarm.cause(), now);
        other.add(
            new Alarm(
                alarm.id(),
                alarm.cause(),
                finding.words(),
                alarm.raisedAt(),
                null,
                alarm.acknowledged()));
      }
    }
    return other;
  }

  private void note(List<Finding> fresh, List<Alarm> over, List<Alarm> other, Instant now) {
    List<String> channels = couriers.stream().map(Courier::channel).toList();
    List<Alarm> raised =
        ports
            .ledger()
            .write(
                tx -> {
                  Alarms.Writer writer = tx.alarms();
                  other.forEach(alarm -> writer.describe(alarm.id(), alarm.words()));
                  List<Alarm> all = new ArrayList<>();
                  for (Finding finding : fresh) {
                    Alarm alarm = writer.raise(finding.cause(), finding.words(), now);
                    channels.forEach(c -> writer.notice(alarm.id(), Alarms.Event.RAISED, c, now));
                    all.add(alarm);
                  }
                  for (Alarm alarm : over) {
                    writer.end(alarm.id(), now);
                    channels.forEach(c -> writer.notice(alarm.id(), Alarms.Event.ENDED, c, now));
                  }
                  return all;
                });
    for (Alarm alarm : over) {
      goneSince.remove(alarm.cause());
      described.remove(alarm.cause());
      ports.listener().ended(alarm.ended(now));
    }
    raised.stream().sorted(Comparator.comparingLong(Alarm::id)).forEach(ports.listener()::raised);
  }

  @Override
  public void close() {
    thread.shutdown();
    couriers.forEach(Courier::close);
    try {
      var unused = thread.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
