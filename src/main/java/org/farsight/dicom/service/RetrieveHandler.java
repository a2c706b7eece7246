package org.farsight.dicom.service;

import java.io.IOException;
import java.util.Optional;
import org.farsight.dicom.dimse.Message.SubOperations;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.Connector;

/** Selects what is retrieved. Called by the threads of many associations. */
public interface RetrieveHandler {
  /** Whether it retrieves without keys of the levels above, where that is negotiated. */
  default boolean relational() {
    return false;
  }

  /**
   * What belongs to a C-MOVE or C-GET.
   *
   * @throws IOException where this side failed; the peer gets a failure (C000H)
   */
  Retrieval select(RetrieveRequest request) throws IOException;

  /**
   * Where a destination of C-MOVE is.
   *
   * @param aeTitle as the caller sent it
   * @return empty where nobody of this name is known, or not to this caller: A801H
   */
  Optional<Destination> destination(AssociationInfo caller, String aeTitle);

  /**
   * A destination of C-MOVE.
   *
   * @param address where it is
   * @param connector opens the association with it, as secured as it wants
   */
  record Destination(AeAddress address, Connector connector) {}

  /** An object could not be read: the peer is told that it failed, the rest is sent. */
  default void unreadable(RetrieveRequest request, StoredObject object, Exception cause) {}

  /**
   * A retrieve has ended with this final response.
   *
   * @param status with the reason of the first failure, if there was one
   */
  default void retrieved(RetrieveRequest request, Status status, SubOperations counts) {}
}
