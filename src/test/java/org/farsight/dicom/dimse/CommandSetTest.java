package org.farsight.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.dimse.Message.SubOperations;
import org.farsight.dicom.io.DicomFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandSetTest {
  private static byte[] hex(String... parts) {
    return HexFormat.of().parseHex(String.join("", parts).replaceAll("\\s", ""));
  }

  private static String ascii(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  // PS3.7 §9.3.5.1: C-ECHO-RQ, message 7, of the verification SOP class
  private static final byte[] ECHO_RQ =
      hex(
          "0000 0000 04000000 38000000", // (0000,0000) group length 56
          "0000 0200 12000000" + ascii("1.2.840.10008.1.1") + "00", // affected SOP class
          "0000 0001 02000000 3000", // (0000,0100) command field 0030H
          "0000 1001 02000000 0700", // (0000,0110) message ID
          "0000 0008 02000000 0101"); // (0000,0800) no data set

  // PS3.7 §9.3.1.2: C-STORE-RSP to message 258, A700H with a comment
  private static final byte[] STORE_RSP =
      hex(
          "0000 0000 04000000 4C000000", // group length 76
          "0000 0200 04000000" + ascii("1.2") + "00",
          "0000 0001 02000000 0180", // command field 8001H
          "0000 2001 02000000 0201", // (0000,0120) message ID being responded to
          "0000 0008 02000000 0101",
          "0000 0009 02000000 00A7", // (0000,0900) status
          "0000 0209 04000000" + ascii("full"), // (0000,0902) error comment
          "0000 0010 04000000" + ascii("1.3") + "00"); // (0000,1000) affected SOP instance

  static Stream<Message> messages() {
    return Stream.of(
        new Message.CEchoRq(1, "1.2.840.10008.1.1"),
        new Message.CEchoRsp(65535, "1.2.840.10008.1.1", Status.SUCCESS),
        Message.CStoreRq.of(3, "1.2.840.10008.5.1.4.1.1.2", "1.2.3.4"),
        new Message.CStoreRq(
            4,
            "1.2",
            "1.3",
            Priority.HIGH,
            Optional.of(new Message.MoveOriginator("VIEWER", 9)),
            true),
        new Message.CStoreRsp(
            3,
            "1.2",
            "1.3",
            Status.DATA_SET_DOES_NOT_MATCH_SOP_CLASS
                .withComment("another instance")
                .withOffendingElements(List.of(Tag.SOP_INSTANCE_UID, Tag.SOP_CLASS_UID))),
        new Message.CCancelRq(12),
        new Message.OtherRq(0x0150, 5, Optional.of("1.2.840.10008.5.1.4.31"), true),
        new Message.OtherRsp(0x8150, 5, Optional.empty(), Status.UNRECOGNIZED_OPERATION),
        new Message.CFindRq(6, "1.2", Priority.LOW, true),
        new Message.CFindRsp(6, "1.2", Status.PENDING, true),
        new Message.CGetRq(7, "1.2", Priority.MEDIUM, true),
        new Message.CGetRsp(7, "1.2", Status.PENDING, SubOperations.of(1, 2, 3, 4), false),
        new Message.CMoveRq(8, "1.2", Priority.HIGH, "VIEWER", true),
        new Message.CMoveRsp(
            8,
            "1.2",
            Status.SUB_OPERATIONS_WITH_FAILURES.withComment("1 of 3"),
            SubOperations.of(0, 2, 1, 0).atEnd(),
            true),
        new Message.NEventReportRq(9, "1.2", "1.3", 2, true),
        new Message.NEventReportRsp(9, "1.2", "1.3", OptionalInt.of(2), Status.SUCCESS, false),
        new Message.NGetRq(10, "1.2", "1.3", List.of(Tag.PATIENT_ID, 0x7FE0_0010), false),
        new Message.NGetRsp(10, "1.2", "1.3", Status.SUCCESS, true),
        new Message.NSetRq(11, "1.2", "1.3", true),
        new Message.NSetRsp(11, "1.2", "1.3", Status.PROCESSING_FAILURE.withErrorId(0xA710), false),
        new Message.NActionRq(12, "1.2", "1.3", 1, true),
        new Message.NActionRsp(12, "1.2", "1.3", OptionalInt.empty(), Status.SUCCESS, false),
        new Message.NCreateRq(13, "1.2", "", true),
        new Message.NCreateRsp(13, "1.2", "1.3.4", Status.SUCCESS, true));
  }

  // PS3.7 §9.3.4.2: C-MOVE-RSP to message 5, pending, 3 remaining, 1 completed, 0 failed and warned
  private static final byte[] MOVE_RSP =
      hex(
          "0000 0000 04000000 5C000000", // group length 92
          "0000 0200 04000000" + ascii("1.2") + "00",
          "0000 0001 02000000 2180", // command field 8021H
          "0000 2001 02000000 0500",
          "0000 0008 02000000 0101",
          "0000 0009 02000000 00FF", // (0000,0900) status FF00H
          "0000 2010 02000000 0300", // (0000,1020) remaining
          "0000 2110 02000000 0100", // (0000,1021) completed
          "0000 2210 02000000 0000", // (0000,1022) failed
          "0000 2310 02000000 0000"); // (0000,1023) warning

  // PS3.7 §10.3.4.1: N-ACTION-RQ, message 1, of the storage commitment push model
  private static final byte[] ACTION_RQ =
      hex(
          "0000 0000 04000000 62000000", // group length 98
          "0000 0300 14000000" + ascii("1.2.840.10008.1.20.1"), // (0000,0003) requested SOP class
          "0000 0001 02000000 3001", // command field 0130H
          "0000 1001 02000000 0100",
          "0000 0008 02000000 0100", // a data set follows
          "0000 0110 16000000" + ascii("1.2.840.10008.1.20.1.1"), // (0000,1001) instance
          "0000 0810 02000000 0100"); // (0000,1008) action type ID

  @Test
  void movesAndActionsAreTheBytesOfTheStandard() throws IOException {
    Message move =
        new Message.CMoveRsp(5, "1.2", Status.PENDING, SubOperations.of(3, 1, 0, 0), false);
    assertThat(CommandSet.encode(move)).isEqualTo(MOVE_RSP);
    assertThat(read(MOVE_RSP)).isEqualTo(move);
    Message action =
        new Message.NActionRq(1, "1.2.840.10008.1.20.1", "1.2.840.10008.1.20.1.1", 1, true);
    assertThat(CommandSet.encode(action)).isEqualTo(ACTION_RQ);
    assertThat(read(ACTION_RQ)).isEqualTo(action);
  }

  @Test
  void aCountBeyondSixteenBitsIsCapped() throws IOException {
    Message move =
        new Message.CMoveRsp(5, "1.2", Status.PENDING, SubOperations.of(70_000, 1, 0, 0), false);
    assertThat(read(CommandSet.encode(move)))
        .isEqualTo(
            new Message.CMoveRsp(
                5, "1.2", Status.PENDING, SubOperations.of(65_535, 1, 0, 0), false));
  }

  private static Message read(byte[] bytes) throws IOException {
    return CommandSet.read(new ByteArrayInputStream(bytes));
  }

  @Test
  void isReadFromTheBytesOfTheStandard() throws IOException {
    assertThat(read(ECHO_RQ)).isEqualTo(new Message.CEchoRq(7, "1.2.840.10008.1.1"));
    assertThat(read(STORE_RSP))
        .isEqualTo(
            new Message.CStoreRsp(258, "1.2", "1.3", Status.OUT_OF_RESOURCES.withComment("full")));
  }

  @Test
  void isWrittenAsTheBytesOfTheStandard() {
    assertThat(CommandSet.encode(new Message.CEchoRq(7, "1.2.840.10008.1.1"))).isEqualTo(ECHO_RQ);
    assertThat(
            CommandSet.encode(
                new Message.CStoreRsp(
                    258, "1.2", "1.3", Status.OUT_OF_RESOURCES.withComment("full"))))
        .isEqualTo(STORE_RSP);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void eachMessageComesBackAsItWas(Message message) throws IOException {
    assertThat(read(CommandSet.encode(message))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void cutOrChangedItIsReadOrRefusedButNothingElse(Message message) {
    byte[] bytes = CommandSet.encode(message);
    for (int cut = 0; cut < bytes.length; cut++) {
      readOrRefuse(Arrays.copyOf(bytes, cut));
    }
    Random random = new Random(20261122);
    for (int round = 0; round < 3000; round++) {
      byte[] changed = bytes.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      readOrRefuse(changed);
    }
  }

  private static void readOrRefuse(byte[] bytes) {
    try {
      Message read = read(bytes);
      assertThat(read.messageId()).isBetween(-0x8000_0000, 0x7FFF_FFFF);
    } catch (IOException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }

  @Test
  void whatLacksItsMessageIdIsRefusedWithTheTag() {
    byte[] bytes = hex("0000 0001 02000000 3000", "0000 0008 02000000 0101");
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(DicomFormatException.class)
        .hasMessageContaining("(0000,0110)");
  }

  @Test
  void anEndlessCommandSetIsRefused() {
    assertThatThrownBy(() -> read(new byte[1 << 20]))
        .isInstanceOf(DicomFormatException.class)
        .hasMessageContaining("too long");
  }

  @Test
  void statusesHaveCategoryAndName() {
    assertThat(Status.SUCCESS.category()).isEqualTo(Status.Category.SUCCESS);
    assertThat(Status.of(0xB007).category()).isEqualTo(Status.Category.WARNING);
    assertThat(Status.of(0xB007).done()).isTrue();
    assertThat(Status.of(0x0116).category()).isEqualTo(Status.Category.WARNING);
    assertThat(Status.of(0xFE00).category()).isEqualTo(Status.Category.CANCEL);
    assertThat(Status.of(0xFF01).category()).isEqualTo(Status.Category.PENDING);
    for (int failure : new int[] {0xA700, 0xA900, 0xC123, 0x0110, 0x0211, 0x0122, 0xDEAD}) {
      assertThat(Status.of(failure).category()).isEqualTo(Status.Category.FAILURE);
      assertThat(Status.of(failure).done()).isFalse();
    }
    assertThat(Status.of(0xA7FF).withComment("disk full").describe())
        .isEqualTo("A7FFH out of resources (disk full)");
    assertThat(Status.of(0xC123).name()).contains("cannot understand");
    assertThat(Status.of(0xDEAD).describe()).isEqualTo("DEADH");
    assertThat(Status.of(1).withComment("x".repeat(99)).comment().orElseThrow()).hasSize(64);
  }
}
