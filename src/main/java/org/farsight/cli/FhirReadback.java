package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.farsight.fhir.Identifiers;

/**
 * Reads back from the FHIR server what was delivered, by plain FHIR searches, as any other program
 * would.
 */
final class FhirReadback implements AutoCloseable {
  private static final List<String> TYPES =
      List.of(
          "Patient",
          "Organization",
          "Device",
          "Endpoint",
          "ServiceRequest",
          "Task",
          "ImagingStudy",
          "Observation",
          "DocumentReference",
          "Provenance");

  /**
   * What the server has of one exchange.
   *
   * @param parts instances of the study, or leads of the ECG
   * @param taskStatus of its reading task
   */
  record Found(PersonShown patient, int parts, String taskStatus) {}

  private final String base;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * @param base URL of the FHIR server
   */
  FhirReadback(String base) {
    this.base = base;
  }

  /** What the server has of an exchange; empty if it has no such study or recording. */
  Optional<Found> find(DemoPlan.Push push) throws IOException, InterruptedException {
    boolean study = push.way() == DemoPlan.Way.C_STORE;
    String query =
        study
            ? "/ImagingStudy?_include=ImagingStudy:subject&identifier="
                + encode(Identifiers.DICOM_UID + "|urn:oid:" + push.key())
            : "/Observation?_include=Observation:subject&identifier="
                + encode(Identifiers.CONTENT + "|" + push.key());
    Optional<JsonNode> main = Optional.empty();
    PersonShown patient = PersonShown.NOBODY;
    for (JsonNode entry : get(query).path("entry")) {
      JsonNode resource = entry.path("resource");
      if (resource.path("resourceType").asText().equals("Patient")) {
        patient = PersonShown.of(resource);
      } else {
        main = Optional.of(resource);
      }
    }
    if (main.isEmpty()) {
      return Optional.empty();
    }
    int parts =
        study ? main.get().path("numberOfInstances").asInt() : main.get().path("component").size();
    return Optional.of(new Found(patient, parts, taskStatus(push.key())));
  }

  /** How many resources of each type there are. */
  Map<String, Integer> counts() throws IOException, InterruptedException {
    Map<String, Integer> counts = new TreeMap<>();
    for (String type : TYPES) {
      counts.put(type, get("/" + type + "?_summary=count").path("total").asInt());
    }
    return counts;
  }

  @Override
  public void close() {
    client.close();
  }

  private String taskStatus(String key) throws IOException, InterruptedException {
    return get("/Task?identifier=" + encode(Identifiers.READING_TASK + "|" + key))
        .path("entry")
        .path(0)
        .path("resource")
        .path("status")
        .asText();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Accept", "application/fhir+json")
            .timeout(Duration.ofSeconds(30))
            .GET()
            .build();
    HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException("the FHIR server answers " + response.statusCode() + " to " + path);
    }
    return json.readTree(response.body());
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
