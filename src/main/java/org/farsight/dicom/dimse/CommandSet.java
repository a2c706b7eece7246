package org.farsight.dicom.dimse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Message.CCancelRq;
import org.farsight.dicom.dimse.Message.CEchoRq;
import org.farsight.dicom.dimse.Message.CEchoRsp;
import org.farsight.dicom.dimse.Message.CStoreRq;
import org.farsight.dicom.dimse.Message.CStoreRsp;
import org.farsight.dicom.dimse.Message.MoveOriginator;
import org.farsight.dicom.dimse.Message.OtherRq;
import org.farsight.dicom.dimse.Message.OtherRsp;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.ReadOptions;

/** Messages as command sets, always in implicit VR little endian, PS3.7 §6.3 and annex E.1. */
public final class CommandSet {
  /** Command field of C-STORE-RQ. */
  public static final int C_STORE_RQ = 0x0001;

  /** Command field of C-ECHO-RQ. */
  public static final int C_ECHO_RQ = 0x0030;

  /** Command field of C-CANCEL-RQ. */
  public static final int C_CANCEL_RQ = 0x0FFF;

  /** Set in the command field of each response. */
  public static final int RESPONSE = 0x8000;

  private static final int NO_DATA_SET = 0x0101;
  private static final int SOME_DATA_SET = 0x0001;

  /** More than any command set needs. */
  private static final int MOST_BYTES = 64 * 1024;

  private static final ReadOptions OPTIONS =
      ReadOptions.DEFAULT.withMaxMemory(2L * MOST_BYTES).withMaxDepth(1).withMaxElements(256);

  private CommandSet() {}

