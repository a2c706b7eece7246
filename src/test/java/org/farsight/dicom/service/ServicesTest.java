package org.farsight.dicom.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.CommandSet;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.MessageChannel;
import org.farsight.dicom.dimse.Priority;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AcceptedContext;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociateAc;
import org.farsight.dicom.ul.AssociateRj;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.Association;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.AssociationPolicy;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Ending;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.PDataTf;
import org.farsight.dicom.ul.Pdv;
import org.farsight.dicom.ul.PresentationContext;
import org.farsight.dicom.ul.PresentationContextAnswer;
import org.farsight.dicom.ul.Recorder;
import org.farsight.dicom.ul.ReleaseRp;
import org.farsight.dicom.ul.ReleaseRq;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.UserInformation;
import org.farsight.peer.ScriptedPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides of verification and storage over sockets. */
@Timeout(60)
class ServicesTest {
  private static final String CT = Uid.CT_IMAGE_STORAGE;
  private static final String IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();
  private static final String EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();

  private final Recorder recorder = new Recorder();
  private final Connector connector = new Connector(Timeouts.standard());
  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
  private final List<StoreRequest> requests = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();

  private AeAddress listen(StorageHandler handler) throws IOException {
    return listen(handler, Listener.Configuration.STANDARD_MAXIMUM_LENGTH);
  }

  private AeAddress listen(StorageHandler handler, int maximumLength) throws IOException {
    return listen(handler, maximumLength, AssociationPolicy.acceptAll());
  }

  private AeAddress listen(StorageHandler handler, int maximumLength, AssociationPolicy policy)
      throws IOException {
    Listener listener =
        Listener.start(
            new Listener.Configuration(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                10,
                maximumLength,
                Timeouts.standard(),
                policy,
                recorder,
                new ServiceRegistry(List.of(new VerificationScp(), new StorageScp(handler)))));
    listeners.add(listener);
    return new AeAddress("SCP", "127.0.0.1", listener.port());
  }

  @AfterEach
  void stop() throws IOException {
    for (Listener listener : listeners) {
      listener.close();
    }
  }

  private Status keep(StoreRequest request, InputStream dataSet) throws IOException {
    requests.add(request);
    kept.put(request.sopInstance(), dataSet.readAllBytes());
    return Status.SUCCESS;
  }

  private StorageScu open(AeAddress peer, StorageContext... contexts) throws IOException {
    return StorageScu.open(connector, "SCU", peer, List.of(contexts));
  }

  private static Status store(StorageScu scu, String instance, byte[] bytes) throws IOException {
    return scu.store(CT, instance, IMPLICIT, new ByteArrayInputStream(bytes), bytes.length);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void anEchoIsAnswered() throws IOException {
    AeAddress peer = listen(this::keep);
    assertThat(new VerificationScu(connector, "SCU").echo(peer)).isEqualTo(Status.SUCCESS);
    await().until(() -> recorder.endings.contains(new Ending.Released(true)));
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 16384, 131072, 16777216})
  void whateverLengthFitsHoweverLongThePdus(int maximumLength) throws IOException {
    AeAddress peer = listen(this::keep, maximumLength);
    int[] lengths = {
      0, 2, 4094, 4096, 16370, 16372, 16378, 16384, 131060, 131066, 131072, 131084, 135168, 1000002
    };
    try (StorageScu scu = open(peer, new StorageContext(CT, IMPLICIT))) {
      for (int length : lengths) {
        byte[] bytes = random(length);
        assertThat(store(scu, "1.2." + length, bytes)).isEqualTo(Status.SUCCESS);
        assertThat(kept.get("1.2." + length)).isEqualTo(bytes);
        ByteArrayInputStream unknown = new ByteArrayInputStream(bytes);
        assertThat(scu.store(CT, "1.3." + length, IMPLICIT, unknown, -1)).isEqualTo(Status.SUCCESS);
        assertThat(kept.get("1.3." + length)).isEqualTo(bytes);
      }
    }
    assertThat(recorder.failures).isEmpty();
  }

