package org.farsight.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;

/**
 * An uncompressed data set in another encoding, while it is read: implicit VR little endian, which
 * every application entity takes (PS3.5 §10.1). Values stay what they are; numbers change their
 * byte order where they stood in the other one, sequences and items get delimiters, group lengths
 * are left out (PS3.5 §7.2). Memory does not grow with the data.
 */
public final class Recoding extends InputStream {

  private static final int BUFFER = 1 << 14;
  private static final int HEADER = 8;

  private final InputStream in;
  private final DataSetReader reader;
  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int limit;
  private long valueLeft;
  private int word;
  private int padding = -1;
  private boolean ended;

  private Recoding(InputStream in, long length, TransferSyntax from) {
    this.in = in;
    this.reader = new DataSetReader(in, length, from, ReadOptions.DEFAULT);
  }

  /**
   * Whether a data set in this transfer syntax can be re-encoded: explicit VR little endian,
   * explicit VR big endian and deflated. Compressed pixels are never touched.
   */
  public static boolean possible(TransferSyntax from) {
    return TransferSyntax.isKnown(from.uid()) && from.explicitVr() && !from.encapsulated();
  }

  /**
   * The data set in implicit VR little endian.
   *
   * @param in the data set, closed with the result
   * @param length of it in bytes, -1 if not known
   * @param from its transfer syntax, see {@link #possible}
   * @return bytes whose reading throws a {@link DicomFormatException} where the data set is broken
   */
  public static InputStream toImplicitLittleEndian(
      InputStream in, long length, TransferSyntax from) {
    if (!possible(from)) {
      throw new IllegalArgumentException(from.name() + " cannot be re-encoded");
    }
    return new Recoding(in, length, from);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (next == limit) {
      if (valueLeft > 0 && word == 1) {
        int count = reader.readSome(target, from, (int) Math.min(length, valueLeft));
        valueLeft -= count;
        return count;
      }
      if (!fill()) {
        return -1;
      }
    }
    int count = Math.min(length, limit - next);
    System.arraycopy(buffer, next, target, from, count);
    next += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    in.close();
  }

  /** Puts what comes next into the buffer; false at the end. */
  private boolean fill() throws IOException {
    next = 0;
    limit = 0;
    if (valueLeft > 0) {
      swapped();
    } else if (padding >= 0) {
      buffer[limit++] = (byte) padding;
      padding = -1;
    } else if (!ended) {
      advance();
    }
    return !ended;
  }

  /** The next words of a value, the low byte first. */
  private void swapped() throws IOException {
    int wanted = (int) Math.min(BUFFER, valueLeft);
    while (limit < wanted) {
      limit += reader.readSome(buffer, limit, wanted - limit);
    }
    valueLeft -= limit;
    for (int at = 0; at + word <= limit; at += word) {
      for (int low = at, high = at + word - 1; low < high; low++, high--) {
        byte swap = buffer[low];
        buffer[low] = buffer[high];
        buffer[high] = swap;
      }
    }
  }

  private void advance() throws IOException {
    switch (reader.next()) {
      case ELEMENT -> element();
      case SEQUENCE -> header(reader.tag(), ElementHeader.UNDEFINED);
      case ITEM -> header(Tag.ITEM, ElementHeader.UNDEFINED);
      case ITEM_END -> header(Tag.ITEM_DELIMITATION_ITEM, 0);
      case SEQUENCE_END -> header(Tag.SEQUENCE_DELIMITATION_ITEM, 0);
      case FRAGMENTS, FRAGMENT, FRAGMENTS_END ->
          throw reader.error("encapsulated pixel data in an uncompressed transfer syntax");
      case END -> ended = true;
    }
  }

  private void element() {
    if (Tag.isGroupLength(reader.tag())) {
      return;
    }
    VR vr = reader.vr();
    long length = reader.length();
    boolean odd = (length & 1) != 0;
    header(reader.tag(), odd ? length + 1 : length);
    valueLeft = length;
    word = reader.bigEndian() ? vr.wordSize() : 1;
    padding = odd ? vr.padding() : -1;
  }

  private void header(int tag, long length) {
    littleEndian(Tag.group(tag), 0);
    littleEndian(Tag.element(tag), 2);
    littleEndian((int) length, 4);
    littleEndian((int) (length >>> 16), 6);
    limit = HEADER;
  }

  private void littleEndian(int value, int at) {
    buffer[at] = (byte) value;
    buffer[at + 1] = (byte) (value >>> 8);
  }
}
