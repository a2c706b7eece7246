package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Scripts of src/test/browser, in the machine's Node.js and Chromium.
 *
 * @param node runs them
 * @param chromium they open the pages in it
 */
record BrowserScript(Path node, Path chromium) {
  private static final Path FOLDER = Path.of("src/test/browser");

  /** Hears what a script says. */
  interface Hearing {
    void line(String line) throws Exception;
  }

  /** Skips the test where Node.js, a Chromium or the pages are missing. */
  static BrowserScript require() {
    Optional<Path> node = tool("node");
    assumeTrue(node.isPresent(), "node is not installed");
    Optional<Path> chromium = tool("chromium").or(() -> tool("google-chrome"));
    assumeTrue(chromium.isPresent(), "no Chromium is installed");
    assumeTrue(
        Files.isDirectory(Path.of("src/main/web/node_modules/playwright-core")),
        "the libraries of the pages are not installed: run the build with Node.js");
    assumeTrue(
        BrowserScript.class.getResource("/org/farsight/web/pages/index.html") != null,
        "the pages are not built");
    return new BrowserScript(node.orElseThrow(), chromium.orElseThrow());
  }

  private static Optional<Path> tool(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(each -> Path.of(each, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Runs one to its end, which has to be a good one; gives all that it has said.
   *
   * @param address of the engine
   * @param more what the script wants to know beside it
   */
  List<String> run(String name, String address, Hearing hearing, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(node.toString(), FOLDER.resolve(name).toString(), address, chromium.toString()));
    command.addAll(List.of(more));
    Process browser = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> said = new ArrayList<>();
    try (BufferedReader lines = browser.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        System.out.println(name + ": " + line);
        hearing.line(line);
      }
      assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(browser.exitValue()).as("%s", said).isZero();
    } finally {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly();
    }
    return said;
  }
}
