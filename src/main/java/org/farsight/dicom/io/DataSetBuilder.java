package org.farsight.dicom.io;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Dictionary;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.jspecify.annotations.Nullable;

/** Builds a {@link DataSet} from a reader's events, within the limits on memory. */
final class DataSetBuilder {

  private static final int ELEMENT_COST = 64;

  private record Open(int tag, DataSet around, List<DataSet> items) {}

  private final DataSetReader reader;
  private final ReadOptions options;
  private final Deque<Open> open = new ArrayDeque<>();
  private DataSet current = new DataSet();
  private long memory;

  DataSetBuilder(DataSetReader reader, ReadOptions options) {
    this.reader = reader;
    this.options = options;
  }

  DataSet build() throws IOException {
    for (DataSetReader.Event event = reader.next(); ; event = reader.next()) {
      switch (event) {
        case ELEMENT -> value();
        case SEQUENCE -> begin();
        case ITEM -> {
          charge(0);
          current = new DataSet();
          open.element().items.add(current);
        }
        case ITEM_END -> current = open.element().around;
        case SEQUENCE_END -> end();
        case FRAGMENTS -> fragments();
        case FRAGMENT, FRAGMENTS_END -> throw new IllegalStateException("outside of fragments");
        case END -> {
          return current;
        }
      }
    }
  }

  private void begin() throws IOException {
    charge(0);
    open.push(new Open(reader.tag(), current, new ArrayList<>()));
  }

  /** The sequence joins the data set when it is complete; its items find their parent then. */
  private void end() {
    Open sequence = open.pop();
    current = sequence.around;
    current.put(new Element.Sequence(sequence.tag, sequence.items));
  }

  private void value() throws IOException {
    int tag = reader.tag();
    VR vr = reader.implicit() ? implicitVr(tag, reader.vr()) : reader.vr();
    long length = reader.length();
    if (length > options.maxValueLength()) {
      if (vr.isString() && vr != VR.UT && vr != VR.UC && vr != VR.LT) {
        throw reader.error(vr + " of " + length + " bytes");
      }
      charge(0);
      current.put(new Element.Skipped(tag, vr, reader.position(), length));
      return;
    }
    charge(length);
    byte[] bytes = reader.readValue();
    Element.@Nullable Sequence hidden = vr == VR.UN ? hiddenSequence(tag, bytes) : null;
    current.put(hidden != null ? hidden : new Element.Value(tag, vr, bytes, reader.bigEndian()));
  }

  /** US or SS is settled by Pixel Representation, of this level or one around it. */
  private VR implicitVr(int tag, VR vr) {
    if (vr != VR.US) {
      return vr;
    }
    Dictionary.Entry entry = Dictionary.entry(tag);
    if (entry == null || !entry.signedByPixelRepresentation()) {
      return vr;
    }
    if (current.contains(Tag.PIXEL_REPRESENTATION)) {
      return current.integer(Tag.PIXEL_REPRESENTATION).orElse(0) == 1 ? VR.SS : VR.US;
    }
    for (Open around : open) {
      if (around.around.contains(Tag.PIXEL_REPRESENTATION)) {
        return around.around.integer(Tag.PIXEL_REPRESENTATION).orElse(0) == 1 ? VR.SS : VR.US;
      }
    }
    return vr;
  }

  /** The items in a UN of defined length, or null where it holds none. */
  private Element.@Nullable Sequence hiddenSequence(int tag, byte[] bytes) throws IOException {
    if (!options.accepts(Leniency.UN_SEQUENCE)
        || Dictionary.vr(tag) != VR.SQ
        || reader.depth() >= options.maxDepth()
        || !beginsWithItem(bytes)) {
      return null;
    }
    ReadOptions inside =
        options
            .withStopAt(ReadOptions.TO_END)
            .withMaxMemory(options.maxMemory() - memory)
            .withMaxDepth(options.maxDepth() - reader.depth());
    TransferSyntax syntax = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
    try (DataSetReader hidden = new DataSetReader(framed(tag, bytes), syntax, inside)) {
      DataSetBuilder builder = new DataSetBuilder(hidden, inside);
      DataSet holder = builder.build();
      memory += builder.memory;
      return holder.element(tag) instanceof Element.Sequence sequence ? detached(sequence) : null;
    } catch (DicomFormatException e) {
      return null; // no items after all: the bytes stay as they are, as UN
    }
  }

  private static Element.Sequence detached(Element.Sequence sequence) {
    return new Element.Sequence(
        sequence.tag(), sequence.items().stream().map(DataSet::copy).toList());
  }

  private static boolean beginsWithItem(byte[] bytes) {
    return bytes.length >= 8
        && bytes[0] == (byte) 0xFE
        && bytes[1] == (byte) 0xFF
        && bytes[2] == 0
        && bytes[3] == (byte) 0xE0;
  }

  /** The bytes as an element in implicit VR little endian. */
  private static byte[] framed(int tag, byte[] bytes) {
    byte[] framed = new byte[8 + bytes.length];
    int[] words = {Tag.group(tag), Tag.element(tag), bytes.length & 0xFFFF, bytes.length >>> 16};
    for (int i = 0; i < words.length; i++) {
      framed[2 * i] = (byte) words[i];
      framed[2 * i + 1] = (byte) (words[i] >>> 8);
    }
    System.arraycopy(bytes, 0, framed, 8, bytes.length);
    return framed;
  }

  private void fragments() throws IOException {
    int tag = reader.tag();
    VR vr = reader.vr();
    long start = reader.position();
    long length = 0;
    List<byte[]> fragments = new ArrayList<>();
    while (reader.next() == DataSetReader.Event.FRAGMENT) {
      length += reader.length();
      if (length > options.maxValueLength()) {
        fragments = List.of();
      } else {
        charge(reader.length());
        fragments.add(reader.readValue());
      }
    }
    current.put(
        length > options.maxValueLength()
            ? new Element.Skipped(tag, vr, start, reader.position() - start)
            : new Element.Fragments(tag, vr, List.copyOf(fragments)));
  }

  private void charge(long bytes) throws DicomFormatException {
    memory += ELEMENT_COST + bytes;
    if (memory > options.maxMemory()) {
      throw reader.error("the values take more than " + options.maxMemory() + " bytes");
    }
  }
}
