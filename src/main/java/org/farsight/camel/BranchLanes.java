package org.farsight.camel;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.farsight.exchange.Steps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code branches}: answers bells for the ways back to branches, each way on a lane of its
 * own. There may be a thousand ways, of which few have anything to do: a queue with a consumer for
 * each would cost a thousand threads that look for messages. So all share one queue, whose consumer
 * only sorts; a lane has a thread while it has work. A branch that hangs keeps its own lane and no
 * other's. On a lane one goes after the other, the most urgent first.
 */
public final class BranchLanes implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BranchLanes.class);
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration END = Duration.ofSeconds(20);

  private final BiConsumer<String, String> answered;
  private final BiConsumer<String, String> run;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE, // one for each lane with work
          IDLE.toSeconds(),
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().name("branch-", 0).daemon().factory());

  private record Call(String exchangeId, int priority, long number) {}

  /** What waits for one way. */
  private static final class Lane {
    private final PriorityQueue<Call> calls =
        new PriorityQueue<>(
            Comparator.comparingInt((Call call) -> -call.priority())
                .thenComparingLong(Call::number));
    private final Set<String> waiting = new HashSet<>();
    private boolean running;
  }

  /** Runs steps of the heart. */
  public BranchLanes(Bells bells, Steps steps) {
    this(bells::answered, steps::run);
  }

  /**
   * Runs steps.
   *
   * @param answered is told exchange and step before each run
   * @param run is given both
   */
  BranchLanes(BiConsumer<String, String> answered, BiConsumer<String, String> run) {
    this.answered = answered;
    this.run = run;
  }

  /**
   * Puts a step on its lane; one that waits there already is not put there twice.
   *
   * @param exchangeId body of the message
   * @param step name of the step
   * @param priority of the message
   */
  public void run(
      @Body String exchangeId,
      @Header("step") String step,
      @Header("JMSPriority") Integer priority) {
    Lane lane = lanes.computeIfAbsent(step, name -> new Lane());
    synchronized (lane) {
      if (threads.isShutdown() || !lane.waiting.add(exchangeId)) {
        return;
      }
      lane.calls.add(
          new Call(exchangeId, priority == null ? 0 : priority, numbers.incrementAndGet()));
      if (!lane.running) {
        lane.running = true;
        threads.execute(() -> work(step, lane));
      }
    }
  }

  private void work(String step, Lane lane) {
    while (true) {
      Call call;
      synchronized (lane) {
        call = lane.calls.poll();
        if (call == null || threads.isShutdown()) {
          lane.running = false;
          return;
        }
        lane.waiting.remove(call.exchangeId());
      }
      answered.accept(call.exchangeId(), step);
      try {
        run.accept(call.exchangeId(), step);
      } catch (RuntimeException | Error e) {
        // the ledger still holds it as due, so the sweep rings for it again
        log.error("step {} of exchange {} failed", step, call.exchangeId(), e);
      }
    }
  }

  /** Lets what is under way end. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(END.toSeconds(), TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
