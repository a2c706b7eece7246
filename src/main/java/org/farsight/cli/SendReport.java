package org.farsight.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * Counts what {@code send} did and names what it could not do. A file that is no object of the kind
 * sent is skipped, which is no failure; that nothing at all was sent is one.
 */
final class SendReport implements SendListener {
  private final Console console;
  private final Progress progress;
  private final int total;
  private final long started = System.nanoTime();
  private int sent;
  private long bytes;
  private int skipped;
  private int failed;

  /**
   * @param total how many files there are
   */
  SendReport(Console console, int total) {
    this.console = console;
    this.progress = new Progress(console);
    this.total = total;
  }

  @Override
  public void sent(Path file, long length) {
    sent++;
    bytes += length;
    progress.at("sent " + sent + " of " + (total - skipped));
  }

  @Override
  public void remark(Path file, String remark) {
    tell("sent", file, remark);
  }

  @Override
  public void skipped(Path file, String why) {
    skipped++;
    tell("skipped", file, why);
  }

  @Override
  public void failed(Path file, String why) {
    failed++;
    tell("failed", file, why);
  }

  /** Writes the summary; the exit code. */
  int finish(String what, String peer) {
    progress.clear();
    double seconds = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0;
    console
        .out()
        .printf(
            Locale.ROOT,
            "sent %d of %d %s (%.1f MB) to %s in %.1f s; %d failed, %d skipped%n",
            sent,
            total - skipped,
            what,
            bytes / 1e6,
            peer,
            seconds,
            failed,
            skipped);
    return failed == 0 && sent > 0 ? Main.DONE : Main.FAILED;
  }

  /** What went wrong, in the words of the exception or by its name. */
  static String reason(IOException e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }

  private void tell(String what, Path file, String why) {
    progress.clear();
    console.err().println(what + " " + file + ": " + why);
  }
}
