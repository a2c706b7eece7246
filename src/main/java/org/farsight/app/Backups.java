package org.farsight.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.farsight.ledger.Backup;
import org.farsight.ledger.RetentionSweep;
import org.farsight.ledger.SqlLedger;
import org.farsight.web.BackupHandlers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Backups of the running engine, one at a time, each by a thread of its own. */
final class Backups implements BackupHandlers.Backups, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Backups.class);

  private final SqlLedger ledger;
  private final Path store;
  private final RetentionSweep sweep;
  private final AtomicReference<@Nullable Running> last = new AtomicReference<>();
  private volatile boolean closed;

  /**
   * @param store folder of the content store
   * @param sweep removes no files meanwhile
   */
  Backups(SqlLedger ledger, Path store, RetentionSweep sweep) {
    this.ledger = ledger;
    this.store = store;
    this.sweep = sweep;
  }

  @Override
  public boolean begin(Path to) {
    Running before = last.get();
    if (closed || before != null && before.state.running()) {
      return false;
    }
    Running next = new Running(to);
    if (!last.compareAndSet(before, next)) {
      return false;
    }
    next.thread.start();
    return true;
  }

  @Override
  public Optional<BackupHandlers.State> state() {
    return Optional.ofNullable(last.get()).map(running -> running.state);
  }

  /** A backup that is cut leaves the one before it as it was. */
  @Override
  public void close() {
    closed = true;
    Running running = last.get();
    if (running != null) {
      running.join();
    }
  }

  private final class Running implements Backup.Progress {
    private final Thread thread = Thread.ofPlatform().name("backup").daemon().unstarted(this::run);
    private volatile BackupHandlers.State state;

    Running(Path to) {
      state = new BackupHandlers.State(true, to, 0, 0, 0, false, null);
    }

    private void run() {
      Path to = state.to();
      log.info("backup to {} begins", to);
      try {
        Backup.Result result = new Backup(ledger, store, to, this).run(sweep);
        long bytes = result.bytes();
        state =
            new BackupHandlers.State(
                false, to, result.files(), bytes, result.copied(), result.ledger(), null);
        log.info(
            "backup to {}: {} files, {} bytes, {} of them copied",
            to,
            result.files(),
            bytes,
            result.copied());
      } catch (IOException | RuntimeException e) {
        state = new BackupHandlers.State(false, to, 0, 0, 0, false, String.valueOf(e.getMessage()));
        log.error("the backup to {} has failed; one that was there before still counts", to, e);
      }
    }

    @Override
    public void begins(int files, long bytes) {
      state = new BackupHandlers.State(true, state.to(), files, bytes, 0, false, null);
    }

    @Override
    public void copied(long bytes) {
      if (closed) {
        throw new IllegalStateException("the engine stops");
      }
      BackupHandlers.State now = state;
      state =
          new BackupHandlers.State(
              true, now.to(), now.files(), now.bytes(), now.copied() + bytes, false, null);
    }

    private void join() {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
