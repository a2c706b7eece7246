package org.farsight.dicom.service;

import java.io.IOException;
import org.farsight.dicom.dimse.Status;

/** Finds patients, studies, series and instances. Called by the threads of many associations. */
public interface QueryHandler {
  /** What it does where it is negotiated; nothing of it by default. */
  default QueryOptions options() {
    return QueryOptions.NONE;
  }

  /**
   * Hands over what matches.
   *
   * @return how it went: success also where nothing matches. Of no meaning after a cancel
   * @throws IOException where this side failed; the peer gets a failure (C000H)
   */
  Status find(QueryRequest request, Matches matches) throws IOException;
}
