package org.farsight.dicom.dimse;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.dimse.Message.MoveOriginator;
import org.farsight.dicom.dimse.Message.SubOperations;
import org.farsight.dicom.io.DicomFormatException;

/** The message that a command set says, PS3.7 §9.3 and §10.3. */
final class CommandReader {
  private final DataSet command;

  CommandReader(DataSet command) {
    this.command = command;
  }

  Message message() throws DicomFormatException {
    int field = required(Tag.COMMAND_FIELD);
    boolean hasDataSet = required(Tag.COMMAND_DATA_SET_TYPE) != CommandSet.NO_DATA_SET;
    if ((field & CommandSet.RESPONSE) != 0) {
      return response(field, hasDataSet);
    }
    if (field == CommandSet.C_CANCEL_RQ) {
      return new Message.CCancelRq(required(Tag.MESSAGE_ID_BEING_RESPONDED_TO));
    }
    return request(field, required(Tag.MESSAGE_ID), hasDataSet);
  }

  private Message request(int field, int id, boolean hasDataSet) throws DicomFormatException {
    String affected = text(Tag.AFFECTED_SOP_CLASS_UID);
    String affectedInstance = text(Tag.AFFECTED_SOP_INSTANCE_UID);
    String requested = text(Tag.REQUESTED_SOP_CLASS_UID);
    String requestedInstance = text(Tag.REQUESTED_SOP_INSTANCE_UID);
    return switch (field) {
      case CommandSet.C_STORE_RQ ->
          new Message.CStoreRq(
              id, affected, affectedInstance, priority(), moveOriginator(), hasDataSet);
      case CommandSet.C_ECHO_RQ -> new Message.CEchoRq(id, affected);
      case CommandSet.C_FIND_RQ -> new Message.CFindRq(id, affected, priority(), hasDataSet);
      case CommandSet.C_GET_RQ -> new Message.CGetRq(id, affected, priority(), hasDataSet);
      case CommandSet.C_MOVE_RQ ->
          new Message.CMoveRq(id, affected, priority(), text(Tag.MOVE_DESTINATION), hasDataSet);
      case CommandSet.N_EVENT_REPORT_RQ ->
          new Message.NEventReportRq(
              id, affected, affectedInstance, required(Tag.EVENT_TYPE_ID), hasDataSet);
      case CommandSet.N_GET_RQ ->
          new Message.NGetRq(
              id, requested, requestedInstance, tags(Tag.ATTRIBUTE_IDENTIFIER_LIST), hasDataSet);
      case CommandSet.N_SET_RQ -> new Message.NSetRq(id, requested, requestedInstance, hasDataSet);
      case CommandSet.N_ACTION_RQ ->
          new Message.NActionRq(
              id, requested, requestedInstance, required(Tag.ACTION_TYPE_ID), hasDataSet);
      case CommandSet.N_CREATE_RQ ->
          new Message.NCreateRq(id, affected, affectedInstance, hasDataSet);
      default -> new Message.OtherRq(field, id, sopClass(), hasDataSet);
    };
  }

  private Message response(int field, boolean hasDataSet) throws DicomFormatException {
    int id = required(Tag.MESSAGE_ID_BEING_RESPONDED_TO);
    Status status =
        new Status(
            required(Tag.STATUS),
            command.string(Tag.ERROR_COMMENT),
            tags(Tag.OFFENDING_ELEMENT),
            command.integer(Tag.ERROR_ID));
    String sopClass = text(Tag.AFFECTED_SOP_CLASS_UID);
    String instance = text(Tag.AFFECTED_SOP_INSTANCE_UID);
    return switch (field & ~CommandSet.RESPONSE) {
      case CommandSet.C_STORE_RQ -> new Message.CStoreRsp(id, sopClass, instance, status);
      case CommandSet.C_ECHO_RQ -> new Message.CEchoRsp(id, sopClass, status);
      case CommandSet.C_FIND_RQ -> new Message.CFindRsp(id, sopClass, status, hasDataSet);
      case CommandSet.C_GET_RQ -> new Message.CGetRsp(id, sopClass, status, counts(), hasDataSet);
      case CommandSet.C_MOVE_RQ -> new Message.CMoveRsp(id, sopClass, status, counts(), hasDataSet);
      case CommandSet.N_EVENT_REPORT_RQ ->
          new Message.NEventReportRsp(
              id, sopClass, instance, command.integer(Tag.EVENT_TYPE_ID), status, hasDataSet);
      case CommandSet.N_GET_RQ -> new Message.NGetRsp(id, sopClass, instance, status, hasDataSet);
      case CommandSet.N_SET_RQ -> new Message.NSetRsp(id, sopClass, instance, status, hasDataSet);
      case CommandSet.N_ACTION_RQ ->
          new Message.NActionRsp(
              id, sopClass, instance, command.integer(Tag.ACTION_TYPE_ID), status, hasDataSet);
      case CommandSet.N_CREATE_RQ ->
          new Message.NCreateRsp(id, sopClass, instance, status, hasDataSet);
      default -> new Message.OtherRsp(field, id, sopClass(), status);
    };
  }

  private Priority priority() {
    return Priority.of(command.integer(Tag.PRIORITY).orElse(0));
  }

  private Optional<MoveOriginator> moveOriginator() {
    OptionalInt id = command.integer(Tag.MOVE_ORIGINATOR_MESSAGE_ID);
    return command
        .string(Tag.MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE)
        .map(title -> new MoveOriginator(title, id.orElse(0)));
  }

  private SubOperations counts() {
    return new SubOperations(
        command.integer(Tag.NUMBER_OF_REMAINING_SUBOPERATIONS),
        command.integer(Tag.NUMBER_OF_COMPLETED_SUBOPERATIONS),
        command.integer(Tag.NUMBER_OF_FAILED_SUBOPERATIONS),
        command.integer(Tag.NUMBER_OF_WARNING_SUBOPERATIONS));
  }

  private int required(int tag) throws DicomFormatException {
    return command
        .integer(tag)
        .orElseThrow(
            () -> new DicomFormatException("command set lacks an element", 0, Tag.toString(tag)));
  }

  private String text(int tag) {
    return command.string(tag).orElse("");
  }

  private List<Integer> tags(int tag) {
    return Arrays.stream(command.integers(tag)).boxed().toList();
  }

  private Optional<String> sopClass() {
    return command
        .string(Tag.AFFECTED_SOP_CLASS_UID)
        .or(() -> command.string(Tag.REQUESTED_SOP_CLASS_UID));
  }
}
