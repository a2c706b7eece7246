package org.farsight.dicom.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Message.SubOperations;
import org.farsight.dicom.dimse.Priority;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.Served.Got;
import org.farsight.dicom.service.Served.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** C-MOVE and C-GET that fail, in whole or in part, are refused or cancelled. */
@Timeout(60)
class RetrieveFailuresTest {
  private static final String CT = Uid.CT_IMAGE_STORAGE;

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
  void warningsAndFailuresOfTheDestinationAreCountedAndTheFailedNamed() throws IOException {
    for (int number = 1; number <= 4; number++) {
      stage.add(CT, number, Served.IMPLICIT);
    }
    stage.keeping =
        (request, data) ->
            switch (request.sopInstance()) {
              case "1.2.3.1" -> Status.of(0xB000);
              case "1.2.3.2" -> Status.OUT_OF_RESOURCES;
              default -> Status.SUCCESS;
            };
    try (RetrieveScu scu = stage.mover()) {
      Retrieved retrieved =
          scu.move(QueryLevel.STUDY, RetrieveStage.STUDY, "TARGET", counts -> true);
      assertThat(retrieved.status().comment()).contains("1/4 failed: A700H out of resources");
      assertThat(retrieved.status().code()).isEqualTo(0xB000);
      assertThat(retrieved.counts()).isEqualTo(SubOperations.of(0, 2, 1, 1).atEnd());
      assertThat(retrieved.failed()).containsExactly("1.2.3.2");
    }
  }

  @Test
  void whenAllFailTheRetrieveIsAFailure() throws IOException {
    stage.add(CT, 1, Served.IMPLICIT);
    stage.add(CT, 2, Served.IMPLICIT);
    try (RetrieveScu scu = stage.mover()) {
      Retrieved retrieved =
          scu.move(QueryLevel.STUDY, RetrieveStage.STUDY, "CLOSED", counts -> true);
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
      stage.add(CT, number, Served.IMPLICIT);
    }
    stage.keeping =
        (request, data) -> {
          if (request.sopInstance().equals("1.2.3.3")) {
            // DICOM software does crash: the association is gone without an answer
            throw new Crash();
          }
          return stage.keep(request, data);
        };
    try (RetrieveScu scu = stage.mover()) {
      Retrieved retrieved =
          scu.move(QueryLevel.STUDY, RetrieveStage.STUDY, "TARGET", counts -> true);
      assertThat(retrieved.counts()).isEqualTo(SubOperations.of(0, 5, 1, 0).atEnd());
      assertThat(retrieved.failed()).containsExactly("1.2.3.3");
      assertThat(retrieved.status().comment())
          .contains("1/6 failed: 0110H association with the destination lost");
    }
    assertThat(stage.target.recorder.opened).hasSize(2);
  }

