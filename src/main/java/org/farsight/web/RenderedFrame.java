package org.farsight.web;

import java.awt.image.BufferedImage;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;

/**
 * A frame as people see it: modality and VOI transformation, colours (PS3.3 §C.7.6.3, §C.11.1,
 * §C.11.2), as 8 bits per sample.
 */
final class RenderedFrame {

  private static final int RESCALE_INTERCEPT = 0x0028_1052;
  private static final int RESCALE_SLOPE = 0x0028_1053;
  private static final int VOI_LUT_FUNCTION = 0x0028_1056;
  private static final int RED_DESCRIPTOR = 0x0028_1101;
  private static final int RED_DATA = 0x0028_1201;

  private RenderedFrame() {}

  /**
   * A window of values, PS3.3 §C.11.2.1.2.
   *
   * @param function {@code LINEAR}, {@code LINEAR_EXACT} or {@code SIGMOID}
   */
  record Window(double center, double width, String function) {
    /** A value as 0 to 255. */
    int apply(double value) {
      double share =
          switch (function) {
            case "SIGMOID" -> 1 / (1 + Math.exp(-4 * (value - center) / width));
            case "LINEAR_EXACT" -> (value - center) / width + 0.5;
            default ->
                width <= 1
                    ? (value <= center - 0.5 ? 0 : 1)
                    : (value - (center - 0.5)) / (width - 1) + 0.5;
          };
      return (int) Math.round(255 * Math.max(0, Math.min(1, share)));
    }
  }

  /**
   * Renders.
   *
   * @param asked the client's window, before that of the object
   * @return empty for a photometric interpretation that is not rendered here
   */
  static Optional<BufferedImage> of(DataSet header, FramePixels pixels, Optional<Window> asked) {
    String interpretation = header.string(Tag.PHOTOMETRIC_INTERPRETATION).orElse("");
    return switch (interpretation) {
      case "MONOCHROME1" -> grey(header, pixels, asked, true);
      case "MONOCHROME2" -> grey(header, pixels, asked, false);
      case "PALETTE COLOR" -> palette(header, pixels);
      default -> pixels.samples() == 3 ? colour(header, pixels) : Optional.empty();
    };
  }

  private static Optional<BufferedImage> grey(
      DataSet header, FramePixels pixels, Optional<Window> asked, boolean inverted) {
    if (pixels.samples() != 1) {
      return Optional.empty();
    }
    double slope = header.decimal(RESCALE_SLOPE).orElse(1);
    double intercept = header.decimal(RESCALE_INTERCEPT).orElse(0);
    Stored stored = Stored.of(header);
    int[] values = pixels.values();
    Window window =
        asked.or(() -> own(header)).orElseGet(() -> spread(values, stored, slope, intercept));
    BufferedImage image =
        new BufferedImage(pixels.columns(), pixels.rows(), BufferedImage.TYPE_BYTE_GRAY);
    int[] row = new int[pixels.columns()];
    for (int y = 0; y < pixels.rows(); y++) {
      for (int x = 0; x < row.length; x++) {
        int value = stored.value(values[y * row.length + x]);
        int shown = window.apply(value * slope + intercept);
        row[x] = inverted ? 255 - shown : shown;
      }
      image.getRaster().setPixels(0, y, row.length, 1, row);
    }
    return Optional.of(image);
  }

  /** The stored bits of a sample, with its sign (PS3.5 §8.1.1). */
  private record Stored(int bits, int shift, boolean signed) {
    static Stored of(DataSet header) {
      int allocated = header.integer(Tag.BITS_ALLOCATED).orElse(16);
      int bits = Math.clamp(header.integer(Tag.BITS_STORED).orElse(allocated), 1, 16);
      int shift = Math.clamp(header.integer(Tag.HIGH_BIT).orElse(bits - 1) + 1L - bits, 0, 15);
      return new Stored(bits, shift, header.integer(Tag.PIXEL_REPRESENTATION).orElse(0) == 1);
    }

    int value(int sample) {
      int value = sample >> shift & (1 << bits) - 1;
      return signed && value >>> bits - 1 == 1 ? value - (1 << bits) : value;
    }
  }

