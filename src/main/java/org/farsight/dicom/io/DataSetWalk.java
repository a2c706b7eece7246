package org.farsight.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import org.farsight.dicom.data.TransferSyntax;

/**
 * What a walk through a data set found that looked at every header and skipped every value: whether
 * it is whole, without reading it whole.
 *
 * @param elements elements and items on all levels
 * @param fragments fragments of encapsulated pixel data, the Basic Offset Table included
 * @param bytes the length of the (inflated) data set
 */
public record DataSetWalk(long elements, long fragments, long bytes) {

  /**
   * All leniencies but one: where delimiters are missing at the end, more may be missing, and that
   * is what a walk is for.
   */
  public static final ReadOptions OPTIONS = ReadOptions.DEFAULT.withLeniencies(leniencies());

  private static Set<Leniency> leniencies() {
    return EnumSet.complementOf(EnumSet.of(Leniency.MISSING_DELIMITERS_AT_END));
  }

  /**
   * Walks through a data set with {@link #OPTIONS}.
   *
   * @param in the data set from its first byte; a stream that skips without reading makes the walk
   *     as fast as there are few elements
   * @param length bytes of the data set as stored
   * @throws DicomFormatException with offset and tag path if it is truncated or broken otherwise
   */
  public static DataSetWalk walk(InputStream in, long length, TransferSyntax syntax)
      throws IOException {
    return walk(in, length, syntax, OPTIONS);
  }

  /** Walks through a data set with options of the caller's choice. */
  public static DataSetWalk walk(
      InputStream in, long length, TransferSyntax syntax, ReadOptions options) throws IOException {
    try (DataSetReader reader = new DataSetReader(in, length, syntax, options)) {
      return walk(reader);
    }
  }

  /** Walks through a data set in memory with {@link #OPTIONS}. */
  public static DataSetWalk walk(byte[] bytes, TransferSyntax syntax) throws IOException {
    try (DataSetReader reader = new DataSetReader(bytes, syntax, OPTIONS)) {
      return walk(reader);
    }
  }

  private static DataSetWalk walk(DataSetReader reader) throws IOException {
    long fragments = 0;
    DataSetReader.Event event = reader.next();
    while (event != DataSetReader.Event.END) {
      if (event == DataSetReader.Event.FRAGMENT) {
        fragments++;
      }
      event = reader.next();
    }
    return new DataSetWalk(reader.elements(), fragments, reader.position());
  }
}
