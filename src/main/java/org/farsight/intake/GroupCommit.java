package org.farsight.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One platform thread that takes all that waits and hands it on as one group: while a group is
 * being written the next one gathers.
 *
 * @param <T> what waits
 */
final class GroupCommit<T> implements AutoCloseable {
  private static final int LARGEST_GROUP = 1000;
  private static final long LONGEST_LINGER = 2_000_000; // ns

  /** What waits; empty: the end. It is not woken by an interrupt, which would hurt open files. */
  private final BlockingQueue<Optional<T>> waiting = new LinkedBlockingQueue<>();

  private final Consumer<List<T>> write;
  private final Thread thread;
  private boolean closing;

  /**
   * @param write gets each group; must not throw
   */
  GroupCommit(String name, Consumer<List<T>> write) {
    this.write = write;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    thread.start();
  }

  /** Puts one in the queue; false when this is closing. */
  synchronized boolean submit(T one) {
    return !closing && waiting.add(Optional.of(one));
  }

  /** How many wait now. */
  int waiting() {
    return waiting.size();
  }

  private void run() {
    List<Optional<T>> taken = new ArrayList<>();
    boolean end = false;
    long lastNanos = 0;
    while (!end) {
      int expected = waiting.size() + taken.size();
      taken.clear();
      try {
        taken.add(waiting.take());
        gather(taken, expected, Math.min(LONGEST_LINGER, lastNanos / 4));
      } catch (InterruptedException e) {
        // nobody has a reason to; the end comes through the queue
      }
      end = taken.stream().anyMatch(Optional::isEmpty);
      List<T> group = taken.stream().flatMap(Optional::stream).toList();
      if (!group.isEmpty()) {
        long start = System.nanoTime();
        write.accept(group);
        lastNanos = System.nanoTime() - start;
      }
    }
  }

  /**
   * Adds what waits; and because those who were answered just now are likely to be back at once,
   * lets them come in for a moment that is short against the write they then share.
   */
  private void gather(List<Optional<T>> taken, int expected, long lingerNanos)
      throws InterruptedException {
    waiting.drainTo(taken, LARGEST_GROUP - taken.size());
    long deadline = System.nanoTime() + lingerNanos;
    while (taken.size() < Math.min(expected, LARGEST_GROUP) && taken.getLast().isPresent()) {
      Optional<T> next = waiting.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      taken.add(next);
      waiting.drainTo(taken, LARGEST_GROUP - taken.size());
    }
  }

  /** Writes what waits, then ends. */
  @Override
  public void close() {
    synchronized (this) {
      if (!closing) {
        closing = true;
        waiting.add(Optional.empty()); // nothing is added behind it
      }
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
