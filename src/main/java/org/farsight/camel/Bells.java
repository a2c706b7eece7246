package org.farsight.camel;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Circuits;
import org.farsight.exchange.DamagedLedgerException;
import org.farsight.exchange.Doorbell;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rings for work: one non-persistent message per step, with the exchange's priority and the patient
 * as message group. A message that gets lost costs time only, for the sweep rings for every step
 * that the ledger holds as due. A step that has been rung for and not been answered is not rung for
 * again while its message may still wait. Of each step so many bells wait and no more: for a target
 * that is slow or down the backlog stays in the ledger, and is rung for from there, the most urgent
 * first; what is urgent need not wait for that.
 */
public final class Bells implements Doorbell, AutoCloseable {

  /** Queue of conversions; a target's is {@link #DELIVER} and its id. */
  public static final String CONVERT = "farsight.convert";

  /** Queue of all ways back to the branches. */
  public static final String RETURN = "farsight.return";

  /** Prefix of the queue of a target. */
  public static final String DELIVER = "farsight.deliver.";

  /** An unanswered bell of this age is taken for lost if its queue is empty. */
  private static final Duration LOST_IF_EMPTY = Duration.ofSeconds(2);

  /** An unanswered bell of this age is taken for lost whatever the queue says. */
  private static final Duration LOST = Duration.ofMinutes(10);

  /** Bells of one step that wait: a backlog is rung for in portions, the most urgent first. */
  private static final int PORTION = 500;

  /** Of failures in a row, one each second. */
  private static final int TOLD_EACH = 60;

  private static final Logger log = LoggerFactory.getLogger(Bells.class);

  private final ConnectionFactory connections;
  private final Ledger ledger;
  private final ToLongFunction<String> waiting;
  private final Supplier<List<String>> deliveries;
  private final Circuits circuits;

  /** By step, then by exchange, when. */
  private final Map<String, Map<String, Instant>> rung = new ConcurrentHashMap<>();

  private final AtomicLong lost = new AtomicLong();
  private long failures; // of the sweeper's thread only
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
   * @param deliveries names of the steps besides the conversion for which somebody listens now
   * @param circuits how many steps a target takes at present
   */
  public Bells(
      ConnectionFactory connections,
      Ledger ledger,
      ToLongFunction<String> waiting,
      Supplier<List<String>> deliveries,
      Circuits circuits) {
    this.connections = connections;
    this.ledger = ledger;
    this.waiting = waiting;
    this.deliveries = deliveries;
    this.circuits = circuits;
  }

  /** Starts the sweep: at once, then each second. */
  public void start() {
    var unused = sweeper.scheduleWithFixedDelay(this::sweepSafely, 0, 1, TimeUnit.SECONDS);
  }

  @Override
  public void ring(Exchange exchange, String step) {
    Instant now = Instant.now();
    int room = circuits.room(step, now, PORTION);
    boolean overtakes = room == PORTION && exchange.priority() != Priority.ROUTINE;
    Map<String, Instant> ofStep = of(step);
    if (ofStep.size() >= (overtakes ? 2 * room : room)
        || ofStep.putIfAbsent(exchange.id(), now) != null) {
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
      ofStep.remove(exchange.id());
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
    of(step).remove(exchangeId);
  }

  /** Steps that were rung for and not yet answered. */
  public int unanswered() {
    return rung.values().stream().mapToInt(Map::size).sum();
  }

  /** Bells that the broker did not take. */
  public long lost() {
    return lost.get();
  }

  private void sweepSafely() {
    try {
      Instant now = Instant.now();
      sweepSafely(Step.CONVERT, now);
      List<String> names = deliveries.get();
      names.forEach(step -> sweepSafely(step, now));
      // of the ways back, which may be a thousand, only those that have something to do
      Set<String> ways = new HashSet<>(ledger.scheduled());
      ways.removeIf(step -> !step.startsWith(BranchWay.PREFIX));
      ways.forEach(step -> sweepSafely(step, now));
      rung.keySet()
          .removeIf(
              step -> !step.equals(Step.CONVERT) && !names.contains(step) && !ways.contains(step));
      if (failures > 0) {
        log.info("the sweep works again, after {} failures", failures);
        failures = 0;
      }
    } catch (RuntimeException e) {
      if (!sweeper.isShutdown()) { // else it was interrupted by the engine's end
        failed(e);
      }
    }
  }

  /** A database that is away fails each second: wholly told once, then a line each minute. */
  private void failed(RuntimeException e) {
    if (failures == 0) {
      log.error("the sweep failed and goes on in a second", e);
    } else if (failures % TOLD_EACH == 0) {
      log.error("the sweep has failed {} times: {}", failures, e.toString());
    }
    failures++;
  }

  /** Where the ledger cannot tell what is due of one step, the others go on. */
  private void sweepSafely(String step, Instant now) {
    try {
      sweep(step, now);
    } catch (DamagedLedgerException e) {
      log.debug("the sweep for {} failed, as the ledger has told: {}", step, e.getMessage());
    }
  }

  private void sweep(String step, Instant now) {
    of(step).values().removeIf(at -> isLost(step, at, now));
    int room = circuits.room(step, now, PORTION);
    if (room > 0) {
      ledger.due(step, now, room).forEach(due -> ring(due.exchange(), step));
    }
  }

  private Map<String, Instant> of(String step) {
    return rung.computeIfAbsent(step, name -> new ConcurrentHashMap<>());
  }

  private static String queue(String step) {
    if (step.startsWith(BranchWay.PREFIX)) {
      return RETURN;
    }
    return step.equals(Step.CONVERT) ? CONVERT : DELIVER + step;
  }

  private boolean isLost(String step, Instant at, Instant now) {
    Duration age = Duration.between(at, now).abs(); // the clock may have been put back
    return age.compareTo(LOST) > 0
        || (age.compareTo(LOST_IF_EMPTY) > 0 && waiting.applyAsLong(queue(step)) == 0);
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
  }
}
