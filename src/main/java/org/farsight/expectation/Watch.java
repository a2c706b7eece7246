package org.farsight.expectation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.farsight.exchange.Announcements;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Signal;

/**
 * Which studies something was announced of: an object of one of them makes it worth a look whether
 * all is here; for all others {@link #joined} costs a look into a table. In memory: what it forgets
 * is served by quiet time. Safe for many threads.
 */
public final class Watch implements AutoCloseable {
  private static final int MOST = 10_000;
  private static final int MOST_OF_ONE_UID = 10;
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Objects come in groups: one look serves those that come within this. */
  private static final long LINGER_MILLIS = 50;

  private final Ledger ledger;
  private final Announcements announcements;
  private final Consumer<Throwable> unexpected;
  private final InstantSource clock;
  private final Map<String, Instant> studies = new ConcurrentHashMap<>();
  private final Set<String> queued = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService looker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("expectation").factory());

  /**
   * @param unexpected is told what nobody foresaw
   */
  public Watch(
      Ledger ledger,
      Announcements announcements,
      Consumer<Throwable> unexpected,
      InstantSource clock) {
    this.ledger = ledger;
    this.announcements = announcements;
    this.unexpected = unexpected;
    this.clock = clock;
  }

  /** Since when an announcement is still worth watching for. */
  public Instant since() {
    return clock.instant().minus(LONGEST);
  }

  /** Something was announced of these studies: looks now, and when objects of them come. */
  public void announced(Collection<String> uids) {
    Instant now = clock.instant();
    if (studies.size() + uids.size() > MOST) {
      studies.values().removeIf(since -> since.plus(LONGEST).isBefore(now));
    }
    for (String uid : uids) {
      if (studies.size() < MOST) {
        studies.put(uid, now);
      }
      ledger.find(uid, MOST_OF_ONE_UID).stream()
          .filter(exchange -> exchange.kind() == Kind.STUDY && exchange.key().equals(uid))
          .forEach(exchange -> look(exchange.id(), uid));
    }
  }

  /** These were announced before the engine was started. */
  public void resume(Collection<String> uids) {
    Instant now = clock.instant();
    uids.stream().limit(MOST).forEach(uid -> studies.put(uid, now));
  }

  /**
   * Somebody says how many objects a study has: an order, or a query of the device's own archive.
   *
   * @param objects at least 1
   */
  public void expect(String siteId, String study, Signal.Source source, int objects) {
    if (objects < 1) {
      throw new IllegalArgumentException("an expectation of " + objects + " objects");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ledger.<Void>write(
        tx -> {
          tx.performedSteps().expect(siteId, study, source, objects, now);
          return null;
        });
    announced(Set.of(study));
  }

  /** An object has joined an exchange, durably. Does not block. */
  public void joined(Exchange exchange) {
    if (exchange.kind() == Kind.STUDY && studies.containsKey(exchange.key())) {
      look(exchange.id(), exchange.key());
    }
  }

  private void look(String exchangeId, String study) {
    if (queued.add(exchangeId)) {
      try {
        var unused =
            looker.schedule(() -> lookNow(exchangeId, study), LINGER_MILLIS, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        queued.remove(exchangeId); // the engine is stopping: quiet time serves the study
      }
    }
  }

  private void lookNow(String exchangeId, String study) {
    queued.remove(exchangeId);
    try {
      if (announcements.look(exchangeId)) {
        studies.remove(study);
      }
    } catch (RuntimeException e) {
      if (!looker.isShutdown()) {
        unexpected.accept(e);
      }
    }
  }

  /** Stops looking; quiet time serves what is left. */
  @Override
  public void close() {
    looker.shutdown();
    try {
      var unused = looker.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
