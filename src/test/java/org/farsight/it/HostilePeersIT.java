package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.CommandSet;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.StorageContext;
import org.farsight.dicom.ul.Abort;
import org.farsight.dicom.ul.AssociateAc;
import org.farsight.dicom.ul.AssociateRj;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.PDataTf;
import org.farsight.dicom.ul.PduWriter;
import org.farsight.dicom.ul.Pdv;
import org.farsight.dicom.ul.PresentationContext;
import org.farsight.dicom.ul.UserInformation;
import org.farsight.peer.ScriptedPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Peers that mean harm, at the running engine: each costs one thread for a bounded time, leaves no
 * trace of an exception, and devices are served as before.
 */
@Timeout(300)
class HostilePeersIT {
  private static final int IDLE_SECONDS = 2;
  private static final int ASSOCIATIONS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();

  @TempDir Path folder;
  private RunningEngine engine;
  private LogRecord log;
  private int threads;

  @BeforeEach
  void start() throws IOException {
    log = LogRecord.from("org.farsight", Level.INFO);
    engine =
        RunningEngine.in(
            folder, "dicom.idle-seconds=" + IDLE_SECONDS, "dicom.max-associations=" + ASSOCIATIONS);
    serves();
    threads = servingThreads();
  }

  @AfterEach
  void stop() {
    engine.close();
    log.close();
  }

  /** What holds after each: no thread more, a device is served, nothing was unforeseen. */
  private void isUnharmed() throws IOException {
    await().atMost(PATIENCE).until(() -> servingThreads() <= threads);
    serves();
    assertThat(log.events()).filteredOn(e -> e.getThrowableProxy() != null).isEmpty();
  }

  private void serves() throws IOException {
    PushedObject object = PushedObject.study(PushedObject.somebody(), 1, 8).getFirst();
    assertThat(engine.device().push(List.of(object))).containsExactly(Status.SUCCESS);
  }

  /** Threads of the DICOM listener: the acceptor and one for each connection. */
  private static int servingThreads() {
    return (int)
        Thread.getAllStackTraces().entrySet().stream()
            .filter(thread -> isServing(thread.getValue()))
            .count();
  }

  private static boolean isServing(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .anyMatch(frame -> frame.getClassName().startsWith("org.farsight.dicom.ul."));
  }

  private ScriptedPeer connect() throws IOException {
    return ScriptedPeer.connect(engine.dicom().port());
  }

  private ScriptedPeer associate(String abstractSyntax, String transferSyntax) throws IOException {
    ScriptedPeer peer = connect();
    peer.send(
        request(List.of(new PresentationContext(1, abstractSyntax, List.of(transferSyntax)))));
    peer.receive(AssociateAc.class);
    return peer;
  }

  private static AssociateRq request(List<PresentationContext> contexts) {
    return new AssociateRq(
        1,
        "FARSIGHT",
        EngineHome.CALLER,
        Uid.APPLICATION_CONTEXT,
        contexts,
        UserInformation.ofThisImplementation(16384));
  }

  // ------------------------------------------------------------------ silence

  @Test
  void oneThatStallsWithinItsRequestOrItsDataSetIsLeft() throws IOException {
    byte[] request = PduWriter.encode(request(List.of(verification(1))));
    try (ScriptedPeer inData = storing(64);
        ScriptedPeer betweenMessages = associate(Uid.VERIFICATION, IMPLICIT);
        ScriptedPeer halfClosed = associate(Uid.VERIFICATION, IMPLICIT).halfClose()) {
      inData.receive(Abort.class);
      betweenMessages.receive(Abort.class);
      assertThat(halfClosed.receiveUntilClosed(Duration.ZERO)).isLessThan(100);
    }
    try (ScriptedPeer inRequest = connect().send(Arrays.copyOf(request, 50)).halfClose()) {
      assertThat(inRequest.receiveUntilClosed(Duration.ZERO)).isLessThan(100);
    }
    isUnharmed();
  }

  @Test
  void oneByteAtATimeIsSlowButUnderstood() throws IOException {
    try (ScriptedPeer peer = connect()) {
      peer.sendByteByByte(PduWriter.encode(request(List.of(verification(1)))));
      peer.receive(AssociateAc.class);
      peer.sendByteByByte(PduWriter.encode(command(new Message.CEchoRq(1, Uid.VERIFICATION))));
      peer.receive(PDataTf.class);
    }
    isUnharmed();
  }

