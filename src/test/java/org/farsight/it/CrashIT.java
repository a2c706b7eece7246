package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.farsight.crash.CrashRun;
import org.farsight.crash.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine ends itself once at each kill point, under load, and is killed at random moments, as
 * are the archive and the FHIR server: no point is dead, and nothing is lost. {@code farsight
 * crash} does it again and again (docs/crash.md). A machine that is too slow for all of it in
 * {@link #TIME} says which points are left.
 */
@Timeout(1500)
class CrashIT {
  /** Another order each day: where time is too short for all points, all get their turn. */
  private static final long SEED = LocalDate.now(ZoneOffset.UTC).toEpochDay();

  private static final Duration TIME = Duration.ofSeconds(270);
  private static final int AT_RANDOM = 10;

  /** Stays where something was found: logs and results say what. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void killedAtEachPlaceAndAtAnyTimeItLosesNothingDoublesNothingAndGoesOn() throws Exception {
    long start = System.nanoTime();
    Report report =
        CrashRun.run(
            new CrashRun.Options(
                folder,
                Path.of("").toAbsolutePath(),
                TIME,
                1,
                true,
                AT_RANDOM,
                1000,
                SEED,
                Optional.empty(),
                0),
            words -> {});
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf(
        "seed %d; %s; %d s; left: %s%n", SEED, report.words(), took.toSeconds(), report.missing());
    assertThat(report.unreached()).as("kill points that the load does not reach").isEmpty();
    if (took.compareTo(TIME) < 0) {
      assertThat(report.missing()).isEmpty();
      assertThat(report.randomKills()).isEqualTo(AT_RANDOM);
    }
    assertThat(report.acknowledged()).isPositive();
    String found = Files.readAllLines(folder.resolve("results.jsonl")).getLast();
    assertThat(List.of(report.lost(), report.doubled(), report.stuck()))
        .as("lost, doubled, stuck: %s", found)
        .containsOnly(0);
  }
}
