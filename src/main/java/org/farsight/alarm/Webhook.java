package org.farsight.alarm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells by an HTTP POST of JSON. Taken is what is answered with a status of 2xx and, where the
 * answer is a JSON object with an {@code errcode}, as the robots of WeCom and DingTalk give it,
 * with {@code errcode} 0.
 */
public final class Webhook implements Channel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int MOST_ANSWER = 64 << 10;

  private final Address address;
  private final HttpClient client;
  private final InstantSource clock;

  /**
   * Where to.
   *
   * @param id name of the channel
   * @param uri holds the robot's key: a secret
   * @param secret by which requests to a DingTalk robot are signed
   * @param template of the body
   */
  public record Address(String id, URI uri, Optional<String> secret, Template template) {
    /** Without what is secret. */
    @Override
    public String toString() {
      return "webhook " + id + " at " + uri.getHost();
    }
  }

  /** Tells there. */
  public Webhook(Address address, HttpClient client, InstantSource clock) {
    this.address = address;
    this.client = client;
    this.clock = clock;
  }

  @Override
  public String id() {
    return address.id();
  }

  @Override
  public void tell(Message message) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(signed())
            .timeout(PATIENCE)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(address.template().fill(message)))
            .build();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int status = send(request, body);
    if (status / 100 != 2) {
      throw new IOException(address + " answers " + status);
    }
    Optional<String> code = refusal(body.toByteArray());
    if (code.isPresent()) {
      throw new IOException(address + " answers errcode " + code.get());
    }
  }

  private int send(HttpRequest request, ByteArrayOutputStream body)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.ofByteArrayConsumer(
                piece -> piece.ifPresent(bytes -> keep(body, bytes))));
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).statusCode();
    } catch (ExecutionException e) {
      String why = e.getCause() == null ? "" : e.getCause().getClass().getSimpleName();
      throw new IOException(address + " cannot be reached: " + why, e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException(address + " has not answered in time", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }

  private static void keep(ByteArrayOutputStream body, byte[] bytes) {
    body.write(bytes, 0, Math.min(bytes.length, MOST_ANSWER - body.size()));
  }

  /** The {@code errcode} of an answer, where it is not 0. */
  private static Optional<String> refusal(byte[] body) {
    try {
      JsonNode code = JSON.readTree(body).path("errcode");
      return code.isMissingNode() || code.asInt(-1) == 0
          ? Optional.empty()
          : Optional.of(code.asText());
    } catch (JsonProcessingException e) {
      return Optional.empty(); // other receivers answer what they like
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory", e);
    }
  }

  /** With time and signature, as a DingTalk robot with a secret wants it. */
  private URI signed() throws IOException {
    if (address.secret().isEmpty()) {
      return address.uri();
    }
    String secret = address.secret().get();
    long millis = clock.millis();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal((millis + "\n" + secret).getBytes(StandardCharsets.UTF_8));
      String uri = address.uri().toString();
      return URI.create(
          uri
              + (address.uri().getRawQuery() == null ? "?" : "&")
              + "timestamp="
              + millis
              + "&sign="
              + URLEncoder.encode(
                  Base64.getEncoder().encodeToString(signature), StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IOException("the secret of " + address + " cannot sign", e);
    }
  }
}
