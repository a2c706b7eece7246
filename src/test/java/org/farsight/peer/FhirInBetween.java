package org.farsight.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before a FHIR server and passes on what it is asked, unless the script has something for
 * that: another client is faster, the server refuses, or the line breaks before or after the server
 * has done it.
 */
public final class FhirInBetween implements AutoCloseable {
  private static final String BASE = "/fhir";

  private final String behind;
  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> changes = new CopyOnWriteArrayList<>();
  private volatile Script script = change -> Act.pass();

  /**
   * What to do with a request that changes something.
   *
   * @param first is done before
   * @param status to answer with instead of asking the server; empty: it is asked
   * @param line where the line breaks
   */
  public record Act(Runnable first, Optional<Integer> status, Line line) {
    /** Nothing special. */
    public static Act pass() {
      return new Act(() -> {}, Optional.empty(), Line.WHOLE);
    }

    /** Somebody is faster; the server sees it by itself. */
    public static Act after(Runnable first) {
      return new Act(first, Optional.empty(), Line.WHOLE);
    }

    /** Somebody is faster, and the server refuses with this status. */
    public static Act refuse(int status, Runnable first) {
      return new Act(first, Optional.of(status), Line.WHOLE);
    }

    /** The line breaks. */
    public static Act broken(Line line) {
      return new Act(() -> {}, Optional.empty(), line);
    }
  }

  /** Where a line breaks. */
  public enum Line {
    /** Nowhere. */
    WHOLE,
    /** Before the server has heard anything. */
    BEFORE,
    /** After the server has done it. */
    AFTER
  }

  /** Decides by what is asked. */
  public interface Script {
    /**
     * What to do.
     *
     * @param change method and path, {@code PUT /ServiceRequest/7}; of a transaction {@code POST}
     */
    Act act(String change);
  }

  /**
   * Starts before a server.
   *
   * @param behind its base address, which ends with {@code /fhir}
   */
  public FhirInBetween(String behind) throws IOException {
    this.behind = behind.substring(0, behind.length() - BASE.length());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(BASE, this::handle);
    server.start();
  }

  /** Base address. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + BASE;
  }

  /** From now on. */
  public void follow(Script next) {
    script = next;
  }

  /** What was to be changed so far. */
  public List<String> changes() {
    return List.copyOf(changes);
  }

  private void handle(HttpExchange asked) throws IOException {
    try (asked) {
      Act act = Act.pass();
      if (!asked.getRequestMethod().equals("GET")) {
        String path = asked.getRequestURI().getPath().substring(BASE.length()).replaceAll("/$", "");
        String change = (asked.getRequestMethod() + " " + path).strip();
        changes.add(change);
        act = script.act(change);
      }
      act.first().run();
      if (act.line() == Line.BEFORE) {
        return;
      }
      if (act.status().isPresent()) {
        byte[] outcome = "{\"resourceType\":\"OperationOutcome\"}".getBytes(StandardCharsets.UTF_8);
        asked.getResponseHeaders().set("Content-Type", "application/fhir+json");
        asked.sendResponseHeaders(act.status().get(), outcome.length);
        asked.getResponseBody().write(outcome);
        return;
      }
      pass(asked, act.line() == Line.AFTER);
    }
  }

  private void pass(HttpExchange asked, boolean breaks) throws IOException {
    byte[] body;
    try (InputStream in = asked.getRequestBody()) {
      body = in.readAllBytes();
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(behind + asked.getRequestURI()))
            .method(asked.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : List.of("Content-Type", "If-Match", "If-None-Exist", "Prefer")) {
      String value = asked.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    HttpResponse<byte[]> answer;
    try {
      answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (breaks) {
      return;
    }
    for (String name : List.of("Content-Type", "ETag", "Location")) {
      answer
          .headers()
          .firstValue(name)
          .ifPresent(value -> asked.getResponseHeaders().set(name, value));
    }
    asked.sendResponseHeaders(answer.statusCode(), answer.body().length);
    asked.getResponseBody().write(answer.body());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
    http.close();
  }
}
