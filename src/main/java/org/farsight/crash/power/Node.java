package org.farsight.crash.power;

import java.io.IOException;

/** A file or a folder on the disk, whatever its name. */
sealed interface Node permits DiskFile, DiskFolder {

  /** Its first name, whole. */
  String path();

  /**
   * It was synced.
   *
   * @param before number of the first operation that may not be durable
   */
  void synced(long before) throws IOException;
}