  @Test
  void onlyDeflatedDataOfOddLengthArePadded() throws IOException {
    AeAddress peer = listen(this::keep);
    String deflated = TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN.uid();
    try (StorageScu scu =
        open(peer, new StorageContext(CT, deflated), new StorageContext(CT, IMPLICIT))) {
      for (int length : new int[] {1, 4303, 131059, 131073}) {
        byte[] bytes = random(length);
        for (long told : new long[] {length, -1}) {
          scu.store(CT, "1.2", deflated, new ByteArrayInputStream(bytes), told);
          assertThat(kept.get("1.2")).isEqualTo(Arrays.copyOf(bytes, length + 1));
          scu.store(CT, "1.3", IMPLICIT, new ByteArrayInputStream(bytes), told);
          assertThat(kept.get("1.3")).isEqualTo(bytes);
        }
      }
    }
  }

  @Test
  void theHandlerIsToldAllFacts() throws IOException {
    AeAddress peer = listen(this::keep);
    try (StorageScu scu = open(peer, new StorageContext(CT, "1.2.999.1"))) {
      scu.store(CT, "1.2.3", "1.2.999.1", new ByteArrayInputStream(new byte[10]), 10);
    }
    StoreRequest request = requests.get(0);
    assertThat(request.association().callingAeTitle()).isEqualTo("SCU");
    assertThat(request.association().calledAeTitle()).isEqualTo("SCP");
    assertThat(request.association().remote().getAddress().isLoopbackAddress()).isTrue();
    assertThat(request.association().local().getPort()).isEqualTo(peer.port());
    assertThat(request.association().implementation()).isEqualTo(Uid.IMPLEMENTATION_VERSION_NAME);
    assertThat(request.sopClass()).isEqualTo(CT);
    assertThat(request.sopInstance()).isEqualTo("1.2.3");
    assertThat(request.transferSyntax()).isEqualTo("1.2.999.1");
  }

  @Test
  void eachContextOfOneClassIsAnsweredAndTheFirstTransferSyntaxTaken() throws IOException {
    AeAddress peer = listen(this::keep);
    List<PresentationContext> proposed =
        List.of(
            new PresentationContext(1, CT, List.of("1.2.999.1", IMPLICIT)),
            new PresentationContext(3, CT, List.of(EXPLICIT)),
            new PresentationContext(5, "1.2.999.9.9", List.of(IMPLICIT)),
            new PresentationContext(7, Uid.STUDY_ROOT_FIND, List.of(IMPLICIT)),
            new PresentationContext(9, "1.2.840.10008.5.1.4.34.6.1", List.of(IMPLICIT)));
    try (Association association =
        connector.open(
            peer,
            AssociateRq.of("SCP", "SCU", proposed, UserInformation.ofThisImplementation(16384)))) {
      assertThat(association.contexts())
          .containsExactly(
              new AcceptedContext(1, CT, "1.2.999.1"),
              new AcceptedContext(3, CT, EXPLICIT),
              new AcceptedContext(5, "1.2.999.9.9", IMPLICIT));
      assertThat(association.acceptance().context(7).orElseThrow().result())
          .contains(PresentationContextAnswer.Result.ABSTRACT_SYNTAX_NOT_SUPPORTED);
    }
  }

  @Test
  void aHandlerThatLeavesTheDataUnreadGetsItsStatusThrough() throws IOException {
    AeAddress peer = listen((request, dataSet) -> Status.OUT_OF_RESOURCES.withComment("disk full"));
    try (StorageScu scu = open(peer, new StorageContext(CT, IMPLICIT))) {
      for (int i = 0; i < 3; i++) {
        Status status = store(scu, "1.2." + i, random(500_000));
        assertThat(status.describe()).isEqualTo("A700H out of resources (disk full)");
      }
    }
  }

  @Test
  void aHandlerThatFailsIsReportedAndThePeerToldWithoutDetails() throws IOException {
    AeAddress peer =
        listen(
            (request, dataSet) -> {
              if (request.sopInstance().equals("1.1")) {
                throw new IllegalStateException("Wang^Xiaoming");
              }
              if (request.sopInstance().equals("1.2")) {
                throw new IOException("disk at /secret");
              }
              return Status.SUCCESS;
            });
    try (StorageScu scu = open(peer, new StorageContext(CT, IMPLICIT))) {
      assertThat(store(scu, "1.1", random(200_000)).describe())
          .isEqualTo("0110H processing failure (IllegalStateException)");
      assertThat(store(scu, "1.2", random(200_000)).describe())
          .isEqualTo("0110H processing failure (IOException)");
      assertThat(store(scu, "1.3", random(10))).isEqualTo(Status.SUCCESS);
    }
    assertThat(recorder.failures).hasSize(2);
  }

