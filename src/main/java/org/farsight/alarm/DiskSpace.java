package org.farsight.alarm;

/**
 * How much room a disk has.
 *
 * @param name what is kept there
 * @param free bytes that may be used
 * @param total bytes in all, at least 1
 */
public record DiskSpace(String name, long free, long total) {

  /** How much is free, in percent, rounded down. */
  int percent() {
    return (int) (free * 100.0 / total);
  }
}
