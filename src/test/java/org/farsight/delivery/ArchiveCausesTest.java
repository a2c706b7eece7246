package org.farsight.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.DimseService;
import org.farsight.dicom.service.QueryScp;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.StoragePool;
import org.farsight.dicom.service.StorageScp;
import org.farsight.dicom.ul.Abort;
import org.farsight.dicom.ul.AssociateAc;
import org.farsight.dicom.ul.AssociateRj;
import org.farsight.dicom.ul.AssociateRj.Reason;
import org.farsight.dicom.ul.AssociateRq;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.PDataTf;
import org.farsight.dicom.ul.PresentationContextAnswer;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.UserInformation;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Accepted;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.DeliveryOutcome.Refused;
import org.farsight.exchange.DeliveryOutcome.Retry;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Target;
import org.farsight.exchange.Way;
import org.farsight.fhir.KeptFiles;
import org.farsight.peer.ScriptedPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/retries.md for archives: what an archive does, and what follows. */
@Timeout(120)
class ArchiveCausesTest {
  private static final String EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();

  private final KeptFiles store = new KeptFiles();
  private final List<String> stored = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> progress = new ArrayList<>();
  private final StoragePool pool = new StoragePool(StoragePool.Limits.DEFAULT);
  private final Connector connector =
      new Connector(Timeouts.standard().withResponse(Duration.ofMillis(700)));

  /** What an archive does with one connection. */
  private interface Script {
    void play(ScriptedPeer peer) throws IOException;
  }

  @AfterEach
  void stop() {
    pool.close();
  }

  static Stream<Arguments> whatAConnectionBrings() {
    return Stream.of(
        arguments(
            "rejects for now",
            (Script) peer -> reject(peer, AssociateRj.transientFor(Reason.LOCAL_LIMIT_EXCEEDED)),
            Cause.TARGET),
        arguments(
            "rejects for ever",
            (Script)
                peer -> reject(peer, AssociateRj.permanent(Reason.CALLED_AE_TITLE_NOT_RECOGNIZED)),
            Cause.TARGET),
        arguments(
            "aborts instead of an answer",
            (Script) peer -> peer.send(received(peer, Abort.byUser())),
            Cause.TARGET),
        arguments("closes at once", (Script) ScriptedPeer::close, Cause.TARGET),
        arguments(
            "closes when it has the object", (Script) ArchiveCausesTest::takeStore, Cause.EITHER),
        arguments(
            "aborts when it has the object",
            (Script)
                peer -> {
                  takeStore(peer);
                  peer.send(Abort.byUser());
                },
            Cause.EITHER),
        arguments(
            "never responds",
            (Script)
                peer -> {
                  takeStore(peer);
                  peer.receive(Abort.class);
                },
            Cause.EITHER));
  }

