package org.farsight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.formats.EcgFormats;

/**
 * Posts ECG files one by one as a cart's gateway would. A file named on the command line is posted
 * whatever it is; of a folder's files those that no reader recognises are skipped.
 */
final class EcgSending {
  private static final Duration TIME_OUT = Duration.ofSeconds(60);

  private final URI target;
  private final SendListener report;
  private final EcgFormats formats = EcgFormats.standard();
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param target the engine's address for ECGs with the site in its query
   */
  EcgSending(URI target, SendListener report) {
    this.target = target;
    this.report = report;
  }

  /** Posts the files; everything goes to the report. */
  void send(List<DeviceFile> files) throws InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build()) {
      for (DeviceFile file : files) {
        post(client, file);
      }
    }
  }

  private void post(HttpClient client, DeviceFile file) throws InterruptedException {
    Path path = file.path();
    try {
      if (!file.named() && formats.readerOf(head(path)).isEmpty()) {
        report.skipped(path, "no ECG of a known format");
        return;
      }
      HttpRequest request =
          HttpRequest.newBuilder(target)
              .timeout(TIME_OUT)
              .header("Content-Type", "application/octet-stream")
              .POST(HttpRequest.BodyPublishers.ofFile(path))
              .build();
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() / 100 == 2) {
        report.sent(path, Files.size(path));
      } else {
        report.failed(path, describe(response));
      }
    } catch (IOException e) {
      report.failed(path, "not posted to " + target + ": " + SendReport.reason(e));
    }
  }

  private static byte[] head(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(EcgReader.HEAD_LENGTH);
    }
  }

  /** The problem in words (RFC 9457) if the answer is one, else its status only. */
  private String describe(HttpResponse<String> response) {
    String status = "HTTP " + response.statusCode();
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.contains("json")) {
      return status;
    }
    try {
      JsonNode problem = json.readTree(response.body());
      String title = problem.path("title").asText();
      String detail = problem.path("detail").asText();
      String quarantine = problem.path("quarantine").asText();
      return status
          + (title.isEmpty() ? "" : " " + title)
          + (detail.isEmpty() ? "" : ": " + detail)
          + (quarantine.isEmpty() ? "" : " (kept in quarantine as " + quarantine + ")");
    } catch (JsonProcessingException e) {
      return status + " with an answer that is no JSON";
    }
  }
}
