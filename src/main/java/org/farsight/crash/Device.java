package org.farsight.crash;

import java.time.Duration;

/** A device that makes something, brings it until it is told that it is kept, and makes more. */
abstract class Device {
  final Load load;
  private final Duration between;
  private final Thread thread;
  private volatile boolean idle;

  /**
   * @param between two things that it makes
   */
  Device(String name, Load load, Duration between) {
    this.load = load;
    this.between = between;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Whether it has nothing that is not acknowledged, and makes nothing. */
  boolean isIdle() {
    return idle || !thread.isAlive();
  }

  /** What it waits for, for whoever looks why nothing goes on. */
  String name() {
    return thread.getName();
  }

  private void run() {
    try {
      while (!load.over().get()) {
        boolean make = load.making().get();
        idle = !make;
        if (make) {
          turn();
        }
        Load.pause(make ? between : Duration.ofMillis(20));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes one thing and brings it, to the end. */
  abstract void turn() throws InterruptedException;

  /** Waits for its end, once all is over. */
  void end() throws InterruptedException {
    thread.join(Duration.ofSeconds(30));
    thread.interrupt();
  }
}
