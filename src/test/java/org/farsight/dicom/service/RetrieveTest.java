package org.farsight.dicom.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Message.SubOperations;
import org.farsight.dicom.dimse.Priority;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.service.Served.Got;
import org.farsight.dicom.service.Served.Peer;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.dicom.ul.UserItem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** C-MOVE and C-GET, both sides and the destination over sockets. */
@Timeout(60)
class RetrieveTest {
  private static final String CT = Uid.CT_IMAGE_STORAGE;
  private static final String MR = Uid.MR_IMAGE_STORAGE;
  private static final String JPEG = TransferSyntax.JPEG_BASELINE.uid();
  private static final DataSet STUDY = new DataSet().put(Tag.STUDY_INSTANCE_UID, VR.UI, "1.2.3");

  private final Connector connector = new Connector(Timeouts.standard());
  private final List<StoredObject> objects = new ArrayList<>();
  private final List<RetrieveRequest> asked = new CopyOnWriteArrayList<>();
  private final List<String> unreadable = new CopyOnWriteArrayList<>();
  private final List<Status> ends = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
  private final List<StoreRequest> stores = new CopyOnWriteArrayList<>();
  private Optional<Status> refusal = Optional.empty();
  private StorageHandler keeping = this::keep;
  private Served source;
  private Served target;

  private final RetrieveHandler handler =
      new RetrieveHandler() {
        @Override
        public Retrieval select(RetrieveRequest request) {
          asked.add(request);
          return refusal
              .<Retrieval>map(Retrieval.Refused::new)
              .orElseGet(() -> new Retrieval.Objects(objects));
        }

        @Override
        public Optional<AeAddress> destination(AssociationInfo caller, String aeTitle) {
          return switch (aeTitle) {
            case "TARGET" -> Optional.of(target.address());
            case "CLOSED" -> Optional.of(new AeAddress("CLOSED", "127.0.0.1", closedPort()));
            default -> Optional.empty();
          };
        }

        @Override
        public void unreadable(RetrieveRequest request, StoredObject object, Exception cause) {
          unreadable.add(object.sopInstance());
        }

        @Override
        public void retrieved(RetrieveRequest request, Status status, SubOperations counts) {
          ends.add(status);
        }
      };

