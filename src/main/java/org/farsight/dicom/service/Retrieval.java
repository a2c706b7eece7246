package org.farsight.dicom.service;

import java.util.List;
import org.farsight.dicom.dimse.Status;

/** What there is for a retrieve. */
public sealed interface Retrieval {
  /**
   * These are sent, in this order.
   *
   * @param objects none where nothing matches, which is a success
   */
  record Objects(List<StoredObject> objects) implements Retrieval {
    public Objects {
      objects = List.copyOf(objects);
    }
  }

  /**
   * Nothing is sent.
   *
   * @param status a failure, such as {@link Status#UNABLE_TO_CALCULATE_MATCHES}
   */
  record Refused(Status status) implements Retrieval {
    public Refused {
      if (status.category() != Status.Category.FAILURE) {
        throw new IllegalArgumentException("refused by " + status.describe());
      }
    }
  }
}
