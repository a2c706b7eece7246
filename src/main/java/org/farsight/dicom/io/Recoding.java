package org.farsight.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import org.farsight.dicom.data.Dictionary;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;

/**
 * An uncompressed data set in another encoding, while it is read: implicit VR little endian, which
 * every application entity takes (PS3.5 §10.1), or explicit VR little endian. Values stay what they
 * are; numbers change their byte order where they stood in the other one, sequences and items get
 * delimiters, group lengths are left out (PS3.5 §7.2). A value of VR UN and known length goes over
 * as it is, whatever hides in it. Memory does not grow with the data.
 */
public final class Recoding extends InputStream {

  private static final int BUFFER = 1 << 14;
  private static final int HEADER = 8;
  private static final int LONG_HEADER = 12;
  private static final int MAX_SHORT_LENGTH = 0xFFFE;

  private final InputStream in;
  private final DataSetReader reader;
  private final boolean explicitVr;

  /** Whether Pixel Representation (0028,0103) says signed, by depth: settles US or SS. */
  private final BitSet signed = new BitSet();

  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int limit;
  private long valueLeft;
  private int word;
  private int padding = -1;
  private boolean ended;

  private Recoding(InputStream in, long length, TransferSyntax from, boolean explicitVr) {
    this.in = in;
    this.explicitVr = explicitVr;
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
    return new Recoding(in, length, from, false);
  }

  /**
   * Whether a data set can be re-encoded: from any uncompressed transfer syntax of PS3.5 annex A to
   * explicit or implicit VR little endian.
   */
  public static boolean possible(TransferSyntax from, TransferSyntax to) {
    boolean target =
        to.equals(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
            || to.equals(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    return target && (possible(from) || from.equals(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
  }

  /**
   * The data set in another transfer syntax. VRs that implicit VR does not tell are those of the
   * dictionary, US or SS by Pixel Representation, UN where it knows none.
   *
   * @param in the data set, closed with the result
   * @param length of it in bytes, -1 if not known
   * @throws IllegalArgumentException if that is not {@link #possible(TransferSyntax,
   *     TransferSyntax)}
   */
  public static InputStream to(
      TransferSyntax to, InputStream in, long length, TransferSyntax from) {
    if (!possible(from, to)) {
      throw new IllegalArgumentException(from.name() + " does not become " + to.name());
    }
    return new Recoding(in, length, from, to.explicitVr());
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
      case SEQUENCE -> {
        signed.set(reader.depth(), signed.get(reader.depth() - 1));
        header(reader.tag(), VR.SQ, ElementHeader.UNDEFINED);
      }
      case ITEM -> delimiter(Tag.ITEM, ElementHeader.UNDEFINED);
      case ITEM_END -> delimiter(Tag.ITEM_DELIMITATION_ITEM, 0);
      case SEQUENCE_END -> delimiter(Tag.SEQUENCE_DELIMITATION_ITEM, 0);
      case FRAGMENTS, FRAGMENT, FRAGMENTS_END ->
          throw reader.error("encapsulated pixel data in an uncompressed transfer syntax");
      case END -> ended = true;
    }
  }

  private void element() throws IOException {
    int tag = reader.tag();
    if (Tag.isGroupLength(tag)) {
      return;
    }
    VR vr = reader.vr();
    long length = reader.length();
    boolean odd = (length & 1) != 0;
    header(tag, explicitVr ? settled(tag, vr) : vr, odd ? length + 1 : length);
    valueLeft = length;
    word = reader.bigEndian() ? vr.wordSize() : 1;
    padding = odd ? vr.padding() : -1;
    if (tag == Tag.PIXEL_REPRESENTATION && length == 2) {
      byte[] value = reader.readValue();
      int low = word == 2 ? 1 : 0; // half a word of another VR keeps its order
      signed.set(reader.depth(), value[low] == 1);
      buffer[limit++] = value[low];
      buffer[limit++] = value[1 - low];
      valueLeft = 0;
    }
  }

  /** The VR that a header in explicit VR names. */
  private VR settled(int tag, VR vr) {
    if (vr != VR.US || !reader.implicit() || !signed.get(reader.depth())) {
      return vr;
    }
    Dictionary.Entry entry = Dictionary.entry(tag);
    return entry != null && entry.signedByPixelRepresentation() ? VR.SS : vr;
  }

  private void delimiter(int tag, long length) {
    littleEndian(Tag.group(tag), 0);
    littleEndian(Tag.element(tag), 2);
    littleEndian((int) length, 4);
    littleEndian((int) (length >>> 16), 6);
    limit = HEADER;
  }

  private void header(int tag, VR vr, long length) {
    delimiter(tag, length);
    if (explicitVr) {
      // PS3.5 §6.2.2 note: what does not fit a 16-bit length is written as UN
      VR named = vr.longLength() || length <= MAX_SHORT_LENGTH ? vr : VR.UN;
      buffer[4] = (byte) named.name().charAt(0);
      buffer[5] = (byte) named.name().charAt(1);
      if (named.longLength()) {
        littleEndian(0, 6);
        littleEndian((int) length, 8);
        littleEndian((int) (length >>> 16), 10);
        limit = LONG_HEADER;
      } else {
        littleEndian((int) length, 6);
      }
    }
  }

  private void littleEndian(int value, int at) {
    buffer[at] = (byte) value;
    buffer[at + 1] = (byte) (value >>> 8);
  }
}
