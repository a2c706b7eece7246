package org.farsight.web;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.web.Frames;
import org.farsight.dicom.web.PixelMediaType;
import org.farsight.dicom.web.RleFrame;

/**
 * The samples of a frame, decoded: uncompressed, RLE, JPEG (8 bit and lossless) and JPEG 2000.
 *
 * @param columns width in pixels
 * @param rows height in pixels
 * @param samples per pixel, 1 or 3
 * @param values one after the other, those of a pixel beside each other, without sign
 * @param colour how three samples are to be understood
 */
record FramePixels(int columns, int rows, int samples, int[] values, Colour colour) {

  /** What three samples of a pixel are. */
  enum Colour {
    RGB,
    YBR
  }

  /** More are not rendered. */
  static final int MOST_PIXELS = 24 << 20;

  private static final int LONGEST_FRAME = 64 << 20;

  /**
   * Decodes a frame.
   *
   * @return empty where no decoder is here for the transfer syntax, or for this use of it
   */
  static Optional<FramePixels> decode(Frames frames, TransferSyntax syntax, int number)
      throws IOException {
    DataSet header = frames.header();
    int pixels = count(header);
    int samples = header.integer(Tag.SAMPLES_PER_PIXEL).orElse(1);
    long length = frames.length(number);
    if (length > LONGEST_FRAME) {
      throw HttpProblem.notAcceptable("a frame of this size is not rendered");
    }
    if (samples != 1 && samples != 3) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) length);
    frames.copy(number, bytes);
    if (!frames.encapsulated()) {
      return uncompressed(header, bytes.toByteArray(), isPlanar(header));
    }
    if (syntax.equals(TransferSyntax.RLE_LOSSLESS)) {
      int size = header.integer(Tag.BITS_ALLOCATED).orElse(8) / 8;
      byte[] plain = RleFrame.decode(bytes.toByteArray(), pixels, samples, size);
      return uncompressed(header, plain, false);
    }
    String type = PixelMediaType.of(syntax);
    boolean known = type.equals("image/jp2") || type.equals("image/jpeg") && isRead(header, syntax);
    return known ? compressed(header, type, bytes.toByteArray()) : Optional.empty();
  }

  /** The pixels of a frame; a problem where there are more than are rendered. */
  static int count(DataSet header) {
    long pixels = (long) header.integer(Tag.ROWS).orElse(0) * header.integer(Tag.COLUMNS).orElse(0);
    if (pixels < 1 || pixels > MOST_PIXELS) {
      throw HttpProblem.notAcceptable("a frame of this size is not rendered");
    }
    return (int) pixels;
  }

  /** JPEG of 12 bits in a lossy process has no decoder here. */
  private static boolean isRead(DataSet header, TransferSyntax syntax) {
    return !syntax.equals(TransferSyntax.JPEG_EXTENDED)
        || header.integer(Tag.BITS_STORED).orElse(8) == 8;
  }

  private static boolean isPlanar(DataSet header) {
    return header.integer(Tag.PLANAR_CONFIGURATION).orElse(0) == 1;
  }

  private static Colour colour(DataSet header) {
    String interpretation = header.string(Tag.PHOTOMETRIC_INTERPRETATION).orElse("");
    return interpretation.startsWith("YBR_FULL") ? Colour.YBR : Colour.RGB;
  }

  private static Optional<FramePixels> uncompressed(DataSet header, byte[] bytes, boolean planar) {
    int rows = header.integer(Tag.ROWS).orElse(0);
    int columns = header.integer(Tag.COLUMNS).orElse(0);
    int samples = header.integer(Tag.SAMPLES_PER_PIXEL).orElse(1);
    int bits = header.integer(Tag.BITS_ALLOCATED).orElse(8);
    boolean halved =
        header.string(Tag.PHOTOMETRIC_INTERPRETATION).orElse("").endsWith("_422") && samples == 3;
    boolean whole = bits == 8 || bits == 16 || bits == 1 && samples == 1;
    int pixels = rows * columns;
    if (!whole
        || halved && bits != 8
        || bytes.length < (long) pixels * samples * bits / 8 && !halved) {
      return Optional.empty();
    }
    int[] values = new int[pixels * samples];
    for (int i = 0; i < values.length; i++) {
      int from = planar ? i % samples * pixels + i / samples : i;
      values[i] =
          switch (bits) {
            case 1 -> bytes[from / 8] >> from % 8 & 1;
            case 8 -> bytes[halved ? halved(i) : from] & 0xFF;
            default -> bytes[2 * from] & 0xFF | (bytes[2 * from + 1] & 0xFF) << 8;
          };
    }
    return Optional.of(new FramePixels(columns, rows, samples, values, colour(header)));
  }

  /** PS3.3 §C.7.6.3.1.2: two pixels are Y Y Cb Cr. */
  private static int halved(int index) {
    int pixel = index / 3;
    int pair = pixel / 2 * 4;
    return index % 3 == 0 ? pair + pixel % 2 : pair + 1 + index % 3;
  }

  private static Optional<FramePixels> compressed(DataSet header, String type, byte[] bytes)
      throws IOException {
    Iterator<ImageReader> readers =
        ImageIO.getImageReadersByMIMEType(type.equals("image/jp2") ? "image/jpeg2000" : type);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      try {
        if (reader.canReadRaster()) {
          reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)));
          // JPEG 2000 gives back RGB where it had transformed it; JPEG gives what it stores
          Colour colour = type.equals("image/jp2") ? Colour.RGB : colour(header);
          return of(header, reader.readRaster(0, null), colour);
        }
      } finally {
        reader.dispose();
      }
    }
    return Optional.empty();
  }

  private static Optional<FramePixels> of(DataSet header, Raster raster, Colour colour) {
    int samples = raster.getNumBands();
    boolean fits =
        raster.getWidth() == header.integer(Tag.COLUMNS).orElse(0)
            && raster.getHeight() == header.integer(Tag.ROWS).orElse(0)
            && samples == header.integer(Tag.SAMPLES_PER_PIXEL).orElse(1);
    if (!fits) {
      return Optional.empty();
    }
    int[] values =
        raster.getPixels(
            raster.getMinX(),
            raster.getMinY(),
            raster.getWidth(),
            raster.getHeight(),
            (int[]) null);
    return Optional.of(
        new FramePixels(raster.getWidth(), raster.getHeight(), samples, values, colour));
  }
}
