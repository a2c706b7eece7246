package org.farsight.dicom.data;

import java.util.Arrays;
import java.util.List;

/** A data element, PS3.5 §7.1. What it holds is never printed, since it may concern a person. */
public sealed interface Element {

  /** The tag. */
  int tag();

  /** The VR, as in the header or from the dictionary. */
  VR vr();

  /**
   * An element whose value is bytes.
   *
   * @param bytes the value field as it stood in the stream, padding included; not to be changed
   * @param bigEndian whether numbers in it stand with the high byte first
   */
  record Value(int tag, VR vr, byte[] bytes, boolean bigEndian) implements Element {

    /** The value field in the asked byte order; the same array where nothing is to be swapped. */
    public byte[] bytes(boolean wantBigEndian) {
      int word = vr.wordSize();
      if (wantBigEndian == bigEndian || word == 1) {
        return bytes;
      }
      byte[] swapped = bytes.clone();
      for (int start = 0; start + word <= swapped.length; start += word) {
        for (int i = 0; i < word; i++) {
          swapped[start + i] = bytes[start + word - 1 - i];
        }
      }
      return swapped;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Value value
          && value.tag == tag
          && value.vr == vr
          && Arrays.equals(value.bytes(false), bytes(false));
    }

    @Override
    public int hashCode() {
      return 31 * tag + Arrays.hashCode(bytes(false));
    }

    @Override
    public String toString() {
      return Tag.toString(tag) + " " + vr + " " + bytes.length + " bytes";
    }
  }

  /** A sequence of items; the items belong to the data set that holds this element. */
  record Sequence(int tag, List<DataSet> items) implements Element {

    @Override
    public VR vr() {
      return VR.SQ;
    }

    @Override
    public String toString() {
      return Tag.toString(tag) + " SQ " + items.size() + " items";
    }
  }

  /**
   * Encapsulated pixel data, PS3.5 §A.4.
   *
   * @param fragments the Basic Offset Table (may be empty) and then the fragments
   */
  record Fragments(int tag, VR vr, List<byte[]> fragments) implements Element {

    @Override
    public boolean equals(Object other) {
      return other instanceof Fragments that
          && that.tag == tag
          && Arrays.deepEquals(fragments.toArray(), that.fragments.toArray());
    }

    @Override
    public int hashCode() {
      return 31 * tag + Arrays.deepHashCode(fragments.toArray());
    }

    @Override
    public String toString() {
      return Tag.toString(tag) + " " + vr + " " + fragments.size() + " fragments";
    }
  }

  /**
   * An element that was there but whose value was not read into memory. Who makes a data set of
   * values that lie elsewhere ({@code DataSetWriter.LongValues}) counts offset and length as it
   * likes.
   *
   * @param offset where the value field begins, in bytes from the start of the (inflated) data set
   * @param length its length in bytes; of undefined length, that of all up to its end
   */
  record Skipped(int tag, VR vr, long offset, long length) implements Element {

    @Override
    public String toString() {
      return Tag.toString(tag) + " " + vr + " " + length + " bytes not read";
    }
  }
}
