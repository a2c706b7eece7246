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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reading room in a real browser (src/test/browser/reading-room.mjs): what is pushed appears in
 * an open worklist, is opened by keys and drawn, in both languages, and nothing serious is found by
 * axe-core. Skipped where Node.js, a Chromium or the pages are missing.
 */
@Timeout(300)
class ReadingRoomPageIT {
  private static final Path SCRIPT = Path.of("src/test/browser/reading-room.mjs");
  private static final Path ECG = Path.of("test-data/ecg/aecg/qingshan-normal.xml");
  private static final String ITS_PATIENT = "QS100274";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void whatIsPushedAppearsAndIsReadInBothLanguages() throws Exception {
    Path node = require("node");
    Path chromium =
        tool("chromium").or(() -> tool("google-chrome")).orElse(Path.of("/nowhere/chromium"));
    assumeTrue(Files.isExecutable(chromium), "no Chromium is installed");
    assumeTrue(
        Files.isDirectory(Path.of("src/main/web/node_modules/playwright-core")),
        "the libraries of the pages are not installed: run the build with Node.js");
    assumeTrue(
        ReadingRoomPageIT.class.getResource("/org/farsight/web/pages/index.html") != null,
        "the pages are not built");
    HospitalServer hospital = HospitalServer.require();
    try (RunningEngine engine = RunningEngine.in(folder, EngineHome.fhir(hospital.url()))) {
      // what a server does for the first time takes it longer
      post(engine);
      Process browser =
          new ProcessBuilder(
                  node.toString(), SCRIPT.toString(), engine.view().base(), chromium.toString())
              .redirectErrorStream(true)
              .start();
      try {
        List<String> said = watched(browser, engine);
        assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(browser.exitValue()).as("%s", said).isZero();
        assertThat(said).anyMatch(line -> line.startsWith("shown "));
      } finally {
        browser.descendants().forEach(ProcessHandle::destroyForcibly);
        browser.destroyForcibly();
      }
    }
  }

  /** Pushes once the worklist is open; gives everything that the browser's script says. */
  private static List<String> watched(Process browser, RunningEngine engine) throws Exception {
    List<String> said = new ArrayList<>();
    try (BufferedReader lines = browser.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        System.out.println("reading room: " + line);
        if (line.equals("watching")) {
          post(engine);
          engine.device().push(PushedObject.study(PushedObject.somebody(), 3, 128));
        }
      }
    }
    return said;
  }

  /** Of a new patient each time: others that share the FHIR server send this file too. */
  private static void post(RunningEngine engine) throws Exception {
    String file = Files.readString(ECG).replace(ITS_PATIENT, PushedObject.somebody().id());
    EngineView.Answer answer =
        engine.view().post("/ecg?site=" + EngineHome.SITE, file.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.status()).isEqualTo(202);
    engine.view().awaitDelivered(answer.body().path("id").asText(), 1);
  }

  private static Path require(String name) {
    Optional<Path> found = tool(name);
    assumeTrue(found.isPresent(), name + " is not installed");
    return found.orElseThrow();
  }

  private static Optional<Path> tool(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(each -> Path.of(each, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
