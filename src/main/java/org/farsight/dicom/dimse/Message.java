package org.farsight.dicom.dimse;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A DIMSE message without its data set, PS3.7 §9.3 and §10.3. */
public sealed interface Message {
  /** In a request its Message ID, in a response the Message ID Being Responded To. */
  int messageId();

  /** Whether a data set follows. */
  default boolean hasDataSet() {
    return false;
  }

  /** A message that asks for something. */
  sealed interface Request extends Message {}

  /** A message that answers. */
  sealed interface Response extends Message {
    /** How it went. */
    Status status();
  }

  /** C-ECHO-RQ, PS3.7 §9.3.5.1. */
  record CEchoRq(int messageId, String sopClass) implements Request {}

  /** C-ECHO-RSP, PS3.7 §9.3.5.2. */
  record CEchoRsp(int messageId, String sopClass, Status status) implements Response {}

  /**
   * C-STORE-RQ, PS3.7 §9.3.1.1.
   *
   * @param sopClass Affected SOP Class UID, empty where the peer left it out
   * @param sopInstance Affected SOP Instance UID, empty where the peer left it out
   * @param moveOriginator where the store is part of a C-MOVE
   */
  record CStoreRq(
      int messageId,
      String sopClass,
      String sopInstance,
      Priority priority,
      Optional<MoveOriginator> moveOriginator,
      boolean hasDataSet)
      implements Request {

    /** A store of medium priority on behalf of nobody else. */
    public static CStoreRq of(int messageId, String sopClass, String sopInstance) {
      return new CStoreRq(
          messageId, sopClass, sopInstance, Priority.MEDIUM, Optional.empty(), true);
    }
  }

  /** Who asked for the C-MOVE that a store is part of. */
  record MoveOriginator(String aeTitle, int messageId) {}

  /** C-STORE-RSP, PS3.7 §9.3.1.2. */
  record CStoreRsp(int messageId, String sopClass, String sopInstance, Status status)
      implements Response {}

  /**
   * C-CANCEL-RQ, PS3.7 §9.3.2.3: never answered.
   *
   * @param messageId of the request to be cancelled
   */
  record CCancelRq(int messageId) implements Request {}

  /**
   * C-FIND-RQ, PS3.7 §9.3.2.1.
   *
   * @param hasDataSet the identifier; a request without it cannot be performed
   */
  record CFindRq(int messageId, String sopClass, Priority priority, boolean hasDataSet)
      implements Request {}

  /**
   * C-FIND-RSP, PS3.7 §9.3.2.2.
   *
   * @param hasDataSet true with pending: the identifier of one match
   */
  record CFindRsp(int messageId, String sopClass, Status status, boolean hasDataSet)
      implements Response {}

  /**
   * C-GET-RQ, PS3.7 §9.3.3.1.
   *
   * @param hasDataSet the identifier; a request without it cannot be performed
   */
  record CGetRq(int messageId, String sopClass, Priority priority, boolean hasDataSet)
      implements Request {}

  /**
   * C-GET-RSP, PS3.7 §9.3.3.2.
   *
   * @param hasDataSet the identifier with the Failed SOP Instance UID List
   */
  record CGetRsp(
      int messageId, String sopClass, Status status, SubOperations counts, boolean hasDataSet)
      implements Response {}

  /**
   * C-MOVE-RQ, PS3.7 §9.3.4.1.
   *
   * @param destination AE title, empty where the peer left it out
   * @param hasDataSet the identifier; a request without it cannot be performed
   */
  record CMoveRq(
      int messageId, String sopClass, Priority priority, String destination, boolean hasDataSet)
      implements Request {}

  /**
   * C-MOVE-RSP, PS3.7 §9.3.4.2.
   *
   * @param hasDataSet the identifier with the Failed SOP Instance UID List
   */
  record CMoveRsp(
      int messageId, String sopClass, Status status, SubOperations counts, boolean hasDataSet)
      implements Response {}

