package org.farsight.dicom.service;

import java.util.OptionalInt;
import org.farsight.dicom.dimse.CommandSet;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Message.SubOperations;
import org.farsight.dicom.dimse.Status;

/** Which response belongs to which kind of request, PS3.7 annex E.1. */
final class Kinds {
  private Kinds() {}

  /** Whether this is a response to that request. */
  static boolean answers(Message.Request request, Message.Response response) {
    boolean sameKind =
        switch (request) {
          case Message.CEchoRq rq -> response instanceof Message.CEchoRsp;
          case Message.CStoreRq rq -> response instanceof Message.CStoreRsp;
          case Message.CFindRq rq -> response instanceof Message.CFindRsp;
          case Message.CGetRq rq -> response instanceof Message.CGetRsp;
          case Message.CMoveRq rq -> response instanceof Message.CMoveRsp;
          case Message.NEventReportRq rq -> response instanceof Message.NEventReportRsp;
          case Message.NGetRq rq -> response instanceof Message.NGetRsp;
          case Message.NSetRq rq -> response instanceof Message.NSetRsp;
          case Message.NActionRq rq -> response instanceof Message.NActionRsp;
          case Message.NCreateRq rq -> response instanceof Message.NCreateRsp;
          case Message.OtherRq rq -> response instanceof Message.OtherRsp;
          case Message.CCancelRq rq -> false;
        };
    return sameKind && response.messageId() == request.messageId();
  }

  /** The response without a data set and counts to a request of whatever kind. */
  static Message.Response response(Message.Request request, Status status) {
    int id = request.messageId();
    return switch (request) {
      case Message.CEchoRq rq -> new Message.CEchoRsp(id, rq.sopClass(), status);
      case Message.CStoreRq rq ->
          new Message.CStoreRsp(id, rq.sopClass(), rq.sopInstance(), status);
      case Message.CFindRq rq -> new Message.CFindRsp(id, rq.sopClass(), status, false);
      case Message.CGetRq rq ->
          new Message.CGetRsp(id, rq.sopClass(), status, SubOperations.NONE, false);
      case Message.CMoveRq rq ->
          new Message.CMoveRsp(id, rq.sopClass(), status, SubOperations.NONE, false);
      case Message.NEventReportRq rq ->
          new Message.NEventReportRsp(
              id, rq.sopClass(), rq.sopInstance(), OptionalInt.of(rq.eventType()), status, false);
      case Message.NGetRq rq ->
          new Message.NGetRsp(id, rq.sopClass(), rq.sopInstance(), status, false);
      case Message.NSetRq rq ->
          new Message.NSetRsp(id, rq.sopClass(), rq.sopInstance(), status, false);
      case Message.NActionRq rq ->
          new Message.NActionRsp(
              id, rq.sopClass(), rq.sopInstance(), OptionalInt.of(rq.actionType()), status, false);
      case Message.NCreateRq rq ->
          new Message.NCreateRsp(id, rq.sopClass(), rq.sopInstance(), status, false);
      case Message.OtherRq rq ->
          new Message.OtherRsp(rq.commandField() | CommandSet.RESPONSE, id, rq.sopClass(), status);
      case Message.CCancelRq rq ->
          throw new IllegalArgumentException("C-CANCEL-RQ is never answered");
    };
  }

  /** What the service class of a request says for: this side was unable to process it. */
  static Status unable(Message.Request request) {
    return switch (request) {
      case Message.CFindRq rq -> Status.CANNOT_UNDERSTAND;
      case Message.CGetRq rq -> Status.CANNOT_UNDERSTAND;
      case Message.CMoveRq rq -> Status.CANNOT_UNDERSTAND;
      case Message.Request rq -> Status.PROCESSING_FAILURE;
    };
  }

  /** Not now, but later: the status for it, PS3.4 §B.2.3, §C.4, PS3.7 §C.5.20. */
  static Status busy(Message.Request request) {
    return switch (request) {
      case Message.CStoreRq rq -> Status.OUT_OF_RESOURCES;
      case Message.CFindRq rq -> Status.OUT_OF_RESOURCES;
      case Message.Request rq -> Status.RESOURCE_LIMITATION;
    };
  }
}
