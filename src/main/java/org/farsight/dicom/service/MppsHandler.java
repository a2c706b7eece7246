package org.farsight.dicom.service;

import java.io.IOException;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AssociationInfo;

/** Keeps modality performed procedure steps. Called by the threads of many associations. */
public interface MppsHandler {
  /**
   * A step has begun (N-CREATE).
   *
   * @param sopInstance UID of the step, made here where the device left it out
   * @param step its attributes, in progress
   * @return what the peer is told: success, {@link Status#DUPLICATE_SOP_INSTANCE}, …
   * @throws IOException where this side failed; the peer gets a processing failure
   */
  Status create(AssociationInfo association, String sopInstance, DataSet step) throws IOException;

  /**
   * A step goes on, is completed or discontinued (N-SET).
   *
   * @param sopInstance UID of the step
   * @param changes the attributes that are set
   * @return what the peer is told: success, {@link Status#NO_SUCH_SOP_INSTANCE}, {@link
   *     MppsScp#NO_LONGER_UPDATED}, …
   * @throws IOException where this side failed; the peer gets a processing failure
   */
  Status set(AssociationInfo association, String sopInstance, DataSet changes) throws IOException;
}
