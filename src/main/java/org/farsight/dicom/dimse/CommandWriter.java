package org.farsight.dicom.dimse;

import java.util.List;
import java.util.OptionalInt;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Message.SubOperations;

/** The command set of a message without its group length, PS3.7 §9.3 and §10.3. */
final class CommandWriter {
  /** What a count of VR US can say; a larger one is written as this. */
  private static final int MOST_COUNT = 0xFFFF;

  private final DataSet command = new DataSet();

  private CommandWriter() {}

  static DataSet command(Message message) {
    CommandWriter writer = new CommandWriter();
    switch (message) {
      case Message.CCancelRq rq -> {
        writer.number(Tag.COMMAND_FIELD, CommandSet.C_CANCEL_RQ);
        writer.number(Tag.MESSAGE_ID_BEING_RESPONDED_TO, rq.messageId());
      }
      case Message.Request request -> writer.request(request);
      case Message.Response response -> writer.response(response);
    }
    writer.number(
        Tag.COMMAND_DATA_SET_TYPE,
        message.hasDataSet() ? CommandSet.SOME_DATA_SET : CommandSet.NO_DATA_SET);
    return writer.command;
  }

  private void request(Message.Request request) {
    number(Tag.MESSAGE_ID, request.messageId());
    switch (request) {
      case Message.CEchoRq rq -> affected(CommandSet.C_ECHO_RQ, rq.sopClass(), "");
      case Message.CStoreRq rq -> store(rq);
      case Message.CFindRq rq -> {
        affected(CommandSet.C_FIND_RQ, rq.sopClass(), "");
        number(Tag.PRIORITY, rq.priority().code());
      }
      case Message.CGetRq rq -> {
        affected(CommandSet.C_GET_RQ, rq.sopClass(), "");
        number(Tag.PRIORITY, rq.priority().code());
      }
      case Message.CMoveRq rq -> {
        affected(CommandSet.C_MOVE_RQ, rq.sopClass(), "");
        number(Tag.PRIORITY, rq.priority().code());
        command.put(Tag.MOVE_DESTINATION, VR.AE, rq.destination());
      }
      case Message.NEventReportRq rq -> {
        affected(CommandSet.N_EVENT_REPORT_RQ, rq.sopClass(), rq.sopInstance());
        number(Tag.EVENT_TYPE_ID, rq.eventType());
      }
      case Message.NGetRq rq -> {
        requested(CommandSet.N_GET_RQ, rq.sopClass(), rq.sopInstance());
        tags(Tag.ATTRIBUTE_IDENTIFIER_LIST, rq.attributes());
      }
      case Message.NSetRq rq -> requested(CommandSet.N_SET_RQ, rq.sopClass(), rq.sopInstance());
      case Message.NActionRq rq -> {
        requested(CommandSet.N_ACTION_RQ, rq.sopClass(), rq.sopInstance());
        number(Tag.ACTION_TYPE_ID, rq.actionType());
      }
      case Message.NCreateRq rq ->
          affected(CommandSet.N_CREATE_RQ, rq.sopClass(), rq.sopInstance());
      case Message.OtherRq rq -> affected(rq.commandField(), rq.sopClass().orElse(""), "");
      case Message.CCancelRq rq ->
          throw new IllegalArgumentException("C-CANCEL-RQ has no message ID of its own");
    }
  }

  private void store(Message.CStoreRq rq) {
    affected(CommandSet.C_STORE_RQ, rq.sopClass(), "");
    command.put(Tag.AFFECTED_SOP_INSTANCE_UID, VR.UI, rq.sopInstance());
    number(Tag.PRIORITY, rq.priority().code());
    rq.moveOriginator()
        .ifPresent(
            originator -> {
              command.put(
                  Tag.MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE, VR.AE, originator.aeTitle());
              number(Tag.MOVE_ORIGINATOR_MESSAGE_ID, originator.messageId());
            });
  }

