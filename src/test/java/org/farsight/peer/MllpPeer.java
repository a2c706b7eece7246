package org.farsight.peer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.farsight.hl7v2.Mllp;

/** A receiver of HL7 v2 messages over MLLP that answers message after message as scripted. */
public final class MllpPeer implements AutoCloseable {

  /** What to do with one message. */
  public sealed interface Act {
    /**
     * Acknowledges.
     *
     * @param code MSA-1
     * @param error ERR-3, may be empty
     * @param words MSA-3, may be empty
     */
    record Answer(String code, String error, String words) implements Act {}

    /** Acknowledges another message first, then this one twice. */
    record Confused() implements Act {}

    /** Acknowledges another message and nothing else. */
    record WrongId() implements Act {}

    /** Sends half of the acknowledgement and closes. */
    record Half() implements Act {}

    /** Closes without a word. */
    record Close() implements Act {}

    /** Says nothing until the peer is closed. */
    record Stall() implements Act {}

    /** What is no message. */
    record Noise() implements Act {}
  }

  private final ServerSocket server;
  private final Thread acceptor;
  private final Queue<Act> script = new ConcurrentLinkedQueue<>();
  private final List<byte[]> messages = Collections.synchronizedList(new ArrayList<>());
  private final Queue<IOException> broken = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Listens on a free port; what is not scripted is acknowledged by AA. */
  public MllpPeer() throws IOException {
    this(0);
  }

  /** Listens. */
  public MllpPeer(int port) throws IOException {
    server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    acceptor = Thread.ofVirtual().start(this::accept);
  }

  /** Appends to the script. */
  public MllpPeer then(Act act) {
    script.add(act);
    return this;
  }

  public int port() {
    return server.getLocalPort();
  }

  /** What was received so far, without frames. */
  public List<byte[]> messages() {
    return List.copyOf(messages);
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
      while (true) {
        byte[] message = Mllp.read(in, 64 << 20).orElse(null);
        if (message == null) {
          return;
        }
        messages.add(message);
        Act act = script.poll();
        if (!answer(out, id(message), act == null ? new Act.Answer("AA", "", "") : act)) {
          return;
        }
      }
    } catch (IOException e) {
      broken.add(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** MSH-10. */
  private static String id(byte[] message) {
    return new String(message, StandardCharsets.ISO_8859_1).split("\\|", 11)[9];
  }

  private boolean answer(OutputStream out, String id, Act act)
      throws IOException, InterruptedException {
    switch (act) {
      case Act.Answer said -> out.write(ack(id, said.code(), said.error(), said.words()));
      case Act.Confused confused -> {
        out.write(ack("ANOTHER", "AE", "101", ""));
        out.write(ack(id, "AA", "", ""));
        out.write(ack(id, "AA", "", ""));
      }
      case Act.WrongId wrong -> out.write(ack("ANOTHER", "AA", "", ""));
      case Act.Half half -> {
        byte[] whole = ack(id, "AA", "", "");
        out.write(Arrays.copyOf(whole, whole.length / 2));
        return false;
      }
      case Act.Close close -> {
        return false;
      }
      case Act.Stall stall -> closed.await();
      case Act.Noise noise -> out.write(Mllp.frame("no message".getBytes(StandardCharsets.UTF_8)));
    }
    out.flush();
    return true;
  }

  private static byte[] ack(String id, String code, String error, String words) {
    String text =
        "MSH|^~\\&|HIS|BRANCH|FARSIGHT||20261123062000||ACK^R01^ACK|7|P|2.5.1\rMSA|"
            + code
            + "|"
            + id
            + (words.isEmpty() ? "" : "|" + words)
            + "\r"
            + (error.isEmpty() ? "" : "ERR||OBX^1^5|" + error + "^words^HL70357|E\r");
    return Mllp.frame(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Ends; nobody is answered afterwards: a socket listens on until its last accept has returned.
   */
  @Override
  public void close() throws IOException {
    server.close();
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
