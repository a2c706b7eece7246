package org.farsight.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.farsight.dicom.service.StorageScu;

/** Many associations open at once for long, each sending an ECG now and then. */
public final class SoakBench {
  private static final int SAMPLES = 60;

  private final LoadClient client = new LoadClient("FARSIGHT_BENCH");
  private final Consumer<String> progress;

  /**
   * What to do.
   *
   * @param associations at once
   * @param time how long
   * @param pause of each association between two objects
   */
  public record Options(int associations, Duration time, Duration pause) {}

  /**
   * What came of it.
   *
   * @param objects answered with success
   * @param errors what went wrong, in words; empty if nothing did
   * @param rss bytes of memory of the server's process, sampled at equal distances
   */
  public record Outcome(long objects, List<String> errors, List<Long> rss) {
    public Outcome {
      errors = List.copyOf(errors);
      rss = List.copyOf(rss);
    }

    /** Median of the last third less median of the second third, in bytes: 0 if it is flat. */
    public double growth() {
      int third = rss.size() / 3;
      return median(rss.subList(rss.size() - third, rss.size()))
          - median(rss.subList(third, 2 * third));
    }

    private static double median(List<Long> values) {
      return Statistics.median(values.stream().map(Long::doubleValue).toList());
    }
  }

  /**
   * @param progress is told what is going on
   */
  public SoakBench(Consumer<String> progress) {
    this.progress = progress;
  }

  /** Runs to the end of its time, or to the first error of each association. */
  public Outcome run(Peer server, Options options) throws InterruptedException {
    Queue<String> errors = new ConcurrentLinkedQueue<>();
    AtomicLong objects = new AtomicLong();
    CountDownLatch open = new CountDownLatch(options.associations());
    List<Long> rss = new ArrayList<>();
    ProcessFigures figures = ProcessFigures.of(server.pid().orElse(0));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < options.associations(); i++) {
        var unused = threads.submit(() -> association(server, options, open, objects, errors));
      }
      long begin = System.nanoTime();
      for (int i = 1; i <= SAMPLES; i++) {
        long next = begin + options.time().toNanos() / SAMPLES * i;
        TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
        figures.rss().ifPresent(rss::add);
        progress.accept(
            "%d of %d associations open, %d objects, %d errors, %.0f MB"
                .formatted(
                    options.associations() - open.getCount(),
                    options.associations(),
                    objects.get(),
                    errors.size(),
                    figures.rss().orElse(0L) / 1e6));
      }
    }
    return new Outcome(objects.get(), List.copyOf(errors), rss);
  }

  private void association(
      Peer server, Options options, CountDownLatch open, AtomicLong objects, Queue<String> errors) {
    ObjectTemplate ecg = BenchObjects.ecg();
    try (StorageScu association = client.open(server.address(), ecg)) {
      open.countDown();
      open.await(1, TimeUnit.MINUTES);
      long end = System.nanoTime() + options.time().toNanos();
      while (System.nanoTime() < end) {
        ecg.become(client.uids().next(), client.uids().next(), client.uids().next());
        LoadClient.store(association, ecg);
        objects.incrementAndGet();
        TimeUnit.NANOSECONDS.sleep(options.pause().toNanos());
      }
    } catch (IOException e) {
      errors.add(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      errors.add("interrupted");
    }
  }
}
