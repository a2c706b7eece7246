package org.farsight.ledger;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Retention;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes by rule what was received, once its proof is safe, and files that no row names any more.
 *
 * <p>Rows come first: a transaction takes the bytes from some objects; another strikes a file from
 * the ledger that no row names; the database is synced, so that no start does a transaction again
 * which names the file; then the file goes. A crash leaves at most files that the next start
 * deletes. No transaction is longer than {@link #PIECE} objects, so that senders wait for none.
 */
public final class RetentionSweep implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RetentionSweep.class);

  /** Objects that one transaction takes the bytes from. */
  private static final int PIECE = 200;

  private static final int PAGE = 200;

  /** Those whose bytes a target may have. */
  private static final List<Kind> KINDS = List.of(Kind.STUDY, Kind.ECG);

  private final Ports ports;
  private final Options options;
  private final Sweeping sweeping;
  private final ReentrantLock running = new ReentrantLock();
  private final ReentrantLock removing = new ReentrantLock(true);
  private volatile boolean closed;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("retention").daemon().unstarted(task));

  /**
   * What a sweep works with.
   *
   * @param rules those in force now, which a reload may change
   * @param holdsBytes whether a target, by kind and name, keeps the bytes that it accepts
   * @param clock the time
   * @param killSwitch is told of the places that it comes to
   */
  public record Ports(
      SqlLedger ledger,
      SegmentStore store,
      Supplier<Retention> rules,
      BiPredicate<Kind, String> holdsBytes,
      SweepListener listener,
      InstantSource clock,
      KillSwitch killSwitch) {}

  /**
   * When it sweeps.
   *
   * @param first how long after the start
   * @param every how long after the end of the last one
   * @param grace how long a file is left alone after bytes were appended to it: longer than it can
   *     take to commit the row that names them
   */
  public record Options(Duration first, Duration every, Duration grace) {
    /** After two minutes, then each hour. */
    public static final Options USUAL =
        new Options(Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofHours(1));
  }

  /**
   * What a sweep has done.
   *
   * @param exchanges whose bytes are swept
   * @param objects that they had
   * @param bytes that no row names any more
   * @param forgotten exchanges of which the ledger tells nothing any more
   * @param files removed
   */
  public record Result(int exchanges, int objects, long bytes, int forgotten, int files) {
    private static final Result NOTHING = new Result(0, 0, 0, 0, 0);

    Result and(Result other) {
      return new Result(
          exchanges + other.exchanges,
          objects + other.objects,
          bytes + other.bytes,
          forgotten + other.forgotten,
          files + other.files);
    }
  }

  /** A sweep that runs when it is told to, until {@link #start} lets it run by itself. */
  public RetentionSweep(Ports ports, Options options) {
    this.ports = ports;
    this.options = options;
    this.sweeping = new Sweeping(ports, PIECE);
  }

  /** Sweeps from now on by itself. */
  public void start() {
    var unused =
        timer.scheduleWithFixedDelay(
            this::runSafely,
            options.first().toMillis(),
            options.every().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void runSafely() {
    try {
      run();
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        log.error("the sweep failed and is tried again in {}", options.every(), e);
      }
    }
  }

  /**
   * Sweeps once, by the rules in force now; one at a time.
   *
   * @throws IOException if a file could not be removed: the next start removes it
   */
  public Result run() throws IOException {
    running.lock();
    try {
      Instant start = ports.clock().instant();
      Retention rules = ports.rules().get();
      Result result = Result.NOTHING;
      for (Kind kind : KINDS) {
        if (rules.payload(kind).isPresent()) {
          result = result.and(sweep(kind, before(rules.payload(kind).get()), () -> true));
        }
      }
      if (rules.longest().isPresent()) {
        result = result.and(sweeping.sweepSettled(before(rules.longest().get())));
      }
      result = result.and(forWantOfRoom(rules));
      if (rules.ledger().isPresent()) {
        result = result.and(forget(before(rules.ledger().get())));
      }
      result = result.and(new Result(0, 0, 0, 0, removeFiles()));
      ports.listener().finished(result, Duration.between(start, ports.clock().instant()));
      return result;
    } finally {
      running.unlock();
    }
  }

  private Instant before(Duration age) {
    return ports.clock().instant().truncatedTo(ChronoUnit.MICROS).minus(age);
  }

  private Result forWantOfRoom(Retention rules) {
    if (rules.most().isEmpty()) {
      return Result.NOTHING;
    }
    long most = rules.most().getAsLong();
    Result result = Result.NOTHING;
    for (Kind kind : KINDS) {
      long above = ports.ledger().storeUse().named() - most;
      if (above > 0) {
        long[] left = {above};
        result = result.and(sweep(kind, before(Retention.LEAST), () -> left[0] > 0, left));
      }
    }
    return result;
  }

  private Result sweep(Kind kind, Instant before, BooleanSupplier goOn) {
    return sweep(kind, before, goOn, new long[1]);
  }

  /**
   * @param left is lessened by the bytes that were swept
   */
  private Result sweep(Kind kind, Instant before, BooleanSupplier goOn, long[] left) {
    Result all = Result.NOTHING;
    @Nullable Exchange last = null;
    List<Exchange> page;
    do {
      page = ports.ledger().retention().unswept(kind, before, last, PAGE);
      for (Exchange exchange : page) {
        if (closed || !goOn.getAsBoolean()) {
          return all;
        }
        Result one = sweeping.sweep(exchange, before);
        left[0] -= one.bytes();
        all = all.and(one);
        last = exchange;
      }
    } while (page.size() == PAGE);
    return all;
  }

  private Result forget(Instant before) {
    Result all = Result.NOTHING;
    @Nullable Exchange last = null;
    List<Exchange> page;
    do {
      page = ports.ledger().retention().swept(before, last, PAGE);
      for (Exchange exchange : page) {
        if (closed) {
          return all;
        }
        all = all.and(sweeping.forget(exchange, before));
        last = exchange;
      }
    } while (page.size() == PAGE);
    sweeping.forgetRequests(before);
    return all;
  }

  /** Removes files that no row names; none while a backup reads them. */
  private int removeFiles() throws IOException {
    if (!removing.tryLock()) {
      return 0;
    }
    try {
      List<String> struck = new ArrayList<>();
      for (String file : ports.ledger().retention().unnamed()) {
        if (!closed
            && ports.store().isSettled(file, options.grace())
            && ports.ledger().<Boolean>change(tx -> tx.retention().strike(file))) {
          struck.add(file);
          ports.killSwitch().pass(KillPoint.FILE_STRUCK);
        }
      }
      if (!struck.isEmpty()) {
        ports.ledger().settle();
      }
      for (String file : struck) {
        ports.store().remove(file);
        ports.killSwitch().pass(KillPoint.FILE_REMOVED);
        ports.listener().removed(file);
      }
      return struck.size();
    } finally {
      removing.unlock();
    }
  }

  /** Work during which files stay. */
  interface Reading<T> {
    T read() throws IOException;
  }

  /** Runs work that reads files; none is removed until it ends. */
  <T> T whileFilesStay(Reading<T> work) throws IOException {
    removing.lock();
    try {
      return work.read();
    } finally {
      removing.unlock();
    }
  }

  /** Ends after the transaction that is under way. */
  @Override
  public void close() {
    closed = true;
    timer.shutdown();
    running.lock(); // a sweep that runs ends soon
    running.unlock();
  }
}
