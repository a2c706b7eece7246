package org.farsight.dicom.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Dictionary;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.jspecify.annotations.Nullable;

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

  private static final long UNDEFINED = 0xFFFF_FFFFL;
  private static final int COPY_BUFFER = 1 << 16;

  private final ByteInput in;
  private final ReadOptions options;
  private final boolean bigEndian;
  private final Nesting nesting;
  private int tag;
  private VR vr = VR.UN;
  private long length;
  private long headerStart;
  private long valueEnd;
  private long elements;
  private boolean ended;
  private boolean stopped;

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

  DataSetReader(ByteInput in, TransferSyntax syntax, ReadOptions options) {
    this.in = in;
    this.options = options;
    this.bigEndian = syntax.bigEndian();
    this.nesting = new Nesting(!syntax.explicitVr(), options.maxDepth());
    this.valueEnd = in.position();
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
    return tag;
  }

  /** The VR of the element at hand. */
  public VR vr() {
    return vr;
  }

  /** The length of the value field at hand in bytes. */
  public long length() {
    return length;
  }

  /** Bytes from the start of the (inflated) data set to here. */
  public long position() {
    return in.position();
  }

  /** Where the header of the element at hand began. */
  public long headerStart() {
    return headerStart;
  }

  /** The number of sequences around the element at hand. */
  public int depth() {
    return nesting.sequences();
  }

  /** Whether numbers in values stand with the high byte first. */
  public boolean bigEndian() {
    return bigEndian && !nesting.implicit(); // PS3.5 §6.2.2: the content of UN is little endian
  }

  /** Whether the end came by the stop tag. */
  public boolean stopped() {
    return stopped;
  }

  /** Elements and items met so far. */
  public long elements() {
    return elements;
  }

  /** Whether the headers at this place are in implicit VR. */
  boolean implicit() {
    return nesting.implicit();
  }

  /** The place in words of the standard, for messages: {@code (0040,A730)[2].(0008,0100)}. */
  public String path() {
    return nesting.path(tag);
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
    if (ended) {
      return Event.END;
    }
    skipValue();
    while (true) {
      headerStart = in.position();
      if (nesting.isEmpty() || nesting.inItem()) {
        if (nesting.atEnd(headerStart)) {
          requireOwnEnd();
          return endOfItem();
        }
        Event event = element();
        if (event != null) {
          return event;
        }
      } else {
        if (nesting.atEnd(headerStart)) {
          requireOwnEnd();
          return endOfSequence();
        }
        Event event = item();
        if (event != null) {
          return event;
        }
      }
    }
  }

  /**
   * The value field at hand, or what was not yet read of it.
   *
   * @throws DicomFormatException if the data end before it does
   */
  public byte[] readValue() throws IOException {
    long left = valueEnd - in.position();
    if (left > Integer.MAX_VALUE - 8) {
      throw error("a value of " + left + " bytes does not fit in memory");
    }
    byte[] value = in.read((int) left);
    if (value.length < left) {
      throw truncated(left - value.length);
    }
    return value;
  }

  /** Writes the value field at hand, or what was not yet read of it, to a stream. */
  public void transferValue(OutputStream out) throws IOException {
    byte[] buffer = new byte[(int) Math.min(COPY_BUFFER, valueEnd - in.position())];
    while (in.position() < valueEnd) {
      int wanted = (int) Math.min(buffer.length, valueEnd - in.position());
      int count = in.readSome(buffer, 0, wanted);
      if (count < 0) {
        throw truncated(valueEnd - in.position());
      }
      out.write(buffer, 0, count);
    }
  }

  private void skipValue() throws IOException {
    long left = valueEnd - in.position();
    if (left > 0 && !in.skip(left)) {
      throw truncated(valueEnd - in.position());
    }
  }

  // ---------------------------------------------------------------- headers

  /** An element header on the outermost level or in an item; null if it was passed over. */
  private @Nullable Event element() throws IOException {
    int available = in.available(8);
    if (available < 8) {
      return endOfData(available);
    }
    int group = in.peek16(0, bigEndian());
    int next = Tag.of(group, in.peek16(2, bigEndian()));
    if (group == 0xFFFE) {
      return delimiter(next);
    }
    if (nesting.isEmpty()) {
      if (Integer.compareUnsigned(next, options.stopAt()) >= 0) {
        ended = true;
        stopped = true;
        return Event.END;
      }
      if (next == 0 && elements > 0 && options.accepts(Leniency.TRAILING_ZEROS)) {
        return trailingZeros();
      }
    }
    tag = next;
    count();
    header();
    return begin();
  }

  /** Reads VR and length, PS3.5 §7.1.2 and §7.1.3, and consumes the header. */
  private void header() throws IOException {
    if (nesting.implicit()) {
      implicitHeader();
      return;
    }
    int first = in.peek(4);
    int second = in.peek(5);
    VR named = VR.of(first, second);
    if (named == null) {
      boolean letters = first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
      if (!letters && options.accepts(Leniency.IMPLICIT_ELEMENT)) {
        implicitHeader();
        return;
      }
      if (!letters || !options.accepts(Leniency.UNKNOWN_VR)) {
        throw error("no VR in the header");
      }
      named = VR.UN;
    }
    vr = named;
    if (!named.longLength()) {
      length = in.peek16(6, bigEndian());
      in.consume(8);
      return;
    }
    if (in.available(12) < 12) {
      throw error("the data end within a header");
    }
    length = in.peek32(8, bigEndian());
    in.consume(12);
  }

  private void implicitHeader() {
    vr = Dictionary.vr(tag);
    length = in.peek32(4, bigEndian());
    in.consume(8);
  }

  private Event begin() throws IOException {
    boolean undefined = length == UNDEFINED;
    if (tag == Tag.PIXEL_DATA && undefined) {
      nesting.beginFragments(tag);
      noValue();
      return Event.FRAGMENTS;
    }
    // PS3.5 §6.2.2: UN of undefined length is a sequence in implicit VR
    if (vr == VR.SQ || undefined && (vr == VR.UN || nesting.implicit())) {
      boolean implicit = nesting.implicit() || vr == VR.UN;
      if (!undefined) {
        checkFits(length);
      }
      if (nesting.full()) {
        throw error("sequences are nested deeper than " + options.maxDepth());
      }
      vr = VR.SQ;
      nesting.beginSequence(tag, undefined ? Nesting.OPEN : in.position() + length, implicit);
      noValue();
      return Event.SEQUENCE;
    }
    if (undefined) {
      if (vr == VR.OB || vr == VR.OW) {
        nesting.beginFragments(tag);
        noValue();
        return Event.FRAGMENTS;
      }
      throw error("undefined length with VR " + vr);
    }
    checkFits(length);
    valueEnd = in.position() + length;
    return Event.ELEMENT;
  }

  /** An item, a fragment or the delimiter of the sequence; null if it was passed over. */
  private @Nullable Event item() throws IOException {
    tag = nesting.tag();
    int available = in.available(8);
    if (available < 8) {
      return endOfData(available);
    }
    int next = Tag.of(in.peek16(0, bigEndian()), in.peek16(2, bigEndian()));
    long nextLength = in.peek32(4, bigEndian());
    if (next == Tag.SEQUENCE_DELIMITATION_ITEM) {
      in.consume(8);
      if (nesting.end() != Nesting.OPEN) {
        requireStray();
        return null;
      }
      return endOfSequence();
    }
    if (next == Tag.ITEM_DELIMITATION_ITEM) {
      requireStray();
      in.consume(8);
      return null;
    }
    if (next != Tag.ITEM) {
      throw error("an item was expected, not " + Tag.toString(next));
    }
    in.consume(8);
    nesting.nextItem();
    count();
    length = nextLength;
    if (nesting.inFragments()) {
      if (length == UNDEFINED) {
        throw error("a fragment of undefined length");
      }
      checkFits(length);
      valueEnd = in.position() + length;
      return Event.FRAGMENT;
    }
    if (length != UNDEFINED) {
      checkFits(length);
    }
    nesting.beginItem(length == UNDEFINED ? Nesting.OPEN : in.position() + length);
    noValue();
    return Event.ITEM;
  }

  private @Nullable Event delimiter(int next) throws IOException {
    boolean open = nesting.inItem() && nesting.end() == Nesting.OPEN;
    if (next == Tag.ITEM_DELIMITATION_ITEM && open) {
      in.consume(8);
      return endOfItem();
    }
    if (next == Tag.SEQUENCE_DELIMITATION_ITEM && open) {
      if (!options.accepts(Leniency.MISSING_ITEM_DELIMITER)) {
        throw error("the sequence ends within an item");
      }
      return endOfItem(); // the delimiter is left for the sequence
    }
    if (next == Tag.ITEM) {
      throw error("an item outside of a sequence");
    }
    requireStray();
    in.consume(8);
    return null;
  }

  private void requireStray() throws DicomFormatException {
    if (!options.accepts(Leniency.STRAY_DELIMITER)) {
      throw error("a delimiter where none is due");
    }
  }

  /** What has an undefined length should not end because of a length around it. */
  private void requireOwnEnd() throws DicomFormatException {
    if (nesting.end() == Nesting.OPEN && !options.accepts(Leniency.MISSING_ITEM_DELIMITER)) {
      throw error("a delimiter is missing");
    }
  }

  private Event endOfItem() {
    nesting.pop();
    tag = nesting.tag();
    return Event.ITEM_END;
  }

  private Event endOfSequence() {
    boolean fragments = nesting.inFragments();
    tag = nesting.tag();
    nesting.pop();
    return fragments ? Event.FRAGMENTS_END : Event.SEQUENCE_END;
  }

  /** No whole header is left. */
  private Event endOfData(int left) throws DicomFormatException {
    if (left > 0) {
      throw error("the data end within a header");
    }
    if (nesting.isEmpty()) {
      ended = true;
      return Event.END;
    }
    if (nesting.end() != Nesting.OPEN || !options.accepts(Leniency.MISSING_DELIMITERS_AT_END)) {
      throw error("the data end within a sequence");
    }
    return nesting.inItem() ? endOfItem() : endOfSequence();
  }

  private Event trailingZeros() throws IOException {
    while (in.available(1) > 0) {
      if (in.peek(0) != 0) {
        throw error("an element with tag (0000,0000) after the first");
      }
      in.consume(1);
    }
    ended = true;
    return Event.END;
  }

  private void count() throws DicomFormatException {
    if (++elements > options.maxElements()) {
      throw error("more than " + options.maxElements() + " elements");
    }
  }

  private void noValue() {
    valueEnd = in.position();
  }

  /** A defined length has to end within what is around it. */
  private void checkFits(long bytes) throws DicomFormatException {
    long end = in.position() + bytes;
    if (!nesting.holds(end)) {
      throw error("a length of " + bytes + " bytes runs past the end of the sequence around it");
    }
    if (in.total() != ByteInput.UNKNOWN && end > in.total()) {
      throw truncated(end - in.total());
    }
  }

  private DicomFormatException truncated(long missing) {
    return error("the data end " + missing + " bytes before the value does");
  }

  DicomFormatException error(String problem) {
    return new DicomFormatException(problem, headerStart, path());
  }
}
