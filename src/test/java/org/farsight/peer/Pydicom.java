package org.farsight.peer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Python with pydicom, running scripts of the test resources. */
public final class Pydicom {

  private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");

  private Pydicom() {}

  /** The interpreter that has pydicom; skips the calling test where none has. */
  private static String interpreter() throws IOException, InterruptedException {
    for (String candidate : INTERPRETERS) {
      try {
        Process process = new ProcessBuilder(candidate, "-c", "import pydicom").start();
        if (process.waitFor() == 0) {
          return candidate;
        }
      } catch (IOException e) {
        continue; // no such program: the next one
      }
    }
    assumeTrue(false, "pydicom is not installed");
    return "";
  }

  /**
   * What a script prints; skips the calling test where pydicom is not installed.
   *
   * @param beside the class beside which the script lies in the test resources
   * @param input what the script reads
   */
  public static String run(Class<?> beside, String script, String input)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(interpreter(), "-c", text(beside, script))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IOException(script + " failed with " + process.exitValue());
    }
    return output;
  }

  private static String text(Class<?> beside, String script) throws IOException {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(script))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