  /**
   * How far the C-STORE sub-operations of a C-GET or C-MOVE are, PS3.7 §9.1.3.1. A count is empty
   * where the message has none.
   */
  record SubOperations(
      OptionalInt remaining, OptionalInt completed, OptionalInt failed, OptionalInt warning) {
    /** A response without counts. */
    public static final SubOperations NONE =
        new SubOperations(
            OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    /** All four, as in a pending response. */
    public static SubOperations of(int remaining, int completed, int failed, int warning) {
      return new SubOperations(
          OptionalInt.of(remaining),
          OptionalInt.of(completed),
          OptionalInt.of(failed),
          OptionalInt.of(warning));
    }

    /** The same without the remaining ones, as in a final response. */
    public SubOperations atEnd() {
      return new SubOperations(OptionalInt.empty(), completed, failed, warning);
    }
  }

  /** N-EVENT-REPORT-RQ, PS3.7 §10.3.1.1, with the affected SOP class and instance. */
  record NEventReportRq(
      int messageId, String sopClass, String sopInstance, int eventType, boolean hasDataSet)
      implements Request {}

  /** N-EVENT-REPORT-RSP, PS3.7 §10.3.1.2. */
  record NEventReportRsp(
      int messageId,
      String sopClass,
      String sopInstance,
      OptionalInt eventType,
      Status status,
      boolean hasDataSet)
      implements Response {}

  /**
   * N-GET-RQ, PS3.7 §10.3.2.1, with the requested SOP class and instance.
   *
   * @param attributes tags, none = all
   * @param hasDataSet never by the standard
   */
  record NGetRq(
      int messageId,
      String sopClass,
      String sopInstance,
      List<Integer> attributes,
      boolean hasDataSet)
      implements Request {
    public NGetRq {
      attributes = List.copyOf(attributes);
    }
  }

  /** N-GET-RSP, PS3.7 §10.3.2.2. */
  record NGetRsp(
      int messageId, String sopClass, String sopInstance, Status status, boolean hasDataSet)
      implements Response {}

  /** N-SET-RQ, PS3.7 §10.3.3.1, with the requested SOP class and instance. */
  record NSetRq(int messageId, String sopClass, String sopInstance, boolean hasDataSet)
      implements Request {}

  /** N-SET-RSP, PS3.7 §10.3.3.2. */
  record NSetRsp(
      int messageId, String sopClass, String sopInstance, Status status, boolean hasDataSet)
      implements Response {}

  /** N-ACTION-RQ, PS3.7 §10.3.4.1, with the requested SOP class and instance. */
  record NActionRq(
      int messageId, String sopClass, String sopInstance, int actionType, boolean hasDataSet)
      implements Request {}

  /** N-ACTION-RSP, PS3.7 §10.3.4.2. */
  record NActionRsp(
      int messageId,
      String sopClass,
      String sopInstance,
      OptionalInt actionType,
      Status status,
      boolean hasDataSet)
      implements Response {}

  /**
   * N-CREATE-RQ, PS3.7 §10.3.5.1.
   *
   * @param sopInstance empty where the peer leaves it to the provider
   */
  record NCreateRq(int messageId, String sopClass, String sopInstance, boolean hasDataSet)
      implements Request {}

  /** N-CREATE-RSP, PS3.7 §10.3.5.2. */
  record NCreateRsp(
      int messageId, String sopClass, String sopInstance, Status status, boolean hasDataSet)
      implements Response {}

  /**
   * A request of a kind not known here: it is answered by {@link Status#UNRECOGNIZED_OPERATION}.
   *
   * @param commandField as sent, PS3.7 annex E.1
   * @param sopClass the affected or requested SOP class, where there is one
   */
  record OtherRq(int commandField, int messageId, Optional<String> sopClass, boolean hasDataSet)
      implements Request {}

  /**
   * The answer to a request of a kind not known here.
   *
   * @param commandField of the response: that of the request with bit 15 set
   */
  record OtherRsp(int commandField, int messageId, Optional<String> sopClass, Status status)
      implements Response {}
}
