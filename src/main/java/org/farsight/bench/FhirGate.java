package org.farsight.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between the engine and a FHIR server, or is one that answers each transaction at once, and
 * notes when the transaction with the Task of a patient was answered with success.
 */
public final class FhirGate implements Closeable {
  private static final Pattern TASK = Pattern.compile("\"resourceType\"\\s*:\\s*\"Task\"");
  private static final Pattern REQUEST =
      Pattern.compile(
          "\"request\"\\s*:\\s*\\{\\s*\"method\"\\s*:\\s*\"\\w+\"\\s*,\\s*\"url\"\\s*:\\s*\"(\\w+)");
  private static final Pattern SOUGHT = Pattern.compile("/(Observation|DocumentReference)$");
  private static final Set<String> HOP =
      Set.of("connection", "content-length", "host", "transfer-encoding", "expect", "upgrade");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Optional<URI> behind;
  private final Pattern patient;
  private final Map<String, Long> arrived = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();

  /**
   * Listens on a free port.
   *
   * @param behind base address of the FHIR server; empty to answer at once
   * @param patient what the ids of patients look like
   */
  public FhirGate(Optional<URI> behind, Pattern patient) throws IOException {
    this.behind = behind;
    this.patient = patient;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Base address for the engine. */
  public String address() {
    String path = behind.map(URI::getPath).orElse("/fhir");
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** When the Task of a patient was at the server, by {@link System#nanoTime}. */
  Optional<Long> arrived(String patientId) {
    return Optional.ofNullable(arrived.get(patientId));
  }

  /** How many patients have their Task. */
  int count() {
    return arrived.size();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String text = new String(body, StandardCharsets.UTF_8);
      int status = behind.isPresent() ? forward(exchange, body) : answer(exchange, text);
      if (status < 300 && TASK.matcher(text).find()) {
        Matcher found = patient.matcher(text);
        if (found.find()) {
          arrived.putIfAbsent(found.group(), System.nanoTime());
        }
      }
    }
  }

  private int forward(HttpExchange exchange, byte[] body) throws IOException {
    URI to = behind.orElseThrow().resolve(exchange.getRequestURI().toString());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to)
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      response
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      send(exchange, response.statusCode(), response.body());
      return response.statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** A transaction-response in which everything was created; what an ECG has left is found. */
  private int answer(HttpExchange exchange, String transaction) throws IOException {
    StringBuilder entries = new StringBuilder();
    Matcher request = REQUEST.matcher(transaction);
    while (request.find()) {
      entries
          .append(entries.isEmpty() ? "" : ",")
          .append("{\"response\":{\"status\":\"201 Created\",\"location\":\"")
          .append(request.group(1))
          .append('/')
          .append(ids.incrementAndGet())
          .append("/_history/1\"}}");
    }
    Matcher sought = SOUGHT.matcher(exchange.getRequestURI().getPath());
    if (transaction.isEmpty() && sought.find()) {
      // drawings ask for it: without an answer each would be drawn again and again
      entries
          .append("{\"resource\":{\"resourceType\":\"")
          .append(sought.group(1))
          .append("\",\"id\":\"1\"}}");
    }
    String type = transaction.isEmpty() ? "searchset" : "transaction-response";
    String body =
        "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":[" + entries + "]}";
    exchange.getResponseHeaders().set("Content-Type", "application/fhir+json;charset=UTF-8");
    send(exchange, 200, body.getBytes(StandardCharsets.UTF_8));
    return 200;
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.close();
  }
}
