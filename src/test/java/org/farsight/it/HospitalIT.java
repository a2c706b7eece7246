package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.cli.Main;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.VerificationScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code farsight hospital} as a process of its own, with its child. */
class HospitalIT {
  private static final Pattern READY = Pattern.compile("hospital ready fhir=(\\S+) dicom=(\\S+)");

  @Test
  void bothAnswerAndBothEndWhenTold(@TempDir Path data) throws Exception {
    Process hospital = start(data);
    try (BufferedReader output = hospital.inputReader(StandardCharsets.UTF_8);
        HttpClient client = HttpClient.newHttpClient()) {
      String first = String.valueOf(output.readLine());
      Matcher ready = READY.matcher(first);
      assertThat(ready.matches()).as("its first line: %s", first).isTrue();
      HttpRequest metadata =
          HttpRequest.newBuilder(URI.create(ready.group(1) + "/metadata")).build();
      assertThat(client.send(metadata, HttpResponse.BodyHandlers.ofString()).body())
          .contains("CapabilityStatement");
      AeAddress archive = AeAddress.parse(ready.group(2));
      assertThat(archive.aeTitle()).isEqualTo("CORE");
      assertThat(new VerificationScu(new Connector(Timeouts.standard()), "X").echo(archive))
          .isEqualTo(Status.SUCCESS);
      List<ProcessHandle> children = hospital.children().toList();
      assertThat(children).hasSize(1);

      hospital.destroy();

      assertThat(hospital.waitFor(60, TimeUnit.SECONDS)).as("ends when told to").isTrue();
      assertThat(hospital.exitValue()).as("128 + SIGTERM").isEqualTo(143);
      assertThat(children).noneMatch(ProcessHandle::isAlive);
    } finally {
      hospital.destroyForcibly();
    }
  }

  @Test
  void theFhirServerDoesNotOutliveAKilledParent(@TempDir Path data) throws Exception {
    Process hospital = start(data);
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> hospital.children().anyMatch(ProcessHandle::isAlive));
      List<ProcessHandle> children = hospital.children().toList();

      hospital.destroyForcibly();

      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    } finally {
      hospital.destroyForcibly();
    }
  }

  @Test
  void saysWhyTheFhirServerDoesNotStart(@TempDir Path data) throws Exception {
    Process hospital = start(data, "--database-url", "jdbc:nonsense:x");
    try (BufferedReader complaints = hospital.errorReader(StandardCharsets.UTF_8)) {
      String said = String.join("\n", complaints.lines().toList());
      assertThat(hospital.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(hospital.exitValue()).isEqualTo(Main.FAILED);
      assertThat(said).contains("the FHIR server did not start").contains("jdbc:postgresql:");
    } finally {
      hospital.destroyForcibly();
    }
  }

  private static Process start(Path data, String... further) throws IOException {
    assumeTrue(
        Files.isRegularFile(Path.of("src/hospital/target/hospital.jar")),
        "the stand-in hospital is not built");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dfarsight.home=" + Path.of("").toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "hospital",
                "--data",
                data.toString(),
                "--fhir-port",
                "0",
                "--dicom-port",
                "0",
                "--dicom-aet",
                "CORE"));
    command.addAll(List.of(further));
    return new ProcessBuilder(command).start();
  }
}
