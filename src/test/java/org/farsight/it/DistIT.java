package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.VerificationScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The distribution, unpacked somewhere else and run by its own launcher with nothing but a Java.
 * Runs in {@code ./mvnw -Pdist verify}, which makes the archive; else it is skipped, because
 * packing 300 MB takes longer than all other scenarios together.
 */
@SuppressWarnings("NullAway.Init")
class DistIT {
  private static final Pattern READY =
      Pattern.compile("farsight ready http=(\\S+) dicom=FARSIGHT@\\S+:(\\d+) .*");

  @TempDir static Path elsewhere;
  private static Path home;

  @BeforeAll
  static void unpack() throws Exception {
    String archive = System.getProperty("farsight.dist", "");
    assumeTrue(!archive.isEmpty(), "the distribution is tested by ./mvnw -Pdist verify only");
    Process tar =
        new ProcessBuilder("tar", "xzf", Path.of(archive).toAbsolutePath().toString())
            .directory(elsewhere.toFile())
            .inheritIO()
            .start();
    assertThat(tar.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(tar.exitValue()).isZero();
    try (Stream<Path> unpacked = Files.list(elsewhere)) {
      home = unpacked.findFirst().orElseThrow();
    }
    assertThat(home.getFileName()).asString().startsWith("farsight-");
  }

  @Test
  void hasWhatItPromises() {
    assertThat(home).isDirectoryContaining("glob:**/farsight.service");
    for (String part :
        List.of(
            "farsight.jar",
            "lib",
            "hospital/hospital.jar",
            "hospital/lib",
            "routes/farsight.yaml",
            "fhir-profiles",
            "test-data/PROVENANCE.md",
            "README.md",
            "LICENSE")) {
      assertThat(home.resolve(part)).exists();
    }
    assertThat(home.resolve("farsight")).isExecutable();
    assertThat(home.resolve("pom.xml")).doesNotExist();
  }

  @Test
  void tellsItsVersionAndFindsNoMistakeInItself() throws Exception {
    Run version = run("--version");
    assertThat(version.output()).matches("(?s)farsight \\d+\\.\\d+\\.\\d+\\S*\\s*");
    assertThat(version.exitCode()).isZero();

    Run check = run("check");
    assertThat(check.output()).contains("well: 2 sites");
    assertThat(check.exitCode()).isZero();
  }

  @Test
  void servesAndStopsInOrder() throws Exception {
    Path data = Files.createDirectory(elsewhere.resolve("engine"));
    Process engine =
        start(
            List.of(
                "serve",
                "--data",
                data.toString(),
                "--set",
                "http.port=0",
                "--set",
                "dicom.port=0",
                "--set",
                "mllp.port=0",
                "--set",
                "dicom.unknown-callers=accept"));
    try (BufferedReader output = engine.inputReader(StandardCharsets.UTF_8);
        HttpClient client = HttpClient.newHttpClient()) {
      Matcher ready = awaitReady(output);
      HttpRequest health =
          HttpRequest.newBuilder(URI.create(ready.group(1) + "/observe/health")).build();
      assertThat(client.send(health, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
      AeAddress dicom = new AeAddress("FARSIGHT", "127.0.0.1", Integer.parseInt(ready.group(2)));
      Connector connector = new Connector(Timeouts.standard());
      assertThat(new VerificationScu(connector, "CT1").echo(dicom)).isEqualTo(Status.SUCCESS);

      engine.destroy();
      assertThat(engine.waitFor(60, TimeUnit.SECONDS)).as("ends when told to").isTrue();
      assertThat(engine.exitValue()).as("128 + SIGTERM").isEqualTo(143);
    } finally {
      engine.destroyForcibly();
    }
  }

  @Test
  void doesTheMainJob() throws Exception {
    Run demo = run("demo", "--once");
    assertThat(demo.output()).contains("exchanges have arrived as they should").contains("王建国");
    assertThat(demo.exitCode()).isZero();
  }

  private record Run(int exitCode, String output) {}

  private static Run run(String... arguments) throws IOException, InterruptedException {
    Process process = start(List.of(arguments));
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      StringBuilder text = new StringBuilder();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        text.append(line).append('\n');
      }
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
      return new Run(process.exitValue(), text.toString());
    } finally {
      process.destroyForcibly();
    }
  }

  /** From another folder than the distribution's, so that nothing depends on where one stands. */
  private static Process start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("farsight").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(elsewhere.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static Matcher awaitReady(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        return ready;
      }
    }
    throw new AssertionError("the engine ended before it was ready");
  }
}
