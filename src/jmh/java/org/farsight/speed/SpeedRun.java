package org.farsight.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks, {@code ./mvnw -B -Pjmh test}, and holds them to their goals. */
final class SpeedRun {
  /** Milliseconds at most. */
  private static final Map<String, Double> GOALS =
      Map.of(
          "decode", 2.0,
          "fhirJson", 10.0,
          "svg", 10.0,
          "pdf", 60.0,
          "ct1000", 150.0,
          "ct1000Checked", 400.0,
          "validateEcg", 150.0,
          "validateCt", 400.0);

  @Test
  void eachStepIsWithinItsGoal() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(System.getProperty("jmh.include", ".*"))
                    .jvmArgs("-Xmx1g", "-XX:+UseSerialGC")
                    .shouldFailOnError(true)
                    .build())
            .run();
    assertThat(results).isNotEmpty();
    for (RunResult result : results) {
      String step = result.getPrimaryResult().getLabel();
      assertThat(result.getPrimaryResult().getScore())
          .as("ms of %s", step)
          .isLessThan(GOALS.get(step));
    }
  }
}
