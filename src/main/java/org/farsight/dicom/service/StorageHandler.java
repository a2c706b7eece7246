package org.farsight.dicom.service;

import java.io.IOException;
import java.io.InputStream;
import org.farsight.dicom.dimse.Status;

/** Keeps what is stored by C-STORE. Called by the threads of many associations. */
public interface StorageHandler {
  /**
   * Keeps an object.
   *
   * @param dataSet the bytes of the data set as they arrive, in the request's transfer syntax,
   *     without file meta information. Its end is reported only where the peer has marked it; a
   *     connection that breaks before is an {@link IOException}. What is left unread is dropped
   * @return what the peer is told; success only if the object is kept
   * @throws IOException where the data set broke off, or where this side failed: then the peer gets
   *     a processing failure and the observer is told
   */
  Status store(StoreRequest request, InputStream dataSet) throws IOException;
}
