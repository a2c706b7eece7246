package org.farsight.dicom.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
import org.farsight.dicom.service.Served.Peer;
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

  private RetrieveStage stage;

  @BeforeEach
  void start() throws IOException {
    stage = new RetrieveStage();
  }

  @AfterEach
  void stop() throws IOException {
    stage.close();
  }

  @Test
  void movedObjectsArriveAsTheyAreStoredWithTheirOriginatorAndCounts() throws IOException {
    byte[] implicit = stage.add(CT, 1, Served.IMPLICIT);
    byte[] explicit = stage.add(CT, 2, Served.EXPLICIT);
    byte[] jpeg = stage.add(MR, 3, JPEG);
    List<SubOperations> progress = new ArrayList<>();
    try (RetrieveScu scu = stage.mover()) {
      Retrieved retrieved =
          scu.move(QueryLevel.STUDY, RetrieveStage.STUDY, "TARGET", progress::add);
      assertThat(retrieved.status()).isEqualTo(Status.SUCCESS);
      assertThat(retrieved.counts()).isEqualTo(SubOperations.of(0, 3, 0, 0).atEnd());
      assertThat(retrieved.failed()).isEmpty();
    }
    assertThat(progress)
        .containsExactly(SubOperations.of(2, 1, 0, 0), SubOperations.of(1, 2, 0, 0));
    assertThat(stage.kept.get("1.2.3.1")).isEqualTo(implicit);
    assertThat(stage.kept.get("1.2.3.2")).isEqualTo(explicit);
    assertThat(stage.kept.get("1.2.3.3")).isEqualTo(jpeg);
    assertThat(stage.stores)
        .extracting(StoreRequest::transferSyntax)
        .containsExactly(Served.IMPLICIT, Served.EXPLICIT, JPEG);
    assertThat(stage.stores)
        .allMatch(store -> store.association().callingAeTitle().equals("SOURCE"))
        .allMatch(store -> store.association().calledAeTitle().equals("SCP"));
    assertThat(stage.target.recorder.opened).hasSize(1);
    RetrieveRequest request = stage.asked.get(0);
    assertThat(request.level()).isEqualTo(QueryLevel.STUDY);
    assertThat(request.destination()).contains(stage.target.address());
    assertThat(stage.ends).containsExactly(Status.SUCCESS);
  }

  @Test
  void gottenObjectsComeOverTheSameAssociation() throws IOException {
    byte[] explicit = stage.add(CT, 2, Served.EXPLICIT);
    byte[] jpeg = stage.add(MR, 3, JPEG);
    try (RetrieveScu scu =
        stage.getter(
            RetrieveStage.context(CT, Served.EXPLICIT),
            RetrieveStage.context(MR, Served.EXPLICIT),
            RetrieveStage.context(MR, JPEG))) {
      for (int round = 1; round <= 3; round++) {
        stage.kept.clear();
        Retrieved retrieved =
            scu.get(QueryLevel.STUDY, RetrieveStage.STUDY, stage::keep, counts -> true);
        assertThat(retrieved.status()).isEqualTo(Status.SUCCESS);
        assertThat(retrieved.counts().completed()).hasValue(2);
        assertThat(stage.kept.get("1.2.3.2")).isEqualTo(explicit);
        assertThat(stage.kept.get("1.2.3.3")).isEqualTo(jpeg);
      }
    }
    assertThat(stage.asked.get(0).destination()).isEmpty();
  }

  @Test
  void anUncompressedObjectIsReencodedWhereOnlyImplicitIsTakenAndACompressedOneFails()
      throws IOException {
    stage.add(CT, 1, Served.EXPLICIT);
    stage.add(CT, 2, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN.uid());
    stage.add(CT, 3, JPEG);
    try (RetrieveScu scu = stage.getter(RetrieveStage.context(CT, Served.IMPLICIT))) {
      Retrieved retrieved =
          scu.get(QueryLevel.STUDY, RetrieveStage.STUDY, stage::keep, counts -> true);
      assertThat(retrieved.status().describe())
          .startsWith("B000H")
          .contains("(1/3 failed: 0122H no context for it in JPEG Baseline (Process 1))");
      assertThat(retrieved.counts()).isEqualTo(SubOperations.of(0, 2, 1, 0).atEnd());
      assertThat(retrieved.failed()).containsExactly("1.2.3.3");
    }
    for (int number = 1; number <= 2; number++) {
      assertThat(stage.kept.get("1.2.3." + number))
          .isEqualTo(
              DataSetWriter.toBytes(
                  RetrieveStage.data(CT, number), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
    }
  }

  @Test
  void ofSeveralTransferSyntaxesInOneContextImplicitIsTakenForObjects() throws IOException {
    List<UserItem.RoleSelection> roles =
        List.of(
            new UserItem.RoleSelection(CT, false, true),
            new UserItem.RoleSelection(Uid.VERIFICATION, true, true));
    List<String> plain = List.of(Served.EXPLICIT, Served.IMPLICIT);
    try (Peer peer = stage.source.connect(roles, plain, Uid.STUDY_ROOT_GET, CT, MR)) {
      assertThat(peer.context(1).transferSyntax()).isEqualTo(Served.EXPLICIT);
      assertThat(peer.context(3).transferSyntax()).isEqualTo(Served.IMPLICIT);
      assertThat(
              peer.association().acceptance().userInformation().all(UserItem.RoleSelection.class))
          .containsExactly(new UserItem.RoleSelection(CT, false, true));
      // a class without the role: nothing is sent in its context
      stage.add(MR, 1, Served.IMPLICIT);
      Message get = new Message.CGetRq(1, Uid.STUDY_ROOT_GET, Priority.MEDIUM, true);
      DataSet keys = RetrieveStage.STUDY.copy().put(Tag.QUERY_RETRIEVE_LEVEL, VR.CS, "STUDY");
      assertThat(peer.send(1, get, keys).status()).startsWith("A702H");
      // and the requestor may not store here
      assertThat(peer.send(3, Message.CStoreRq.of(2, CT, "1.2"), new byte[10]).status())
          .startsWith("0122H");
    }
    try (Peer peer =
        stage.source.connect(roles, List.of(JPEG, Served.IMPLICIT), Uid.STUDY_ROOT_GET, CT)) {
      assertThat(peer.association().contexts()).hasSize(2);
      assertThat(peer.context(3).transferSyntax()).isEqualTo(JPEG);
    }
  }

  @Test
  void aListOfInstancesIsHandedOverWhole() throws IOException {
    DataSet keys =
        RetrieveStage.STUDY
            .copy()
            .put(
                Tag.SOP_INSTANCE_UID,
                VR.UI,
                IntStream.range(0, 5000).mapToObj(i -> "1.2.3." + i).toArray(String[]::new));
    try (RetrieveScu scu = stage.mover()) {
      assertThat(scu.move(QueryLevel.IMAGE, keys, "TARGET", counts -> true).status())
          .isEqualTo(Status.SUCCESS);
    }
    assertThat(stage.asked.get(0).identifier().strings(Tag.SOP_INSTANCE_UID)).hasSize(5000);
  }

  @Test
  void moreClassesThanFitInOneAssociationAreSentOverSeveral() throws IOException {
    for (int number = 1; number <= 300; number++) {
      stage.add("1.2.99." + number, number, number % 2 == 0 ? Served.EXPLICIT : Served.IMPLICIT);
    }
    try (RetrieveScu scu = stage.mover()) {
      Retrieved retrieved =
          scu.move(QueryLevel.STUDY, RetrieveStage.STUDY, "TARGET", counts -> true);
      assertThat(retrieved.counts().completed()).hasValue(300);
    }
    assertThat(stage.kept).hasSize(300);
    // 450 contexts of 128 at most
    assertThat(stage.target.recorder.opened).hasSize(4);
  }
}