  private void response(Message.Response response) {
    number(Tag.MESSAGE_ID_BEING_RESPONDED_TO, response.messageId());
    switch (response) {
      case Message.CEchoRsp rsp -> answer(CommandSet.C_ECHO_RQ, rsp.sopClass(), "");
      case Message.CStoreRsp rsp ->
          answer(CommandSet.C_STORE_RQ, rsp.sopClass(), rsp.sopInstance());
      case Message.CFindRsp rsp -> answer(CommandSet.C_FIND_RQ, rsp.sopClass(), "");
      case Message.CGetRsp rsp -> {
        answer(CommandSet.C_GET_RQ, rsp.sopClass(), "");
        counts(rsp.counts());
      }
      case Message.CMoveRsp rsp -> {
        answer(CommandSet.C_MOVE_RQ, rsp.sopClass(), "");
        counts(rsp.counts());
      }
      case Message.NEventReportRsp rsp -> {
        answer(CommandSet.N_EVENT_REPORT_RQ, rsp.sopClass(), rsp.sopInstance());
        count(Tag.EVENT_TYPE_ID, rsp.eventType());
      }
      case Message.NGetRsp rsp -> answer(CommandSet.N_GET_RQ, rsp.sopClass(), rsp.sopInstance());
      case Message.NSetRsp rsp -> answer(CommandSet.N_SET_RQ, rsp.sopClass(), rsp.sopInstance());
      case Message.NActionRsp rsp -> {
        answer(CommandSet.N_ACTION_RQ, rsp.sopClass(), rsp.sopInstance());
        count(Tag.ACTION_TYPE_ID, rsp.actionType());
      }
      case Message.NCreateRsp rsp ->
          answer(CommandSet.N_CREATE_RQ, rsp.sopClass(), rsp.sopInstance());
      case Message.OtherRsp rsp -> answer(rsp.commandField(), rsp.sopClass().orElse(""), "");
    }
    status(response.status());
  }

  private void status(Status status) {
    number(Tag.STATUS, status.code());
    status.comment().ifPresent(comment -> command.put(Tag.ERROR_COMMENT, VR.LO, comment));
    tags(Tag.OFFENDING_ELEMENT, status.offendingElements());
    count(Tag.ERROR_ID, status.errorId());
  }

  private void answer(int field, String sopClass, String sopInstance) {
    affected(field | CommandSet.RESPONSE, sopClass, sopInstance);
  }

  private void affected(int field, String sopClass, String sopInstance) {
    number(Tag.COMMAND_FIELD, field);
    uid(Tag.AFFECTED_SOP_CLASS_UID, sopClass);
    uid(Tag.AFFECTED_SOP_INSTANCE_UID, sopInstance);
  }

  private void requested(int field, String sopClass, String sopInstance) {
    number(Tag.COMMAND_FIELD, field);
    uid(Tag.REQUESTED_SOP_CLASS_UID, sopClass);
    uid(Tag.REQUESTED_SOP_INSTANCE_UID, sopInstance);
  }

  private void counts(SubOperations counts) {
    count(Tag.NUMBER_OF_REMAINING_SUBOPERATIONS, counts.remaining());
    count(Tag.NUMBER_OF_COMPLETED_SUBOPERATIONS, counts.completed());
    count(Tag.NUMBER_OF_FAILED_SUBOPERATIONS, counts.failed());
    count(Tag.NUMBER_OF_WARNING_SUBOPERATIONS, counts.warning());
  }

  private void count(int tag, OptionalInt count) {
    count.ifPresent(value -> number(tag, Math.min(value, MOST_COUNT)));
  }

  private void uid(int tag, String uid) {
    if (!uid.isEmpty()) {
      command.put(tag, VR.UI, uid);
    }
  }

  private void tags(int tag, List<Integer> tags) {
    if (!tags.isEmpty()) {
      command.putInts(tag, VR.AT, tags.stream().mapToLong(each -> each & 0xFFFF_FFFFL).toArray());
    }
  }

  private void number(int tag, int value) {
    command.putInts(tag, VR.US, value);
  }
}
