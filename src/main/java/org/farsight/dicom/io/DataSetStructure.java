package org.farsight.dicom.io;

import java.io.IOException;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetReader.Event;
import org.jspecify.annotations.Nullable;

/** The structure of a data set, PS3.5 §7: finds the next header and says where its value ends. */
final class DataSetStructure {

  private final ByteInput in;
  private final ReadOptions options;
  private final boolean bigEndian;
  private final Nesting nesting;
  private final ElementHeader header;
  private long headerStart;
  private long valueEnd;
  private long elements;
  private boolean ended;
  private boolean stopped;

  DataSetStructure(ByteInput in, boolean explicitVr, boolean bigEndian, ReadOptions options) {
    this.in = in;
    this.options = options;
    this.bigEndian = bigEndian;
    this.header = new ElementHeader(options);
    this.nesting = new Nesting(!explicitVr, options.maxDepth());
    this.valueEnd = in.position();
  }

  ElementHeader header() {
    return header;
  }

  Nesting nesting() {
    return nesting;
  }

  long headerStart() {
    return headerStart;
  }

  long valueEnd() {
    return valueEnd;
  }

  long elements() {
    return elements;
  }

  boolean stopped() {
    return stopped;
  }

  boolean bigEndian() {
    return bigEndian && !nesting.implicit(); // PS3.5 §6.2.2: the content of UN is little endian
  }

  /** Moves on from the end of the value at hand. */
  Event next() throws IOException {
    Event event = ended ? Event.END : null;
    while (event == null) {
      headerStart = in.position();
      boolean elementsHere = nesting.isEmpty() || nesting.inItem();
      if (nesting.atEnd(headerStart)) {
        requireOwnEnd();
        event = elementsHere ? endOfItem() : endOfSequence();
      } else {
        event = elementsHere ? element() : item();
      }
    }
    return event;
  }

  /** An element on the outermost level or in an item; null if it was passed over. */
  private @Nullable Event element() throws IOException {
    int available = in.available(8);
    if (available < 8) {
      return endOfData(available);
    }
    int next = ElementHeader.peekTag(in, bigEndian());
    if (Tag.group(next) == 0xFFFE) {
      return delimiter(next);
    }
    if (nesting.isEmpty()) {
      if (options.stopsAt(next)) {
        ended = true;
        stopped = true;
        return Event.END;
      }
      if (next == 0 && elements > 0 && options.accepts(Leniency.TRAILING_ZEROS)) {
        return trailingZeros();
      }
    }
    String problem = header.read(in, nesting.implicit(), bigEndian());
    if (problem != null) {
      throw error(problem);
    }
    count();
    if (!nesting.ascends(next) && !options.accepts(Leniency.UNORDERED)) {
      throw error("a tag that is not higher than the one before");
    }
    return begin();
  }

  private Event begin() throws IOException {
    VR vr = header.vr();
    boolean undefined = header.undefinedLength();
    // PS3.5 §6.2.2: UN of undefined length is a sequence in implicit VR
    boolean implicitItems = nesting.implicit() || vr == VR.UN;
    if (header.tag() == Tag.PIXEL_DATA && undefined && vr != VR.SQ) {
      return beginFragments();
    }
    if (vr == VR.SQ || undefined && implicitItems) {
      return beginSequence(implicitItems);
    }
    if (undefined) {
      if (vr == VR.OB || vr == VR.OW) {
        return beginFragments();
      }
      throw error("undefined length with VR " + vr);
    }
    expectValue();
    return Event.ELEMENT;
  }

  private Event beginFragments() {
    nesting.beginFragments(header.tag());
    noValue();
    return Event.FRAGMENTS;
  }

  private Event beginSequence(boolean implicitItems) throws IOException {
    if (nesting.full()) {
      throw error("sequences are nested deeper than " + options.maxDepth());
    }
    long end = endOfDefined();
    header.show(header.tag(), VR.SQ);
    nesting.beginSequence(header.tag(), end, implicitItems);
    noValue();
    return Event.SEQUENCE;
  }

