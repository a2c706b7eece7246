package org.farsight.crash.power;

/**
 * Something that a recorded process did to a file or folder. A node is what the file system calls a
 * file or folder whatever its name (the inode's number).
 */
sealed interface Operation {

  /** A file was made, empty. */
  record Created(String path, long node) implements Operation {}

  /** A folder was made. */
  record FolderMade(String path, long node) implements Operation {}

  /**
   * Bytes were written.
   *
   * @param at where in the file
   * @param source where in the recording they are
   */
  record Wrote(long node, long at, long length, long source) implements Operation {}

  /** A file has this length now. */
  record Cut(long node, long length) implements Operation {}

  /** A name was changed; what had the new one before has none. */
  record Renamed(String from, String to) implements Operation {}

  /** A name was removed. */
  record Removed(String path) implements Operation {}

  /** A sync began: it makes durable what was done to the node before. */
  record SyncBegun(long node, long number) implements Operation {}

  /** A sync returned without an error. */
  record SyncEnded(long node, long number) implements Operation {}
}