  private static Optional<Window> own(DataSet header) {
    var center = header.decimal(Tag.WINDOW_CENTER);
    var width = header.decimal(Tag.WINDOW_WIDTH);
    if (center.isEmpty() || width.isEmpty() || width.getAsDouble() <= 0) {
      return Optional.empty();
    }
    String function = header.string(VOI_LUT_FUNCTION).orElse("LINEAR");
    return Optional.of(new Window(center.getAsDouble(), width.getAsDouble(), function));
  }

  /** From the smallest to the largest value of the frame, where nothing else is said. */
  private static Window spread(int[] values, Stored stored, double slope, double intercept) {
    int low = Integer.MAX_VALUE;
    int high = Integer.MIN_VALUE;
    for (int sample : values) {
      int value = stored.value(sample);
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    double from = low * slope + intercept;
    double to = high * slope + intercept;
    return new Window((from + to) / 2, Math.max(1, Math.abs(to - from)), "LINEAR_EXACT");
  }

  private static Optional<BufferedImage> colour(DataSet header, FramePixels pixels) {
    int bits = header.integer(Tag.BITS_STORED).orElse(8);
    int shift = Math.max(0, bits - 8);
    int[] values = pixels.values();
    int[] rgb = new int[pixels.columns() * pixels.rows()];
    for (int i = 0; i < rgb.length; i++) {
      int a = values[3 * i] >> shift & 0xFF;
      int b = values[3 * i + 1] >> shift & 0xFF;
      int c = values[3 * i + 2] >> shift & 0xFF;
      rgb[i] = pixels.colour() == FramePixels.Colour.RGB ? a << 16 | b << 8 | c : ybr(a, b, c);
    }
    return Optional.of(image(pixels, rgb));
  }

  /** PS3.3 §C.7.6.3.1.2, YBR_FULL. */
  private static int ybr(int y, int cb, int cr) {
    int red = byteOf(y + 1.402 * (cr - 128));
    int green = byteOf(y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128));
    int blue = byteOf(y + 1.772 * (cb - 128));
    return red << 16 | green << 8 | blue;
  }

  private static int byteOf(double value) {
    return (int) Math.round(Math.max(0, Math.min(255, value)));
  }

  private static Optional<BufferedImage> palette(DataSet header, FramePixels pixels) {
    int[][] tables = new int[3][];
    int first = 0;
    for (int i = 0; i < 3; i++) {
      int[] descriptor = header.integers(RED_DESCRIPTOR + i);
      byte[] data = header.contains(RED_DATA + i) ? header.bytes(RED_DATA + i) : new byte[0];
      if (descriptor.length < 3 || data.length == 0) {
        return Optional.empty(); // segmented palettes, for one
      }
      first = (short) descriptor[1];
      tables[i] = table(descriptor[0] == 0 ? 65_536 : descriptor[0] & 0xFFFF, descriptor[2], data);
    }
    Stored stored = Stored.of(header);
    int[] values = pixels.values();
    int[] rgb = new int[values.length];
    for (int i = 0; i < rgb.length; i++) {
      int index = Math.clamp((long) stored.value(values[i]) - first, 0, tables[0].length - 1);
      rgb[i] =
          tables[0][index] << 16
              | tables[1][Math.min(index, tables[1].length - 1)] << 8
              | tables[2][Math.min(index, tables[2].length - 1)];
    }
    return Optional.of(image(pixels, rgb));
  }

  /** Entries as 8 bits; of 16 bits the upper ones (PS3.3 §C.7.6.3.1.6). */
  private static int[] table(int entries, int bits, byte[] data) {
    boolean wide = data.length >= 2 * entries;
    int[] table = new int[Math.max(1, Math.min(entries, wide ? data.length / 2 : data.length))];
    for (int i = 0; i < table.length; i++) {
      int at = wide ? 2 * i : i;
      table[i] = data[wide && bits > 8 ? at + 1 : at] & 0xFF;
    }
    return table;
  }

  private static BufferedImage image(FramePixels pixels, int[] rgb) {
    BufferedImage image =
        new BufferedImage(pixels.columns(), pixels.rows(), BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, pixels.columns(), pixels.rows(), rgb, 0, pixels.columns());
    return image;
  }
}
