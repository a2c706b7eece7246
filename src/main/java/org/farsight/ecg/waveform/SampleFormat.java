package org.farsight.ecg.waveform;

import java.util.Arrays;
import org.farsight.ecg.EcgFormatException;

/**
 * How one sample is stored (PS3.3 C.10.9.1.5: Waveform Bits Allocated and Waveform Sample
 * Interpretation).
 */
enum SampleFormat {
  SB(1, true),
  UB(1, false),
  SS(2, true),
  US(2, false),
  SL(4, true),
  UL(4, false);

  private static final int BITS_PER_BYTE = 8;

  private final int width;
  private final boolean signed;

  SampleFormat(int width, boolean signed) {
    this.width = width;
    this.signed = signed;
  }

  /** Bytes of a sample. */
  int width() {
    return width;
  }

  /**
   * The format that a group states.
   *
   * @throws EcgFormatException for mu-law (MB), A-law (AB) and 64-bit samples, and for a width that
   *     contradicts the interpretation
   */
  static SampleFormat of(String interpretation, int bitsAllocated, String where)
      throws EcgFormatException {
    if (interpretation.equals("MB") || interpretation.equals("AB")) {
      throw new EcgFormatException(
          "samples in mu-law or A-law (" + interpretation + ") are not supported", where);
    }
    if (interpretation.equals("SV") || interpretation.equals("UV")) {
      throw new EcgFormatException("samples of 64 bits are not supported", where);
    }
    SampleFormat format =
        Arrays.stream(values())
            .filter(f -> f.name().equals(interpretation))
            .findFirst()
            .orElseThrow(
                () -> new EcgFormatException("no known Waveform Sample Interpretation", where));
    if (format.width * BITS_PER_BYTE != bitsAllocated) {
      throw new EcgFormatException(
          interpretation + " does not have " + bitsAllocated + " bits", where);
    }
    return format;
  }

  /** The sample at this byte; a UL above 2^31 - 1 is told by a result outside of int. */
  long at(byte[] data, int index, boolean bigEndian) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      int place = bigEndian ? index + i : index + width - 1 - i;
      value = value << BITS_PER_BYTE | data[place] & 0xFF;
    }
    int unused = Long.SIZE - width * BITS_PER_BYTE;
    return signed ? value << unused >> unused : value;
  }
}
