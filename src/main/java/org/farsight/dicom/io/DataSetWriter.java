package org.farsight.dicom.io;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;

/**
 * Writes data sets, PS3.5 §7 and annex A. Values get even lengths; group lengths are left out,
 * since they are retired (PS3.5 §7.2), but for {@link #writeWithGroupLength}.
 */
public final class DataSetWriter {

  /** How the lengths of sequences and items are written, PS3.5 §7.5. */
  public enum Lengths {
    /** Delimiters end them: nothing is computed ahead. */
    UNDEFINED,
    /** A length stands before them. */
    DEFINED
  }

  /** A value that is not in memory. */
  public interface LongValue {
    /** The length in bytes; an odd one is padded. */
    long length();

    /**
     * Writes the value.
     *
     * @param out the stream that the data set is written to; all before the value is in it already
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Where the values are that are not in memory. */
  public interface LongValues {
    /** None is anywhere: a data set that lacks a value is refused. */
    LongValues NONE =
        skipped -> {
          throw new IllegalArgumentException(
              "the value of " + Tag.toString(skipped.tag()) + " was not read into memory");
        };

    /** The value, or of encapsulated pixel data each fragment without the Basic Offset Table. */
    Found find(Element.Skipped skipped);
  }

  /**
   * Values that were found.
   *
   * @param encapsulated whether they are fragments (PS3.5 §A.4); else there is one
   * @param values in their order
   */
  public record Found(boolean encapsulated, List<LongValue> values) {
    /** Takes a copy. */
    public Found {
      values = List.copyOf(values);
      if (!encapsulated && values.size() != 1) {
        throw new IllegalArgumentException("a value is one, not " + values.size());
      }
    }
  }

  private static final int MAX_SHORT_LENGTH = 0xFFFE;
  private static final long UNDEFINED = 0xFFFF_FFFFL;

  private final OutputStream stream;
  private final ByteOutput out;
  private final boolean explicitVr;
  private final Lengths lengths;
  private final LongValues longValues;

  private DataSetWriter(OutputStream out, TransferSyntax syntax, Lengths lengths) {
    this(out, syntax, lengths, LongValues.NONE);
  }

  private DataSetWriter(
      OutputStream out, TransferSyntax syntax, Lengths lengths, LongValues longValues) {
    this.stream = out;
    this.longValues = longValues;
    this.out = new ByteOutput(out, syntax.bigEndian());
    this.explicitVr = syntax.explicitVr();
    this.lengths = lengths;
  }

  /** Writes a data set with sequences of undefined length; see the long form. */
  public static void write(DataSet dataSet, TransferSyntax syntax, OutputStream out)
      throws IOException {
    write(dataSet, syntax, Lengths.UNDEFINED, out);
  }

  /**
   * Writes a data set.
   *
   * @param out is flushed, not closed
   * @throws IllegalArgumentException if a value was not read into memory, is too long for its
   *     length field, or is encapsulated where the syntax knows no encapsulation
   */
  public static void write(
      DataSet dataSet, TransferSyntax syntax, Lengths lengths, OutputStream out)
      throws IOException {
    if (syntax.deflated()) {
      deflate(dataSet, syntax, lengths, out);
      return;
    }
    OutputStream buffered = new BufferedOutputStream(out, 1 << 14);
    new DataSetWriter(buffered, syntax, lengths).dataSet(dataSet);
    buffered.flush();
  }

  /**
   * Writes a data set of which some values are elsewhere, in explicit VR little endian, with
   * sequences of undefined length.
   *
   * @param syntax not deflated
   * @param longValues has the values of {@link Element.Skipped}, in little endian
   * @param out gets many small writes; is neither flushed nor closed
   */
  public static void write(
      DataSet dataSet, TransferSyntax syntax, LongValues longValues, OutputStream out)
      throws IOException {
    if (!syntax.explicitVr() || syntax.bigEndian() || syntax.deflated()) {
      throw new IllegalArgumentException(syntax.name() + " is no explicit VR little endian");
    }
    new DataSetWriter(out, syntax, Lengths.UNDEFINED, longValues).dataSet(dataSet);
  }

