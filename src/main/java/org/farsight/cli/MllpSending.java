package org.farsight.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.farsight.hl7v2.Message;
import org.farsight.hl7v2.Mllp;

/**
 * Sends HL7 v2 messages over one MLLP connection, each when the one before it is acknowledged. A
 * file named on the command line is sent whatever it is; of a folder's files those that are no
 * message are skipped.
 */
final class MllpSending {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int LONGEST_ANSWER = 1 << 20;

  private final InetSocketAddress target;
  private final SendListener report;

  MllpSending(InetSocketAddress target, SendListener report) {
    this.target = target;
    this.report = report;
  }

  /** Sends the files; everything goes to the report. */
  void send(List<DeviceFile> files) {
    int sent = 0;
    try (Socket socket = new Socket()) {
      socket.connect(target, Math.toIntExact(CONNECT.toMillis()));
      socket.setSoTimeout(Math.toIntExact(ANSWER.toMillis()));
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (sent < files.size()) {
        one(files.get(sent), in, socket.getOutputStream());
        sent++;
      }
    } catch (IOException e) {
      String why = "MLLP with " + target.getHostString() + ":" + target.getPort();
      for (DeviceFile file : files.subList(sent, files.size())) {
        report.failed(file.path(), why + ": " + SendReport.reason(e));
      }
    }
  }

  private void one(DeviceFile file, InputStream in, OutputStream out) throws IOException {
    Path path = file.path();
    byte[] bytes = Files.readAllBytes(path);
    if (!file.named() && Message.of(bytes).isEmpty()) {
      report.skipped(path, "no HL7 v2 message");
      return;
    }
    out.write(Mllp.frame(bytes));
    out.flush();
    byte[] answer =
        Mllp.read(in, LONGEST_ANSWER)
            .orElseThrow(() -> new IOException("closed without an acknowledgement"));
    Optional<String> refusal = refusal(answer);
    if (refusal.isEmpty()) {
      report.sent(path, bytes.length);
    } else {
      report.failed(path, refusal.get());
    }
  }

  /** Why the message was not taken, in the answer's words; empty for AA or CA. */
  private static Optional<String> refusal(byte[] answer) throws IOException {
    Message message =
        Message.of(answer).orElseThrow(() -> new IOException("the answer is no message"));
    String separator = message.header().separators().substring(0, 1);
    String[] msa =
        message.segments().stream()
            .filter(segment -> segment.startsWith("MSA"))
            .findFirst()
            .orElseThrow(() -> new IOException("the answer is no acknowledgement"))
            .split(java.util.regex.Pattern.quote(separator), -1);
    String code = msa.length > 1 ? msa[1] : "";
    return code.equals("AA") || code.equals("CA")
        ? Optional.empty()
        : Optional.of(code + (msa.length > 3 ? " " + msa[3] : ""));
  }
}
