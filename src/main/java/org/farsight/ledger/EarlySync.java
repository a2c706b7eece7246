package org.farsight.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Lets the disk begin with a long file while the rest of it is still coming in, so that the sync at
 * its end finds little left. One thread uses it, for one file.
 */
final class EarlySync {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> Thread.ofPlatform().name("early-sync").daemon().unstarted(task));

  private final FileChannel file;
  private @Nullable Future<Boolean> running;

  EarlySync(FileChannel file) {
    this.file = file;
  }

  /**
   * Syncs what is written, in another thread; without effect while the last one is under way or
   * failed.
   */
  void begin() {
    Future<Boolean> last = running;
    if (last == null || last.state() == Future.State.SUCCESS) {
      running =
          THREADS.submit(
              () -> {
                file.force(false);
                return true;
              });
    }
  }

  /**
   * Syncs all of it, with its length.
   *
   * @throws IOException if any sync failed
   */
  void end() throws IOException {
    Future<Boolean> last = running;
    boolean interrupted = false;
    boolean done = last == null;
    while (!done && last != null) {
      try {
        done = last.get();
      } catch (InterruptedException e) {
        interrupted = true; // the file must not be closed under it
      } catch (ExecutionException e) {
        throw new IOException("an early sync failed", e.getCause());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    file.force(true);
  }
}
