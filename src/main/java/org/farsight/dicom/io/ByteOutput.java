package org.farsight.dicom.io;

import java.io.IOException;
import java.io.OutputStream;
import org.farsight.dicom.data.Tag;

/** Numbers to bytes in one byte order. */
final class ByteOutput {

  private final OutputStream out;
  private final boolean bigEndian;

  ByteOutput(OutputStream out, boolean bigEndian) {
    this.out = out;
    this.bigEndian = bigEndian;
  }

  boolean bigEndian() {
    return bigEndian;
  }

  void int8(int value) throws IOException {
    out.write(value);
  }

  void int16(int value) throws IOException {
    out.write(bigEndian ? value >>> 8 : value);
    out.write(bigEndian ? value : value >>> 8);
  }

  void int32(long value) throws IOException {
    int low = (int) value & 0xFFFF;
    int high = (int) (value >>> 16) & 0xFFFF;
    int16(bigEndian ? high : low);
    int16(bigEndian ? low : high);
  }

  void tag(int tag) throws IOException {
    int16(Tag.group(tag));
    int16(Tag.element(tag));
  }

  void bytes(byte[] bytes) throws IOException {
    out.write(bytes);
  }
}
