package org.farsight.dicom.service;

import java.io.IOException;
import org.farsight.dicom.data.DataSet;

/** Takes what a query finds. Used by the thread that performs the query. */
public interface Matches {
  /**
   * Sends a match to the peer. A key of the identifier that it lacks counts as not supported
   * (pending with warning, PS3.4 §C.4.1.1.4), so one without a value is put in empty.
   *
   * @param match with (0008,0005) where it has text beyond ASCII; it belongs to the service from
   *     now on
   * @return whether more is wanted: false after C-CANCEL-RQ or when there are too many
   * @throws IOException where the association has ended
   */
  boolean match(DataSet match) throws IOException;
}
