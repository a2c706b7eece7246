package org.farsight.dicom.web;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetReader.Event;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.ReadOptions;

/**
 * The frames of an object's pixel data (PS3.5 §8, annex A.4), found without reading them. Native
 * ones are given in little endian; compressed ones as their fragments put together.
 */
public final class Frames {

  private static final int FIRST_PIXEL_ELEMENT = Tag.FLOAT_PIXEL_DATA;
  private static final String GE_BIG_ENDIAN_PIXELS = "1.2.840.113619.5.2";
  private static final int COPY_BUFFER = 1 << 16;
  private static final ReadOptions HEADER =
      ReadOptions.DEFAULT
          .withStopAt(FIRST_PIXEL_ELEMENT)
          .withMaxValueLength(8 << 20)
          .withMaxMemory(32L << 20);

  private final StoredDataSet object;
  private final DataSet header;
  private final int count;
  private final Layout layout;

  /** Where frames lie. */
  private sealed interface Layout {}

  /**
   * One after the other.
   *
   * @param offset of the value field
   * @param length of the value field
   * @param frameBits of one frame
   * @param swap bytes of a word to turn around; 1 for none
   */
  private record Native(long offset, long length, long frameBits, int swap) implements Layout {}

  /** In fragments. */
  private record Encapsulated(FragmentTable table) implements Layout {}

  private Frames(StoredDataSet object, DataSet header, int count, Layout layout) {
    this.object = object;
    this.header = header;
    this.count = count;
    this.layout = layout;
  }

