package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.farsight.crash.CrashRun;
import org.farsight.crash.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine ends itself once at each kill point, under load: none is dead, and nothing is lost.
 * {@code farsight crash} does it again and again, and at random moments (docs/crash.md).
 */
@Timeout(1500)
class CrashIT {
  private static final long SEED = 20260301;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void killedOnceAtEachPlaceItLosesNothingDoublesNothingAndGoesOn() throws Exception {
    long start = System.nanoTime();
    Report report =
        CrashRun.run(
            new CrashRun.Options(
                folder,
                Path.of("").toAbsolutePath(),
                Duration.ofMinutes(20),
                1,
                true,
                0,
                1000,
                SEED,
                Optional.empty()),
            words -> {});
    System.out.printf(
        "%s; %d s%n", report.words(), Duration.ofNanos(System.nanoTime() - start).toSeconds());
    assertThat(report.missing()).as("kill points that the load does not reach").isEmpty();
    assertThat(report.acknowledged()).isPositive();
    assertThat(report.lost()).isZero();
    assertThat(report.doubled()).isZero();
    assertThat(report.stuck()).isZero();
  }
}
