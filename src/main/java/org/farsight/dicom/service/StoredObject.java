package org.farsight.dicom.service;

import java.io.IOException;
import java.io.InputStream;

/**
 * An object that can be sent.
 *
 * @param sopClass UID
 * @param sopInstance UID
 * @param transferSyntax UID, of the data set as it is stored
 * @param length of the data set in bytes, -1 if not known
 * @param opener gives the data set
 */
public record StoredObject(
    String sopClass, String sopInstance, String transferSyntax, long length, Opener opener) {
  /** Opens the data set of an object. */
  public interface Opener {
    /** The bytes of the data set, without file meta information; to be closed by the caller. */
    InputStream open() throws IOException;
  }
}
