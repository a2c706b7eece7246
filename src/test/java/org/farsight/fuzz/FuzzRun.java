package org.farsight.fuzz;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs fuzz targets one after another, each in a JVM of its own, and says what each did: {@code
 * ./mvnw -B -Pfuzz test}. A short run is the same everywhere and always: a fixed seed, a fixed
 * number of executions and no corpus of earlier runs. A long one ({@code -Dfuzz.seconds=N}) is
 * random and goes on from the corpus of the one before.
 */
final class FuzzRun {
  /** A target and how many executions make its short run: one to three seconds. */
  private record Target(Class<?> test, int runs) {
    String name() {
      return test.getSimpleName().replace("FuzzTest", "");
    }
  }

  private static final List<Target> TARGETS =
      List.of(
          new Target(DataSetFuzzTest.class, 4000),
          new Target(Part10FuzzTest.class, 4000),
          new Target(PduFuzzTest.class, 4000),
          new Target(CommandSetFuzzTest.class, 4000),
          new Target(MultipartFuzzTest.class, 4000),
          new Target(StowFuzzTest.class, 800),
          new Target(DicomJsonFuzzTest.class, 4000),
          new Target(FramesFuzzTest.class, 4000),
          new Target(AecgFuzzTest.class, 500),
          new Target(WaveformFuzzTest.class, 1000),
          new Target(ScpFuzzTest.class, 2000),
          new Target(MuseFuzzTest.class, 500),
          new Target(CardiosoftFuzzTest.class, 500),
          new Target(EdfFuzzTest.class, 1500),
          new Target(SierraFuzzTest.class, 500),
          new Target(ContecFuzzTest.class, 1500),
          new Target(OruFuzzTest.class, 1500));

  private static final String INSTRUMENTED = "org.farsight.dicom.**:org.farsight.ecg.**";
  private static final int SEED = 20260101;

  private static final Pattern LIBRARIES =
      Pattern.compile(
          "(junit|jazzer|assertj|byte-buddy|opentest4j|apiguardian|jspecify|hapi-base|slf4j-api)[^/]*\\.jar");
  private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs in (\\d+) second");
  private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+) ft: (\\d+) corp: (\\d+)");
  private static final Pattern INPUTS = Pattern.compile("Inputs: (\\w+)");

  /** What to run: the names separated by commas, or all; and how long each, 0 for the short run. */
  @Test
  @EnabledIfSystemProperty(named = "fuzz.seconds", matches = "\\d+")
  void findsNothing() throws IOException, InterruptedException, ExecutionException {
    int seconds = Integer.getInteger("fuzz.seconds", 0);
    List<String> names = List.of(System.getProperty("fuzz.targets", "all").split(" *, *"));
    List<Target> chosen =
        TARGETS.stream()
            .filter(target -> names.contains("all") || names.contains(target.name()))
            .toList();
    assertThat(chosen).as("targets named %s", names).isNotEmpty();
    // A long run has the machine to itself, so that its figures mean something.
    int atOnce = seconds == 0 ? Math.min(2, Runtime.getRuntime().availableProcessors()) : 1;
    List<String> failed = new ArrayList<>();
    try (ExecutorService runs = Executors.newFixedThreadPool(atOnce)) {
      Map<Target, Future<Boolean>> fine = new LinkedHashMap<>();
      for (Target target : chosen) {
        fine.put(target, runs.submit(() -> jvm(target, seconds) == 0));
      }
      for (var run : fine.entrySet()) {
        boolean foundNothing = run.getValue().get();
        String report = run.getKey().name() + ": " + did(log(run.getKey()));
        System.out.println(report);
        if (!foundNothing) {
          failed.add(report + ", see " + log(run.getKey()));
        }
      }
    }
    assertThat(failed).isEmpty();
  }

  private static Path directory(Target target) {
    return Path.of("target", "fuzz", target.name());
  }

  private static Path log(Target target) {
    return directory(target).resolve("log");
  }

  private static int jvm(Target target, int seconds) throws IOException, InterruptedException {
    Files.createDirectories(directory(target));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + Fuzzed.class.getName(),
                "--target_args=" + target.test().getName(),
                "--instrumentation_includes=" + INSTRUMENTED,
                "--custom_hook_includes=" + INSTRUMENTED,
                // it follows each step of a regular expression: a hundred times slower on long
                // texts
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexRoadblocks",
                "--reproducer_path=" + directory(target),
                "-artifact_prefix="
                    + Files.createDirectories(Fuzzed.findings(target.test()))
                    + File.separator,
                "-seed_inputs=@" + seeds(target),
                "-rss_limit_mb=0",
                "-report_slow_units=3600")); // what is slow is not kept, but fails by its target
    if (seconds == 0) {
      command.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")); // begins sooner
      command.add("-seed=" + SEED);
      command.add("-runs=" + target.runs());
    } else {
      command.add("-max_total_time=" + seconds);
      command.add(Files.createDirectories(Path.of(".cifuzz-corpus", target.name())).toString());
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log(target).toFile())
        .start()
        .waitFor();
  }

  /** The file that lists the seeds, as libFuzzer reads it. */
  private static Path seeds(Target target) throws IOException {
    List<Path> seeds = Fuzzed.seeds(target.test(), directory(target).resolve("seeds"));
    return Files.writeString(
        directory(target).resolve("seeds.list"),
        seeds.stream().map(Path::toString).collect(joining(",")));
  }

  private static String classPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(
            entry ->
                !entry.endsWith(".jar") || LIBRARIES.matcher(new File(entry).getName()).matches())
        .filter(entry -> !entry.contains("archunit"))
        .collect(joining(File.pathSeparator));
  }

  private static String did(Path log) throws IOException {
    String text = Files.readString(log, StandardCharsets.ISO_8859_1);
    List<MatchResult> runs = RUNS.matcher(text).results().toList();
    List<MatchResult> coverage = COVERAGE.matcher(text).results().toList();
    List<MatchResult> inputs = INPUTS.matcher(text).results().toList();
    return runs.isEmpty() || coverage.isEmpty() || inputs.isEmpty()
        ? "did not come to its end"
        : "%s executions in %s s, %s edges and %s features covered, a corpus of %s; inputs %s"
            .formatted(
                runs.getLast().group(1),
                runs.getLast().group(2),
                coverage.getLast().group(1),
                coverage.getLast().group(2),
                coverage.getLast().group(3),
                inputs.getLast().group(1));
  }
}
