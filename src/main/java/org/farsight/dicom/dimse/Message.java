package org.farsight.dicom.dimse;

import java.util.Optional;

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
