package org.farsight.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.farsight.crash.Branch.Heard;
import org.farsight.hl7v2.Mllp;

/**
 * A branch's own system, which takes ORU^R01 over MLLP. Now and then it keeps a message and hangs
 * up without a word, or cannot take one for the moment; no answer is ever given twice.
 */
public final class BranchEar implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 64 << 20;
  private static final int HANGS_UP = 12;
  private static final int IS_BUSY = 16;

  private final Path messages;
  private final Optional<Random> moods;
  private final ServerSocket server;

  /**
   * Listens on the loopback address.
   *
   * @param port 0 for a free one
   * @param seed of its moods; empty: it has none
   */
  public BranchEar(Branch branch, int port, OptionalLong seed) throws IOException {
    messages = branch.messages();
    moods = seed.isEmpty() ? Optional.empty() : Optional.of(new Random(seed.getAsLong()));
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    Thread.ofPlatform().daemon().name("branch ear").start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // closed, or a caller that was killed at once
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream()) {
      Optional<byte[]> message = Mllp.read(in, LONGEST);
      while (message.isPresent()) {
        Optional<byte[]> answer = answer(message.get());
        if (answer.isEmpty()) {
          return;
        }
        out.write(answer.get());
        out.flush();
        message = Mllp.read(in, LONGEST);
      }
    } catch (IOException e) {
      // the engine was killed: what was whole is noted, what was not was never heard
    }
  }

  /** Notes a message and acknowledges it; empty: hangs up. */
  private synchronized Optional<byte[]> answer(byte[] message) throws IOException {
    Heard heard = read(message);
    if (isOneOf(IS_BUSY)) {
      return Optional.of(acknowledgement(heard, "AE", "ERR|||207^Application error^HL70357|E\r"));
    }
    Files.writeString(
        messages,
        JSON.writeValueAsString(heard) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return isOneOf(HANGS_UP) ? Optional.empty() : Optional.of(acknowledgement(heard, "AA", ""));
  }

  private boolean isOneOf(int many) {
    return moods.filter(random -> random.nextInt(many) == 0).isPresent();
  }

  /** What tells it from others: MSH-10, OBR-3, OBR-25, and the file in OBX-5. */
  static Heard read(byte[] message) {
    String controlId = "";
    String about = "";
    String status = "";
    String pdf = "";
    // all that is read here is ASCII
    for (String segment : new String(message, StandardCharsets.ISO_8859_1).split("\r")) {
      String[] fields = segment.split("\\|", -1);
      switch (fields[0]) {
        case "MSH" -> controlId = fields[9];
        case "OBR" -> {
          about = fields[3].split("\\^", -1)[0];
          status = fields[25];
        }
        case "OBX" -> {
          if (fields[2].equals("ED")) {
            pdf = Made.digest(Base64.getDecoder().decode(fields[5].split("\\^", -1)[4]));
          }
        }
        default -> {
          // tells nothing that is compared
        }
      }
    }
    return new Heard(controlId, Made.digest(message), pdf, about, status);
  }

  private static byte[] acknowledgement(Heard heard, String code, String error) {
    String text =
        "MSH|^~\\&|HIS|CRASH|FARSIGHT||20261123120000||ACK^R01^ACK|A%s|P|2.5.1\rMSA|%s|%s\r%s"
            .formatted(heard.controlId(), code, heard.controlId(), error);
    return Mllp.frame(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