  @Test
  void connectionsThatSayNothingFillTheListenerAndGiveItBack() throws IOException {
    List<ScriptedPeer> silent = new ArrayList<>();
    try {
      for (int i = 0; i < ASSOCIATIONS; i++) {
        silent.add(associate(Uid.VERIFICATION, IMPLICIT));
      }
      List<AssociateRj> rejected = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        try (ScriptedPeer another = connect()) {
          another.send(request(List.of(verification(1))));
          if (another.receive() instanceof AssociateRj rejection) {
            rejected.add(rejection);
          }
        }
      }
      assertThat(rejected)
          .isNotEmpty()
          .allMatch(
              r -> r.equals(AssociateRj.transientFor(AssociateRj.Reason.LOCAL_LIMIT_EXCEEDED)));
      assertThat(servingThreads()).isLessThan(threads + 2 * ASSOCIATIONS + 110);
    } finally {
      for (ScriptedPeer peer : silent) {
        peer.close();
      }
    }
    isUnharmed();
  }

  // -------------------------------------------------------------------- floods

  @Test
  void everyContextWithSixtySyntaxesIsAnswered() throws IOException {
    List<String> syntaxes =
        IntStream.range(0, 60).mapToObj(i -> i == 59 ? IMPLICIT : "1.2.3." + i).toList();
    List<PresentationContext> contexts =
        IntStream.range(0, 128)
            .mapToObj(i -> new PresentationContext(2 * i + 1, Uid.VERIFICATION, syntaxes))
            .toList();
    try (ScriptedPeer peer = connect()) {
      peer.send(request(contexts));
      assertThat(peer.receive(AssociateAc.class).contexts()).hasSize(128);
    }
    isUnharmed();
  }

  @Test
  void lengthsThatLieAreNotBelieved() throws IOException {
    for (byte[] lie :
        List.of(
            new byte[] {1, 0, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
            new byte[] {4, 0, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
            new byte[] {9, 0, 0, 0, 0, 4, 0, 0, 0, 0})) {
      try (ScriptedPeer peer = connect().send(lie)) {
        peer.receive(Abort.class);
      }
    }
    try (ScriptedPeer peer = associate(Uid.VERIFICATION, IMPLICIT)) {
      peer.send(new byte[] {4, 0, 0, 0, 0, 6, 0x7F, (byte) 0xFF, (byte) 0xFF, 0, 1, 3});
      peer.receive(Abort.class);
    }
    isUnharmed();
  }

  @Test
  void aCommandSetWithoutEndIsCutShort() throws IOException {
    byte[] piece = new byte[8192];
    try (ScriptedPeer peer = associate(Uid.VERIFICATION, IMPLICIT)) {
      PDataTf pdu = new PDataTf(List.of(new Pdv(1, true, false, piece)));
      for (int i = 0; i < 9; i++) { // more than 64 KiB
        peer.send(pdu);
      }
      peer.receive(Abort.class);
    }
    isUnharmed();
  }

  @Test
  void anAbortInTheMiddleOfAnObjectLeavesNothing() throws Exception {
    try (ScriptedPeer peer = storing(4096)) {
      peer.send(new Abort(0, 0));
      peer.expectClosed();
    }
    try (ScriptedPeer peer = storing(4096)) {
      peer.reset();
    }
    isUnharmed();
    assertThat(engine.view().all()).as("the two that devices sent").hasSize(2);
  }

  // ------------------------------------------------------------------ contents

  @Test
  void aHundredThousandNestedSequencesAreRefused() throws IOException {
    ByteArrayOutputStream nested = new ByteArrayOutputStream();
    nested.writeBytes(header());
    for (int i = 0; i < 100_000; i++) {
      nested.writeBytes(bytes(0x40, 0, 0x30, 0xA7, 0xFF, 0xFF, 0xFF, 0xFF));
      nested.writeBytes(bytes(0xFE, 0xFF, 0, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF));
    }
    isAnswered(IMPLICIT, nested.toByteArray());
  }

  @Test
  void aDeflateBombEndsAtItsLimit() throws IOException {
    byte[] zeros = deflated(new byte[1 << 20]);
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    for (int value = 0; value < 5; value++) { // five values of a gibibyte each
      bomb.write(deflated(bytes(0x09, 0, value, 0x10, 'O', 'B', 0, 0, 0, 0, 0, 0x40)));
      for (int i = 0; i < 1024; i++) {
        bomb.write(zeros);
      }
    }
    bomb.write(bytes(0x03, 0)); // the last block, empty (RFC 1951 §3.2.6)
    assertThat(bomb.size()).isLessThan(16 << 20);
    isAnswered(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN.uid(), bomb.toByteArray());
  }

  /** Blocks that refer to nothing before them and can stand one behind the other. */
  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(bytes);
    byte[] out = new byte[bytes.length / 100 + 100];
    int length = deflater.deflate(out, 0, out.length, Deflater.FULL_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, length);
  }

  /** Kept or refused, as documented, and the next one is served. */
  private void isAnswered(String syntax, byte[] dataSet) throws IOException {
    PushedObject object =
        new PushedObject(new StorageContext(Uid.CT_IMAGE_STORAGE, syntax), "2.25.99", dataSet);
    assertThat(engine.device().push(List.of(object)).getFirst().code())
        .isIn(0x0000, 0xA900, 0xC000);
    isUnharmed();
  }

  // ---------------------------------------------------------------------- HTTP

  @Test
  void httpPeersThatNeverComeToAnEndAreLeftAlone() throws Exception {
    int port = URI.create(engine.engine().httpAddress()).getPort();
    String multipart =
        "POST /dicom-web/studies?site="
            + EngineHome.SITE
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/related;"
            + " type=\"application/dicom\"; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n";
    try (Socket stalled = http(port, multipart + "5\r\n--b\r\n\r\n");
        Socket headers = http(port, "GET /exchange HTTP/1.1\r\nHost: x\r\n")) {
      byte[] line = ("X: " + "y".repeat(4000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      assertThat(sendUntilRefused(headers, line)).as("headers without end").isTrue();
      assertThat(engine.view().all()).as("others are answered").isNotEmpty();
      assertThat(stalled.isConnected()).isTrue();
    }
    try (Socket parts = http(port, multipart)) {
      byte[] many = "--b\r\n\r\n\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
      byte[] size = (Integer.toHexString(many.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      ByteArrayOutputStream chunk = new ByteArrayOutputStream();
      chunk.writeBytes(size);
      chunk.writeBytes(many);
      chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 150 && parts.isConnected(); i++) { // 150,000 parts
        if (!sent(parts, chunk.toByteArray())) {
          break;
        }
      }
    }
    isUnharmed();
  }

  private static Socket http(int port, String begin) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Whether the server ends it before 64 MB have been sent. */
  private static boolean sendUntilRefused(Socket socket, byte[] line) throws IOException {
    for (int i = 0; i < 16_000; i++) {
      if (!sent(socket, line)) {
        return true;
      }
    }
    return socket.getInputStream().read() < 0;
  }

  private static boolean sent(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  // -------------------------------------------------------------------- pieces

  private static PresentationContext verification(int id) {
    return new PresentationContext(id, Uid.VERIFICATION, List.of(IMPLICIT));
  }

  private static PDataTf command(Message message) {
    return new PDataTf(List.of(new Pdv(1, true, true, CommandSet.encode(message))));
  }

  /** An association in which an object has begun and so many bytes of it have come. */
  private ScriptedPeer storing(int bytes) throws IOException {
    ScriptedPeer peer = associate(Uid.CT_IMAGE_STORAGE, IMPLICIT);
    peer.send(command(Message.CStoreRq.of(1, Uid.CT_IMAGE_STORAGE, "2.25.98")));
    return peer.send(new PDataTf(List.of(new Pdv(1, false, false, new byte[bytes]))));
  }

  /** SOP class and instance in implicit VR little endian. */
  private static byte[] header() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes(8, 0, 0x16, 0, 26, 0, 0, 0));
    out.writeBytes((Uid.CT_IMAGE_STORAGE + "\0").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(bytes(8, 0, 0x18, 0, 8, 0, 0, 0));
    out.writeBytes("2.25.99\0".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
