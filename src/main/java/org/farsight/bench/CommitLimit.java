package org.farsight.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What the disk takes where nothing is received at all: threads that append an object and wait
 * until it is durable, as fast as they can.
 *
 * @param objectBytes size of an object
 * @param producers threads
 * @param perSecond objects
 */
public record CommitLimit(int objectBytes, int producers, double perSecond) {

  static CommitLimit measure(Path folder, int objectBytes, int producers, int objects)
      throws IOException, InterruptedException {
    byte[] bytes = new byte[objectBytes];
    new Random(2).nextBytes(bytes);
    Path file = folder.resolve("commit-limit");
    try (AppendLog log = new AppendLog(file);
        ExecutorService threads = Executors.newFixedThreadPool(producers)) {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < producers; i++) {
        work.add(
            () -> {
              for (int n = 0; n < objects / producers; n++) {
                log.append(List.of(ByteBuffer.wrap(bytes)));
              }
              return null;
            });
      }
      long start = System.nanoTime();
      for (Future<Void> one : threads.invokeAll(work)) {
        one.get();
      }
      double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
      return new CommitLimit(objectBytes, producers, objects / producers * producers / seconds);
    } catch (ExecutionException e) {
      throw new IOException("the group commit could not be measured", e.getCause());
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
