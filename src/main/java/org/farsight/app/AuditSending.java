package org.farsight.app;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.farsight.access.AuditTrail;
import org.farsight.access.Opening;
import org.farsight.delivery.AuditDelivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the FHIR server of the openings that the ledger keeps, the oldest first, in batches. What
 * it has not taken is told again, also after a restart. One thread.
 */
final class AuditSending implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AuditSending.class);
  private static final int BATCH = 100;
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final AuditTrail trail;
  private final Supplier<Optional<AuditDelivery>> server;
  private final InstantSource clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("audit").daemon().unstarted(this::run);
  private boolean away;

  AuditSending(AuditTrail trail, Supplier<Optional<AuditDelivery>> server, InstantSource clock) {
    this.trail = trail;
    this.server = server;
    this.clock = clock;
  }

  void start() {
    thread.start();
  }

  private void run() {
    Duration pause = PAUSE;
    try {
      while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = round() ? PAUSE : longer(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
  }

  /** Tells all that wait; false where the server did not take them. */
  private boolean round() {
    try {
      Optional<AuditDelivery> to = server.get();
      while (to.isPresent() && stopped.getCount() > 0) {
        List<Opening> waiting = trail.waiting(BATCH);
        if (waiting.isEmpty()) {
          break;
        }
        if (!told(to.get(), waiting)) {
          return false;
        }
      }
      return true;
    } catch (RuntimeException e) {
      log.error("openings of patient data cannot be told now: {}", e.toString());
      return false;
    }
  }

  private boolean told(AuditDelivery to, List<Opening> waiting) {
    switch (to.send(waiting)) {
      case AuditDelivery.Outcome.Answered answered -> {
        trail.told(answered.taken(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        for (AuditDelivery.Refused refused : answered.refused()) {
          log.warn("AuditEvent/{} is refused: {}", refused.id(), refused.why());
          trail.refused(refused.id(), refused.why());
        }
        away = false;
        return answered.taken().size() + answered.refused().size() == waiting.size();
      }
      case AuditDelivery.Outcome.Later later -> {
        if (!away) {
          log.warn("openings of patient data wait in the ledger: {}", later.why());
        }
        away = true;
        return false;
      }
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
