package org.farsight.dicom.io;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a data set is read: where it stops, what may be kept in memory, what is accepted.
 *
 * @param stopAt the first tag on the outermost level that is not read any more, or {@link #TO_END}
 * @param maxValueLength bytes of one value that are kept in memory; of a longer one only the place
 *     is noted. Text that is no UC, UT or LT must be shorter, else the data set is refused
 * @param maxMemory bytes that all values and elements together may take in memory (an element
 *     counts 64 bytes on top of its value); more is refused
 * @param maxDepth sequences within sequences; more is refused
 * @param maxElements elements and items on all levels; more is refused
 * @param leniencies what is accepted though the standard forbids it
 */
public record ReadOptions(
    int stopAt,
    int maxValueLength,
    long maxMemory,
    int maxDepth,
    long maxElements,
    Set<Leniency> leniencies) {

  /** The stop tag that never comes. */
  public static final int TO_END = -1;

  /** To the end, values up to 1 MiB, 64 MiB in all, 64 levels, all leniencies. */
  public static final ReadOptions DEFAULT =
      new ReadOptions(TO_END, 1 << 20, 64L << 20, 64, 5_000_000, EnumSet.allOf(Leniency.class));

  /** As {@link #DEFAULT}, by the letter of the standard. */
  public static final ReadOptions STRICT = DEFAULT.withLeniencies(Set.of());

  /** Checks the limits and takes a copy of the set. */
  public ReadOptions {
    if (maxValueLength < 0 || maxMemory < 0 || maxDepth < 0 || maxElements < 0) {
      throw new IllegalArgumentException("a limit is negative");
    }
    leniencies =
        leniencies.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(leniencies));
  }

  /** The same, stopping before the first element with this or a higher tag. */
  public ReadOptions withStopAt(int tag) {
    return new ReadOptions(tag, maxValueLength, maxMemory, maxDepth, maxElements, leniencies);
  }

  /** The same, keeping values up to this length. */
  public ReadOptions withMaxValueLength(int length) {
    return new ReadOptions(stopAt, length, maxMemory, maxDepth, maxElements, leniencies);
  }

  /** The same with another limit on all memory. */
  public ReadOptions withMaxMemory(long bytes) {
    return new ReadOptions(stopAt, maxValueLength, bytes, maxDepth, maxElements, leniencies);
  }

  /** The same with another limit on nesting. */
  public ReadOptions withMaxDepth(int depth) {
    return new ReadOptions(stopAt, maxValueLength, maxMemory, depth, maxElements, leniencies);
  }

  /** The same with another limit on the number of elements. */
  public ReadOptions withMaxElements(long elements) {
    return new ReadOptions(stopAt, maxValueLength, maxMemory, maxDepth, elements, leniencies);
  }

  /** The same, accepting just these departures. */
  public ReadOptions withLeniencies(Set<Leniency> accepted) {
    return new ReadOptions(stopAt, maxValueLength, maxMemory, maxDepth, maxElements, accepted);
  }

  boolean stopsAt(int tag) {
    return stopAt != TO_END && Integer.compareUnsigned(tag, stopAt) >= 0;
  }

  boolean accepts(Leniency leniency) {
    return leniencies.contains(leniency);
  }
}
