package org.farsight.dicom.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Priority;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.Served.Got;
import org.farsight.dicom.service.Served.Peer;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.UserItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that send requests without waiting for answers, PS3.7 annex D.3.3.3. */
@Timeout(60)
class AsynchronousOperationsTest {
  private static final String CT = Uid.CT_IMAGE_STORAGE;
  private static final String FIND = Uid.STUDY_ROOT_FIND;
  private static final String GET = Uid.STUDY_ROOT_GET;
  private static final UserItem WINDOW = new UserItem.AsynchronousOperationsWindow(0, 0);

  private final List<Integer> stored = new CopyOnWriteArrayList<>();
  private final CountDownLatch allSent = new CountDownLatch(1);

  private final StorageScp storage =
      new StorageScp(
          (request, dataSet) -> {
            stored.add(dataSet.readAllBytes().length);
            return Status.SUCCESS;
          });

  private final QueryScp query =
      new QueryScp(
          (request, matches) -> {
            awaited(allSent);
            for (int i = 1; i <= 3; i++) {
              matches.match(new DataSet().put(Tag.STUDY_INSTANCE_UID, VR.UI, "1.2." + i));
            }
            return Status.SUCCESS;
          });

  private final RetrieveHandler twoObjects =
      new RetrieveHandler() {
        @Override
        public Retrieval select(RetrieveRequest request) {
          return new Retrieval.Objects(List.of(object(1), object(2)));
        }

        @Override
        public Optional<Destination> destination(AssociationInfo caller, String aeTitle) {
          return Optional.empty();
        }
      };

  private static StoredObject object(int number) {
    byte[] bytes = new byte[1000];
    return new StoredObject(
        CT, "1.2.3." + number, Served.IMPLICIT, 1000, () -> new ByteArrayInputStream(bytes));
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Message.CStoreRq store(int id) {
    return Message.CStoreRq.of(id, CT, "1.2.3." + id);
  }

  private static DataSet study() {
    return new DataSet()
        .put(Tag.QUERY_RETRIEVE_LEVEL, VR.CS, "STUDY")
        .put(Tag.STUDY_INSTANCE_UID, VR.UI, "1.2.3");
  }

  @Test
  void objectsThatAreSentWithoutWaitingAreAnsweredInTheirOrder() throws IOException {
    try (Served served = Served.by(storage);
        Peer peer = served.connect(List.of(WINDOW), List.of(Served.IMPLICIT), CT)) {
      assertThat(
              peer.association()
                  .acceptance()
                  .userInformation()
                  .all(UserItem.AsynchronousOperationsWindow.class))
          .containsExactly(new UserItem.AsynchronousOperationsWindow(64, 1));
      for (int id = 1; id <= 20; id++) {
        peer.send(1, store(id), new byte[id * 1000]);
      }
      for (int id = 1; id <= 20; id++) {
        Message.CStoreRsp answer = (Message.CStoreRsp) peer.receive().message();
        assertThat(answer.messageId()).isEqualTo(id);
        assertThat(answer.status()).isEqualTo(Status.SUCCESS);
      }
      assertThat(stored).hasSize(20).startsWith(1000, 2000).endsWith(20_000);
    }
  }

  @Test
  void aRequestBehindAQueryWaitsUntilTheQueryIsAnswered() throws IOException {
    try (Served served = Served.by(storage, query);
        Peer peer = served.connect(List.of(WINDOW), List.of(Served.IMPLICIT), FIND, CT)) {
      peer.send(1, new Message.CFindRq(1, FIND, Priority.MEDIUM, true), study());
      peer.send(3, store(2), new byte[500_000]);
      allSent.countDown();
      List<Got> answers = peer.receiveAll();
      assertThat(answers).hasSize(4).allMatch(got -> got.message().messageId() == 1);
      assertThat(peer.status()).isEqualTo(Status.SUCCESS.describe());
      assertThat(stored).containsExactly(500_000);
    }
  }

  @Test
  void anObjectSentIntoARetrievalIsToldToComeAgainAndTheRetrievalGoesOn() throws IOException {
    try (Served served = Served.by(storage, new RetrieveScp(twoObjects, "SOURCE"));
        Peer peer =
            served.connect(
                List.of(WINDOW, new UserItem.RoleSelection(CT, true, true)),
                List.of(Served.IMPLICIT),
                GET,
                CT)) {
      peer.send(1, new Message.CGetRq(1, GET, Priority.MEDIUM, true), study());
      Message.CStoreRq first = (Message.CStoreRq) peer.receive().message();
      peer.send(3, store(9), new byte[300_000]);
      peer.send(3, Kinds.response(first, Status.SUCCESS));
      Message.CStoreRsp refused = (Message.CStoreRsp) peer.receive().message();
      assertThat(refused.messageId()).isEqualTo(9);
      assertThat(refused.status().code()).isEqualTo(0xA700);
      int responses = 0;
      while (responses == 0) {
        Message next = peer.receive().message();
        if (next instanceof Message.CStoreRq second) {
          peer.send(3, Kinds.response(second, Status.SUCCESS));
        } else if (next instanceof Message.CGetRsp end
            && end.status().category() != Status.Category.PENDING) {
          assertThat(end.status()).isEqualTo(Status.SUCCESS);
          responses++;
        }
      }
      assertThat(stored).isEmpty();
    }
  }

  @Test
  void withoutAWindowARequestInTheMiddleOfAnotherBreaksTheAssociation() throws IOException {
    try (Served served = Served.by(storage, query);
        Peer peer = served.connect(Served.IMPLICIT, FIND, CT)) {
      peer.send(1, new Message.CFindRq(1, FIND, Priority.MEDIUM, true), study());
      peer.send(3, store(2), new byte[10]);
      allSent.countDown();
      assertThatThrownBy(peer::receiveAll).isInstanceOf(IOException.class);
      await().until(() -> served.recorder.endings.size() == 1);
      assertThat(served.recorder.endings.get(0).describe())
          .contains("a request while another one is being performed");
    }
  }
}
