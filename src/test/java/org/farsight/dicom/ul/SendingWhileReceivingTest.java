package org.farsight.dicom.ul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.farsight.dicom.data.Uid;
import org.farsight.peer.ScriptedPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread waits for the peer while others send on the same association. */
@Timeout(60)
class SendingWhileReceivingTest {
  private final BlockingQueue<Association> opened = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final Recorder recorder = new Recorder();
  private final Listener listener = start();

  SendingWhileReceivingTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    listener.close();
  }

  /** Hands out the association and collects what comes. */
  private final class Collecting implements ServiceUser {
    @Override
    public Negotiation.Answer answer(PresentationContext proposed) {
      return new Negotiation.Accepted(proposed.transferSyntaxes().get(0));
    }

    @Override
    public Optional<UserItem.RoleSelection> answer(UserItem.RoleSelection proposed) {
      return Optional.empty();
    }

    @Override
    public void serve(Association association, AssociationObserver observer) throws IOException {
      opened.add(association);
      while (true) {
        Optional<MessageStream> message = association.receive(association.timeouts().idle());
        if (message.isEmpty()) {
          return;
        }
        received.add(new String(message.get().readAllBytes(), StandardCharsets.US_ASCII));
      }
    }
  }

  private Listener start() throws IOException {
    return Listener.start(
        new Listener.Configuration(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            4,
            16 * 1024,
            Timeouts.standard().withArtim(Duration.ofMillis(300)),
            AssociationPolicy.acceptAll(),
            recorder,
            new Collecting()));
  }

  private ScriptedPeer open() throws IOException {
    ScriptedPeer peer = ScriptedPeer.connect(listener.port());
    peer.send(
        AssociateRq.of(
            "A",
            "B",
            List.of(new PresentationContext(1, Uid.VERIFICATION, List.of("1.2.840.10008.1.2"))),
            UserInformation.ofThisImplementation(4096)));
    peer.receive(AssociateAc.class);
    return peer;
  }

  private Association association() throws InterruptedException {
    Association association = opened.poll(10, TimeUnit.SECONDS);
    assertThat(association).isNotNull();
    return association;
  }

  private static PDataTf command(String text) {
    return new PDataTf(List.of(new Pdv(1, true, true, text.getBytes(StandardCharsets.US_ASCII))));
  }

  @Test
  void aMessageLeavesWhileAnotherThreadWaitsForThePeer() throws Exception {
    try (ScriptedPeer peer = open()) {
      Association association = association();
      association.send(1, "report".getBytes(StandardCharsets.US_ASCII));
      peer.expect(command("report"));
      peer.send(command("answer"));
      assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("answer");
      peer.send(new ReleaseRq()).expect(new ReleaseRp()).halfClose().expectClosed();
    }
    await().until(() -> recorder.endings.size() == 1);
    assertThat(recorder.endings.get(0)).isEqualTo(new Ending.Released(true));
  }

  @Test
  void messagesOfManyThreadsAreNeverMixed() throws Exception {
    int threads = 4;
    int each = 20;
    try (ScriptedPeer peer = open()) {
      Association association = association();
      List<Thread> senders = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        byte mark = (byte) ('a' + t);
        senders.add(Thread.ofPlatform().start(() -> sendAll(association, mark, each)));
      }
      TreeMap<Integer, Integer> whole = new TreeMap<>();
      for (int message = 0; message < threads * each; message++) {
        whole.merge(takeMessage(peer), 1, Integer::sum);
      }
      assertThat(whole.values()).containsExactly(each, each, each, each);
      for (Thread sender : senders) {
        sender.join();
      }
      peer.send(new ReleaseRq()).expect(new ReleaseRp()).halfClose().expectClosed();
    }
    assertThat(recorder.failures).isEmpty();
  }

  private static void sendAll(Association association, byte mark, int count) {
    byte[] data = new byte[40_000];
    Arrays.fill(data, mark);
    try {
      for (int i = 0; i < count; i++) {
        association.send(1, new byte[] {mark, mark}, new ByteArrayInputStream(data), data.length);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Takes a command and its data set; returns the byte both consist of. */
  private static int takeMessage(ScriptedPeer peer) throws IOException {
    List<Pdv> fragments = new ArrayList<>();
    do {
      fragments.addAll(peer.receive(PDataTf.class).values());
    } while (fragments.getLast().command() || !fragments.getLast().last());
    int mark = fragments.get(0).fragment()[0];
    int length = 0;
    for (Pdv fragment : fragments) {
      assertThat(fragment.fragment()).containsOnly(mark);
      length += fragment.fragment().length;
    }
    assertThat(length).isEqualTo(2 + 40_000);
    return mark;
  }

  @Test
  void whoSendsOnAnAssociationThatThePeerHasAbortedIsTold() throws Exception {
    try (ScriptedPeer peer = open()) {
      Association association = association();
      peer.send(Abort.byUser());
      await().until(() -> !association.isOpen());
      assertThat(catchThrowable(() -> association.send(1, hello())))
          .isInstanceOf(AssociationException.Aborted.class);
    }
  }

  private static byte[] hello() {
    return "hello".getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void dataThatCannotBeReadAbortTheAssociationAlsoWhileAnotherThreadReceives() throws Exception {
    try (ScriptedPeer peer = open()) {
      Association association = association();
      Throwable thrown =
          catchThrowable(
              () -> association.send(1, hello(), new ByteArrayInputStream(new byte[3]), 10));
      assertThat(thrown).hasMessage("data ended after 3 of 10 bytes");
      peer.expect(Abort.byUser()).halfClose().expectClosed();
    }
    await().until(() -> recorder.endings.size() == 1);
    assertThat(recorder.endings.get(0)).isInstanceOf(Ending.Aborted.class);
  }

  @Test
  void whatWaitsIsSeenWithoutWaiting() throws Exception {
    try (ScriptedPeer.Server server = new ScriptedPeer.Server()) {
      BlockingQueue<ScriptedPeer> peers = new LinkedBlockingQueue<>();
      Thread accepting =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      ScriptedPeer peer = server.accept();
                      AssociateRq rq = peer.receive(AssociateRq.class);
                      peer.send(Negotiation.accept(rq, new Collecting(), 16 * 1024));
                      peers.add(peer);
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  });
      Association association =
          new Connector(Timeouts.standard())
              .open(
                  new AeAddress("B", "localhost", server.port()),
                  AssociateRq.of(
                      "B",
                      "A",
                      List.of(
                          new PresentationContext(
                              1, Uid.VERIFICATION, List.of("1.2.840.10008.1.2"))),
                      UserInformation.ofThisImplementation(16384)));
      ScriptedPeer peer = peers.take();
      accepting.join();
      assertThat(association.somethingWaits()).isFalse();
      byte[] two = PduWriter.encode(command("first"));
      peer.send(two).send(command("second"));
      await().until(association::somethingWaits);
      MessageStream first = association.receive(Duration.ofSeconds(5)).orElseThrow();
      assertThat(association.somethingWaits()).as("not read to its end").isFalse();
      assertThat(first.readAllBytes()).asString().isEqualTo("first");
      await().until(association::somethingWaits);
      MessageStream second = association.receive(Duration.ofSeconds(5)).orElseThrow();
      assertThat(second.readAllBytes()).asString().isEqualTo("second");
      assertThat(association.somethingWaits()).isFalse();
      peer.close();
    }
  }
}