  @Test
  void requestsThatCannotBePerformedAreAnswered() throws IOException {
    AeAddress peer = listen(this::keep);
    List<PresentationContext> proposed =
        List.of(
            new PresentationContext(1, CT, List.of(IMPLICIT)),
            new PresentationContext(3, Uid.VERIFICATION, List.of(IMPLICIT)));
    try (Association association =
        connector.open(
            peer,
            AssociateRq.of("SCP", "SCU", proposed, UserInformation.ofThisImplementation(16384)))) {
      MessageChannel channel = new MessageChannel(association);
      AcceptedContext ct = association.context(1).orElseThrow();
      AcceptedContext echo = association.context(3).orElseThrow();
      // N-DELETE, with a data set that it must not have, in a storage context
      channel.send(
          ct,
          new Message.OtherRq(0x0150, 5, Optional.of(CT), true),
          new ByteArrayInputStream(new byte[100]),
          100);
      channel.send(ct, new Message.CCancelRq(5)); // never answered
      expect(
          channel, new Message.OtherRsp(0x8150, 5, Optional.of(CT), Status.UNRECOGNIZED_OPERATION));
      // C-STORE in the context of verification
      Message.CStoreRq store = Message.CStoreRq.of(6, CT, "1.2");
      channel.send(echo, store, new ByteArrayInputStream(new byte[100]), 100);
      expect(channel, new Message.CStoreRsp(6, CT, "1.2", Status.UNRECOGNIZED_OPERATION));
      // another SOP class than that of the context
      channel.send(
          ct,
          Message.CStoreRq.of(7, Uid.MR_IMAGE_STORAGE, "1.2"),
          new ByteArrayInputStream(new byte[100]),
          100);
      assertThat(status(channel)).isEqualTo(0x0122);
      channel.send(ct, Message.CStoreRq.of(8, CT, ""), new ByteArrayInputStream(new byte[4]), 4);
      assertThat(status(channel)).isEqualTo(0x0117);
      channel.send(ct, new Message.CStoreRq(9, CT, "1.2", Priority.LOW, Optional.empty(), false));
      assertThat(status(channel)).isEqualTo(0xC000);
      channel.send(ct, new Message.CEchoRq(10, Uid.VERIFICATION));
      assertThat(status(channel)).isEqualTo(0x0211);
    }
    assertThat(kept).isEmpty();
  }

  private static void expect(MessageChannel channel, Message message) throws IOException {
    assertThat(channel.receive(Duration.ofSeconds(10)).orElseThrow().message()).isEqualTo(message);
  }

  private static int status(MessageChannel channel) throws IOException {
    Message message = channel.receive(Duration.ofSeconds(10)).orElseThrow().message();
    assertThat(message).isInstanceOf(Message.Response.class);
    return ((Message.Response) message).status().code();
  }

  @Test
  void aDataSetCutOffByALostConnectionIsAnIoExceptionForTheHandler() throws Exception {
    List<String> seen = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    AeAddress peer =
        listen(
            (request, dataSet) -> {
              try {
                seen.add("whole: " + dataSet.readAllBytes().length);
              } catch (IOException e) {
                seen.add(e.getClass().getSimpleName());
              } finally {
                done.countDown();
              }
              return Status.SUCCESS;
            });
    StorageScu scu = open(peer, new StorageContext(CT, IMPLICIT));
    InputStream breaksOff = new ByteArrayInputStream(random(300_000));
    assertThatThrownBy(() -> scu.store(CT, "1.2", IMPLICIT, breaksOff, 300_002))
        .isInstanceOfSatisfying(
            RequestFailedException.class, e -> assertThat(e.outcomeUnknown()).isFalse())
        .hasMessageContaining("data ended after 300000 of 300002 bytes");
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(seen).containsExactly("Aborted");
    assertThat(scu.isOpen()).isFalse();
    await().until(() -> !recorder.endings.isEmpty());
    assertThat(recorder.failures).isEmpty();
  }

