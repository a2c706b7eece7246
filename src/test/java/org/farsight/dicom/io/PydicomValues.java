package org.farsight.dicom.io;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What pydicom reads from files; skips the calling test where pydicom is not installed. */
final class PydicomValues {

  /** One element: tag path, VR, kind (text, numbers, bytes, items) and value. */
  record Row(Path file, String path, String vr, String kind, String value) {}

  private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");

  private PydicomValues() {}

  static List<Row> of(List<Path> files) throws IOException, InterruptedException {
    String names = files.stream().map(Path::toString).collect(Collectors.joining("\n", "", "\n"));
    List<Row> rows = new ArrayList<>();
    for (String line : run("pydicom_values.py", names).split("\n", -1)) {
      String[] cells = line.split("\t", -1);
      if (cells.length == 5) {
        String value =
            cells[3].equals("text")
                ? URLDecoder.decode(cells[4].replace("+", "%2B"), StandardCharsets.UTF_8)
                : cells[4];
        rows.add(new Row(Path.of(cells[0]), cells[1], cells[2], cells[3], value));
      }
    }
    return rows;
  }

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

  /** What a script of the test resources prints. */
  static String run(String script, String input) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(interpreter(), "-c", script(script))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IOException("pydicom failed with " + process.exitValue());
    }
    return output;
  }

  private static String script(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(PydicomValues.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
