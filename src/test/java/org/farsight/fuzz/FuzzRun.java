package org.farsight.fuzz;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs fuzz targets one after another and says what each did: {@code ./mvnw -B -Pfuzz test}. Jazzer
 * takes one target per JVM, and starts faster the fewer libraries it has to look through.
 */
final class FuzzRun {
  private static final List<Class<?>> TARGETS =
      List.of(
          DataSetFuzzTest.class, Part10FuzzTest.class, PduFuzzTest.class, CommandSetFuzzTest.class);

  private static final Pattern LIBRARIES =
      Pattern.compile(
          "(junit|jazzer|assertj|byte-buddy|opentest4j|apiguardian|jspecify)[^/]*\\.jar");
  private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs in (\\d+) second");
  private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+) ft: (\\d+) corp: (\\d+)");

  /** What to run: the beginnings of names separated by commas, or all; and how long each. */
  @Test
  @EnabledIfSystemProperty(named = "fuzz.seconds", matches = "\\d+")
  void findsNothing() throws IOException, InterruptedException {
    int seconds = Integer.getInteger("fuzz.seconds", 3);
    String names = System.getProperty("fuzz.targets", "all");
    List<String> failed = new ArrayList<>();
    Path logs = Files.createDirectories(Path.of("target", "fuzz"));
    for (Class<?> target : TARGETS) {
      if (names.equals("all") || isNamed(target, names)) {
        Path log = logs.resolve(target.getSimpleName() + ".log");
        boolean fine = jvm(target, seconds, log) == 0;
        String report = target.getSimpleName() + ": " + did(log);
        System.out.println(report);
        if (!fine) {
          failed.add(report + ", see " + log);
        }
      }
    }
    assertThat(failed).isEmpty();
  }

  /**
   * Fuzzes in this JVM.
   *
   * @param args the class of the target
   */
  public static void main(String[] args) {
    System.exit(target(args[0]));
  }

  private static boolean isNamed(Class<?> target, String names) {
    return Arrays.stream(names.split(","))
        .anyMatch(name -> target.getSimpleName().equals(name.strip() + "FuzzTest"));
  }

  /** Fuzzes in this JVM. */
  private static int target(String className) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(className)).build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    listener
        .getSummary()
        .printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8), 20);
    return listener.getSummary().getTotalFailureCount() == 0
            && listener.getSummary().getTestsSucceededCount() > 0
        ? 0
        : 1;
  }

  private static int jvm(Class<?> target, int seconds, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-Djazzer.hooks=true",
                "-Djazzer.instrument=org.farsight.dicom.**",
                "-cp",
                classPath(),
                FuzzRun.class.getName(),
                target.getName())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    java.environment().put("JAZZER_FUZZ", "1");
    java.environment().put("JAZZER_MAX_DURATION", seconds + "s");
    return java.start().waitFor();
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
    return runs.isEmpty() || coverage.isEmpty()
        ? "did not run"
        : "%s executions in %s s, %s edges and %s features covered, a corpus of %s inputs"
            .formatted(
                runs.getLast().group(1),
                runs.getLast().group(2),
                coverage.getLast().group(1),
                coverage.getLast().group(2),
                coverage.getLast().group(3));
  }
}
