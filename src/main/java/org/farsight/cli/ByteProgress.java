package org.farsight.cli;

import org.farsight.ledger.Backup;

/** Says now and then on standard error how many bytes of a long copy are done. */
final class ByteProgress implements Backup.Progress {
  private static final long EVERY = 2_000_000_000L;

  private final Console console;
  private long bytes;
  private long copied;
  private long shownAt = System.nanoTime();

  ByteProgress(Console console) {
    this.console = console;
  }

  @Override
  public void begins(int files, long all) {
    bytes = all;
    copied = 0;
  }

  @Override
  public void copied(long more) {
    copied += more;
    show(copied, bytes);
  }

  /** Says it, if some time has passed since it did. */
  void show(long done, long all) {
    long now = System.nanoTime();
    if (now - shownAt > EVERY && all > 0) {
      shownAt = now;
      console
          .err()
          .printf("%d of %d MB (%d %%)%n", done >> 20, all >> 20, Math.min(100, 100 * done / all));
    }
  }
}
