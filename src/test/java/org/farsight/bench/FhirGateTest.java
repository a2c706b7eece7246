package org.farsight.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The gate before a FHIR server: what it answers, what it passes on, what it notes. */
class FhirGateTest {
  private static final String TRANSACTION =
      """
      {"resourceType":"Bundle","type":"transaction","entry":[
      {"resource":{"resourceType":"Patient","identifier":[{"value":"BENCH000007"}]},
       "request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=BENCH000007"}},
      {"resource":{"resourceType":"Task"},"request":{"method":"POST","url":"Task"}}]}
      """;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void answersEachEntryOfATransactionAndNotesThePatientWhoseTaskCame() throws Exception {
    try (FhirGate gate = new FhirGate(Optional.empty(), EcgBench.PATIENT)) {
      assertThat(gate.arrived("BENCH000007")).isEmpty();

      HttpResponse<String> answer = post(gate.address(), TRANSACTION);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .contains("transaction-response", "\"Patient/1/_history/1\"", "\"Task/2/_history/1\"");
      assertThat(gate.arrived("BENCH000007")).isPresent();
      assertThat(gate.count()).isEqualTo(1);
    }
  }

  @Test
  void whatHasNoTaskIsNotNoted() throws Exception {
    try (FhirGate gate = new FhirGate(Optional.empty(), EcgBench.PATIENT)) {
      post(gate.address(), TRANSACTION.replace("\"Task\"", "\"Basic\""));

      assertThat(gate.count()).isZero();
    }
  }

  @Test
  void beforeAServerItPassesBothWays() throws Exception {
    try (FhirGate server = new FhirGate(Optional.empty(), EcgBench.PATIENT);
        FhirGate gate = new FhirGate(Optional.of(URI.create(server.address())), EcgBench.PATIENT)) {
      HttpResponse<String> answer = post(gate.address(), TRANSACTION);

      assertThat(answer.body()).contains("\"Task/2/_history/1\"");
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("fhir+json");
      assertThat(server.arrived("BENCH000007")).isPresent();
      assertThat(gate.arrived("BENCH000007")).isPresent();
    }
  }

  private HttpResponse<String> post(String address, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/fhir+json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
