package org.farsight.dicom.web;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;

/**
 * What a compressed image says of itself: JPEG (ITU-T T.81 annex B), JPEG-LS (T.87 annex C) and
 * JPEG 2000 (T.800 annex A, in a JP2 file annex I). From it come the transfer syntax and the Image
 * Pixel Description Macro (PS3.3 §C.7.6.3.1) of a client that leaves both to the server.
 *
 * @param syntax the transfer syntax that fits it
 * @param rows its height
 * @param columns its width
 * @param samples its components
 * @param bits of a sample
 * @param signed whether samples are signed
 * @param photometric Photometric Interpretation (0028,0004)
 * @param offset where the codestream begins: PS3.5 §A.4.4 wants it without the boxes of a JP2 file
 * @param length of the codestream in bytes; below zero: to the end
 */
record Codestream(
    TransferSyntax syntax,
    int rows,
    int columns,
    int samples,
    int bits,
    boolean signed,
    String photometric,
    long offset,
    long length) {

  private static final long TO_END = -1;
  private static final List<String> JPEG_2000_TYPES =
      List.of("image/jp2", "image/jpx", "image/jphc");
  private static final int JPEG = 0xFFD8;
  private static final int J2K = 0xFF4F;
  private static final int JP2_SIGNATURE_LENGTH = 12;
  private static final int SOS = 0xDA;
  private static final int APP14 = 0xEE;
  private static final int SOF_LS = 0xF7;
  private static final int SIZ = 0xFF51;
  private static final int COD = 0xFF52;
  private static final int SOT = 0xFF90;
  private static final int MOST_SEGMENTS = 4096;
  private static final int FIXED_SIZ = 36;

  /** Reads the beginning of an image; empty where it is none of the three, or broken. */
  static Optional<Codestream> read(InputStream image) throws IOException {
    Input in = new Input(new BufferedInputStream(image));
    try {
      int start = in.int16();
      if (start == JPEG) {
        return jpeg(in);
      }
      if (start == J2K) {
        return jpeg2000(in, 0, TO_END);
      }
      return start == 0 ? jp2(in) : Optional.empty();
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  /** Whether a decoder of this syntax can read it, so far as that is known. */
  boolean fits(TransferSyntax named) {
    String type = PixelMediaType.of(named);
    return switch (PixelMediaType.of(syntax)) {
      case "image/jpeg" ->
          named.equals(syntax)
              || named.equals(TransferSyntax.JPEG_EXTENDED)
                  && syntax.equals(TransferSyntax.JPEG_BASELINE)
              || named.equals(TransferSyntax.JPEG_LOSSLESS)
                  && syntax.equals(TransferSyntax.JPEG_LOSSLESS_SV1);
      case "image/jls" -> type.equals("image/jls");
      default -> JPEG_2000_TYPES.contains(type);
    };
  }

  /** Adds to a data set what it lacks of the Image Pixel Description Macro. */
  void describe(DataSet set) {
    if (!set.contains(Tag.PHOTOMETRIC_INTERPRETATION)) {
      set.put(Tag.PHOTOMETRIC_INTERPRETATION, VR.CS, photometric);
    }
    int allocated = bits <= 8 ? 8 : 16;
    lacking(set, Tag.SAMPLES_PER_PIXEL, samples);
    lacking(set, Tag.ROWS, rows);
    lacking(set, Tag.COLUMNS, columns);
    lacking(set, Tag.BITS_ALLOCATED, allocated);
    lacking(set, Tag.BITS_STORED, bits);
    lacking(set, Tag.HIGH_BIT, set.integer(Tag.BITS_STORED).orElse(bits) - 1);
    lacking(set, Tag.PIXEL_REPRESENTATION, signed ? 1 : 0);
    if (samples > 1) {
      lacking(set, Tag.PLANAR_CONFIGURATION, 0);
    }
  }

  private static void lacking(DataSet set, int tag, int value) {
    if (set.integer(tag).isEmpty()) {
      set.putInts(tag, VR.US, value);
    }
  }

  // ------------------------------------------------------------------- JPEG

  /** The frame header of a JPEG and what stands around it. */
  private record Frame(
      int marker, int bits, int rows, int columns, int samples, boolean rgb, boolean halved) {}

  private static Optional<Codestream> jpeg(Input in) throws IOException {
    Frame frame = null;
    int adobe = -1;
    for (int i = 0; i < MOST_SEGMENTS; i++) {
      int marker = marker(in);
      if (marker < 0) {
        return Optional.empty();
      }
      int length = in.int16() - 2;
      if (length < 0) {
        return Optional.empty();
      }
      long end = in.position + length;
      if (isFrame(marker)) {
        frame = frame(in, marker);
      } else if (marker == APP14 && length >= 12) {
        byte[] data = in.bytes(12);
        boolean named = new String(data, 0, 5, StandardCharsets.US_ASCII).equals("Adobe");
        adobe = named ? data[11] : adobe;
      } else if (marker == SOS) {
        return frame == null ? Optional.empty() : scan(in, frame, adobe);
      }
      in.skipTo(end);
    }
    return Optional.empty();
  }

  /** The second byte of the next marker; -1 where none stands. */
  private static int marker(Input in) throws IOException {
    if (in.int8() != 0xFF) {
      return -1;
    }
    int marker = in.int8();
    while (marker == 0xFF) { // fill bytes, T.81 §B.1.1.2
      marker = in.int8();
    }
    return marker;
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xC3 || marker == SOF_LS;
  }

  private static Frame frame(Input in, int marker) throws IOException {
    int bits = in.int8();
    int rows = in.int16();
    int columns = in.int16();
    int samples = in.int8();
    StringBuilder names = new StringBuilder();
    boolean halved = false;
    for (int i = 0; i < samples && i < 4; i++) {
      names.append((char) in.int8());
      halved |= i == 0 && in.int8() >> 4 == 2;
      in.skipTo(in.position + (i == 0 ? 1 : 2));
    }
    boolean rgb = names.toString().equals("RGB");
    return new Frame(marker, bits, rows, columns, samples, rgb, halved);
  }

  private static Optional<Codestream> scan(Input in, Frame frame, int adobe) throws IOException {
    int components = in.int8();
    in.skipTo(in.position + 2L * components);
    int parameter = in.int8(); // predictor of a lossless scan, NEAR of JPEG-LS
    TransferSyntax syntax =
        switch (frame.marker) {
          case 0xC0 -> TransferSyntax.JPEG_BASELINE;
          case 0xC1 -> TransferSyntax.JPEG_EXTENDED;
          case 0xC3 ->
              parameter == 1 ? TransferSyntax.JPEG_LOSSLESS_SV1 : TransferSyntax.JPEG_LOSSLESS;
          case SOF_LS ->
              parameter == 0
                  ? TransferSyntax.JPEG_LS_LOSSLESS
                  : TransferSyntax.JPEG_LS_NEAR_LOSSLESS;
          default -> null; // progressive: PS3.5 has retired it
        };
    if (syntax == null || !isImage(frame.rows, frame.columns, frame.samples, frame.bits)) {
      return Optional.empty();
    }
    boolean lossless = frame.marker == 0xC3 || frame.marker == SOF_LS;
    boolean rgb = adobe < 0 ? lossless || frame.rgb : adobe == 0;
    String colours = rgb ? "RGB" : frame.halved ? "YBR_FULL_422" : "YBR_FULL";
    return Optional.of(
        new Codestream(
            syntax,
            frame.rows,
            frame.columns,
            frame.samples,
            frame.bits,
            false,
            frame.samples == 1 ? "MONOCHROME2" : colours,
            0,
            TO_END));
  }

  private static boolean isImage(long rows, long columns, int samples, int bits) {
    return rows > 0
        && rows <= 0xFFFF
        && columns > 0
        && columns <= 0xFFFF
        && (samples == 1 || samples == 3)
        && bits > 0
        && bits <= 16;
  }

  // -------------------------------------------------------------- JPEG 2000

  /** Goes through the boxes of a JP2 file up to its codestream, T.800 §I.4. */
  private static Optional<Codestream> jp2(Input in) throws IOException {
    boolean signature = in.int16() == JP2_SIGNATURE_LENGTH && in.int32() == 0x6A50_2020;
    in.skipTo(JP2_SIGNATURE_LENGTH);
    for (int i = 0; signature && i < MOST_SEGMENTS; i++) {
      long start = in.position;
      long length = in.int32();
      boolean codestream = in.int32() == 0x6A70_3263; // jp2c
      if (length == 1) {
        length = in.int32() << 32 | in.int32();
      }
      if (codestream) {
        long offset = in.position;
        long rest = length == 0 ? TO_END : length - (offset - start);
        boolean whole = length == 0 || rest > 0;
        return whole && in.int16() == J2K ? jpeg2000(in, offset, rest) : Optional.empty();
      }
      if (length < in.position - start) {
        return Optional.empty();
      }
      in.skipTo(start + length);
    }
    return Optional.empty();
  }

  private static Optional<Codestream> jpeg2000(Input in, long offset, long length)
      throws IOException {
    if (in.int16() != SIZ || in.int16() <= FIXED_SIZ) {
      return Optional.empty();
    }
    long end = in.position - 2 + FIXED_SIZ;
    in.int16(); // Rsiz
    long right = in.int32();
    long bottom = in.int32();
    long columns = right - in.int32();
    long rows = bottom - in.int32();
    in.skipTo(end);
    int samples = in.int16();
    int depth = in.int8();
    int bits = (depth & 0x7F) + 1;
    in.skipTo(end + 2 + 3L * samples);
    for (int i = 0; i < MOST_SEGMENTS; i++) {
      int marker = in.int16();
      if (marker == SOT || !isImage(rows, columns, samples, bits)) {
        return Optional.empty();
      }
      long next = in.position + in.int16();
      if (marker == COD) {
        in.skipTo(in.position + 4); // Scod, progression order, layers
        boolean transformed = in.int8() == 1;
        in.skipTo(in.position + 4);
        boolean reversible = in.int8() == 1;
        String colours = !transformed ? "RGB" : reversible ? "YBR_RCT" : "YBR_ICT";
        return Optional.of(
            new Codestream(
                reversible ? TransferSyntax.JPEG_2000_LOSSLESS : TransferSyntax.JPEG_2000,
                (int) rows,
                (int) columns,
                samples,
                bits,
                (depth & 0x80) != 0,
                samples == 1 ? "MONOCHROME2" : colours,
                offset,
                length));
      }
      in.skipTo(next);
    }
    return Optional.empty();
  }

  /** Numbers of the high byte first. */
  private static final class Input {
    private final InputStream in;
    private long position;

    Input(InputStream in) {
      this.in = in;
    }

    int int8() throws IOException {
      int value = in.read();
      if (value < 0) {
        throw new EOFException();
      }
      position++;
      return value;
    }

    int int16() throws IOException {
      return int8() << 8 | int8();
    }

    long int32() throws IOException {
      return (long) int16() << 16 | int16();
    }

    byte[] bytes(int count) throws IOException {
      byte[] bytes = in.readNBytes(count);
      position += bytes.length;
      if (bytes.length < count) {
        throw new EOFException();
      }
      return bytes;
    }

    /** Goes forward, not back. */
    void skipTo(long wanted) throws IOException {
      if (wanted > position) {
        in.skipNBytes(wanted - position);
        position = wanted;
      }
    }
  }
}
