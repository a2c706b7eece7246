package org.farsight.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;

/** A cart that puts files into the inbox; each third is one that nobody can read. */
final class FolderDevice extends Device {
  private final Random random;
  private int files;

  FolderDevice(Load load, long seed) {
    super("ecg folder", load, Duration.ofMillis(3000));
    this.random = new Random(seed);
  }

  @Override
  void turn() throws InterruptedException {
    boolean rubbish = ++files % 3 == 2;
    byte[] bytes = rubbish ? Made.rubbish(random) : Made.ecg(random);
    String name = UUID.randomUUID() + (rubbish ? ".bin" : ".xml");
    put(name, bytes);
    Path goal = load.inbox().resolve(rubbish ? "quarantine" : "done").resolve(name);
    // a file that has left the inbox was acknowledged
    if (load.insist(() -> Files.exists(goal) && !Files.exists(load.inbox().resolve(name)))) {
      String digest = Made.digest(bytes);
      load.journal().note(rubbish ? new Sent.Rubbish(digest) : new Sent.Ecg(digest));
    }
  }

  private void put(String name, byte[] bytes) {
    try {
      Files.createDirectories(load.inbox());
      Path outside = Files.createDirectories(load.outside()).resolve(name);
      Files.write(outside, bytes);
      Files.move(outside, load.inbox().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