  private static int closedPort() {
    try (ServerSocket closed = new ServerSocket(0)) {
      return closed.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void start() throws IOException {
    source = Served.by(new RetrieveScp(handler, connector, "SOURCE"));
    target = Served.by(new StorageScp((request, data) -> keeping.store(request, data)));
  }

  @AfterEach
  void stop() throws IOException {
    source.close();
    target.close();
    assertThat(source.recorder.failures).isEmpty();
  }

  private Status keep(StoreRequest request, InputStream dataSet) throws IOException {
    stores.add(request);
    kept.put(request.sopInstance(), dataSet.readAllBytes());
    return Status.SUCCESS;
  }

  private static DataSet data(String sopClass, int number) {
    return new DataSet()
        .put(Tag.SOP_CLASS_UID, VR.UI, sopClass)
        .put(Tag.SOP_INSTANCE_UID, VR.UI, "1.2.3." + number)
        .putBytes(Tag.PIXEL_DATA, VR.OW, new byte[1000 * number]);
  }

  private byte[] add(String sopClass, int number, String transferSyntax) {
    byte[] bytes = DataSetWriter.toBytes(data(sopClass, number), TransferSyntax.of(transferSyntax));
    objects.add(
        new StoredObject(
            sopClass,
            "1.2.3." + number,
            transferSyntax,
            bytes.length,
            () -> new ByteArrayInputStream(bytes)));
    return bytes;
  }

  private RetrieveScu mover() throws IOException {
    return RetrieveScu.forMove(connector, "VIEWER", source.address(), InformationModel.STUDY_ROOT);
  }

  private RetrieveScu getter(StorageContext... contexts) throws IOException {
    return RetrieveScu.forGet(
        connector, "VIEWER", source.address(), InformationModel.STUDY_ROOT, List.of(contexts));
  }

  private static StorageContext context(String sopClass, String transferSyntax) {
    return new StorageContext(sopClass, transferSyntax);
  }

  @Test
  void movedObjectsArriveAsTheyAreStoredWithTheirOriginatorAndCounts() throws IOException {
    byte[] implicit = add(CT, 1, Served.IMPLICIT);
    byte[] explicit = add(CT, 2, Served.EXPLICIT);
    byte[] jpeg = add(MR, 3, JPEG);
    List<SubOperations> progress = new ArrayList<>();
    try (RetrieveScu scu = mover()) {
      Retrieved retrieved = scu.move(QueryLevel.STUDY, STUDY, "TARGET", progress::add);
      assertThat(retrieved.status()).isEqualTo(Status.SUCCESS);
      assertThat(retrieved.counts()).isEqualTo(SubOperations.of(0, 3, 0, 0).atEnd());
      assertThat(retrieved.failed()).isEmpty();
    }
    assertThat(progress)
        .containsExactly(SubOperations.of(2, 1, 0, 0), SubOperations.of(1, 2, 0, 0));
    assertThat(kept.get("1.2.3.1")).isEqualTo(implicit);
    assertThat(kept.get("1.2.3.2")).isEqualTo(explicit);
    assertThat(kept.get("1.2.3.3")).isEqualTo(jpeg);
    assertThat(stores)
        .extracting(StoreRequest::transferSyntax)
        .containsExactly(Served.IMPLICIT, Served.EXPLICIT, JPEG);
    assertThat(stores)
        .allMatch(store -> store.association().callingAeTitle().equals("SOURCE"))
        .allMatch(store -> store.association().calledAeTitle().equals("SCP"));
    assertThat(target.recorder.opened).hasSize(1);
    RetrieveRequest request = asked.get(0);
    assertThat(request.level()).isEqualTo(QueryLevel.STUDY);
    assertThat(request.destination()).contains(target.address());
    assertThat(ends).containsExactly(Status.SUCCESS);
  }

  @Test
  void gottenObjectsComeOverTheSameAssociation() throws IOException {
    byte[] explicit = add(CT, 2, Served.EXPLICIT);
    byte[] jpeg = add(MR, 3, JPEG);
    try (RetrieveScu scu =
        getter(context(CT, Served.EXPLICIT), context(MR, Served.EXPLICIT), context(MR, JPEG))) {
      for (int round = 1; round <= 3; round++) {
        kept.clear();
        Retrieved retrieved = scu.get(QueryLevel.STUDY, STUDY, this::keep, counts -> true);
        assertThat(retrieved.status()).isEqualTo(Status.SUCCESS);
        assertThat(retrieved.counts().completed()).hasValue(2);
        assertThat(kept.get("1.2.3.2")).isEqualTo(explicit);
        assertThat(kept.get("1.2.3.3")).isEqualTo(jpeg);
      }
    }
    assertThat(asked.get(0).destination()).isEmpty();
  }

  @Test
  void anUncompressedObjectIsReencodedWhereOnlyImplicitIsTakenAndACompressedOneFails()
      throws IOException {
    add(CT, 1, Served.EXPLICIT);
    add(CT, 2, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN.uid());
    add(CT, 3, JPEG);
    try (RetrieveScu scu = getter(context(CT, Served.IMPLICIT))) {
      Retrieved retrieved = scu.get(QueryLevel.STUDY, STUDY, this::keep, counts -> true);
      assertThat(retrieved.status().describe())
          .startsWith("B000H")
          .contains("(1/3 failed: 0122H no context for it in JPEG Baseline (Process 1))");
      assertThat(retrieved.counts()).isEqualTo(SubOperations.of(0, 2, 1, 0).atEnd());
      assertThat(retrieved.failed()).containsExactly("1.2.3.3");
    }
    for (int number = 1; number <= 2; number++) {
      assertThat(kept.get("1.2.3." + number))
          .isEqualTo(
              DataSetWriter.toBytes(data(CT, number), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
    }
  }

  @Test
  void ofSeveralTransferSyntaxesInOneContextImplicitIsTakenForObjects() throws IOException {
    List<UserItem.RoleSelection> roles =
        List.of(
            new UserItem.RoleSelection(CT, false, true),
            new UserItem.RoleSelection(Uid.VERIFICATION, true, true));
    List<String> plain = List.of(Served.EXPLICIT, Served.IMPLICIT);
    try (Peer peer = source.connect(roles, plain, Uid.STUDY_ROOT_GET, CT, MR)) {
      assertThat(peer.context(1).transferSyntax()).isEqualTo(Served.EXPLICIT);
      assertThat(peer.context(3).transferSyntax()).isEqualTo(Served.IMPLICIT);
      assertThat(
              peer.association().acceptance().userInformation().all(UserItem.RoleSelection.class))
          .containsExactly(new UserItem.RoleSelection(CT, false, true));
      // a class without the role: nothing is sent in its context
      add(MR, 1, Served.IMPLICIT);
      Message get = new Message.CGetRq(1, Uid.STUDY_ROOT_GET, Priority.MEDIUM, true);
      DataSet keys = STUDY.copy().put(Tag.QUERY_RETRIEVE_LEVEL, VR.CS, "STUDY");
      assertThat(peer.send(1, get, keys).status()).startsWith("A702H");
      // and the requestor may not store here
      assertThat(peer.send(3, Message.CStoreRq.of(2, CT, "1.2"), new byte[10]).status())
          .startsWith("0122H");
    }
    try (Peer peer =
        source.connect(roles, List.of(JPEG, Served.IMPLICIT), Uid.STUDY_ROOT_GET, CT)) {
      assertThat(peer.association().contexts()).hasSize(2);
      assertThat(peer.context(3).transferSyntax()).isEqualTo(JPEG);
    }
  }

  @Test
  void warningsAndFailuresOfTheDestinationAreCountedAndTheFailedNamed() throws IOException {
    for (int number = 1; number <= 4; number++) {
      add(CT, number, Served.IMPLICIT);
    }
    keeping =
        (request, data) ->
            switch (request.sopInstance()) {
              case "1.2.3.1" -> Status.of(0xB000);
              case "1.2.3.2" -> Status.OUT_OF_RESOURCES;
              default -> Status.SUCCESS;
            };
    try (RetrieveScu scu = mover()) {
      Retrieved retrieved = scu.move(QueryLevel.STUDY, STUDY, "TARGET", counts -> true);
      assertThat(retrieved.status().comment()).contains("1/4 failed: A700H out of resources");
      assertThat(retrieved.status().code()).isEqualTo(0xB000);
      assertThat(retrieved.counts()).isEqualTo(SubOperations.of(0, 2, 1, 1).atEnd());
      assertThat(retrieved.failed()).containsExactly("1.2.3.2");
    }
  }

  @Test
  void whenAllFailTheRetrieveIsAFailure() throws IOException {
    add(CT, 1, Served.IMPLICIT);
    add(CT, 2, Served.IMPLICIT);
    try (RetrieveScu scu = mover()) {
      Retrieved retrieved = scu.move(QueryLevel.STUDY, STUDY, "CLOSED", counts -> true);
      assertThat(retrieved.status().code()).isEqualTo(0xA702);
      assertThat(retrieved.status().comment().orElseThrow())
          .startsWith("2/2 failed: 0110H no connection to CLOSED@127.0.0.1:");
      assertThat(retrieved.failed()).containsExactly("1.2.3.1", "1.2.3.2");
      assertThat(retrieved.counts()).isEqualTo(SubOperations.of(0, 0, 2, 0).atEnd());
    }
  }

  @Test
  void aDestinationThatBreaksTheAssociationIsCalledAgainForTheRest() throws IOException {
    for (int number = 1; number <= 6; number++) {
      add(CT, number, Served.IMPLICIT);
    }
    keeping =
        (request, data) -> {
          if (request.sopInstance().equals("1.2.3.3")) {
            // DICOM software does crash: the association is gone without an answer
            throw new Crash();
          }
          return keep(request, data);
        };
    try (RetrieveScu scu = mover()) {
      Retrieved retrieved = scu.move(QueryLevel.STUDY, STUDY, "TARGET", counts -> true);
      assertThat(retrieved.counts()).isEqualTo(SubOperations.of(0, 5, 1, 0).atEnd());
      assertThat(retrieved.failed()).containsExactly("1.2.3.3");
      assertThat(retrieved.status().comment())
          .contains("1/6 failed: 0110H association with the destination lost");
    }
    assertThat(target.recorder.opened).hasSize(2);
  }

  /** Passes all that catch exceptions, and ends the association. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void aDestinationThatBreaksOffBeforeItHasTakenAnythingIsNotCalledAgain() throws IOException {
    for (int number = 1; number <= 6; number++) {
      add(CT, number, Served.IMPLICIT);
    }
    keeping =
        (request, data) -> {
          throw new Crash();
        };
    try (RetrieveScu scu = mover()) {
      Retrieved retrieved = scu.move(QueryLevel.STUDY, STUDY, "TARGET", counts -> true);
      assertThat(retrieved.counts()).isEqualTo(SubOperations.of(0, 0, 6, 0).atEnd());
      assertThat(retrieved.status().code()).isEqualTo(0xA702);
    }
    assertThat(target.recorder.opened).hasSize(1);
  }

  @Test
  void anObjectThatCannotBeReadFailsAloneAndIsTold() throws IOException {
    add(CT, 1, Served.IMPLICIT);
    objects.add(
        new StoredObject(
            CT,
            "1.2.3.98",
            Served.IMPLICIT,
            10,
            () -> {
              throw new IOException("no such file");
            }));
    objects.add(
        new StoredObject(
            CT,
            "1.2.3.99",
            Served.IMPLICIT,
            500_000,
            () -> new ByteArrayInputStream(new byte[300_000])));
    add(CT, 2, Served.IMPLICIT);
    try (RetrieveScu scu = mover()) {
      Retrieved retrieved = scu.move(QueryLevel.STUDY, STUDY, "TARGET", counts -> true);
      assertThat(retrieved.counts()).isEqualTo(SubOperations.of(0, 2, 2, 0).atEnd());
      assertThat(retrieved.failed()).containsExactly("1.2.3.98", "1.2.3.99");
    }
    assertThat(unreadable).containsExactly("1.2.3.98", "1.2.3.99");
    assertThat(kept).containsOnlyKeys("1.2.3.1", "1.2.3.2");
  }

  @Test
  void aRetrieveIsCancelledBetweenTwoObjects() throws IOException {
    for (int number = 1; number <= 200; number++) {
      add(CT, number, Served.IMPLICIT);
    }
    try (RetrieveScu scu = mover()) {
      Retrieved moved = scu.move(QueryLevel.STUDY, STUDY, "TARGET", counts -> false);
      assertThat(moved.status()).isEqualTo(Status.CANCEL);
      assertThat(moved.counts().remaining().orElseThrow()).isBetween(1, 199);
      assertThat(moved.counts().completed()).isEqualTo(OptionalInt.of(kept.size()));
    }
    kept.clear();
    try (RetrieveScu scu = getter(context(CT, Served.IMPLICIT))) {
      Retrieved gotten = scu.get(QueryLevel.STUDY, STUDY, this::keep, counts -> false);
      assertThat(gotten.status()).isEqualTo(Status.CANCEL);
      assertThat(gotten.counts().completed()).isEqualTo(OptionalInt.of(kept.size()));
      assertThat(kept).hasSizeLessThan(200);
    }
  }

  @Test
  void whatNamesNothingToRetrieveIsRefusedBeforeTheHandlerIsAsked() throws IOException {
    add(CT, 1, Served.IMPLICIT);
    try (RetrieveScu scu = mover()) {
      assertThat(status(scu, QueryLevel.STUDY, new DataSet(), "TARGET"))
          .isEqualTo("A900H data set does not match SOP class (no unique key of the level)");
      assertThat(status(scu, QueryLevel.SERIES, STUDY, "TARGET")).startsWith("A900H");
      DataSet all = new DataSet().put(Tag.STUDY_INSTANCE_UID, VR.UI, "*");
      assertThat(status(scu, QueryLevel.STUDY, all, "TARGET"))
          .endsWith("(unique key that is no UID)");
      assertThat(status(scu, QueryLevel.STUDY, STUDY, "NOBODY"))
          .isEqualTo("A801H move destination unknown");
      assertThat(asked).isEmpty();
      refusal = Optional.of(Status.UNABLE_TO_CALCULATE_MATCHES);
      assertThat(status(scu, QueryLevel.STUDY, STUDY, "TARGET")).startsWith("A701H");
      refusal = Optional.empty();
      objects.clear();
      assertThat(status(scu, QueryLevel.STUDY, STUDY, "TARGET")).startsWith("0000H");
      assertThat(target.recorder.opened).isEmpty();
    }
  }

  private static String status(RetrieveScu scu, QueryLevel level, DataSet keys, String destination)
      throws IOException {
    return scu.move(level, keys, destination, counts -> true).status().describe();
  }

  @Test
  void aListOfInstancesIsHandedOverWhole() throws IOException {
    DataSet keys =
        STUDY
            .copy()
            .put(
                Tag.SOP_INSTANCE_UID,
                VR.UI,
                IntStream.range(0, 5000).mapToObj(i -> "1.2.3." + i).toArray(String[]::new));
    try (RetrieveScu scu = mover()) {
      assertThat(status(scu, QueryLevel.IMAGE, keys, "TARGET")).startsWith("0000H");
    }
    assertThat(asked.get(0).identifier().strings(Tag.SOP_INSTANCE_UID)).hasSize(5000);
  }

  @Test
  void moreClassesThanFitInOneAssociationAreSentOverSeveral() throws IOException {
    for (int number = 1; number <= 300; number++) {
      add("1.2.99." + number, number, number % 2 == 0 ? Served.EXPLICIT : Served.IMPLICIT);
    }
    try (RetrieveScu scu = mover()) {
      Retrieved retrieved = scu.move(QueryLevel.STUDY, STUDY, "TARGET", counts -> true);
      assertThat(retrieved.counts().completed()).hasValue(300);
    }
    assertThat(kept).hasSize(300);
    // 450 contexts of 128 at most
    assertThat(target.recorder.opened).hasSize(4);
  }

  @Test
  void aRequestorThatIsGoneEndsTheRetrieve() throws IOException {
    for (int number = 1; number <= 200; number++) {
      add(CT, number, Served.IMPLICIT);
    }
    Peer peer = source.connect(Served.EXPLICIT, Uid.STUDY_ROOT_MOVE);
    DataSet keys = STUDY.copy().put(Tag.QUERY_RETRIEVE_LEVEL, VR.CS, "STUDY");
    peer.send(1, new Message.CMoveRq(1, Uid.STUDY_ROOT_MOVE, Priority.LOW, "TARGET", true), keys);
    Got first = peer.receive();
    assertThat(((Message.CMoveRsp) first.message()).counts())
        .isEqualTo(SubOperations.of(199, 1, 0, 0));
    peer.association().abort("test");
    await().until(() -> source.recorder.endings.size() == 1);
    await().until(() -> target.recorder.endings.size() == 1);
    assertThat(kept).hasSizeLessThan(200);
    assertThat(stores).allMatch(store -> store.priority() == Priority.LOW);
  }

  @Test
  void aGetWhoseHandlerFailsIsCancelledAndTheFailureThrown() throws IOException {
    for (int number = 1; number <= 50; number++) {
      add(CT, number, Served.IMPLICIT);
    }
    try (RetrieveScu scu = getter(context(CT, Served.IMPLICIT))) {
      assertThatThrownBy(
              () ->
                  scu.get(
                      QueryLevel.STUDY,
                      STUDY,
                      (request, data) -> {
                        throw new IOException("disk full");
                      },
                      counts -> true))
          .hasMessage("disk full");
      assertThat(scu.get(QueryLevel.STUDY, STUDY, this::keep, counts -> true).status())
          .isEqualTo(Status.SUCCESS);
    }
  }
}
