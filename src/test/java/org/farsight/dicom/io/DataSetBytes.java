package org.farsight.dicom.io;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.farsight.dicom.data.Tag;

/** Data sets typed byte by byte, so that tests do not lean on the writer they test. */
final class DataSetBytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An element in explicit VR little endian, short form. */
  DataSetBytes shortForm(int tag, String vr, String value) {
    tag(tag);
    text(vr);
    int16(value.length());
    return text(value);
  }

  /** A header in explicit VR little endian, long form; -1 is the undefined length. */
  DataSetBytes longForm(int tag, String vr, long length) {
    tag(tag);
    text(vr);
    int16(0);
    return int32(length);
  }

  /** An element in implicit VR little endian. */
  DataSetBytes implicit(int tag, String value) {
    return implicit(tag, value.length()).text(value);
  }

  /** A header in implicit VR little endian, an item or a delimiter. */
  DataSetBytes implicit(int tag, long length) {
    tag(tag);
    return int32(length);
  }

  DataSetBytes item(long length) {
    return implicit(Tag.ITEM, length);
  }

  DataSetBytes itemEnd() {
    return implicit(Tag.ITEM_DELIMITATION_ITEM, 0);
  }

  DataSetBytes sequenceEnd() {
    return implicit(Tag.SEQUENCE_DELIMITATION_ITEM, 0);
  }

  DataSetBytes text(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  DataSetBytes hex(String digits) {
    out.writeBytes(HexFormat.of().parseHex(digits.replace(" ", "")));
    return this;
  }

  private void tag(int tag) {
    int16(Tag.group(tag));
    int16(Tag.element(tag));
  }

  private void int16(int value) {
    out.write(value);
    out.write(value >>> 8);
  }

  private DataSetBytes int32(long value) {
    int16((int) value);
    int16((int) (value >>> 16));
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
