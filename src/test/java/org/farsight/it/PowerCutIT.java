package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.farsight.crash.CrashRun;
import org.farsight.crash.Report;
import org.farsight.crash.power.Recorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole engine loses power under load, at the end of its lives and at any moment of them.
 * {@code farsight crash --power-cuts} does it again and again (docs/crash.md).
 */
@Timeout(600)
class PowerCutIT {
  private static final long SEED = 20260302;
  private static final Duration TIME = Duration.ofSeconds(12);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void whatWasAcknowledgedIsThereAfterALossOfPower() throws Exception {
    Optional<String> why = Recorder.whyNot(folder.resolve("try"));
    assumeTrue(why.isEmpty(), () -> why.orElseThrow());
    Report report =
        CrashRun.run(
            new CrashRun.Options(
                folder.resolve("run"),
                Path.of("").toAbsolutePath(),
                TIME,
                1,
                false,
                3,
                1000,
                SEED,
                Optional.empty(),
                10),
            words -> {});
    System.out.println(report.words());
    String all = Files.readString(folder.resolve("run/results.jsonl"));
    assertThat(report.powerCuts()).isGreaterThanOrEqualTo(12);
    assertThat(report.acknowledged()).isPositive();
    assertThat(report.lost()).as(all).isZero();
    assertThat(report.doubled()).as(all).isZero();
    assertThat(report.stuck()).as(all).isZero();
  }
}
