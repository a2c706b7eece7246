package org.farsight.dicom.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.CommandSet;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociateAc;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.AssociationObserver;
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

/** Associations that are used again. */
@Timeout(60)
class StoragePoolTest {
  private static final String CT = Uid.CT_IMAGE_STORAGE;
  private static final String MR = Uid.MR_IMAGE_STORAGE;
  private static final String IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();
  private static final StorageContext CT_IMPLICIT = new StorageContext(CT, IMPLICIT);
  private static final StorageContext MR_IMPLICIT = new StorageContext(MR, IMPLICIT);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Connector connector = new Connector(Timeouts.standard());
  private final Recorder recorder = new Recorder();
  private final List<Long> associations = Collections.synchronizedList(new ArrayList<>());
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private StoragePool pool(int most, Duration patience, Duration idle) {
    StoragePool pool = new StoragePool(new StoragePool.Limits(most, patience, idle));
    open.add(pool);
    return pool;
  }

  private StoragePool.Peer listen(AssociationObserver observer) throws IOException {
    StorageScp scp =
        new StorageScp(
            (request, dataSet) -> {
              associations.add(request.association().id());
              dataSet.readAllBytes();
              return Status.SUCCESS;
            });
    Listener listener =
        Listener.start(
            new Listener.Configuration(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                100,
                Listener.Configuration.STANDARD_MAXIMUM_LENGTH,
                Timeouts.standard(),
                AssociationPolicy.acceptAll(),
                observer,
                new ServiceRegistry(List.of(scp))));
    open.add(listener);
    return peer(listener.port());
  }

  private StoragePool.Peer peer(int port) {
    return new StoragePool.Peer(connector, "SCU", new AeAddress("SCP", "127.0.0.1", port));
  }

  private static StoredObject object(String sopClass, int length) {
    return new StoredObject(
        sopClass, Uid.random(), IMPLICIT, length, () -> new ByteArrayInputStream(new byte[length]));
  }

  private static Status store(StoragePool pool, StoragePool.Peer peer, StorageContext context)
      throws IOException {
    try (PooledStorage association = pool.take(peer, List.of(context))) {
      return association.store(object(context.sopClass(), 100)).status();
    }
  }

  @Test
  void anAssociationIsUsedAgain() throws IOException {
    StoragePool pool = pool(4, LONG, LONG);
    StoragePool.Peer peer = listen(recorder);
    for (int i = 0; i < 5; i++) {
      assertThat(store(pool, peer, CT_IMPLICIT)).isEqualTo(Status.SUCCESS);
    }
    assertThat(associations).hasSize(5).containsOnly(associations.getFirst());
    assertThat(pool.size()).isEqualTo(1);
    pool.close();
    await().until(() -> recorder.endings.contains(new Ending.Released(true)));
  }

  @Test
  void aNewOneProposesWhatWasAskedForBefore() throws IOException {
    StoragePool pool = pool(4, LONG, LONG);
    StoragePool.Peer peer = listen(recorder);
    store(pool, peer, CT_IMPLICIT);
    store(pool, peer, MR_IMPLICIT);
    store(pool, peer, CT_IMPLICIT);
    assertThat(associations.get(1)).isNotEqualTo(associations.get(0));
    assertThat(associations.get(2)).isEqualTo(associations.get(1));
    await().until(() -> recorder.endings.size() == 1); // the first can do less
    assertThat(pool.size()).isEqualTo(1);
  }

  @Test
  void othersThanThePeerTheTitleAndTheConnectorShareNothing() throws IOException {
    StoragePool pool = pool(4, LONG, LONG);
    StoragePool.Peer peer = listen(recorder);
    store(pool, peer, CT_IMPLICIT);
    store(pool, new StoragePool.Peer(connector, "OTHER", peer.address()), CT_IMPLICIT);
    Connector other = new Connector(Timeouts.standard());
    store(pool, new StoragePool.Peer(other, "SCU", peer.address()), CT_IMPLICIT);
    assertThat(associations).doesNotHaveDuplicates();
    assertThat(pool.size()).isEqualTo(3);
  }

  @Test
  void whoFindsAllInUseWaitsForItsTurn() throws Exception {
    StoragePool pool = pool(1, LONG, LONG);
    StoragePool.Peer peer = listen(recorder);
    PooledStorage first = pool.take(peer, List.of(CT_IMPLICIT));
    CompletableFuture<Status> second =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return store(pool, peer, CT_IMPLICIT);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    assertThatThrownBy(() -> second.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);
    first.close();
    assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(Status.SUCCESS);
    assertThat(pool.size()).isEqualTo(1);
  }

  @Test
  void whoWaitsForTooLongIsTold() throws IOException {
    StoragePool pool = pool(1, Duration.ofMillis(50), LONG);
    StoragePool.Peer peer = listen(recorder);
    try (PooledStorage first = pool.take(peer, List.of(CT_IMPLICIT))) {
      assertThatThrownBy(() -> pool.take(peer, List.of(CT_IMPLICIT)))
          .isInstanceOf(PoolExhaustedException.class)
          .hasMessageContaining("1 associations with SCP@127.0.0.1");
      assertThat(first.store(object(CT, 10)).status()).isEqualTo(Status.SUCCESS);
    }
    pool.close();
    assertThatThrownBy(() -> pool.take(peer, List.of(CT_IMPLICIT)))
        .isInstanceOf(PoolExhaustedException.class);
  }

