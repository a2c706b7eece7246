package org.farsight.dicom.service;

import java.io.IOException;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.ul.AssociationInfo;

/** Finds scheduled procedure steps. Called by the threads of many associations. */
public interface WorklistHandler {
  /**
   * Hands over what matches.
   *
   * @param identifier as sent, the keys of PS3.4 table K.6-1
   * @return how it went: success also where nothing matches. Of no meaning after a cancel
   * @throws IOException where this side failed; the peer gets a failure (C000H)
   */
  Status find(AssociationInfo association, DataSet identifier, Matches matches) throws IOException;
}