  /**
   * Finds the frames.
   *
   * @return empty where the object has no pixel data
   * @throws DicomFormatException if what describes the pixels is broken or missing
   */
  public static Optional<Frames> of(StoredDataSet object) throws IOException {
    DataSet header;
    try (InputStream in = object.bytes().open()) {
      header = DataSetReader.read(in, object.syntax(), HEADER);
    }
    int count = header.integer(Tag.NUMBER_OF_FRAMES).orElse(1);
    if (count < 1) {
      throw broken("Number of Frames is not positive", Tag.NUMBER_OF_FRAMES);
    }
    try (InputStream in = object.bytes().open();
        DataSetReader reader =
            new DataSetReader(in, object.length(), object.syntax(), ReadOptions.DEFAULT)) {
      for (Event event = reader.next(); event != Event.END; event = reader.next()) {
        if (reader.depth() == 0 && event == Event.ELEMENT && isPixelData(reader.tag())) {
          Layout layout = nativeLayout(object, header, reader);
          return Optional.of(new Frames(object, header, count, layout));
        }
        if (reader.depth() == 0 && event == Event.FRAGMENTS && isPixelData(reader.tag())) {
          Layout layout = new Encapsulated(FragmentTable.read(object, header, count, reader));
          return Optional.of(new Frames(object, header, count, layout));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether it is one of the three kinds of Pixel Data. */
  static boolean isPixelData(int tag) {
    return tag == Tag.PIXEL_DATA
        || tag == Tag.FLOAT_PIXEL_DATA
        || tag == Tag.DOUBLE_FLOAT_PIXEL_DATA;
  }

  private static Layout nativeLayout(StoredDataSet object, DataSet header, DataSetReader reader)
      throws DicomFormatException {
    VR vr = reader.vr();
    boolean swapped = reader.bigEndian() && vr.wordSize() > 1;
    boolean ge =
        object.syntax().uid().equals(GE_BIG_ENDIAN_PIXELS)
            && header.integer(Tag.BITS_ALLOCATED).orElse(8) > 8;
    int swap = swapped ? vr.wordSize() : ge ? 2 : 1;
    return new Native(reader.position(), reader.length(), frameBits(header), swap);
  }

  /** Bits of an uncompressed frame, by what describes the pixels. */
  static long frameBits(DataSet header) throws DicomFormatException {
    long rows = positive(header, Tag.ROWS);
    long columns = positive(header, Tag.COLUMNS);
    long samples = header.integer(Tag.SAMPLES_PER_PIXEL).orElse(1);
    long bits = positive(header, Tag.BITS_ALLOCATED);
    if (bits > 64 || samples < 1 || samples > 4) {
      throw broken("more bits or samples in a pixel than any image has", Tag.BITS_ALLOCATED);
    }
    String interpretation = header.string(Tag.PHOTOMETRIC_INTERPRETATION).orElse("");
    boolean halved = samples == 3 && interpretation.endsWith("_422");
    return rows * columns * (halved ? 2 : samples) * bits;
  }

  private static long positive(DataSet header, int tag) throws DicomFormatException {
    long value = header.longInteger(tag).orElse(0);
    if (value < 1 || value > 0xFFFF) {
      throw broken("missing or out of range", tag);
    }
    return value;
  }

  private static DicomFormatException broken(String problem, int tag) {
    return new DicomFormatException(Tag.toString(tag) + " " + problem, 0, Tag.toString(tag));
  }

  /** The elements before the pixel data. */
  public DataSet header() {
    return header;
  }

  /** How many frames there are. */
  public int count() {
    return layout instanceof Encapsulated && PixelMediaType.isVideo(object.syntax()) ? 1 : count;
  }

  /** Whether the pixels are compressed, or at least in fragments. */
  public boolean encapsulated() {
    return layout instanceof Encapsulated;
  }

  /**
   * The length of a frame in bytes.
   *
   * @param number from 1 to {@link #count}
   * @throws DicomFormatException if the pixel data end before it
   */
  public long length(int number) throws DicomFormatException {
    return switch (layout) {
      case Native plain -> {
        check(plain, number);
        yield (plain.frameBits + 7) / 8;
      }
      case Encapsulated in -> in.table.length(number);
    };
  }

  private static void check(Native plain, int number) throws DicomFormatException {
    if ((plain.frameBits * number + 7) / 8 > plain.length) {
      throw new DicomFormatException(
          "the pixel data end before the end of frame " + number, plain.offset, "(7FE0,0010)");
    }
  }

  /** Copies a frame as a stream; see {@link #length}. */
  public void copy(int number, OutputStream out) throws IOException {
    switch (layout) {
      case Native plain -> copy(plain, number, out);
      case Encapsulated in -> in.table.copy(object, number, out);
    }
  }

  private void copy(Native plain, int number, OutputStream out) throws IOException {
    long bytes = length(number);
    long firstBit = plain.frameBits * (number - 1);
    try (InputStream in = object.openAt(plain.offset + firstBit / 8)) {
      int shift = (int) (firstBit % 8);
      if (shift != 0 || plain.frameBits % 8 != 0) {
        copyBits(in, shift, plain.frameBits, out);
      } else if (plain.swap > 1) {
        ByteSwap swap = new ByteSwap(new BufferedOutputStream(out, COPY_BUFFER), plain.swap);
        copy(in, bytes, swap);
        swap.flush();
      } else {
        copy(in, bytes, out);
      }
    }
  }

  /** Frames of single bits need not begin with a byte (PS3.5 §8.1.1): moves them to its start. */
  private static void copyBits(InputStream in, int shift, long bits, OutputStream out)
      throws IOException {
    OutputStream buffered = new BufferedOutputStream(out, COPY_BUFFER);
    InputStream bytes = new java.io.BufferedInputStream(in, COPY_BUFFER);
    int low = bytes.read();
    for (long done = 0; done < bits; done += 8) {
      int high = shift + bits - done > 8 ? bytes.read() : 0;
      if (low < 0 || high < 0) {
        throw new DicomFormatException("the pixel data end within a frame", 0, "(7FE0,0010)");
      }
      int value = (high << 8 | low) >>> shift & 0xFF;
      long left = bits - done;
      buffered.write(left < 8 ? value & (1 << left) - 1 : value);
      low = high;
    }
    buffered.flush();
  }

  static void copy(InputStream in, long length, OutputStream out) throws IOException {
    byte[] buffer = new byte[(int) Math.min(COPY_BUFFER, length)];
    long left = length;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new DicomFormatException("the pixel data end within a frame", 0, "(7FE0,0010)");
      }
      out.write(buffer, 0, count);
      left -= count;
    }
  }
}