  /**
   * Reads a command set.
   *
   * @throws DicomFormatException where it is none, or one that cannot be answered
   */
  public static Message read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new DicomFormatException("command set is too long", MOST_BYTES, "");
    }
    DataSet command = DataSetReader.read(bytes, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, OPTIONS);
    int field = required(command, Tag.COMMAND_FIELD);
    if ((field & RESPONSE) != 0) {
      return response(command, field);
    }
    boolean hasDataSet = required(command, Tag.COMMAND_DATA_SET_TYPE) != NO_DATA_SET;
    return switch (field) {
      case C_STORE_RQ -> storeRequest(command, hasDataSet);
      case C_ECHO_RQ ->
          new CEchoRq(required(command, Tag.MESSAGE_ID), text(command, Tag.AFFECTED_SOP_CLASS_UID));
      case C_CANCEL_RQ -> new CCancelRq(required(command, Tag.MESSAGE_ID_BEING_RESPONDED_TO));
      default ->
          new OtherRq(field, required(command, Tag.MESSAGE_ID), sopClass(command), hasDataSet);
    };
  }

  private static CStoreRq storeRequest(DataSet command, boolean hasDataSet)
      throws DicomFormatException {
    Optional<MoveOriginator> originator =
        command
            .string(Tag.MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE)
            .map(
                title ->
                    new MoveOriginator(
                        title, command.integer(Tag.MOVE_ORIGINATOR_MESSAGE_ID).orElse(0)));
    return new CStoreRq(
        required(command, Tag.MESSAGE_ID),
        text(command, Tag.AFFECTED_SOP_CLASS_UID),
        text(command, Tag.AFFECTED_SOP_INSTANCE_UID),
        Priority.of(command.integer(Tag.PRIORITY).orElse(0)),
        originator,
        hasDataSet);
  }

  private static Message response(DataSet command, int field) throws DicomFormatException {
    int messageId = required(command, Tag.MESSAGE_ID_BEING_RESPONDED_TO);
    List<Integer> offending =
        Arrays.stream(command.integers(Tag.OFFENDING_ELEMENT)).boxed().toList();
    Status status =
        new Status(required(command, Tag.STATUS), command.string(Tag.ERROR_COMMENT), offending);
    String sopClass = text(command, Tag.AFFECTED_SOP_CLASS_UID);
    return switch (field & ~RESPONSE) {
      case C_STORE_RQ ->
          new CStoreRsp(messageId, sopClass, text(command, Tag.AFFECTED_SOP_INSTANCE_UID), status);
      case C_ECHO_RQ -> new CEchoRsp(messageId, sopClass, status);
      default -> new OtherRsp(field, messageId, sopClass(command), status);
    };
  }

  /** The bytes of a message's command set, with its group length. */
  public static byte[] encode(Message message) {
    DataSet command = new DataSet();
    switch (message) {
      case CEchoRq rq -> request(command, C_ECHO_RQ, rq, rq.sopClass());
      case CEchoRsp rsp -> response(command, C_ECHO_RQ | RESPONSE, rsp, rsp.sopClass());
      case CStoreRq rq -> {
        request(command, C_STORE_RQ, rq, rq.sopClass());
        command.put(Tag.AFFECTED_SOP_INSTANCE_UID, VR.UI, rq.sopInstance());
        command.putInts(Tag.PRIORITY, VR.US, rq.priority().code());
        rq.moveOriginator()
            .ifPresent(
                originator -> {
                  command.put(
                      Tag.MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE, VR.AE, originator.aeTitle());
                  command.putInts(Tag.MOVE_ORIGINATOR_MESSAGE_ID, VR.US, originator.messageId());
                });
      }
      case CStoreRsp rsp -> {
        response(command, C_STORE_RQ | RESPONSE, rsp, rsp.sopClass());
        if (!rsp.sopInstance().isEmpty()) {
          command.put(Tag.AFFECTED_SOP_INSTANCE_UID, VR.UI, rsp.sopInstance());
        }
      }
      case CCancelRq rq -> {
        command.putInts(Tag.COMMAND_FIELD, VR.US, C_CANCEL_RQ);
        command.putInts(Tag.MESSAGE_ID_BEING_RESPONDED_TO, VR.US, rq.messageId());
      }
      case OtherRq rq -> request(command, rq.commandField(), rq, rq.sopClass().orElse(""));
      case OtherRsp rsp -> response(command, rsp.commandField(), rsp, rsp.sopClass().orElse(""));
    }
    command.putInts(
        Tag.COMMAND_DATA_SET_TYPE, VR.US, message.hasDataSet() ? SOME_DATA_SET : NO_DATA_SET);
    return bytes(command);
  }

  private static void request(DataSet command, int field, Message message, String sopClass) {
    common(command, field, sopClass);
    command.putInts(Tag.MESSAGE_ID, VR.US, message.messageId());
  }

  private static void response(
      DataSet command, int field, Message.Response message, String sopClass) {
    common(command, field, sopClass);
    command.putInts(Tag.MESSAGE_ID_BEING_RESPONDED_TO, VR.US, message.messageId());
    Status status = message.status();
    command.putInts(Tag.STATUS, VR.US, status.code());
    status.comment().ifPresent(comment -> command.put(Tag.ERROR_COMMENT, VR.LO, comment));
    if (!status.offendingElements().isEmpty()) {
      command.putInts(
          Tag.OFFENDING_ELEMENT,
          VR.AT,
          status.offendingElements().stream().mapToLong(tag -> tag & 0xFFFF_FFFFL).toArray());
    }
  }

  private static void common(DataSet command, int field, String sopClass) {
    if (!sopClass.isEmpty()) {
      command.put(Tag.AFFECTED_SOP_CLASS_UID, VR.UI, sopClass);
    }
    command.putInts(Tag.COMMAND_FIELD, VR.US, field);
  }

  private static byte[] bytes(DataSet command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      DataSetWriter.writeWithGroupLength(
          command, 0x0000, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, out);
    } catch (IOException e) {
      throw new IllegalStateException("memory refused to be written", e);
    }
    return out.toByteArray();
  }

  private static int required(DataSet command, int tag) throws DicomFormatException {
    return command
        .integer(tag)
        .orElseThrow(
            () -> new DicomFormatException("command set lacks an element", 0, Tag.toString(tag)));
  }

  private static String text(DataSet command, int tag) {
    return command.string(tag).orElse("");
  }

  private static Optional<String> sopClass(DataSet command) {
    return command
        .string(Tag.AFFECTED_SOP_CLASS_UID)
        .or(() -> command.string(Tag.REQUESTED_SOP_CLASS_UID));
  }
}
