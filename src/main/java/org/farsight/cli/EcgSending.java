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
import java.util.Optional;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.formats.EcgFormats;

/**
 * Posts ECG files one by one as a cart's gateway would. A file named on the command line is posted
 * whatever it is; of a folder's files those that no reader recognises are skipped.
 */
final class EcgSending {
  private static final Duration TIME_OUT = Duration.ofSeconds(60);

  private final URI target;
  private final Optional<String> token;
  private final SendListener report;
  private final EcgFormats formats = EcgFormats.standard();
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param target the engine's address for ECGs, with the site in its query where no token says it
   * @param token of the site, for an engine that wants to know who sends
   */
  EcgSending(URI target, Optional<String> token, SendListener report) {
    this.target = target;
    this.token = token;
    this.report = report;
  }

  /**
   * Posts the files; everything goes to the report. Whom the engine does not let in with one, it
   * does not let in with another: the rest is not tried.
   */
  void send(List<DeviceFile> files) throws InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build()) {
      for (int i = 0; i < files.size(); i++) {
        if (!post(client, files.get(i))) {
          files.subList(i + 1, files.size()).forEach(this::notTried);
          return;
        }
      }
    }
  }

  private void notTried(DeviceFile file) {
    report.failed(file.path(), "not tried after that answer");
  }

  /** Posts one; false where the engine does not let us in. */
  private boolean post(HttpClient client, DeviceFile file) throws InterruptedException {
    Path path = file.path();
    try {
      if (!file.named() && formats.readerOf(head(path)).isEmpty()) {
        report.skipped(path, "no ECG of a known format");
        return true;
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(target)
              .timeout(TIME_OUT)
              .header("Content-Type", "application/octet-stream")
              .POST(HttpRequest.BodyPublishers.ofFile(path));
      token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() / 100 == 2) {
        report.sent(path, Files.size(path));
      } else {
        report.failed(path, describe(response) + advice(response.statusCode()));
      }
      return response.statusCode() != 401 && response.statusCode() != 403;
    } catch (IOException e) {
      report.failed(path, "not posted to " + target + ": " + SendReport.reason(e));
      return true;
    }
  }

  /** What to do where the engine does not let us in. */
  private String advice(int status) {
    return switch (status) {
      case 401 ->
          token.isPresent()
              ? "; the token is not known there: it was revoked, or is of another engine (farsight"
                  + " account list)"
              : "; this engine wants to know who sends: --token-file FILE with the site's token"
                  + " (farsight account token LABEL --site ID)";
      case 403 ->
          token.isPresent()
              ? "; this token may not send there: it has to be a site's, and --site is its site or"
                  + " left out"
              : "";
      default -> "";
    };
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
