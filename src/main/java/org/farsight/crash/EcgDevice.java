package org.farsight.crash;

import java.time.Duration;
import java.util.Random;

/** A cart that posts its ECGs, each until the engine says that it has it. */
final class EcgDevice extends Device {
  private final Random random;

  EcgDevice(Load load, long seed) {
    super("ecg cart", load, Duration.ofMillis(3000));
    this.random = new Random(seed);
  }

  @Override
  void turn() throws InterruptedException {
    byte[] file = Made.ecg(random);
    boolean kept = load.insist(() -> load.asked().postEcg(CrashSite.SITE, file).status() == 202);
    if (kept) {
      load.journal().note(new Sent.Ecg(Made.digest(file)));
    }
  }
}
