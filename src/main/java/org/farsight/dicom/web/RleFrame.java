package org.farsight.dicom.web;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.farsight.dicom.io.DicomFormatException;

/** Frames of RLE Lossless, PS3.5 annex G. */
public final class RleFrame {

  private static final int HEADER = 64;
  private static final int MOST_SEGMENTS = 15;

  private RleFrame() {}

  /**
   * Decodes a frame.
   *
   * @param pixels rows times columns
   * @param samples per pixel
   * @param bytesPerSample 1, 2 or 4
   * @return samples in little endian, those of a pixel beside each other
   * @throws DicomFormatException if a segment is missing or too short
   */
  public static byte[] decode(byte[] frame, int pixels, int samples, int bytesPerSample)
      throws DicomFormatException {
    int wanted = samples * bytesPerSample;
    if (frame.length < HEADER || wanted > MOST_SEGMENTS) {
      throw broken("an RLE header that fits no image", 0);
    }
    ByteBuffer header = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    int segments = header.getInt();
    if (segments != wanted) {
      throw broken(segments + " segments in place of " + wanted, 0);
    }
    byte[] decoded = new byte[Math.multiplyExact(pixels, wanted)];
    for (int segment = 0; segment < segments; segment++) {
      int start = header.getInt(4 + 4 * segment);
      int end = segment + 1 < segments ? header.getInt(8 + 4 * segment) : frame.length;
      if (start < HEADER || end > frame.length || start > end) {
        throw broken("a segment outside of the frame", 4 + 4 * segment);
      }
      // the most significant byte of a sample comes first
      int sample = segment / bytesPerSample;
      int place = bytesPerSample - 1 - segment % bytesPerSample;
      unpack(frame, start, end, decoded, sample * bytesPerSample + place, wanted);
    }
    return decoded;
  }

  /** PackBits into each so many-th byte. */
  private static void unpack(byte[] frame, int start, int end, byte[] to, int first, int step)
      throws DicomFormatException {
    int in = start;
    int out = first;
    while (out < to.length) {
      if (in >= end) {
        throw broken("a segment ends before the image", in);
      }
      int control = frame[in++];
      int count = control >= 0 ? control + 1 : control == -128 ? 0 : 1 - control;
      int bytes = control >= 0 ? count : Math.min(count, 1);
      if (in + bytes > end) {
        throw broken("a segment ends within a run", in);
      }
      for (int i = 0; i < count && out < to.length; i++) {
        to[out] = frame[control >= 0 ? in + i : in];
        out += step;
      }
      in += bytes;
    }
  }

  private static DicomFormatException broken(String problem, int offset) {
    return new DicomFormatException("RLE: " + problem, offset, "(7FE0,0010)");
  }
}