  @Test
  void manyThreadsKeepWithinTheBound() throws Exception {
    StoragePool pool = pool(3, LONG, LONG);
    StoragePool.Peer peer = listen(recorder);
    try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
      List<Future<Status>> all = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        StorageContext context = i % 2 == 0 ? CT_IMPLICIT : MR_IMPLICIT;
        all.add(threads.submit(() -> store(pool, peer, context)));
      }
      for (Future<Status> each : all) {
        assertThat(each.get()).isEqualTo(Status.SUCCESS);
      }
    }
    assertThat(associations).hasSize(300);
    assertThat(pool.size()).isBetween(1, 3);
    assertThat(associations.stream().distinct().count()).isLessThanOrEqualTo(9);
  }

  @Test
  void whatRestsForTooLongIsReleased() throws IOException {
    StoragePool pool = pool(4, LONG, Duration.ofMillis(200));
    StoragePool.Peer peer = listen(recorder);
    store(pool, peer, CT_IMPLICIT);
    await().until(() -> recorder.endings.contains(new Ending.Released(true)));
    assertThat(pool.size()).isZero();
    assertThat(store(pool, peer, CT_IMPLICIT)).isEqualTo(Status.SUCCESS);
  }

  @Test
  void nobodyListeningLeavesThePlaceFree() throws IOException {
    StoragePool pool = pool(1, Duration.ofMillis(50), LONG);
    int port;
    try (ScriptedPeer.Server server = new ScriptedPeer.Server()) {
      port = server.port();
    }
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> store(pool, peer(port), CT_IMPLICIT))
          .isInstanceOf(AssociationException.ConnectFailed.class);
    }
    assertThat(pool.size()).isZero();
  }

  private interface Script {
    void play(ScriptedPeer first, ScriptedPeer.Server server) throws IOException;
  }

  /** Stores twice at a peer whose first association ends as the script says after one object. */
  private IOException storeTwice(int secondLength, Duration pause, Script script) throws Exception {
    try (ScriptedPeer.Server server = new ScriptedPeer.Server()) {
      CompletableFuture<Void> played =
          CompletableFuture.runAsync(
              () -> {
                try (ScriptedPeer peer = server.accept()) {
                  serve(peer, 1);
                  script.play(peer, server);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      StoragePool pool = pool(1, LONG, LONG);
      IOException failure = new IOException("none");
      try (PooledStorage first = pool.take(peer(server.port()), List.of(CT_IMPLICIT))) {
        assertThat(first.store(object(CT, 100)).status()).isEqualTo(Status.SUCCESS);
      }
      await().pollDelay(pause).until(() -> true);
      try (PooledStorage second = pool.take(peer(server.port()), List.of(CT_IMPLICIT))) {
        assertThat(second.store(object(CT, secondLength)).status()).isEqualTo(Status.SUCCESS);
      } catch (IOException e) {
        failure = e;
      }
      pool.close();
      played.get(20, TimeUnit.SECONDS);
      return failure;
    }
  }

  /** Accepts an association and one object. */
  private static void serve(ScriptedPeer peer, int messageId) throws IOException {
    AssociateRq request = peer.receive(AssociateRq.class);
    List<PresentationContextAnswer> answers = new ArrayList<>();
    for (PresentationContext context : request.contexts()) {
      answers.add(new PresentationContextAnswer(context.id(), 0, IMPLICIT));
    }
    peer.send(
        new AssociateAc(
            1,
            request.calledAeTitle(),
            request.callingAeTitle(),
            request.applicationContext(),
            answers,
            UserInformation.ofThisImplementation(16 * 1024)));
    boolean last = false;
    while (!last) {
      for (Pdv pdv : peer.receive(PDataTf.class).values()) {
        last |= pdv.last() && !pdv.command();
      }
    }
    Message response = new Message.CStoreRsp(messageId, CT, "1.2", Status.SUCCESS);
    peer.send(new PDataTf(List.of(new Pdv(1, true, true, CommandSet.encode(response)))));
  }

  private static void another(ScriptedPeer.Server server) throws IOException {
    try (ScriptedPeer next = server.accept()) {
      serve(next, 1);
      next.expect(new ReleaseRq()).send(new ReleaseRp());
    }
  }

  @Test
  void oneThatThePeerHasEndedMeanwhileIsReplaced() throws Exception {
    List<Script> endings =
        List.of(
            (peer, server) -> peer.close(),
            (peer, server) -> peer.reset(),
            (peer, server) -> peer.send(new ReleaseRq()),
            (peer, server) -> peer.send(org.farsight.dicom.ul.Abort.byUser()));
    for (Script ending : endings) {
      IOException failure =
          storeTwice(
              100,
              Duration.ofMillis(700),
              (peer, server) -> {
                ending.play(peer, server);
                another(server);
              });
      assertThat(failure).hasMessage("none");
    }
  }

  @Test
  void oneThatBreaksBeforeThePeerCanHaveTheObjectIsReplaced() throws Exception {
    IOException failure =
        storeTwice(
            50_000_000,
            Duration.ZERO,
            (peer, server) -> {
              peer.receive(PDataTf.class);
              peer.reset();
              another(server);
            });
    assertThat(failure).hasMessage("none");
  }

  @Test
  void anObjectThatThePeerMayHaveIsNotSentAgain() throws Exception {
    IOException failure =
        storeTwice(
            100,
            Duration.ZERO,
            (peer, server) -> {
              peer.receive(PDataTf.class);
              peer.receive(PDataTf.class);
            });
    assertThat(failure)
        .isInstanceOfSatisfying(
            RequestFailedException.class, e -> assertThat(e.outcomeUnknown()).isTrue());
  }
}
