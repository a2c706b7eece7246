package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.farsight.cli.Main;
import org.farsight.hl7v2.Message;
import org.farsight.hl7v2.Mllp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Systems that send HL7 v2 results over MLLP, good ones and bad ones, by real sockets. */
@Timeout(300)
class MllpIT {
  private static final Path RESULTS = Path.of("test-data/ecg/hl7v2");
  private static final int PATIENCE_MILLIS = 60_000;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private RunningEngine engine;

  @BeforeEach
  void start() throws IOException {
    engine =
        RunningEngine.in(
            folder,
            "sites.lakeside.facilities=QINGSHAN,HEWAN",
            "mllp.max-message-megabytes=1",
            "mllp.max-connections=3");
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void aResultIsAcknowledgedInItsOwnCharactersAndKept() throws Exception {
    byte[] message = result("hewan-inferior-infarct-multiplexed-gb18030.hl7");
    try (Peer peer = peer()) {
      Message answer = peer.send(message);

      assertThat(answer.segments().get(1)).startsWith("MSA|AA|hl7v2-inferior-infarct");
      assertThat(answer.header().message()).isEqualTo("ACK^R01");
      assertThat(answer.header().characterSet()).isEqualTo("GB 18030-2000");
      assertThat(answer.header().sendingApplication()).isEqualTo("FARSIGHT");
      assertThat(answer.header().receivingFacility()).isEqualTo("HEWAN");
      assertThat(answer.charset()).isEqualTo(Charset.forName("GB18030"));
    }
    JsonNode exchange = onlyExchange();
    assertThat(exchange.path("site").asText()).isEqualTo("lakeside");
    assertThat(exchange.path("arrivals").path("count").asInt()).isEqualTo(1);
  }

  @Test
  void aResultThatIsSentAgainIsAcknowledgedAndNotDoubled() throws Exception {
    byte[] message = result("qingshan-normal-arrays.hl7");
    try (Peer peer = peer()) {
      for (int i = 0; i < 3; i++) {
        assertThat(peer.send(message).segments().get(1)).startsWith("MSA|AA|");
      }
    }
    assertThat(engine.view().all()).hasSize(1);
    assertThat(engine.view().quarantine()).isEmpty();
  }

  @Test
  void aFaultIsAnsweredWithItsSegmentAndFieldAndTheBytesAreKept() throws Exception {
    String text = new String(result("qingshan-normal-arrays.hl7"), StandardCharsets.UTF_8);
    try (Peer peer = peer()) {
      Message answer =
          peer.send(text.replaceFirst("500\\^-32768", "0^-32768").getBytes(StandardCharsets.UTF_8));

      assertThat(answer.segments().get(1)).startsWith("MSA|AE|hl7v2-normal|HL7 v2 ORU: a channel");
      assertThat(answer.segments().get(2))
          .startsWith("ERR||OBX^2^5|102^Data type error^HL70357|E||||");
      assertThat(answer.segments().get(2)).contains("kept in quarantine as ");

      Message nothing =
          peer.send("MSH|^~\\&|LAB|QINGSHAN|||||ORU^R01|9|P|2.5\rOBX|1|NM|K^K||4||||||F\r");
      assertThat(nothing.segments().get(2)).startsWith("ERR||OBX^1|102^");
    }
    assertThat(engine.view().all()).isEmpty();
    assertThat(engine.view().quarantine()).hasSize(2);
  }

  @Test
  void whatIsNotForUsIsRejectedAndNotKept() throws Exception {
    try (Peer peer = peer()) {
      Message booking = peer.send("MSH|^~\\&|HIS|QINGSHAN|||||SIU^S12|1|P|2.5\r");
      assertThat(booking.segments().get(1)).startsWith("MSA|AR|").contains("is not taken here");
      assertThat(booking.segments().get(2))
          .startsWith("ERR||MSH^1^9|200^Unsupported message type^HL70357|E");

      Message stranger = peer.send("MSH|^~\\&|ECG|NOBODY|||||ORU^R01|1|P|2.5\r");
      assertThat(stranger.segments().get(2)).startsWith("ERR||MSH^1^4|103^");

      Message nameless = peer.send("MSH|^~\\&|ECG|QINGSHAN|||||ORU^R01||P|2.5\r");
      assertThat(nameless.segments().get(1)).startsWith("MSA|AE||");
      assertThat(nameless.segments().get(2)).startsWith("ERR||MSH^1^10|101^");

      Message headless = peer.send("PID|1||80001\r");
      assertThat(headless.segments().get(1)).startsWith("MSA|AR||");
      assertThat(headless.segments().get(2)).startsWith("ERR||MSH^1|100^");
    }
    assertThat(engine.view().all()).isEmpty();
    assertThat(engine.view().quarantine()).isEmpty();
  }

  @Test
  void messagesInOneWriteAreAnsweredInTheirOrderAndGarbageIsPassedOver() throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes("garbage\r\n".getBytes(StandardCharsets.US_ASCII));
    for (String name : List.of("qingshan-normal-arrays.hl7", "hewan-bradycardia-scp.hl7")) {
      all.writeBytes(Mllp.frame(result(name)));
      all.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    try (Peer peer = peer()) {
      peer.write(all.toByteArray());
      assertThat(peer.answer().segments().get(1)).isEqualTo("MSA|AA|hl7v2-normal");
      assertThat(peer.answer().segments().get(1)).isEqualTo("MSA|AA|hl7v2-bradycardia");
    }
    assertThat(engine.view().all()).hasSize(2);
  }

  @Test
  void aMessageOfOneByteAtATimeIsOneMessage() throws Exception {
    byte[] frame =
        Mllp.frame("MSH|^~\\&|A|NOBODY|||||ORU^R01|7|P|2.5\r".getBytes(StandardCharsets.UTF_8));
    try (Peer peer = peer()) {
      for (byte one : frame) {
        peer.write(new byte[] {one});
      }
      assertThat(peer.answer().segments().get(1)).startsWith("MSA|AR|7|");
    }
  }

  @Test
  void aMessageThatBreaksOffLeavesNothing() throws Exception {
    byte[] frame = Mllp.frame(result("qingshan-normal-arrays.hl7"));
    try (Peer peer = peer()) {
      peer.write(Arrays.copyOf(frame, frame.length / 2));
    }
    try (Peer peer = peer()) {
      assertThat(peer.send(result("hewan-bradycardia-scp.hl7")).segments().get(1))
          .startsWith("MSA|AA|");
    }
    assertThat(engine.view().all()).hasSize(1);
    assertThat(engine.view().quarantine()).isEmpty();
  }

  @Test
  void aMessageThatIsTooLongAndOneConnectionTooManyAreCutOff() throws Exception {
    try (Peer peer = peer()) {
      byte[] much = new byte[3 << 20];
      Arrays.fill(much, (byte) 'x');
      peer.writeWhileOpen(Mllp.frame(much));
      assertThat(peer.isClosed()).isTrue();
    }
    try (Peer one = peer();
        Peer two = peer();
        Peer three = peer()) {
      for (Peer peer : List.of(one, two, three)) {
        assertThat(peer.send("MSH|^~\\&|A|NOBODY|||||ORU^R01|7|P|2.5\r")).isNotNull();
      }
      try (Peer four = peer()) {
        assertThat(four.isClosed()).isTrue();
      }
      assertThat(two.send("MSH|^~\\&|A|NOBODY|||||ORU^R01|8|P|2.5\r")).isNotNull();
    }
  }

  @Test
  void sendBringsResultsAndSaysWhatWasNotTaken() throws Exception {
    String to = "mllp://127.0.0.1:" + engine.engine().mllpPort().orElseThrow();
    Command.Run results = Command.farsight("send", RESULTS.toString(), "--to", to);
    assertThat(results.status()).as(results.err()).isEqualTo(Main.DONE);
    assertThat(results.out()).contains("sent 3 of 3 messages");
    assertThat(engine.view().all()).hasSize(3);

    Command.Run order = Command.farsight("send", orders().toString(), "--to", to);
    assertThat(order.status()).as(order.err()).isEqualTo(Main.DONE);
    assertThat(engine.view().all()).hasSize(4);
    Path booking =
        Files.writeString(folder.resolve("siu"), "MSH|^~\\&|H|QINGSHAN|||||SIU^S12|1|P|2.5\r");
    Command.Run other = Command.farsight("send", booking.toString(), "--to", to);
    assertThat(other.status()).isEqualTo(Main.FAILED);
    assertThat(other.err()).contains("AR ").contains("is not taken here");
  }

  @Test
  void aResultMayBePostedAsAFileToo() throws Exception {
    EngineView.Answer answer =
        engine.view().post("/ecg?site=" + EngineHome.SITE, result("hewan-bradycardia-scp.hl7"));
    assertThat(answer.status()).isEqualTo(202);
    JsonNode exchange = onlyExchange();
    await().until(() -> exchange.path("arrivals").path("count").asInt() == 1);
  }

  private JsonNode onlyExchange() throws Exception {
    List<JsonNode> all = engine.view().all();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static byte[] result(String name) throws IOException {
    return Files.readAllBytes(RESULTS.resolve(name));
  }

  private static Path orders() {
    return Path.of("test-data/hl7v2/orm-o01-ct-head-utf-8.hl7");
  }

  private Peer peer() throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), engine.engine().mllpPort().orElseThrow());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return new Peer(socket, new BufferedInputStream(socket.getInputStream()));
  }

  /** One connection. */
  private record Peer(Socket socket, InputStream in) implements AutoCloseable {

    Message send(String message) throws IOException {
      return send(message.getBytes(StandardCharsets.UTF_8));
    }

    Message send(byte[] message) throws IOException {
      write(Mllp.frame(message));
      return answer();
    }

    void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    /** As long as the engine lets it. */
    void writeWhileOpen(byte[] bytes) {
      try {
        write(bytes);
      } catch (IOException closed) {
        assertThat(closed).isNotNull();
      }
    }

    Message answer() throws IOException {
      return Message.of(Mllp.read(in, 1 << 20).orElseThrow()).orElseThrow();
    }

    /** True when the engine has closed the connection. */
    boolean isClosed() {
      try {
        return in.read() < 0;
      } catch (IOException reset) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
