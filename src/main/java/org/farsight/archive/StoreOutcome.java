package org.farsight.archive;

import java.nio.file.Path;

/** What became of an object handed to an {@link ArchiveFolder}. */
public sealed interface StoreOutcome {

  /** The object was new; its file and its folder are on the disk. */
  record Stored(Path file) implements StoreOutcome {}

  /** The very same bytes are kept already. */
  record KeptAlready(Path file) implements StoreOutcome {}

  /**
   * Another object is kept under this SOP Instance UID. It stays as it is and the new one is not
   * kept.
   */
  record OtherContent(Path file) implements StoreOutcome {}
}
