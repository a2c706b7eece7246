package org.farsight.hospital;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process: its ready line, its ends, and what is left after a violent one. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FhirServerTest {

  private static final String READY = "fhir ready ";

  @Test
  void whatWasConfirmedIsThereAfterAKillAndTheServerEndsWithItsParent(@TempDir Path data)
      throws Exception {
    String bundle = Bundles.ecg("P-kill", "kill", 1_000);
    Process killed = start(data);
    try {
      assertThat(client(killed).transaction(bundle).statusCode()).isEqualTo(200);
    } finally {
      killed.destroyForcibly().waitFor();
    }

    Process again = start(data, "--stop-with-parent");
    try {
      FhirClient client = client(again);
      assertThat(client.count("Patient?identifier=urn:site:1|P-kill")).isOne();
      assertThat(client.count("Observation?identifier=urn:content|kill")).isOne();
      assertThat(client.transaction(bundle).statusCode()).isEqualTo(200);
      assertThat(client.count("Observation?identifier=urn:content|kill")).isOne();

      again.getOutputStream().close();
      assertThat(again.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(again.exitValue()).isZero();
    } finally {
      again.destroyForcibly();
    }
  }

  @Test
  void anUnknownKindOfDatabaseIsRefusedWithItsReason() {
    StringWriter told = new StringWriter();
    int exit =
        FhirServer.commandLine()
            .setErr(new PrintWriter(told, true))
            .execute("--data", "unused", "--database-url", "jdbc:other:x");
    assertThat(exit).isEqualTo(1);
    assertThat(told.toString()).startsWith("cannot start: the database address");
  }

  private static Process start(Path data, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(FhirServer.class.getName());
    command.addAll(List.of("--data", data.toString(), "--fhir-port", "0"));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static FhirClient client(Process server) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    assertThat(line).startsWith(READY);
    return new FhirClient(HttpClient.newHttpClient(), URI.create(line.substring(READY.length())));
  }
}