  @Test
  void howeverAPeerCutsItsMessagesTheyArriveWhole() throws IOException {
    AeAddress peer = listen(this::keep);
    Random random = new Random(20261122);
    try (ScriptedPeer device = ScriptedPeer.connect(peer.port())) {
      device.send(
          AssociateRq.of(
              "SCP",
              "DEVICE",
              List.of(new PresentationContext(1, CT, List.of(IMPLICIT))),
              UserInformation.ofThisImplementation(16384)));
      device.receive(AssociateAc.class);
      for (int round = 1; round <= 50; round++) {
        byte[] bytes = random(random.nextInt(3000));
        List<Pdv> values = new ArrayList<>();
        byte[] command = CommandSet.encode(Message.CStoreRq.of(round, CT, "1.2." + round));
        cut(values, true, command, random);
        cut(values, false, bytes, random);
        // any number of values in one PDU, of command and data set together too
        for (int from = 0; from < values.size(); ) {
          int to = Math.min(values.size(), from + 1 + random.nextInt(5));
          device.send(new PDataTf(values.subList(from, to)));
          from = to;
        }
        PDataTf answer = device.receive(PDataTf.class);
        assertThat(CommandSet.read(new ByteArrayInputStream(answer.values().get(0).fragment())))
            .isEqualTo(new Message.CStoreRsp(round, CT, "1.2." + round, Status.SUCCESS));
        assertThat(kept.get("1.2." + round)).isEqualTo(bytes);
      }
      device.send(new ReleaseRq()).expect(new ReleaseRp()).halfClose().expectClosed();
    }
  }

  /** Cuts at random, empty fragments included. */
  private static void cut(List<Pdv> values, boolean command, byte[] bytes, Random random) {
    int from = 0;
    while (from < bytes.length) {
      int to = Math.min(bytes.length, from + random.nextInt(Math.max(2, bytes.length / 2)));
      boolean last = to == bytes.length && random.nextBoolean();
      values.add(new Pdv(1, command, last, Arrays.copyOfRange(bytes, from, to)));
      if (last) {
        return;
      }
      from = to;
    }
    values.add(new Pdv(1, command, true, new byte[0]));
  }

