package org.farsight.hospital;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/**
 * Plain HTTP requests to the server under test: what is tested is the wire, not a client library.
 */
record FhirClient(HttpClient http, URI base) {

  static FhirClient of(FhirStore store) {
    return new FhirClient(HttpClient.newHttpClient(), store.url());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  HttpResponse<String> transaction(String bundle) throws IOException, InterruptedException {
    return send(request("").POST(BodyPublishers.ofString(bundle, StandardCharsets.UTF_8)));
  }

  HttpResponse<String> put(String path, String resource, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path).PUT(BodyPublishers.ofString(resource, StandardCharsets.UTF_8));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** The number of resources a search finds. */
  int count(String search) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        get(search + (search.contains("?") ? "&" : "?") + "_summary=count");
    if (answer.statusCode() != 200) {
      throw new IOException(search + " was answered with " + answer.statusCode());
    }
    return new Gson().fromJson(answer.body(), JsonObject.class).get("total").getAsInt();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(String path) {
    String escaped = path.replace("|", "%7C");
    return HttpRequest.newBuilder(URI.create(base + (path.isEmpty() ? "" : "/" + escaped)))
        .header("Content-Type", "application/fhir+json");
  }
}
