package org.farsight.dicom.ul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.farsight.dicom.data.Uid;
import org.farsight.peer.ScriptedPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each bad peer costs one thread for a bounded time, and gets what PS3.8 has for it. */
@Timeout(60)
class BadPeersTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  /** For what must not depend on how busy the machine is. */
  private static final Timeouts PATIENT = Timeouts.standard();

  private static final Abort BY_USER = Abort.byUser();

  private final Recorder recorder = new Recorder();
  private Listener listener = start(4, AssociationPolicy.acceptAll(), PATIENT);

  @AfterEach
  void everyThreadComesBack() throws Exception {
    await().atMost(Duration.ofSeconds(10)).until(() -> listener.connections() == 0);
    listener.stop(Duration.ZERO);
  }

  /** Reads messages to their end and answers each command by the same command. */
  private static final class Echo implements ServiceUser {
    @Override
    public Negotiation.Answer answer(PresentationContext proposed) {
      return proposed.abstractSyntax().equals(Uid.VERIFICATION)
          ? new Negotiation.Accepted(proposed.transferSyntaxes().get(0))
          : new Negotiation.NotAccepted(
              PresentationContextAnswer.Result.ABSTRACT_SYNTAX_NOT_SUPPORTED);
    }

    @Override
    public Optional<UserItem.RoleSelection> answer(UserItem.RoleSelection proposed) {
      return Optional.empty();
    }

    @Override
    public void serve(Association association, AssociationObserver observer) throws IOException {
      while (true) {
        Optional<MessageStream> message = association.receive(association.timeouts().idle());
        if (message.isEmpty()) {
          return;
        }
        byte[] bytes = message.get().readAllBytes();
        association.send(message.get().contextId(), bytes);
      }
    }
  }

  private Listener start(int associations, AssociationPolicy policy, Timeouts timeouts) {
    try {
      return Listener.start(
          new Listener.Configuration(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              associations,
              16 * 1024,
              timeouts,
              policy,
              recorder,
              new Echo()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void restart(int associations, AssociationPolicy policy, Timeouts timeouts)
      throws IOException {
    listener.close();
    listener = start(associations, policy, timeouts);
  }

  private void restart(Timeouts timeouts) throws IOException {
    restart(4, AssociationPolicy.acceptAll(), timeouts);
  }

  private static AssociateRq request() {
    return request(
        List.of(new PresentationContext(1, Uid.VERIFICATION, List.of("1.2.840.10008.1.2"))));
  }

  private static AssociateRq request(List<PresentationContext> contexts) {
    return AssociateRq.of(
        "ANY", "BADPEER", contexts, UserInformation.ofThisImplementation(16 * 1024));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private ScriptedPeer connect() throws IOException {
    return ScriptedPeer.connect(listener.port());
  }

  private ScriptedPeer open() throws IOException {
    ScriptedPeer peer = connect().send(request());
    assertThat(peer.receive(AssociateAc.class).contexts().get(0).accepted()).isTrue();
    return peer;
  }

  private static PDataTf command(String text) {
    return new PDataTf(List.of(new Pdv(1, true, true, text.getBytes(StandardCharsets.US_ASCII))));
  }

  @Test
  void whoSendsNothingIsDisconnectedWhenArtimExpires() throws IOException {
    restart(PATIENT.withArtim(SHORT));
    try (ScriptedPeer peer = connect()) {
      peer.expectClosed(); // Sta2 + Evt18 -> AA-2
    }
  }

  @Test
  void whoSendsARequestTooSlowlyIsDisconnectedWhenArtimExpires() throws Exception {
    restart(PATIENT.withArtim(SHORT));
    byte[] bytes = PduWriter.encode(request());
    try (ScriptedPeer peer = connect()) {
      peer.trickle(Arrays.copyOf(bytes, 12), 1, Duration.ofMillis(50));
      peer.expectClosed();
    }
    assertThat(recorder.opened).isEmpty();
  }

  @Test
  void aRequestInSingleBytesIsAsGoodAsAny() throws IOException {
    try (ScriptedPeer peer = connect()) {
      peer.sendByteByByte(PduWriter.encode(request()));
      peer.receive(AssociateAc.class);
      peer.sendByteByByte(PduWriter.encode(command("hello")));
      peer.expect(command("hello"));
      peer.sendByteByByte(PduWriter.encode(new ReleaseRq()));
      peer.expect(new ReleaseRp());
    }
  }

  @Test
  void aTextFileIsAnsweredByAnAbort() throws IOException {
    try (ScriptedPeer peer = connect()) {
      peer.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      peer.expect(BY_USER).halfClose(); // Sta2 + Evt19 -> AA-1
      peer.expectClosed();
    }
    await().until(() -> !recorder.refused.isEmpty());
    assertThat(recorder.refused.get(0)).contains("unknown PDU type 47H");
  }

  @Test
  void aLengthOfFourGigabytesIsAnsweredByAnAbort() throws IOException {
    try (ScriptedPeer peer = connect()) {
      peer.send(hex("0100FFFFFFFF0001")).expect(BY_USER).halfClose();
      peer.expectClosed();
    }
  }

  @Test
  void aLengthThatPromisesMoreThanComesEndsWithArtim() throws IOException {
    restart(PATIENT.withArtim(SHORT));
    byte[] bytes = PduWriter.encode(request());
    bytes[4] = 0x10; // 4 KiB more than there is
    try (ScriptedPeer peer = connect()) {
      peer.send(bytes);
      peer.expectClosed(); // Sta2 + Evt18 -> AA-2
    }
  }

  @Test
  void aRequestCutByAHalfCloseEndsAtOnce() throws IOException {
    byte[] bytes = PduWriter.encode(request());
    try (ScriptedPeer peer = connect()) {
      peer.send(Arrays.copyOf(bytes, 100)).halfClose().expectClosed();
    }
    await().until(() -> !recorder.refused.isEmpty());
    assertThat(recorder.refused.get(0)).contains("connection ended after 94 of");
  }

  @Test
  void anyOtherPduBeforeTheRequestIsAnsweredByAnAbort() throws IOException {
    for (Pdu pdu :
        List.of(command("x"), new ReleaseRq(), new ReleaseRp(), new AssociateRj(1, 1, 1))) {
      try (ScriptedPeer peer = connect()) {
        peer.send(pdu).expect(BY_USER).halfClose(); // Sta2 -> AA-1
        peer.expectClosed();
      }
    }
  }

  @Test
  void aSecondRequestWithinTheAssociationIsUnexpected() throws IOException {
    try (ScriptedPeer peer = open()) {
      peer.send(request());
      peer.expect(Abort.byProvider(Abort.Reason.UNEXPECTED_PDU)); // Sta6 + Evt6 -> AA-8
      peer.halfClose().expectClosed();
    }
    await().until(() -> !recorder.endings.isEmpty());
    assertThat(recorder.endings.get(0).describe()).contains("unexpected A-ASSOCIATE-RQ");
  }

  @Test
  void aFloodOfContextsIsAnsweredOneByOne() throws IOException {
    List<String> syntaxes = IntStream.range(0, 60).mapToObj(i -> "1.2.3.4." + i).toList();
    List<PresentationContext> flood =
        IntStream.range(0, 128)
            .mapToObj(
                i -> new PresentationContext(2 * i + 1, "1.2.840.10008.5.1.4.1.1." + i, syntaxes))
            .toList();
    try (ScriptedPeer peer = connect().send(request(flood))) {
      AssociateAc answer = peer.receive(AssociateAc.class);
      assertThat(answer.contexts()).hasSize(128).noneMatch(PresentationContextAnswer::accepted);
      peer.send(new ReleaseRq()).expect(new ReleaseRp()).halfClose().expectClosed();
    }
  }

  @Test
  void anotherApplicationContextOrVersionIsRejectedByTheProvider() throws IOException {
    AssociateRq good = request();
    AssociateRq other =
        new AssociateRq(1, "A", "B", "1.2.3", good.contexts(), good.userInformation());
    AssociateRq version2 =
        new AssociateRq(
            2, "A", "B", Uid.APPLICATION_CONTEXT, good.contexts(), good.userInformation());
    try (ScriptedPeer peer = connect().send(other)) {
      peer.expect(new AssociateRj(1, 1, 2)).halfClose().expectClosed();
    }
    try (ScriptedPeer peer = connect().send(version2)) {
      peer.expect(new AssociateRj(1, 2, 2)).halfClose().expectClosed();
    }
    await().until(() -> recorder.rejected.size() == 2);
  }

  @Test
  void thePolicyRejectsWithItsOwnReasonAndTheWaitForTheCloseEnds() throws IOException {
    AssociateRj unknown = AssociateRj.permanent(AssociateRj.Reason.CALLING_AE_TITLE_NOT_RECOGNIZED);
    AssociationPolicy policy =
        (request, remote) ->
            request.callingAeTitle().equals("BADPEER")
                ? new AssociationPolicy.Reject(unknown)
                : new AssociationPolicy.Accept();
    restart(4, policy, PATIENT.withArtim(SHORT));
    try (ScriptedPeer peer = connect().send(request())) {
      peer.expect(unknown);
      peer.expectClosed(); // the peer stays, ARTIM expires: Sta13 + Evt18 -> AA-2
    }
    await().untilAsserted(() -> assertThat(recorder.rejected).containsExactly(unknown));
  }

  @Test
  void oneAssociationTooManyIsRejectedForNow() throws IOException {
    restart(1, AssociationPolicy.acceptAll(), PATIENT);
    try (ScriptedPeer first = open()) {
      try (ScriptedPeer second = connect().send(request())) {
        second.expect(new AssociateRj(2, 3, 2)).halfClose().expectClosed();
      }
      first.send(command("still here")).expect(command("still here"));
      first.send(new ReleaseRq()).expect(new ReleaseRp());
    }
    await().until(() -> listener.connections() == 0);
    open().send(new ReleaseRq()).expect(new ReleaseRp()).close();
  }

  @Test
  void whatComesBeyondThoseWhoRejectIsClosedUnheard() throws IOException {
    restart(1, AssociationPolicy.acceptAll(), PATIENT);
    List<ScriptedPeer> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 1 + 8; i++) {
        silent.add(connect());
      }
      try (ScriptedPeer tooMuch = connect()) {
        tooMuch.expectClosed();
      }
      await() // it is told behind the closing
          .untilAsserted(
              () -> assertThat(recorder.refused).containsExactly("too many connections"));
    } finally {
      for (ScriptedPeer peer : silent) {
        peer.close();
      }
    }
  }

  @Test
  void dialoguesChangedAtRandomEndAndLeaveTheListenerUsable() throws Exception {
    byte[] rq = PduWriter.encode(request());
    byte[] data = PduWriter.encode(command("hello"));
    byte[] release = PduWriter.encode(new ReleaseRq());
    byte[] dialogue =
        ByteBuffer.allocate(rq.length + data.length + release.length)
            .put(rq)
            .put(data)
            .put(release)
            .array();
    Random random = new Random(20261122);
    for (int round = 0; round < 300; round++) {
      byte[] changed = dialogue.clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      try (ScriptedPeer peer = connect()) {
        peer.sendUntilRefused(changed, 1);
        assertThat(peer.halfCloseAndReadAll()).isNotNegative();
      }
    }
    try (ScriptedPeer peer = open()) {
      peer.send(command("x")).expect(command("x"));
      peer.send(new ReleaseRq()).expect(new ReleaseRp()).halfClose().expectClosed();
    }
    assertThat(recorder.failures).isEmpty();
  }

  @Test
  void whoFallsSilentWithinAMessageIsAborted() throws IOException {
    restart(PATIENT.withArtim(SHORT).withIdle(SHORT));
    try (ScriptedPeer peer = open()) {
      peer.send(hex("0400 00000010 0000000C 01 01 AABB")); // 8 of 10 bytes of the fragment missing
      peer.expect(BY_USER).expectClosed(); // Sta6 + Evt15 -> AA-1, Sta13 + Evt18 -> AA-2
    }
    await().until(() -> !recorder.endings.isEmpty());
    assertThat(recorder.endings.get(0).describe()).contains("sent nothing in time");
  }

  @Test
  void whoFallsSilentBetweenMessagesIsAborted() throws IOException {
    restart(PATIENT.withArtim(SHORT).withIdle(SHORT));
    try (ScriptedPeer peer = open()) {
      peer.expect(BY_USER).halfClose().expectClosed();
    }
  }

  @Test
  void aFragmentLongerThanItsPduIsInvalid() throws IOException {
    expectInvalid("0400 00000008 000000FF 01 03 AABB", "PDV of length 255");
  }

  @Test
  void aPduLongerThanAnnouncedIsInvalid() throws IOException {
    expectInvalid("0400 00100000", "PDU of 1048576 bytes");
  }

  @Test
  void anEmptyPduIsInvalid() throws IOException {
    expectInvalid("0400 00000000", "0 bytes left for a PDV");
  }

  @Test
  void aContextThatWasNotAcceptedIsInvalid() throws IOException {
    expectInvalid("0400 00000008 00000004 05 03 AABB", "presentation context 5 is not accepted");
  }

  @Test
  void fragmentsOfTwoMessagesMixedAreInvalid() throws IOException {
    expectInvalid(
        "0400 00000010 00000004 01 01 AABB 00000004 01 02 AABB", "fragments of two messages");
  }

  private void expectInvalid(String pdu, String why) throws IOException {
    try (ScriptedPeer peer = open()) {
      peer.send(hex(pdu));
      peer.expect(Abort.byProvider(Abort.Reason.INVALID_PDU_PARAMETER)); // Sta6 + Evt19 -> AA-8
      peer.halfClose().expectClosed();
    }
    await().until(() -> !recorder.endings.isEmpty());
    assertThat(recorder.endings.get(0).describe()).contains(why);
  }

  @Test
  void aReleaseWithinAMessageIsAnsweredByAnAbort() throws IOException {
    try (ScriptedPeer peer = open()) {
      peer.send(hex("0400 00000008 00000004 01 01 AABB")).send(new ReleaseRq());
      peer.expect(BY_USER).halfClose().expectClosed(); // Sta8 + Evt15 -> AA-1
    }
  }

  @Test
  void anAbortOrAResetEndsTheAssociationAtOnce() throws IOException {
    open().send(new Abort(0, 0)).expectClosed(); // Sta6 + Evt16 -> AA-3
    await().until(() -> recorder.endings.size() == 1);
    assertThat(recorder.endings.get(0)).isEqualTo(new Ending.Aborted(Abort.byUser(), true, ""));
    open().reset(); // Sta6 + Evt17 -> AA-4
    await().until(() -> recorder.endings.size() == 2);
    assertThat(recorder.endings.get(1)).isInstanceOf(Ending.Lost.class);
  }

  @Test
  void whoSendsAndNeverReadsIsDisconnected() throws Exception {
    restart(PATIENT.withWrite(SHORT));
    try (ScriptedPeer peer = open()) {
      byte[] pdu = PduWriter.encode(new PDataTf(List.of(new Pdv(1, true, true, new byte[16000]))));
      int sent = peer.sendUntilRefused(pdu, 100_000);
      assertThat(sent).isLessThan(100_000);
    }
    await().until(() -> !recorder.endings.isEmpty());
    assertThat(recorder.endings.get(0).describe()).contains("took nothing");
  }

  @Test
  void aTrickleOfEmptyFragmentsIsAbortedAsTooSlow() throws Exception {
    restart(PATIENT.withArtim(SHORT).withIdle(Duration.ofMillis(500)));
    byte[] drop = hex("0400 00000008 00000004 01 01 AABB");
    try (ScriptedPeer peer = open()) {
      while (recorder.endings.isEmpty()) {
        peer.trickle(drop, drop.length, Duration.ofMillis(100));
      }
    }
    assertThat(recorder.endings.get(0).describe()).contains("too slowly");
  }

  @Test
  void manyBadPeersAtOnceLeaveTheListenerUsable() throws Exception {
    for (int i = 0; i < 40; i++) {
      connect().send(hex("01 00 00 00")).close();
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> listener.connections() == 0);
    try (ScriptedPeer peer = open()) {
      peer.send(command("x")).expect(command("x"));
      peer.send(new ReleaseRq()).expect(new ReleaseRp()).halfClose().expectClosed();
    }
  }

  @Test
  void theEndOfAStreamIsReportedOnlyAfterTheLastFragment() throws Exception {
    listener.close();
    StringBuilder seen = new StringBuilder();
    CountDownLatch done = new CountDownLatch(1);
    ServiceUser reader =
        new ServiceUser() {
          private final Echo echo = new Echo();

          @Override
          public Negotiation.Answer answer(PresentationContext proposed) {
            return echo.answer(proposed);
          }

          @Override
          public Optional<UserItem.RoleSelection> answer(UserItem.RoleSelection proposed) {
            return Optional.empty();
          }

          @Override
          public void serve(Association association, AssociationObserver observer)
              throws IOException {
            try (InputStream in = association.receive(PATIENT.idle()).orElseThrow()) {
              for (int next = in.read(); next >= 0; next = in.read()) {
                seen.append((char) next);
              }
              seen.append("END");
            } catch (AssociationException e) {
              seen.append("LOST");
              throw e;
            } finally {
              done.countDown();
            }
          }
        };
    listener =
        Listener.start(
            new Listener.Configuration(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                4,
                16 * 1024,
                PATIENT,
                AssociationPolicy.acceptAll(),
                recorder,
                reader));
    try (ScriptedPeer peer = open()) {
      // a whole PDU, a whole fragment, but not the last one
      peer.send(hex("0400 00000008 00000004 01 01 6162")).halfClose();
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(seen.toString()).isEqualTo("abLOST");
  }
}