  @Test
  void twoHundredMegabytesPassWithoutBeingHeld() throws IOException {
    AtomicLong count = new AtomicLong();
    AtomicLong most = new AtomicLong();
    AeAddress peer =
        listen(
            (request, dataSet) -> {
              byte[] buffer = new byte[64 * 1024];
              for (int n = dataSet.read(buffer); n >= 0; n = dataSet.read(buffer)) {
                count.addAndGet(n);
                most.accumulateAndGet(n, Math::max);
              }
              return Status.SUCCESS;
            });
    long length = 200L << 20;
    try (StorageScu scu = open(peer, new StorageContext(CT, IMPLICIT))) {
      long before = used();
      assertThat(scu.store(CT, "1.2", IMPLICIT, new Zeros(length), length))
          .isEqualTo(Status.SUCCESS);
      assertThat(used() - before).isLessThan(32L << 20);
    }
    assertThat(count).hasValue(length);
    assertThat(most.get()).isLessThanOrEqualTo(64 * 1024);
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** So many zeros. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int count = (int) Math.min(length, left);
      Arrays.fill(target, offset, offset + count, (byte) 0);
      left -= count;
      return count == 0 ? -1 : count;
    }
  }

  @Test
  void theListenerStopsAfterTheMessageAtHand() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AeAddress peer =
        listen(
            (request, dataSet) -> {
              begun.countDown();
              try {
                assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              dataSet.transferTo(OutputStream.nullOutputStream());
              return Status.SUCCESS;
            });
    StorageScu idle = open(peer, new StorageContext(CT, IMPLICIT));
    StorageScu busy = open(peer, new StorageContext(CT, IMPLICIT));
    List<Object> answers = new ArrayList<>();
    Thread storing =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    answers.add(store(busy, "1.2", random(2_000_000)));
                  } catch (IOException e) {
                    answers.add(e);
                  }
                });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    Thread stopping =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    listeners.get(0).stop(Duration.ofSeconds(20));
                  } catch (IOException | InterruptedException e) {
                    answers.add(e);
                  }
                });
    // the idle one is aborted while the other is at its message
    await().until(() -> recorder.endings.size() == 1);
    assertThatThrownBy(() -> store(idle, "1.3", random(100)))
        .isInstanceOf(RequestFailedException.class);
    goOn.countDown();
    storing.join();
    stopping.join();
    assertThat(answers).containsExactly(Status.SUCCESS);
    assertThatThrownBy(() -> open(peer, new StorageContext(CT, IMPLICIT)))
        .isInstanceOf(AssociationException.ConnectFailed.class);
  }

  @Test
  void theListenerStopsWhenTheGraceIsOverWhateverTheHandlerDoes() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    AeAddress peer =
        listen(
            (request, dataSet) -> {
              begun.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              return Status.SUCCESS;
            });
    StorageScu scu = open(peer, new StorageContext(CT, IMPLICIT));
    Thread stopping =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
                    listeners.get(0).stop(Duration.ofMillis(100));
                  } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
    assertThatThrownBy(() -> store(scu, "1.2", random(1000)))
        .isInstanceOfSatisfying(
            RequestFailedException.class, e -> assertThat(e.outcomeUnknown()).isTrue());
    stopping.join();
    never.countDown();
  }

  @Test
  void whyThereIsNoAssociationIsTold() throws IOException {
    AssociateRj unknown = AssociateRj.permanent(AssociateRj.Reason.CALLING_AE_TITLE_NOT_RECOGNIZED);
    AeAddress rejecting =
        listen(this::keep, 16384, (request, remote) -> new AssociationPolicy.Reject(unknown));
    assertThatThrownBy(() -> open(rejecting, new StorageContext(CT, IMPLICIT)))
        .isInstanceOfSatisfying(
            AssociationException.Rejected.class, e -> assertThat(e.rejection()).isEqualTo(unknown))
        .hasMessageContaining("calling AE title not recognized");
    int free;
    try (ServerSocket closed = new ServerSocket(0)) {
      free = closed.getLocalPort();
    }
    assertThatThrownBy(
            () -> open(new AeAddress("X", "127.0.0.1", free), new StorageContext(CT, IMPLICIT)))
        .isInstanceOf(AssociationException.ConnectFailed.class)
        .hasMessageContaining("X@127.0.0.1:" + free);
  }

  @Test
  void aContextThatIsNotAcceptedLeavesTheAssociationUsable() throws IOException {
    AeAddress peer = listen(this::keep);
    try (StorageScu scu =
        open(
            peer,
            new StorageContext(CT, IMPLICIT),
            new StorageContext(Uid.MODALITY_WORKLIST_FIND, IMPLICIT))) {
      assertThat(scu.accepted(CT, IMPLICIT)).isTrue();
      assertThat(scu.accepted(Uid.MODALITY_WORKLIST_FIND, IMPLICIT)).isFalse();
      InputStream data = new ByteArrayInputStream(new byte[2]);
      assertThatThrownBy(() -> scu.store(Uid.MODALITY_WORKLIST_FIND, "1.2", IMPLICIT, data, 2))
          .isInstanceOf(ContextNotAcceptedException.class)
          .hasMessageContaining("abstract syntax not supported");
      assertThatThrownBy(() -> scu.store(CT, "1.2", EXPLICIT, data, 2))
          .isInstanceOf(ContextNotAcceptedException.class)
          .hasMessageContaining("not proposed");
      assertThat(store(scu, "1.2", random(10))).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void moreContextsThanFitAreSplit() {
    List<StorageContext> contexts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      contexts.add(new StorageContext("1.2." + i, IMPLICIT));
      contexts.add(new StorageContext("1.2." + i, IMPLICIT));
    }
    List<List<StorageContext>> plan = StorageScu.plan(contexts);
    assertThat(plan.stream().map(List::size)).containsExactly(128, 128, 44);
    assertThat(plan.stream().flatMap(List::stream).distinct()).hasSize(300);
    AeAddress nobody = new AeAddress("X", "127.0.0.1", 1);
    assertThatThrownBy(() -> StorageScu.open(connector, "SCU", nobody, contexts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("plan");
  }
}
