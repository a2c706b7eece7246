package org.farsight.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Somebody who asks an engine that wants to know who asks.
 *
 * @param header name of what is sent
 * @param secret its value
 */
record WebPerson(String base, String header, String secret) {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static WebPerson nobody(String base) {
    return new WebPerson(base, "X-Nothing", "nothing");
  }

  static WebPerson withToken(String base, String token) {
    return new WebPerson(base, "Authorization", "Bearer " + token);
  }

  /** Somebody who signs in, and is given a password of the own where that is wanted. */
  static WebPerson signedIn(String base, String user, String password)
      throws IOException, InterruptedException {
    HttpResponse<String> first = signIn(base, user, password);
    if (!JSON.readTree(first.body()).path("mustChangePassword").asBoolean()) {
      return ofCookie(base, first);
    }
    ObjectNode body = JSON.createObjectNode().put("old", password).put("new", own(user));
    return ofCookie(base, ofCookie(base, first).send("POST", "/session/password", body.toString()));
  }

  static String own(String user) {
    return "quite long for " + new StringBuilder(user).reverse();
  }

  static HttpResponse<String> signIn(String base, String user, String password)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("user", user).put("password", password);
    return nobody(base).send("POST", "/session", body.toString());
  }

  static WebPerson ofCookie(String base, HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    String cookie = response.headers().firstValue("Set-Cookie").orElseThrow();
    return new WebPerson(base, "Cookie", cookie.substring(0, cookie.indexOf(';')));
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(60))
            .header(header, secret)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    } else {
      request.header("Sec-Fetch-Site", "same-origin");
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  int status(String path) throws IOException, InterruptedException {
    return send("GET", path, "").statusCode();
  }

  JsonNode json(String method, String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> response = send(method, path, body);
    if (response.statusCode() >= 300) {
      throw new AssertionError(path + " " + response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }
}
