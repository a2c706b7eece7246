package org.farsight.peer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * An HTTP server on a port of its own that answers request after request as scripted, over plain
 * sockets so that it can also stall and break off in the middle.
 */
public final class ScriptedHttpPeer implements AutoCloseable {

  /** What was asked. */
  public record Request(String method, String path, Map<String, String> headers, String body) {}

  /** What to do with one request. */
  public sealed interface Act {
    /** Answers in full. */
    record Answer(int status, Map<String, String> headers, String body) implements Act {}

    /** Announces the whole body, sends half of it and closes. */
    record Half(String body) implements Act {}

    /** Says nothing until the peer is closed. */
    record Stall() implements Act {}
  }

  private final ServerSocket server;
  private final Thread acceptor;
  private final Queue<Act> script = new ConcurrentLinkedQueue<>();
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private final Queue<IOException> broken = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Starts listening; nothing is scripted yet. */
  public ScriptedHttpPeer() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    acceptor = Thread.ofVirtual().start(this::accept);
  }

  /** Appends to the script. */
  public ScriptedHttpPeer then(Act act) {
    script.add(act);
    return this;
  }

  /** Appends a FHIR answer. */
  public ScriptedHttpPeer then(int status, String json) {
    return then(new Act.Answer(status, Map.of("Content-Type", "application/fhir+json"), json));
  }

  /** Where it listens, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/fhir";
  }

  /** What was asked so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** How often a connection broke off on the caller's side, which some scripts provoke. */
  public int broken() {
    return broken.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      closed.countDown();
    }
  }

  private void serve(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream()) {
      requests.add(read(in));
      Act act = script.poll();
      switch (act) {
        case Act.Answer answer -> write(out, answer);
        case Act.Half half -> {
          byte[] body = half.body().getBytes(StandardCharsets.UTF_8);
          out.write(head(200, Map.of("Content-Type", "application/fhir+json"), body.length));
          out.write(body, 0, body.length / 2);
        }
        case Act.Stall stall -> closed.await();
        case null -> write(out, new Act.Answer(501, Map.of(), "the script is at its end"));
      }
    } catch (IOException e) {
      broken.add(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(OutputStream out, Act.Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    out.write(head(answer.status(), answer.headers(), body.length));
    out.write(body);
    out.flush();
  }

  private static byte[] head(int status, Map<String, String> headers, int length) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(length).append("\r\nConnection: close\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Request read(InputStream in) throws IOException {
    String[] first = line(in).split(" ");
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Request(first[0], first.length > 1 ? first[1] : "", headers, body);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /**
   * Ends; nobody is answered afterwards: a socket listens on until its last accept has returned.
   */
  @Override
  public void close() throws IOException {
    server.close();
    closed.countDown();
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
