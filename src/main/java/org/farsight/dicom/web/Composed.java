package org.farsight.dicom.web;

import java.io.InputStream;
import org.farsight.dicom.data.TransferSyntax;

/** What became of one data set of a Store request's metadata. */
public sealed interface Composed {

  /**
   * An object as it would stand in a file, without File Meta Information.
   *
   * @param sopClass SOP Class UID (0008,0016)
   * @param sopInstance SOP Instance UID (0008,0018)
   * @param study Study Instance UID (0020,000D)
   * @param series Series Instance UID (0020,000E)
   * @param syntax how the data set is written
   * @param length of the data set in bytes
   * @param dataSet its bytes, to be read once before the next is asked for
   */
  record Instance(
      String sopClass,
      String sopInstance,
      String study,
      String series,
      TransferSyntax syntax,
      long length,
      InputStream dataSet)
      implements Composed {}

  /**
   * It cannot be put together.
   *
   * @param sopClass SOP Class UID; empty where the metadata have none
   * @param sopInstance SOP Instance UID; empty where the metadata have none
   * @param reason a Failure Reason of {@link StowResponse}
   * @param why where and what, without data of a patient
   */
  record Refused(String sopClass, String sopInstance, int reason, String why) implements Composed {}
}
