package org.farsight.dicom.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;

/**
 * Reads a data set event by event, PS3.5 §7 and annex A. The caller pulls: {@link #next} moves on,
 * and a value that was not asked for is skipped, so that memory does not grow with the data.
 *
 * <p>Not a byte of a value is kept here. {@link #read} builds a whole {@link DataSet}.
 */
public final class DataSetReader implements AutoCloseable {

  /** What the reader has come to. */
  public enum Event {
    /** An element with a value field: {@link #readValue} or {@link #transferValue} may follow. */
    ELEMENT,
    /** A sequence begins. */
    SEQUENCE,
    /** An item of a sequence begins. */
    ITEM,
    /** The item ends. */
    ITEM_END,
    /** The sequence ends. */
    SEQUENCE_END,
    /** Encapsulated pixel data begin (PS3.5 §A.4). */
    FRAGMENTS,
    /** A fragment, the first being the Basic Offset Table; its value may be read. */
    FRAGMENT,
    /** Encapsulated pixel data end. */
    FRAGMENTS_END,
    /** The stop tag, or the end of the data. */
    END
  }

  private static final int COPY_BUFFER = 1 << 16;

  private final ByteInput in;
  private final DataSetStructure structure;

  /**
   * A reader of bytes that end where the stream ends.
   *
   * @param in the data set from its first byte; it is not closed by this reader
   */
  public DataSetReader(InputStream in, TransferSyntax syntax, ReadOptions options) {
    this(in, ByteInput.UNKNOWN, syntax, options);
  }

  /**
   * A reader that knows how many bytes there are, so that a length beyond the end is an error at
   * once.
   *
   * @param total bytes of the data set as stored (deflated if it is)
   */
  public DataSetReader(InputStream in, long total, TransferSyntax syntax, ReadOptions options) {
    this(syntax.deflated() ? ByteInput.inflating(in) : ByteInput.of(in, total), syntax, options);
  }

  /** A reader of a data set in memory. */
  public DataSetReader(byte[] bytes, TransferSyntax syntax, ReadOptions options) {
    this(
        syntax.deflated()
            ? ByteInput.inflating(new ByteArrayInputStream(bytes))
            : ByteInput.of(bytes),
        syntax,
        options);
  }

  private DataSetReader(ByteInput in, TransferSyntax syntax, ReadOptions options) {
    this.in = in;
    this.structure = new DataSetStructure(in, syntax.explicitVr(), syntax.bigEndian(), options);
  }

  /** Reads a data set up to the stop tag or its end, within the limits. */
  public static DataSet read(InputStream in, TransferSyntax syntax, ReadOptions options)
      throws IOException {
    try (DataSetReader reader = new DataSetReader(in, syntax, options)) {
      return new DataSetBuilder(reader, options).build();
    }
  }

  /** Reads a data set in memory up to the stop tag or its end, within the limits. */
  public static DataSet read(byte[] bytes, TransferSyntax syntax, ReadOptions options)
      throws IOException {
    try (DataSetReader reader = new DataSetReader(bytes, syntax, options)) {
      return new DataSetBuilder(reader, options).build();
    }
  }

  /** The tag of the element or sequence at hand; of an item or fragment that of its sequence. */
  public int tag() {
    return structure.header().tag();
  }

  /** The VR of the element at hand. */
  public VR vr() {
    return structure.header().vr();
  }

  /** The length of the value field at hand in bytes. */
  public long length() {
    return structure.header().length();
  }

  /** Bytes from the start of the (inflated) data set to here. */
  public long position() {
    return in.position();
  }

  /** Where the header of the element at hand began. */
  public long headerStart() {
    return structure.headerStart();
  }

  /** The number of sequences around the element at hand. */
  public int depth() {
    return structure.nesting().sequences();
  }

  /** Whether numbers in values stand with the high byte first. */
  public boolean bigEndian() {
    return structure.bigEndian();
  }

  /** Whether the end came by the stop tag. */
  public boolean stopped() {
    return structure.stopped();
  }

  /** Elements and items met so far. */
  public long elements() {
    return structure.elements();
  }

  /** Whether the headers at this place are in implicit VR. */
  boolean implicit() {
    return structure.nesting().implicit();
  }

  /** The place in words of the standard, for messages: {@code (0040,A730)[2].(0008,0100)}. */
  public String path() {
    return structure.nesting().path(tag());
  }

  /** Frees what inflating holds. The stream stays open. */
  @Override
  public void close() {
    in.release();
  }

  /**
   * Moves on.
   *
   * @throws DicomFormatException if the bytes are no data set, or a limit is passed
   */
  public Event next() throws IOException {
    long left = structure.valueEnd() - in.position();
    if (left > 0 && !in.skip(left)) {
      throw structure.truncated(structure.valueEnd() - in.position());
    }
    return structure.next();
  }

  /**
   * The value field at hand, or what was not yet read of it.
   *
   * @throws DicomFormatException if the data end before it does
   */
  public byte[] readValue() throws IOException {
    long left = structure.valueEnd() - in.position();
    if (left > Integer.MAX_VALUE - 8) {
      throw structure.error("a value of " + left + " bytes does not fit in memory");
    }
    byte[] value = in.read((int) left);
    if (value.length < left) {
      throw structure.truncated(left - value.length);
    }
    return value;
  }

  /** Some bytes of the value field at hand, at least one unless none is asked for. */
  int readSome(byte[] bytes, int from, int length) throws IOException {
    int count = in.readSome(bytes, from, length);
    if (count < 0) {
      throw structure.truncated(structure.valueEnd() - in.position());
    }
    return count;
  }

  /** Writes the value field at hand, or what was not yet read of it, to a stream. */
  public void transferValue(OutputStream out) throws IOException {
    byte[] buffer = new byte[(int) Math.min(COPY_BUFFER, structure.valueEnd() - in.position())];
    while (in.position() < structure.valueEnd()) {
      int wanted = (int) Math.min(buffer.length, structure.valueEnd() - in.position());
      int count = in.readSome(buffer, 0, wanted);
      if (count < 0) {
        throw structure.truncated(structure.valueEnd() - in.position());
      }
      out.write(buffer, 0, count);
    }
  }

  DicomFormatException error(String problem) {
    return structure.error(problem);
  }
}