  /** Passes all that catch exceptions, and ends the association. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void aDestinationThatBreaksOffBeforeItHasTakenAnythingIsNotCalledAgain() throws IOException {
    for (int number = 1; number <= 6; number++) {
      stage.add(CT, number, Served.IMPLICIT);
    }
    stage.keeping =
        (request, data) -> {
          throw new Crash();
        };
    try (RetrieveScu scu = stage.mover()) {
      Retrieved retrieved =
          scu.move(QueryLevel.STUDY, RetrieveStage.STUDY, "TARGET", counts -> true);
      assertThat(retrieved.counts()).isEqualTo(SubOperations.of(0, 0, 6, 0).atEnd());
      assertThat(retrieved.status().code()).isEqualTo(0xA702);
    }
    assertThat(stage.target.recorder.opened).hasSize(1);
  }

  @Test
  void anObjectThatCannotBeReadFailsAloneAndIsTold() throws IOException {
    stage.add(CT, 1, Served.IMPLICIT);
    stage.objects.add(
        new StoredObject(
            CT,
            "1.2.3.98",
            Served.IMPLICIT,
            10,
            () -> {
              throw new IOException("no such file");
            }));
    stage.objects.add(
        new StoredObject(
            CT,
            "1.2.3.99",
            Served.IMPLICIT,
            500_000,
            () -> new ByteArrayInputStream(new byte[300_000])));
    stage.add(CT, 2, Served.IMPLICIT);
    try (RetrieveScu scu = stage.mover()) {
      Retrieved retrieved =
          scu.move(QueryLevel.STUDY, RetrieveStage.STUDY, "TARGET", counts -> true);
      assertThat(retrieved.counts()).isEqualTo(SubOperations.of(0, 2, 2, 0).atEnd());
      assertThat(retrieved.failed()).containsExactly("1.2.3.98", "1.2.3.99");
    }
    assertThat(stage.unreadable).containsExactly("1.2.3.98", "1.2.3.99");
    assertThat(stage.kept).containsOnlyKeys("1.2.3.1", "1.2.3.2");
  }

  @Test
  void aRetrieveIsCancelledBetweenTwoObjects() throws IOException {
    for (int number = 1; number <= 200; number++) {
      stage.add(CT, number, Served.IMPLICIT);
    }
    try (RetrieveScu scu = stage.mover()) {
      Retrieved moved = scu.move(QueryLevel.STUDY, RetrieveStage.STUDY, "TARGET", counts -> false);
      assertThat(moved.status()).isEqualTo(Status.CANCEL);
      assertThat(moved.counts().remaining().orElseThrow()).isBetween(1, 199);
      assertThat(moved.counts().completed()).isEqualTo(OptionalInt.of(stage.kept.size()));
    }
    stage.kept.clear();
    try (RetrieveScu scu = stage.getter(RetrieveStage.context(CT, Served.IMPLICIT))) {
      Retrieved gotten =
          scu.get(QueryLevel.STUDY, RetrieveStage.STUDY, stage::keep, counts -> false);
      assertThat(gotten.status()).isEqualTo(Status.CANCEL);
      assertThat(gotten.counts().completed()).isEqualTo(OptionalInt.of(stage.kept.size()));
      assertThat(stage.kept).hasSizeLessThan(200);
    }
  }

  @Test
  void whatNamesNothingToRetrieveIsRefusedBeforeTheHandlerIsAsked() throws IOException {
    stage.add(CT, 1, Served.IMPLICIT);
    try (RetrieveScu scu = stage.mover()) {
      assertThat(status(scu, QueryLevel.STUDY, new DataSet(), "TARGET"))
          .isEqualTo("A900H data set does not match SOP class (no unique key of the level)");
      assertThat(status(scu, QueryLevel.SERIES, RetrieveStage.STUDY, "TARGET")).startsWith("A900H");
      DataSet all = new DataSet().put(Tag.STUDY_INSTANCE_UID, VR.UI, "*");
      assertThat(status(scu, QueryLevel.STUDY, all, "TARGET"))
          .endsWith("(unique key that is no UID)");
      assertThat(status(scu, QueryLevel.STUDY, RetrieveStage.STUDY, "NOBODY"))
          .isEqualTo("A801H move destination unknown");
      assertThat(stage.asked).isEmpty();
      stage.refusal = Optional.of(Status.UNABLE_TO_CALCULATE_MATCHES);
      assertThat(status(scu, QueryLevel.STUDY, RetrieveStage.STUDY, "TARGET")).startsWith("A701H");
      stage.refusal = Optional.empty();
      stage.objects.clear();
      assertThat(status(scu, QueryLevel.STUDY, RetrieveStage.STUDY, "TARGET")).startsWith("0000H");
      assertThat(stage.target.recorder.opened).isEmpty();
    }
  }

  private static String status(RetrieveScu scu, QueryLevel level, DataSet keys, String destination)
      throws IOException {
    return scu.move(level, keys, destination, counts -> true).status().describe();
  }

  @Test
  void aRequestorThatIsGoneEndsTheRetrieve() throws IOException {
    for (int number = 1; number <= 200; number++) {
      stage.add(CT, number, Served.IMPLICIT);
    }
    Peer peer = stage.source.connect(Served.EXPLICIT, Uid.STUDY_ROOT_MOVE);
    DataSet keys = RetrieveStage.STUDY.copy().put(Tag.QUERY_RETRIEVE_LEVEL, VR.CS, "STUDY");
    peer.send(1, new Message.CMoveRq(1, Uid.STUDY_ROOT_MOVE, Priority.LOW, "TARGET", true), keys);
    Got first = peer.receive();
    assertThat(((Message.CMoveRsp) first.message()).counts())
        .isEqualTo(SubOperations.of(199, 1, 0, 0));
    peer.association().abort("test");
    await().until(() -> stage.source.recorder.endings.size() == 1);
    await().until(() -> stage.target.recorder.endings.size() == 1);
    assertThat(stage.kept).hasSizeLessThan(200);
    assertThat(stage.stores).allMatch(store -> store.priority() == Priority.LOW);
  }

  @Test
  void aGetWhoseHandlerFailsIsCancelledAndTheFailureThrown() throws IOException {
    for (int number = 1; number <= 50; number++) {
      stage.add(CT, number, Served.IMPLICIT);
    }
    try (RetrieveScu scu = stage.getter(RetrieveStage.context(CT, Served.IMPLICIT))) {
      assertThatThrownBy(
              () ->
                  scu.get(
                      QueryLevel.STUDY,
                      RetrieveStage.STUDY,
                      (request, data) -> {
                        throw new IOException("disk full");
                      },
                      counts -> true))
          .hasMessage("disk full");
      assertThat(
              scu.get(QueryLevel.STUDY, RetrieveStage.STUDY, stage::keep, counts -> true).status())
          .isEqualTo(Status.SUCCESS);
    }
  }
}
