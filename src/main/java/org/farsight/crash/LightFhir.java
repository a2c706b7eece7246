package org.farsight.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.farsight.crash.LightFhirStore.Refused;
import org.farsight.crash.LightFhirStore.Written;

/**
 * A FHIR R4 server for the crash test, where starting the stand-in hospital's again and again would
 * take all the time. See {@link LightFhirStore} for what it knows.
 */
public final class LightFhir implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASE = "/fhir";

  private final LightFhirStore store;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private LightFhir(LightFhirStore store, HttpServer server) {
    this.store = store;
    this.server = server;
  }

  /**
   * Opens a folder and a port of the loopback address.
   *
   * @param port 0 for a free one
   */
  public static LightFhir start(Path folder, int port) throws IOException {
    LightFhirStore store = LightFhirStore.open(folder);
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      LightFhir fhir = new LightFhir(store, server);
      server.setExecutor(fhir.threads);
      server.createContext(BASE, fhir::handle);
      server.start();
      return fhir;
    } catch (IOException e) {
      store.close();
      throw e;
    }
  }

  /** Base address. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + BASE;
  }

  private void handle(HttpExchange http) throws IOException {
    try (http) {
      try {
        answer(http);
      } catch (Refused e) {
        ObjectNode outcome = JSON.createObjectNode().put("resourceType", "OperationOutcome");
        outcome
            .putArray("issue")
            .addObject()
            .put("severity", "error")
            .put("code", "processing")
            .put("diagnostics", String.valueOf(e.getMessage()));
        send(http, e.status(), outcome);
      }
    }
  }

  private void answer(HttpExchange http) throws IOException, Refused {
    String path = http.getRequestURI().getPath().substring(BASE.length()).replaceAll("^/", "");
    String query = Objects.requireNonNullElse(http.getRequestURI().getRawQuery(), "");
    switch (http.getRequestMethod()) {
      case "POST" -> {
        JsonNode body = body(http);
        if (path.isEmpty()) {
          send(http, 200, answer(store.transaction(body)));
        } else {
          String condition =
              Objects.requireNonNullElse(http.getRequestHeaders().getFirst("If-None-Exist"), "");
          Written written = store.create(body, condition.replaceFirst("^[^?]*\\?", ""));
          String place = url() + "/" + LightFhirStore.reference(written.resource());
          http.getResponseHeaders()
              .set("Location", place + "/_history/" + LightFhirStore.version(written.resource()));
          send(http, written.created() ? 201 : 200, written.resource());
        }
      }
      case "PUT" -> {
        String ifMatch =
            Objects.requireNonNullElse(http.getRequestHeaders().getFirst("If-Match"), "");
        Written written = store.update(path, body(http), ifMatch);
        send(http, written.created() ? 201 : 200, written.resource());
      }
      case "GET" -> {
        if (path.contains("/")) {
          send(http, 200, store.read(path).orElseThrow(() -> new Refused(404, "no " + path)));
        } else {
          send(http, 200, searchset(store.search(path, query)));
        }
      }
      default -> throw new Refused(405, "GET, POST and PUT only");
    }
  }

  private static JsonNode body(HttpExchange http) throws IOException {
    try (InputStream in = http.getRequestBody()) {
      return JSON.readTree(in);
    }
  }

  private static ObjectNode answer(List<Written> written) {
    ObjectNode bundle =
        JSON.createObjectNode().put("resourceType", "Bundle").put("type", "transaction-response");
    ArrayNode entries = bundle.putArray("entry");
    for (Written one : written) {
      int version = LightFhirStore.version(one.resource());
      entries
          .addObject()
          .putObject("response")
          .put("status", one.created() ? "201 Created" : "200 OK")
          .put("location", LightFhirStore.reference(one.resource()) + "/_history/" + version)
          .put("etag", "W/\"" + version + "\"");
    }
    return bundle;
  }

  private ObjectNode searchset(List<ObjectNode> found) {
    ObjectNode bundle = JSON.createObjectNode().put("resourceType", "Bundle");
    bundle.put("type", "searchset").put("total", found.size());
    ArrayNode entries = bundle.putArray("entry");
    for (ObjectNode resource : found) {
      entries
          .addObject()
          .put("fullUrl", url() + "/" + LightFhirStore.reference(resource))
          .set("resource", resource);
    }
    return bundle;
  }

  private static void send(HttpExchange http, int status, JsonNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    http.getResponseHeaders().set("Content-Type", "application/fhir+json; charset=utf-8");
    int version = LightFhirStore.version(body);
    if (version > 0) {
      http.getResponseHeaders().set("ETag", "W/\"" + version + "\"");
    }
    http.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = http.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    threads.close();
    store.close();
  }
}
