package org.farsight.dicom.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetReader.Event;
import org.farsight.dicom.io.DicomFormatException;

/**
 * Which fragments of encapsulated pixel data (PS3.5 §A.4) make which frame: by the Basic Offset
 * Table, by the Extended Offset Table (PS3.3 §C.7.6.3.1.8), by counting, or by looking for the
 * marker that begins a compressed image. A table whose offsets point at no fragment is not used:
 * files with wrong tables exist.
 */
final class FragmentTable {

  private static final int EXTENDED_OFFSET_TABLE = 0x7FE0_0001;
  private static final int ITEM_HEADER = 8;
  private static final int MAX_TABLE = 8 << 20;

  /** Offsets from the start of the data set and lengths, without the Basic Offset Table. */
  private long[] offsets = new long[16];

  private long[] lengths = new long[16];
  private int fragments;

  /** The first fragment of each frame, and behind the last one the number of fragments. */
  private int[] firsts = {};

  private FragmentTable() {}

  /**
   * Reads where fragments lie.
   *
   * @param frames that there should be
   * @param reader stands at the beginning of the fragments
   */
  static FragmentTable read(StoredDataSet object, DataSet header, int frames, DataSetReader reader)
      throws IOException {
    FragmentTable table = new FragmentTable();
    byte[] basic = {};
    if (reader.next() == Event.FRAGMENT) {
      if (reader.length() > MAX_TABLE) {
        throw new DicomFormatException(
            "a Basic Offset Table of " + reader.length() + " bytes",
            reader.position(),
            reader.path());
      }
      basic = reader.readValue();
      while (reader.next() == Event.FRAGMENT) {
        table.add(reader.position(), reader.length());
      }
    }
    table.assign(object, header, frames, basic);
    return table;
  }

  private void add(long offset, long length) {
    if (fragments == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * fragments);
      lengths = Arrays.copyOf(lengths, 2 * fragments);
    }
    offsets[fragments] = offset;
    lengths[fragments++] = length;
  }

  private void assign(StoredDataSet object, DataSet header, int frames, byte[] basic)
      throws IOException {
    TransferSyntax syntax = object.syntax();
    if (frames == 1 || PixelMediaType.isVideo(syntax)) {
      firsts = new int[] {0, fragments};
    } else if (fragments == frames) {
      firsts = new int[frames + 1];
      Arrays.setAll(firsts, i -> i);
    } else if (!byOffsets(longs(basic, 4), frames)
        && !byOffsets(extended(header), frames)
        && !byMarkers(object, frames)) {
      throw new DicomFormatException(
          frames + " frames in " + fragments + " fragments, and nothing tells which",
          fragments == 0 ? 0 : offsets[0],
          "(7FE0,0010)");
    }
    if (fragments == 0) {
      throw new DicomFormatException("pixel data without a fragment", 0, "(7FE0,0010)");
    }
  }

  private static long[] extended(DataSet header) {
    return header.element(EXTENDED_OFFSET_TABLE) instanceof Element.Value table
        ? longs(table.bytes(false), 8)
        : new long[0];
  }

  private static long[] longs(byte[] bytes, int size) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long[] values = new long[bytes.length / size];
    Arrays.setAll(values, i -> size == 4 ? buffer.getInt() & 0xFFFF_FFFFL : buffer.getLong());
    return values;
  }

  /** Offsets count from the item header of the first fragment to that of the frame's first. */
  private boolean byOffsets(long[] table, int frames) {
    if (table.length != frames || fragments == 0) {
      return false;
    }
    long origin = offsets[0] - ITEM_HEADER;
    int[] found = new int[frames + 1];
    found[frames] = fragments;
    for (int i = 0; i < frames; i++) {
      int at = Arrays.binarySearch(offsets, 0, fragments, origin + table[i] + ITEM_HEADER);
      if (at < 0 || i == 0 && at != 0 || i > 0 && at <= found[i - 1]) {
        return false;
      }
      found[i] = at;
    }
    firsts = found;
    return true;
  }

  private boolean byMarkers(StoredDataSet object, int frames) throws IOException {
    if (frames > fragments) {
      return false;
    }
    int[] found = new int[frames + 1];
    int count = 0;
    try (InputStream in = object.openAt(offsets[0])) {
      long position = offsets[0];
      for (int i = 0; i < fragments; i++) {
        in.skipNBytes(offsets[i] - position);
        byte[] head = in.readNBytes((int) Math.min(4, lengths[i]));
        position = offsets[i] + head.length;
        if (beginsImage(head)) {
          if (count == frames) {
            return false;
          }
          found[count++] = i;
        }
      }
    }
    found[frames] = fragments;
    firsts = found;
    return count == frames && found[0] == 0;
  }

  /** SOI of JPEG and JPEG-LS, SOC of JPEG 2000, the signature of JP2, the one of JPEG XL. */
  private static boolean beginsImage(byte[] head) {
    if (head.length < 4) {
      return false;
    }
    int marker = (head[0] & 0xFF) << 8 | head[1] & 0xFF;
    int second = (head[2] & 0xFF) << 8 | head[3] & 0xFF;
    return marker == 0xFFD8 && second >>> 8 == 0xFF
        || marker == 0xFF4F && second == 0xFF51
        || marker == 0 && second == 12
        || marker == 0xFF0A;
  }

  private void check(int number) throws DicomFormatException {
    if (number < 1 || number >= firsts.length) {
      throw new DicomFormatException("there is no frame " + number, 0, "(7FE0,0010)");
    }
  }

  /** The length of a frame in bytes. */
  long length(int number) throws DicomFormatException {
    check(number);
    long sum = 0;
    for (int i = firsts[number - 1]; i < firsts[number]; i++) {
      sum += lengths[i];
    }
    return sum;
  }

  /** Copies the fragments of a frame one behind the other. */
  void copy(StoredDataSet object, int number, OutputStream out) throws IOException {
    check(number);
    int first = firsts[number - 1];
    try (InputStream in = object.openAt(offsets[first])) {
      long position = offsets[first];
      for (int i = first; i < firsts[number]; i++) {
        in.skipNBytes(offsets[i] - position);
        Frames.copy(in, lengths[i], out);
        position = offsets[i] + lengths[i];
      }
    }
  }
}
