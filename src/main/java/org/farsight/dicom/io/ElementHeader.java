package org.farsight.dicom.io;

import java.io.IOException;
import org.farsight.dicom.data.Dictionary;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.jspecify.annotations.Nullable;

/** The tag, VR and length before a value, PS3.5 §7.1; one object read again and again. */
final class ElementHeader {

  /** The length that says: up to the delimiter. */
  static final long UNDEFINED = 0xFFFF_FFFFL;

  private static final int SHORT_FORM = 8;
  private static final int LONG_FORM = 12;

  private final ReadOptions options;
  private int tag;
  private VR vr = VR.UN;
  private long length;

  ElementHeader(ReadOptions options) {
    this.options = options;
  }

  int tag() {
    return tag;
  }

  VR vr() {
    return vr;
  }

  long length() {
    return length;
  }

  boolean undefinedLength() {
    return length == UNDEFINED;
  }

  /** Looks at a tag that the input has at hand, without moving on. */
  static int peekTag(ByteInput in, boolean bigEndian) {
    return Tag.of(in.peek16(0, bigEndian), in.peek16(2, bigEndian));
  }

  /**
   * Reads an element's header, of which the input has eight bytes at hand.
   *
   * @return what is wrong with it, or null
   */
  @Nullable String read(ByteInput in, boolean implicit, boolean bigEndian) throws IOException {
    tag = peekTag(in, bigEndian);
    if (implicit) {
      implicitForm(in, bigEndian);
      return null;
    }
    int first = in.peek(4);
    int second = in.peek(5);
    VR named = VR.of(first, second);
    if (named == null) {
      boolean letters = first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
      if (!letters && options.accepts(Leniency.IMPLICIT_ELEMENT)) {
        implicitForm(in, bigEndian);
        return null;
      }
      if (!letters || !options.accepts(Leniency.UNKNOWN_VR)) {
        return "no VR in the header";
      }
      named = VR.UN;
    }
    vr = named;
    if (!named.longLength()) {
      length = in.peek16(6, bigEndian);
      in.consume(SHORT_FORM);
      return null;
    }
    if (in.available(LONG_FORM) < LONG_FORM) {
      return "the data end within a header";
    }
    length = in.peek32(8, bigEndian);
    in.consume(LONG_FORM);
    return null;
  }

  private void implicitForm(ByteInput in, boolean bigEndian) {
    vr = Dictionary.vr(tag);
    length = in.peek32(4, bigEndian);
    in.consume(SHORT_FORM);
  }

  /** Reads an item's header or a delimiter, PS3.5 §7.5, of which eight bytes are at hand. */
  void readItem(ByteInput in, boolean bigEndian) {
    tag = peekTag(in, bigEndian);
    length = in.peek32(4, bigEndian);
    in.consume(SHORT_FORM);
  }

  /** Sets what the reader shows for something that is no plain element. */
  void show(int shownTag, VR shownVr) {
    tag = shownTag;
    vr = shownVr;
  }
}
