package org.farsight.alarm;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Alarms.Notice;

/**
 * Tells what is due over one channel, on a thread of its own. What is not taken is tried again with
 * growing waits for a day; what is to be told is in the ledger, so that a restart loses none of it.
 */
final class Courier implements AutoCloseable {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(15);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
  private static final Duration BUDGET = Duration.ofDays(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** At each look; with a look each 30 s within the 20 messages a minute that robots take. */
  private static final int AT_ONCE = 8;

  private final AlarmDesk.Ports ports;
  private final Channel channel;
  private final AtomicBoolean waiting = new AtomicBoolean();
  private final ExecutorService thread;
  private volatile boolean closed;

  Courier(AlarmDesk.Ports ports, Channel channel) {
    this.ports = ports;
    this.channel = channel;
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("alarms-" + channel.id()).daemon().factory());
  }

  String channel() {
    return channel.id();
  }

  /** Lets the thread look for what is due; returns at once. */
  void wake() {
    if (!closed && waiting.compareAndSet(false, true)) {
      try {
        thread.execute(this::run);
      } catch (RejectedExecutionException e) {
        closed = true; // between the question and the answer
      }
    }
  }

  private void run() {
    try {
      deliver();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing; it stays due
    } catch (RuntimeException e) {
      if (!closed) {
        ports.listener().unexpected("telling " + channel.id(), e);
      }
    } finally {
      waiting.set(false);
    }
  }

  private void deliver() throws InterruptedException {
    for (Notice notice : ports.alarms().due(channel.id(), now(), AT_ONCE)) {
      if (closed || !deliver(notice)) {
        return; // the others would not be taken either
      }
    }
  }

  private boolean deliver(Notice notice) throws InterruptedException {
    Optional<Alarm> alarm = ports.alarms().alarm(notice.alarmId());
    if (alarm.isEmpty() || notice.madeAt().plus(BUDGET).isBefore(now())) {
      giveUp(notice, "it is older than a day");
      return true;
    }
    try {
      channel.tell(
          new Message(ports.engine(), alarm.get(), notice.event(), notice.madeAt(), ports.zone()));
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      Instant next = now().plus(wait(notice.attempts()));
      ports.ledger().<Void>write(tx -> done(() -> tx.alarms().delayed(notice.id(), why, next)));
      ports.listener().notTold(channel.id(), why, false);
      return false;
    }
    ports.ledger().<Void>write(tx -> done(() -> tx.alarms().told(notice.id(), now())));
    ports.listener().told(channel.id());
    return true;
  }

  private void giveUp(Notice notice, String why) {
    ports.ledger().<Void>write(tx -> done(() -> tx.alarms().givenUp(notice.id(), why)));
    ports.listener().notTold(channel.id(), why, true);
  }

  /** For a transaction that gives nothing. */
  @SuppressWarnings("NullAway") // Void has no other value
  private static Void done(Runnable work) {
    work.run();
    return null;
  }

  private static Duration wait(int failures) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures, 10));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  private Instant now() {
    return ports.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Tells no more; what was not taken stays due. The thread is not interrupted: it may be writing
   * to the ledger, whose files an interrupt would close. One that waits for an answer ends with it.
   */
  @Override
  public void close() {
    closed = true;
    thread.shutdown();
    try {
      var unused = thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
