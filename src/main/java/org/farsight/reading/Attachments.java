package org.farsight.reading;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.farsight.report.ForeignDocument;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;

/**
 * Contents of attachments: those that stand in the resource, and those at an address of the same
 * server. No other address is ever called, and no redirection followed.
 */
final class Attachments {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final String base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .build();

  /**
   * @param url of the FHIR server
   */
  Attachments(String url) {
    this.base = url.replaceFirst("/+$", "") + "/";
  }

  /** The server is not there, or in trouble: asking again may help. */
  static final class NotNow extends Exception {
    private static final long serialVersionUID = 1L;

    NotNow() {
      super("the server does not give an attachment at present");
    }
  }

  /**
   * The bytes; empty where there are none, they are elsewhere, or too many.
   *
   * @throws NotNow if asking again may help
   */
  Optional<byte[]> bytes(Attachment attachment) throws NotNow {
    if (attachment.hasData()) {
      return within(attachment.getData());
    }
    Optional<URI> address = address(String.valueOf(attachment.getUrl()));
    return address.isEmpty() ? Optional.empty() : fetch(address.get());
  }

  private Optional<URI> address(String url) {
    String whole = url.matches("[A-Za-z]+/[A-Za-z0-9\\-.]{1,64}") ? base + url : url;
    try {
      URI address = URI.create(whole).normalize();
      return address.toString().startsWith(base) ? Optional.of(address) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<byte[]> fetch(URI address) throws NotNow {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(ANSWER)
            .header("Accept", "application/fhir+json, */*;q=0.5")
            .build();
    try {
      HttpResponse<InputStream> answer =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() >= 500 || answer.statusCode() == 429) {
          throw new NotNow();
        }
        if (answer.statusCode() != 200) {
          return Optional.empty();
        }
        // base64 and a little JSON around it
        byte[] bytes = body.readNBytes(ForeignDocument.MOST_BYTES / 3 * 4 + 4096);
        String type = answer.headers().firstValue("Content-Type").orElse("");
        return type.contains("fhir+json") ? ofBinary(bytes) : within(bytes);
      }
    } catch (IOException e) {
      throw new NotNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotNow();
    }
  }

  private static Optional<byte[]> ofBinary(byte[] json) {
    try {
      Binary binary =
          FhirContext.forR4Cached()
              .newJsonParser()
              .parseResource(Binary.class, new String(json, StandardCharsets.UTF_8));
      return binary.hasData() ? within(binary.getData()) : Optional.empty();
    } catch (DataFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> within(byte[] bytes) {
    return bytes.length == 0 || bytes.length > ForeignDocument.MOST_BYTES
        ? Optional.empty()
        : Optional.of(bytes);
  }
}
