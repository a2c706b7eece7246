package org.farsight.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.CommandSet;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Priority;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DicomFormatException;
import org.junit.jupiter.params.provider.MethodSource;

/** Command sets: a message that can be written again, or a refusal. */
final class CommandSetFuzzTest {
  static Stream<byte[]> seeds() {
    String find = "1.2.840.10008.5.1.4.1.2.2.1";
    String commitment = "1.2.840.10008.1.20.1";
    return Stream.of(
            new Message.CEchoRq(1, Uid.VERIFICATION),
            new Message.CEchoRsp(1, Uid.VERIFICATION, Status.SUCCESS),
            Message.CStoreRq.of(2, Uid.CT_IMAGE_STORAGE, "2.25.1"),
            new Message.CStoreRsp(
                2, Uid.CT_IMAGE_STORAGE, "2.25.1", Status.SUCCESS.withComment("kept")),
            new Message.CCancelRq(3),
            new Message.CFindRq(4, find, Priority.LOW, true),
            new Message.CFindRsp(4, find, Status.PENDING, true),
            new Message.CMoveRq(5, find, Priority.HIGH, "VIEWER", true),
            new Message.CMoveRsp(
                5, find, Status.PENDING, Message.SubOperations.of(1, 2, 3, 4), false),
            new Message.NActionRq(6, commitment, "1.2.840.10008.1.20.1.1", 1, true),
            new Message.NEventReportRq(7, commitment, "1.2.840.10008.1.20.1.1", 2, true),
            new Message.NGetRq(8, find, "2.25.2", List.of(Tag.PATIENT_ID), false),
            new Message.OtherRq(0x0150, 9, Optional.of("1.2.3"), true))
        .map(CommandSet::encode);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isAMessageOrARefusalThatSaysWhere(byte[] bytes) throws IOException {
    Optional<Message> message = Cost.within((4L << 20) + 64L * bytes.length, () -> message(bytes));
    if (message.isPresent() && isPlain(bytes)) {
      byte[] once = CommandSet.encode(message.get());
      Message again = CommandSet.read(new ByteArrayInputStream(once));
      assertThat(again).isEqualTo(message.get());
      assertThat(CommandSet.encode(again)).isEqualTo(once);
    }
  }

  private static Optional<Message> message(byte[] bytes) throws IOException {
    try {
      return Optional.of(CommandSet.read(new ByteArrayInputStream(bytes)));
    } catch (DicomFormatException e) {
      DataSetFuzzTest.located(e);
      return Optional.empty();
    }
  }

  /** Text in a command set is ASCII (PS3.7 §6.3.1): other characters are read but not written. */
  private static boolean isPlain(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
