package org.farsight.ecg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Reads ECG files with programs that share no line with ours: Python scripts under the test
 * resources. A test that needs one is skipped where Python, or the module it imports, is missing.
 */
public final class IndependentReader {
  private static final long PATIENCE_SECONDS = 120;

  private IndependentReader() {}

  /**
   * One lead as the script prints it.
   *
   * @param group {@code rhythm} or {@code further}
   * @param name the file's code of the lead
   * @param timing increment in seconds or samples per second, as the script says
   * @param scale units per step
   * @param unit the unit
   * @param samples the integers
   */
  public record Row(
      String group, String name, BigDecimal timing, BigDecimal scale, String unit, int[] samples) {}

  /** Runs the script on the file; skips the calling test where Python or a module is missing. */
  public static List<Row> read(String script, String module, Path file) throws Exception {
    Path python = python();
    assumeTrue(
        run(List.of(python.toString(), "-c", "import " + module)).status == 0,
        "Python module " + module + " is not installed");
    Path copy = Files.createTempFile("farsight", ".py");
    try (InputStream in =
        Objects.requireNonNull(IndependentReader.class.getResourceAsStream(script))) {
      Files.write(copy, in.readAllBytes());
      Outcome outcome = run(List.of(python.toString(), copy.toString(), file.toString()));
      assertThat(outcome.status).as("%s on %s", script, file.getFileName()).isZero();
      List<Row> rows = new ArrayList<>();
      for (String line : outcome.out.lines().toList()) {
        rows.add(row(line));
      }
      return rows;
    } finally {
      Files.delete(copy);
    }
  }

  private static Row row(String line) {
    String[] words = line.split(" ");
    int[] samples = Arrays.stream(words, 5, words.length).mapToInt(Integer::parseInt).toArray();
    return new Row(
        words[0], words[1], new BigDecimal(words[2]), new BigDecimal(words[3]), words[4], samples);
  }

  private static Path python() {
    // The system's Python first: it is the one that packages of the system install modules for.
    for (String candidate : List.of("/usr/bin/python3", "/usr/local/bin/python3")) {
      if (Files.isExecutable(Path.of(candidate))) {
        return Path.of(candidate);
      }
    }
    assumeTrue(false, "no Python");
    throw new IllegalStateException("unreachable");
  }

  private record Outcome(int status, String out) {}

  private static Outcome run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), out);
  }
}
