package org.farsight.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A mail server on a port of its own that takes what it is given, or refuses it as scripted: as
 * much of SMTP (RFC 5321), STARTTLS (RFC 3207) and AUTH (RFC 4954) as a client of ours speaks.
 */
public final class SmtpPeer implements AutoCloseable {

  /**
   * A mail that was taken.
   *
   * @param secured whether it came over TLS
   * @param to recipients of the envelope
   * @param signedIn what AUTH PLAIN said, in base64; null where nobody signed in
   * @param data header and body
   */
  public record Taken(
      boolean secured, String from, List<String> to, @Nullable String signedIn, String data) {}

  private final ServerSocket server;
  private final @Nullable SSLContext tls;
  private final boolean atOnce;
  private final List<Taken> taken = Collections.synchronizedList(new ArrayList<>());
  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  private final Queue<IOException> broken = new ConcurrentLinkedQueue<>();

  /**
   * Starts listening.
   *
   * @param tls offered by STARTTLS, or spoken from the first byte; null: not at all
   * @param atOnce true: from the first byte
   */
  public SmtpPeer(@Nullable SSLContext tls, boolean atOnce) throws IOException {
    this.tls = tls;
    this.atOnce = atOnce;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** The next mail is refused with this line. */
  public SmtpPeer refusing(String line) {
    refusals.add(line);
    return this;
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** What was taken so far. */
  public List<Taken> taken() {
    return List.copyOf(taken);
  }

  /** How many connections broke off, which some tests provoke. */
  public int broken() {
    return broken.size();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        broken.add(e); // closed
      }
    }
  }

  private void serve(Socket plain) {
    try (plain) {
      new Dialogue(atOnce ? secured(plain) : plain).run();
    } catch (IOException e) {
      broken.add(e);
    }
  }

  private Socket secured(Socket plain) throws IOException {
    if (tls == null) {
      throw new IOException("nothing to secure it with");
    }
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, true);
    socket.setUseClientMode(false);
    socket.startHandshake();
    return socket;
  }

  /** One connection. */
  private final class Dialogue {
    private Socket socket;
    private BufferedReader in;
    private String from = "";
    private final List<String> to = new ArrayList<>();
    private @Nullable String signedIn;

    Dialogue(Socket socket) throws IOException {
      this.socket = socket;
      this.in = reader(socket);
    }

    private static BufferedReader reader(Socket from) throws IOException {
      return new BufferedReader(
          new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8));
    }

    private void say(String line) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    void run() throws IOException {
      say("220 peer.example.org");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ", 3);
        switch (words[0].toUpperCase(Locale.ROOT)) {
          case "EHLO", "HELO" -> greet();
          case "STARTTLS" -> {
            say("220 go ahead");
            socket = secured(socket);
            in = reader(socket);
          }
          case "AUTH" -> {
            signedIn = words.length > 2 ? words[2] : "";
            say("235 welcome");
          }
          case "MAIL" -> {
            from = line.substring("MAIL FROM:".length());
            say("250 ok");
          }
          case "RCPT" -> {
            to.add(line.substring("RCPT TO:".length()));
            say("250 ok");
          }
          case "DATA" -> data();
          case "QUIT" -> {
            say("221 bye");
            return;
          }
          default -> say("250 ok");
        }
      }
    }

    private void greet() throws IOException {
      boolean offers = tls != null && !(socket instanceof SSLSocket);
      say("250-peer.example.org");
      if (offers) {
        say("250-STARTTLS");
      }
      say("250 AUTH PLAIN");
    }

    private void data() throws IOException {
      say("354 send it");
      StringBuilder text = new StringBuilder();
      for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
        text.append(line).append('\n');
      }
      String refusal = refusals.poll();
      if (refusal == null) {
        taken.add(
            new Taken(
                socket instanceof SSLSocket, from, List.copyOf(to), signedIn, text.toString()));
      }
      say(refusal == null ? "250 taken" : refusal);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
