package org.farsight.testdata;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The RLE transfer syntax for frames of one byte per sample (PS3.5 annex G). */
final class RunLengthCoding {
  private static final int HEADER = 64;
  private static final int LONGEST = 128;

  private RunLengthCoding() {}

  /**
   * One frame.
   *
   * @param planes the samples by colour, each row after row; one segment each
   * @param columns a run does not go on into the next row
   */
  static byte[] encode(byte[][] planes, int columns) {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(planes.length);
    ByteArrayOutputStream segments = new ByteArrayOutputStream();
    for (byte[] plane : planes) {
      header.putInt(HEADER + segments.size());
      for (int row = 0; row < plane.length; row += columns) {
        encodeRow(plane, row, row + columns, segments);
      }
      if (segments.size() % 2 != 0) {
        segments.write(0);
      }
    }
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(header.array());
    frame.writeBytes(segments.toByteArray());
    return frame.toByteArray();
  }

  private static void encodeRow(byte[] plane, int from, int to, ByteArrayOutputStream out) {
    int at = from;
    while (at < to) {
      int run = run(plane, at, to);
      if (run > 1) {
        out.write(1 - run);
        out.write(plane[at]);
        at += run;
        continue;
      }
      int end = at + 1;
      while (end < to && end - at < LONGEST && run(plane, end, to) < 3) {
        end++;
      }
      out.write(end - at - 1);
      out.write(plane, at, end - at);
      at = end;
    }
  }

  private static int run(byte[] plane, int at, int to) {
    int end = at + 1;
    while (end < to && end - at < LONGEST && plane[end] == plane[at]) {
      end++;
    }
    return end - at;
  }
}
