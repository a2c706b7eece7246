package org.farsight.dicom.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.Served.Peer;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Modality performed procedure steps, both sides. */
@Timeout(60)
class MppsTest {
  private static final String MPPS = Uid.MODALITY_PERFORMED_PROCEDURE_STEP;

  private final Map<String, DataSet> steps = new ConcurrentHashMap<>();

  /** Keeps the status and the series of each step. */
  private final MppsHandler handler =
      new MppsHandler() {
        @Override
        public Status create(AssociationInfo association, String sopInstance, DataSet step) {
          return steps.putIfAbsent(sopInstance, step) == null
              ? Status.SUCCESS
              : Status.DUPLICATE_SOP_INSTANCE;
        }

        @Override
        public Status set(AssociationInfo association, String sopInstance, DataSet changes) {
          DataSet step = steps.get(sopInstance);
          if (step == null) {
            return Status.NO_SUCH_SOP_INSTANCE;
          }
          if (!step.string(Tag.PERFORMED_PROCEDURE_STEP_STATUS).orElse("").equals("IN PROGRESS")) {
            return MppsScp.NO_LONGER_UPDATED;
          }
          changes.forEach(step::put);
          return Status.SUCCESS;
        }
      };

  private static DataSet status(String status) {
    return new DataSet().put(Tag.PERFORMED_PROCEDURE_STEP_STATUS, VR.CS, status);
  }

  @Test
  void aStepBeginsGoesOnAndEndsOnce() throws IOException {
    try (Served served = Served.by(new MppsScp(handler));
        MppsScu scu = MppsScu.open(new Connector(Timeouts.standard()), "CT01", served.address())) {
      DataSet begun = status("IN PROGRESS").put(Tag.PERFORMED_PROCEDURE_STEP_ID, VR.SH, "S1");
      assertThat(scu.create("1.2.3", begun)).isEqualTo(Status.SUCCESS);
      assertThat(scu.create("1.2.3", begun)).isEqualTo(Status.DUPLICATE_SOP_INSTANCE);
      DataSet image = new DataSet().put(Tag.REFERENCED_SOP_INSTANCE_UID, VR.UI, "1.2.3.4");
      DataSet series = new DataSet().putItems(Tag.REFERENCED_IMAGE_SEQUENCE, image);
      assertThat(scu.set("1.2.3", new DataSet().putItems(Tag.PERFORMED_SERIES_SEQUENCE, series)))
          .isEqualTo(Status.SUCCESS);
      assertThat(scu.set("1.2.3", status("COMPLETED"))).isEqualTo(Status.SUCCESS);
      Status late = scu.set("1.2.3", status("DISCONTINUED"));
      assertThat(late).isEqualTo(MppsScp.NO_LONGER_UPDATED);
      assertThat(late.errorId()).hasValue(0xA710);
      assertThat(scu.set("1.2.9", status("COMPLETED"))).isEqualTo(Status.NO_SUCH_SOP_INSTANCE);
    }
    DataSet step = Objects.requireNonNull(steps.get("1.2.3"));
    assertThat(step.string(Tag.PERFORMED_PROCEDURE_STEP_STATUS)).contains("COMPLETED");
    assertThat(
            step.item(Tag.PERFORMED_SERIES_SEQUENCE)
                .flatMap(series -> series.item(Tag.REFERENCED_IMAGE_SEQUENCE))
                .flatMap(image -> image.string(Tag.REFERENCED_SOP_INSTANCE_UID)))
        .contains("1.2.3.4");
  }

  @Test
  void aStepWithoutANameGetsOne() throws IOException {
    try (Served served = Served.by(new MppsScp(handler));
        Peer device = served.connect(Served.IMPLICIT, MPPS)) {
      Message answer =
          device
              .send(1, new Message.NCreateRq(1, MPPS, "", true), status("IN PROGRESS"))
              .receive()
              .message();
      assertThat(answer).isInstanceOf(Message.NCreateRsp.class);
      String made = ((Message.NCreateRsp) answer).sopInstance();
      assertThat(Uid.isValid(made)).isTrue();
      assertThat(steps).containsOnlyKeys(made);
    }
  }

  @Test
  void whatIsNoStepIsRefusedWithTheReasonBeforeTheHandlerIsAsked() throws IOException {
    try (Served served = Served.by(new MppsScp(handler));
        Peer device = served.connect(Served.EXPLICIT, MPPS)) {
      Message.NCreateRq create = new Message.NCreateRq(1, MPPS, "1.2.3", true);
      assertThat(device.send(1, create, new DataSet()).status())
          .isEqualTo("0120H missing attribute (no status)");
      Message completed = device.send(1, create, status("COMPLETED")).receive().message();
      assertThat(((Message.Response) completed).status())
          .isEqualTo(
              Status.INVALID_ATTRIBUTE_VALUE
                  .withComment("a step begins in progress")
                  .withOffendingElements(List.of(Tag.PERFORMED_PROCEDURE_STEP_STATUS)));
      assertThat(device.send(1, new Message.NCreateRq(2, MPPS, "1.2.3", false)).status())
          .startsWith("0120H");
      Message.NCreateRq odd = new Message.NCreateRq(3, MPPS, "one.two", true);
      assertThat(device.send(1, odd, status("IN PROGRESS")).status()).startsWith("0117H");
      assertThat(device.send(1, create, new byte[] {1, 2, 3, 4, 5}).status()).startsWith("0110H");
      Message.NSetRq set = new Message.NSetRq(4, MPPS, "1.2.3", true);
      assertThat(device.send(1, set, status("PAUSED")).status()).startsWith("0106H");
      Message.NSetRq nameless = new Message.NSetRq(5, MPPS, "", true);
      assertThat(device.send(1, nameless, status("COMPLETED")).status()).startsWith("0112H");
      Message.NSetRq other = new Message.NSetRq(6, "1.2.3", "1.2.3", true);
      assertThat(device.send(1, other, status("COMPLETED")).status()).startsWith("0122H");
      Message.OtherRq delete = new Message.OtherRq(0x0150, 7, Optional.of(MPPS), false);
      assertThat(device.send(1, delete).status()).startsWith("0211H");
      assertThat(served.recorder.failures).isEmpty();
    }
    assertThat(steps).isEmpty();
  }
}