  /** The bytes of a data set; see {@link #write(DataSet, TransferSyntax, OutputStream)}. */
  public static byte[] toBytes(DataSet dataSet, TransferSyntax syntax) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(dataSet, syntax, out);
    } catch (IOException e) {
      throw new IllegalStateException("memory refused to be written", e);
    }
    return out.toByteArray();
  }

  /**
   * Writes elements of one group with its group length before them: a command set (PS3.7 §6.3) or
   * the file meta information (PS3.10 §7.1).
   */
  public static void writeWithGroupLength(
      DataSet group, int groupNumber, TransferSyntax syntax, OutputStream out) throws IOException {
    byte[] body = toBytes(group, syntax);
    DataSetWriter writer = new DataSetWriter(out, syntax, Lengths.UNDEFINED);
    writer.header(Tag.of(groupNumber, 0), VR.UL, 4);
    writer.out.int32(body.length);
    out.write(body);
  }

  /** PS3.5 §A.5: raw deflate, the end padded to an even length. */
  private static void deflate(
      DataSet dataSet, TransferSyntax syntax, Lengths lengths, OutputStream out)
      throws IOException {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      DeflaterOutputStream deflating = new DeflaterOutputStream(out, deflater, 1 << 14);
      OutputStream buffered = new BufferedOutputStream(deflating, 1 << 14);
      new DataSetWriter(buffered, syntax, lengths).dataSet(dataSet);
      buffered.flush();
      deflating.finish();
      if ((deflater.getBytesWritten() & 1) != 0) {
        out.write(0);
      }
      out.flush();
    } finally {
      deflater.end();
    }
  }

  private void dataSet(DataSet dataSet) throws IOException {
    for (Element element : dataSet) {
      if (!Tag.isGroupLength(element.tag())) {
        element(element);
      }
    }
  }

  private void element(Element element) throws IOException {
    switch (element) {
      case Element.Value value -> value(value);
      case Element.Sequence sequence -> sequence(sequence);
      case Element.Fragments fragments -> fragments(fragments);
      case Element.Skipped skipped -> longValue(skipped);
    }
  }

  private void longValue(Element.Skipped element) throws IOException {
    Found found = longValues.find(element);
    if (!found.encapsulated()) {
      LongValue value = found.values().getFirst();
      long length = even(value.length());
      VR vr = element.vr();
      boolean fits = vr.longLength() || length <= MAX_SHORT_LENGTH;
      header(element.tag(), fits ? vr : VR.UN, length); // as for values in memory
      copy(value, vr.padding());
      return;
    }
    header(element.tag(), VR.OB, UNDEFINED);
    out.tag(Tag.ITEM);
    out.int32(0); // the Basic Offset Table may be empty
    for (LongValue fragment : found.values()) {
      long length = even(fragment.length());
      if (length >= UNDEFINED) {
        throw new IllegalArgumentException("a fragment is longer than 32 bits can say");
      }
      out.tag(Tag.ITEM);
      out.int32(length);
      copy(fragment, (byte) 0);
    }
    out.tag(Tag.SEQUENCE_DELIMITATION_ITEM);
    out.int32(0);
  }

  private void copy(LongValue value, byte padding) throws IOException {
    value.writeTo(stream);
    if ((value.length() & 1) != 0) {
      out.int8(padding);
    }
  }

  private void value(Element.Value value) throws IOException {
    byte[] bytes = value.bytes(out.bigEndian());
    long length = even(bytes.length);
    VR vr = value.vr();
    if (!vr.longLength() && length > MAX_SHORT_LENGTH && explicitVr) {
      // PS3.5 §6.2.2 note: what does not fit a 16-bit length is sent as UN, which is little endian
      vr = VR.UN;
      bytes = value.bytes(false);
    }
    header(value.tag(), vr, length);
    out.bytes(bytes);
    if (length > bytes.length) {
      out.int8(vr.padding());
    }
  }

  private void sequence(Element.Sequence sequence) throws IOException {
    boolean defined = lengths == Lengths.DEFINED;
    header(sequence.tag(), VR.SQ, defined ? contentLength(sequence) : UNDEFINED);
    for (DataSet item : sequence.items()) {
      out.tag(Tag.ITEM);
      out.int32(defined ? length(item) : UNDEFINED);
      dataSet(item);
      if (!defined) {
        out.tag(Tag.ITEM_DELIMITATION_ITEM);
        out.int32(0);
      }
    }
    if (!defined) {
      out.tag(Tag.SEQUENCE_DELIMITATION_ITEM);
      out.int32(0);
    }
  }

  private void fragments(Element.Fragments element) throws IOException {
    if (!explicitVr) {
      throw new IllegalArgumentException("implicit VR has no encapsulated pixel data");
    }
    header(element.tag(), VR.OB, UNDEFINED);
    List<byte[]> fragments = element.fragments();
    for (byte[] fragment : fragments.isEmpty() ? List.of(new byte[0]) : fragments) {
      out.tag(Tag.ITEM);
      out.int32(even(fragment.length));
      out.bytes(fragment);
      if ((fragment.length & 1) != 0) {
        out.int8(0);
      }
    }
    out.tag(Tag.SEQUENCE_DELIMITATION_ITEM);
    out.int32(0);
  }

  private void header(int tag, VR vr, long length) throws IOException {
    if (length > UNDEFINED) {
      throw new IllegalArgumentException(Tag.toString(tag) + " is longer than 32 bits can say");
    }
    out.tag(tag);
    if (!explicitVr) {
      out.int32(length);
      return;
    }
    out.int8(vr.name().charAt(0));
    out.int8(vr.name().charAt(1));
    if (vr.longLength()) {
      out.int16(0);
      out.int32(length);
    } else {
      out.int16((int) length);
    }
  }

  // ---------------------------------------------------------------- lengths

  private long length(DataSet dataSet) {
    long sum = 0;
    for (Element element : dataSet) {
      if (!Tag.isGroupLength(element.tag())) {
        sum += length(element);
      }
    }
    return sum;
  }

  private long length(Element element) {
    return switch (element) {
      case Element.Value value -> {
        long length = even(value.bytes().length);
        yield length + headerLength(value.vr(), length);
      }
      case Element.Sequence sequence -> contentLength(sequence) + headerLength(VR.SQ, 0);
      case Element.Fragments fragments -> {
        long sum = headerLength(VR.OB, 0) + 8L + (fragments.fragments().isEmpty() ? 8 : 0);
        for (byte[] fragment : fragments.fragments()) {
          sum += 8 + even(fragment.length);
        }
        yield sum;
      }
      case Element.Skipped skipped -> skipped.length();
    };
  }

  private long contentLength(Element.Sequence sequence) {
    long sum = 0;
    for (DataSet item : sequence.items()) {
      sum += 8 + length(item);
    }
    return sum;
  }

  private int headerLength(VR vr, long length) {
    return explicitVr && (vr.longLength() || length > MAX_SHORT_LENGTH) ? 12 : 8;
  }

  private static long even(long length) {
    return length + (length & 1);
  }
}