  /** An item, a fragment or the delimiter of the sequence; null if it was passed over. */
  private @Nullable Event item() throws IOException {
    int available = in.available(8);
    if (available < 8) {
      return endOfData(available);
    }
    header.readItem(in, bigEndian());
    int next = header.tag();
    header.show(nesting.tag(), VR.SQ);
    if (next == Tag.SEQUENCE_DELIMITATION_ITEM && nesting.end() == Nesting.OPEN) {
      return endOfSequence();
    }
    if (next == Tag.SEQUENCE_DELIMITATION_ITEM || next == Tag.ITEM_DELIMITATION_ITEM) {
      requireStray();
      return null;
    }
    if (next != Tag.ITEM) {
      throw errorBetween("an item was expected, not " + Tag.toString(next));
    }
    nesting.nextItem();
    count();
    if (nesting.inFragments()) {
      if (header.undefinedLength()) {
        throw error("a fragment of undefined length");
      }
      expectValue();
      return Event.FRAGMENT;
    }
    nesting.beginItem(endOfDefined(), nesting.implicit() && !explicitInUn());
    noValue();
    return Event.ITEM;
  }

  /** Whether the first element of an item in a UN names a VR. */
  private boolean explicitInUn() throws IOException {
    return nesting.implicitInside()
        && options.accepts(Leniency.UN_ITEMS_IN_EXPLICIT_VR)
        && in.available(8) >= 8
        && VR.of(in.peek(4), in.peek(5)) != null;
  }

  private @Nullable Event delimiter(int next) throws IOException {
    boolean open = nesting.inItem() && nesting.end() == Nesting.OPEN;
    if (next == Tag.ITEM_DELIMITATION_ITEM && open) {
      in.consume(8);
      return endOfItem();
    }
    if (next == Tag.SEQUENCE_DELIMITATION_ITEM && open) {
      if (!options.accepts(Leniency.MISSING_ITEM_DELIMITER)) {
        throw errorBetween("the sequence ends within an item");
      }
      return endOfItem(); // the delimiter is left for the sequence
    }
    if (next == Tag.ITEM) {
      throw errorBetween("an item outside of a sequence");
    }
    requireStray();
    in.consume(8);
    return null;
  }

  private void requireStray() throws DicomFormatException {
    if (!options.accepts(Leniency.STRAY_DELIMITER)) {
      throw errorBetween("a delimiter where none is due");
    }
  }

  /** What has an undefined length should not end because of a length around it. */
  private void requireOwnEnd() throws DicomFormatException {
    if (nesting.end() == Nesting.OPEN && !options.accepts(Leniency.MISSING_ITEM_DELIMITER)) {
      throw errorBetween("a delimiter is missing");
    }
  }

  private Event endOfItem() {
    nesting.pop();
    header.show(nesting.tag(), VR.SQ);
    return Event.ITEM_END;
  }

  private Event endOfSequence() {
    boolean fragments = nesting.inFragments();
    header.show(nesting.tag(), VR.SQ);
    nesting.pop();
    return fragments ? Event.FRAGMENTS_END : Event.SEQUENCE_END;
  }

  /** No whole header is left. */
  private Event endOfData(int left) throws IOException {
    if (nesting.isEmpty() && (left == 0 || options.accepts(Leniency.TRAILING_ZEROS))) {
      return trailingZeros();
    }
    if (left > 0) {
      throw errorBetween("the data end within a header");
    }
    if (nesting.end() != Nesting.OPEN || !options.accepts(Leniency.MISSING_DELIMITERS_AT_END)) {
      throw errorBetween("the data end within a sequence");
    }
    return nesting.inItem() ? endOfItem() : endOfSequence();
  }

  private Event trailingZeros() throws IOException {
    while (in.available(1) > 0) {
      if (in.peek(0) != 0) {
        throw errorBetween("the data end within a header, or begin anew with zeros");
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

  private void expectValue() throws DicomFormatException {
    if ((header.length() & 1) != 0 && !options.accepts(Leniency.ODD_LENGTH)) {
      throw error("a value of odd length");
    }
    valueEnd = endOfDefined();
  }

  /** Where the defined length ends, which has to be within what is around; or {@code OPEN}. */
  private long endOfDefined() throws DicomFormatException {
    if (header.undefinedLength()) {
      return Nesting.OPEN;
    }
    long end = in.position() + header.length();
    if (!nesting.holds(end)) {
      throw error(
          "a length of " + header.length() + " bytes runs past the end of the sequence around it");
    }
    if (in.total() != ByteInput.UNKNOWN && end > in.total()) {
      throw truncated(end - in.total());
    }
    return end;
  }

  DicomFormatException truncated(long missing) {
    return error("the data end " + missing + " bytes before the value does");
  }

  /** An error at the element or item at hand. */
  DicomFormatException error(String problem) {
    return new DicomFormatException(problem, headerStart, nesting.path(header.tag()));
  }

  /** An error where no element has begun. */
  private DicomFormatException errorBetween(String problem) {
    return new DicomFormatException(problem, headerStart, nesting.path());
  }
}