  @ParameterizedTest(name = "an archive that {0}: trouble lies with {2}")
  @MethodSource("whatAConnectionBrings")
  void aConnectionThatFailsIsTriedAgain(String what, Script script, Cause cause) throws Exception {
    try (ScriptedPeer.Server server = new ScriptedPeer.Server()) {
      CompletableFuture<Void> archive =
          CompletableFuture.runAsync(
              () -> {
                try (ScriptedPeer peer = server.accept()) {
                  script.play(peer);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      DeliveryOutcome outcome = deliver(server.port(), objects(1), false);
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Retry.class, again -> assertThat(again.cause()).as(again.why()).isEqualTo(cause));
      archive.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void anArchiveThatIsNotThereIsTheTrouble() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    for (boolean triedBefore : List.of(false, true)) {
      assertThat(deliver(port, objects(1), triedBefore))
          .isInstanceOfSatisfying(
              Retry.class, again -> assertThat(again.cause()).isEqualTo(Cause.TARGET));
    }
  }

  static Stream<Arguments> whatAnArchiveResponds() {
    return Stream.of(
        arguments(0xA700, Cause.TARGET),
        arguments(0xA7FF, Cause.TARGET),
        arguments(0x0213, Cause.TARGET),
        arguments(0x0110, Cause.EITHER),
        arguments(0x0111, null),
        arguments(0x0117, null),
        arguments(0x0122, null),
        arguments(0x0124, null),
        arguments(0xA900, null),
        arguments(0xC000, null),
        arguments(0xCFFF, null));
  }

  @ParameterizedTest(name = "status {0}: trouble lies with {1}, or it is refused")
  @MethodSource("whatAnArchiveResponds")
  void aStatusThatMayPassIsTriedAgainAndEveryOtherRefused(int status, Cause cause)
      throws IOException {
    try (Listener archive = archive(List.of(storing(Status.of(status))))) {
      DeliveryOutcome outcome = deliver(archive.port(), objects(1), false);
      if (cause == null) {
        assertThat(outcome).isInstanceOf(Refused.class);
      } else {
        assertThat(outcome)
            .isInstanceOfSatisfying(
                Retry.class, again -> assertThat(again.cause()).isEqualTo(cause));
      }
    }
  }

  @Test
  void whatAnEarlierTryHasLeftThereIsFoundAndNotSentAgain() throws IOException {
    List<Arrival> objects = objects(3);
    QueryScp query =
        new QueryScp(
            (request, matches) -> {
              assertThat(request.identifier().string(Tag.STUDY_INSTANCE_UID)).contains("1.2.3");
              assertThat(request.identifier().string(Tag.SERIES_INSTANCE_UID)).contains("1.2.3.4");
              DataSet match = new DataSet();
              match.put(Tag.SOP_INSTANCE_UID, VR.UI, objects.getFirst().facts().sopInstance());
              matches.match(match);
              return Status.SUCCESS;
            });
    try (Listener archive = archive(List.of(storing(Status.SUCCESS), query))) {
      assertThat(deliver(archive.port(), objects, true))
          .isEqualTo(
              new Accepted(
                  "3 objects stored at STORE, 0000H, 1 of them left there by an earlier try"));
      assertThat(stored).hasSize(2).doesNotContain(objects.getFirst().facts().sopInstance());
      assertThat(progress).containsExactly(1, 2, 3);
    }
  }

  @Test
  void anArchiveWithoutQueriesOrWithOneThatFailsGetsItAgain() throws IOException {
    List<Arrival> objects = objects(2);
    QueryScp failing = new QueryScp((request, matches) -> Status.OUT_OF_RESOURCES);
    for (List<DimseService> services :
        List.<List<DimseService>>of(
            List.of(storing(Status.SUCCESS)), List.of(storing(Status.SUCCESS), failing))) {
      stored.clear();
      try (Listener archive = archive(services)) {
        assertThat(deliver(archive.port(), objects, true))
            .isEqualTo(new Accepted("2 objects stored at STORE, 0000H"));
        assertThat(stored).hasSize(2);
      }
    }
  }

  @Test
  void aDuplicateOfAnEarlierTryIsThere() throws IOException {
    try (Listener archive = archive(List.of(storing(Status.DUPLICATE_SOP_INSTANCE)))) {
      assertThat(deliver(archive.port(), objects(1), true)).isInstanceOf(Accepted.class);
    }
  }

  private static void reject(ScriptedPeer peer, AssociateRj rejection) throws IOException {
    peer.receive(AssociateRq.class);
    peer.send(rejection);
    peer.expectClosed();
  }

  private static Abort received(ScriptedPeer peer, Abort abort) throws IOException {
    peer.receive(AssociateRq.class);
    return abort;
  }

  /** Accepts each context as proposed and takes a command and its data set of one PDU each. */
  private static void takeStore(ScriptedPeer peer) throws IOException {
    AssociateRq request = peer.receive(AssociateRq.class);
    peer.send(
        new AssociateAc(
            1,
            request.calledAeTitle(),
            request.callingAeTitle(),
            request.applicationContext(),
            request.contexts().stream()
                .map(
                    context ->
                        new PresentationContextAnswer(
                            context.id(), 0, context.transferSyntaxes().getFirst()))
                .toList(),
            UserInformation.ofThisImplementation(16 * 1024)));
    peer.receive(PDataTf.class);
    peer.receive(PDataTf.class);
  }

  private StorageScp storing(Status answer) {
    return new StorageScp(
        (request, dataSet) -> {
          dataSet.readAllBytes();
          stored.add(request.sopInstance());
          return answer;
        });
  }

  private static Listener archive(List<DimseService> services) throws IOException {
    return Listener.start(
        Listener.Configuration.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new ServiceRegistry(services)));
  }

  private DeliveryOutcome deliver(int port, List<Arrival> objects, boolean triedBefore) {
    Target.Archive target = new Target.Archive("archive", "STORE", "127.0.0.1", port, "FARSIGHT");
    EcgObjects ecgs = new EcgObjects(store, EcgFormats.standard(), 1 << 24);
    return new StorageDelivery(target, store, ecgs, pool, connector)
        .deliver(
            new Work(
                KeptFiles.exchange(objects),
                KeptFiles.SITE,
                0,
                objects.size(),
                objects,
                null,
                progress::add,
                triedBefore));
  }

  private List<Arrival> objects(int count) {
    List<Arrival> objects = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      byte[] bytes = ("object " + i + "..").getBytes(StandardCharsets.UTF_8);
      ObjectFacts facts =
          new ObjectFacts(
              "dicom",
              Uid.CT_IMAGE_STORAGE,
              Uid.random(),
              EXPLICIT,
              "1.2.3",
              "1.2.3.4",
              "CT",
              "P",
              "",
              "");
      objects.add(
          new Arrival(
              i, "ex", i, KeptFiles.NOON, Way.C_STORE, "TEST", store.keep(bytes), facts, 0));
    }
    return objects;
  }
}
