package org.farsight.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** What somebody is told of the worklist while this is open: all that has changed, and on. */
final class CaseEvents implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final InputStream stream;
  private final StringBuffer text = new StringBuffer();
  private volatile boolean over;

  CaseEvents(String base, WebPerson who) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/worklist/events?since=0"))
            .header(who.header(), who.secret())
            .build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new AssertionError("/worklist/events answers " + response.statusCode());
    }
    stream = response.body();
    Thread.ofVirtual().start(this::take);
  }

  private void take() {
    byte[] piece = new byte[1 << 16];
    try {
      for (int n = stream.read(piece); n >= 0; n = stream.read(piece)) {
        text.append(new String(piece, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      text.append("\nended"); // with the test, or with the engine
    }
    over = true;
  }

  /** All so far. */
  String text() {
    return text.toString();
  }

  /** Whether the engine has ended it. */
  boolean isOver() {
    return over;
  }

  @Override
  public void close() throws IOException {
    stream.close();
    client.shutdownNow();
  }
}
