package org.farsight.camel;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.farsight.exchange.Doorbell;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rings for work: one non-persistent message per step, with the exchange's priority and the patient
 * as message group. A message that gets lost costs time only, for the sweep rings for every step
 * that the ledger holds as due. A step that has been rung for and not been answered is not rung for
 * again while its message may still wait, so that queues do not grow under a slow target.
 */
public final class Bells implements Doorbell, AutoCloseable {

  /** Queue of conversions; a target's is {@link #DELIVER} and its id. */
  public static final String CONVERT = "farsight.convert";

  /** Prefix of the queue of a target. */
  public static final String DELIVER = "farsight.deliver.";

  /** An unanswered bell of this age is taken for lost if its queue is empty. */
  private static final Duration LOST_IF_EMPTY = Duration.ofSeconds(2);

  /** An unanswered bell of this age is taken for lost whatever the queue says. */
  private static final Duration LOST = Duration.ofMinutes(10);

  /** Steps looked up by one sweep: a backlog is rung for in portions, the most urgent first. */
  private static final int PORTION = 500;

  private static final Logger log = LoggerFactory.getLogger(Bells.class);

  private final ConnectionFactory connections;
  private final Ledger ledger;
  private final ToLongFunction<String> waiting;
  private final ConcurrentHashMap<Bell, Instant> rung = new ConcurrentHashMap<>();
  private final AtomicLong lost = new AtomicLong();
  private final String salt = UUID.randomUUID().toString();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("sweep").daemon().unstarted(task));

  /**
   * Rings for what a ledger holds.
   *
   * @param connections to the broker
   * @param ledger asked by the sweep
   * @param waiting messages that wait in a queue, by its name; negative where nobody knows
   */
  public Bells(ConnectionFactory connections, Ledger ledger, ToLongFunction<String> waiting) {
    this.connections = connections;
    this.ledger = ledger;
    this.waiting = waiting;
  }

  /** Starts the sweep: at once, then each second. */
  public void start() {
    var unused = sweeper.scheduleWithFixedDelay(this::sweepSafely, 0, 1, TimeUnit.SECONDS);
  }

  @Override
  public void ring(Exchange exchange, String step) {
    Bell bell = new Bell(exchange.id(), step);
    if (rung.putIfAbsent(bell, Instant.now()) != null) {
      return;
    }
    try (JMSContext context = connections.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
      TextMessage message = context.createTextMessage(exchange.id());
      message.setStringProperty("step", step);
      message.setStringProperty("JMSXGroupID", group(exchange));
      context
          .createProducer()
          .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
          .setPriority(exchange.priority().jms())
          .send(context.createQueue(queue(step)), message);
    } catch (JMSRuntimeException | jakarta.jms.JMSException e) {
      rung.remove(bell);
      lost.incrementAndGet();
      log.warn(
          "bell for {} step {} was not rung, the sweep will: {}", exchange, step, e.toString());
    }
  }

  /** Queues and their logs are no place for a patient's id: a name of this run stands for it. */
  private String group(Exchange exchange) {
    String named = salt + exchange.patientGroup();
    return UUID.nameUUIDFromBytes(named.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** A consumer has taken the bell up; from now on a new one may ring. */
  void answered(String exchangeId, String step) {
    rung.remove(new Bell(exchangeId, step));
  }

  /** Steps that were rung for and not yet answered. */
  public int unanswered() {
    return rung.size();
  }

  /** Bells that the broker did not take. */
  public long lost() {
    return lost.get();
  }

  private void sweepSafely() {
    try {
      Instant now = Instant.now();
      rung.entrySet().removeIf(e -> isLost(e.getKey(), e.getValue(), now));
      for (Ledger.Due due : ledger.due(now, PORTION)) {
        ring(due.exchange(), due.step());
      }
    } catch (RuntimeException e) {
      if (!sweeper.isShutdown()) { // else it was interrupted by the engine's end
        log.error("the sweep failed and goes on in a second", e);
      }
    }
  }

  private static String queue(String step) {
    return step.equals(Step.CONVERT) ? CONVERT : DELIVER + step;
  }

  private boolean isLost(Bell bell, Instant at, Instant now) {
    Duration age = Duration.between(at, now);
    return age.compareTo(LOST) > 0
        || (age.compareTo(LOST_IF_EMPTY) > 0 && waiting.applyAsLong(queue(bell.step())) == 0);
  }

  private record Bell(String exchangeId, String step) {}

  @Override
  public void close() {
    sweeper.shutdownNow();
  }
}
