package org.farsight.ecg.sierra;

import java.util.ArrayList;
import java.util.List;
import org.farsight.ecg.EcgFormatException;

/**
 * XLI, the compression of {@code parsedwaveforms}. The data is one block for each channel:
 *
 * <pre>
 * u32  length of the codes that follow these eight bytes
 * u16  1 in every known file
 * s16  the second difference of sample 2
 * ...  LZW codes ({@link Lzw}) of 2n bytes: the high bytes of n values, then their low bytes
 * </pre>
 *
 * All is little-endian. The values {@code v} give the samples {@code y} modulo 2^16: y[0] = v[0],
 * y[1] = v[1], y[i] = 2 y[i-1] - y[i-2] - d[i], where d[2] stands in the block's head and d[i] =
 * v[i-1] - 64 behind it; the last value is not used.
 *
 * <p>What the third to sixth channel hold is the difference between the recorded lead and what
 * Einthoven's and Goldberger's rules make of the others, so that it is mostly 0. Adding the rule
 * back gives the recorded lead, not a computed one: in a file whose cart has rounded otherwise, or
 * has put its calibration pulse into every lead, the difference is not 0. Halves are cut towards 0:
 * with them the augmented leads of one public file follow one rule in every sample, and those of
 * another agree without a bias with what the maker's own export shows; with halves rounded down, as
 * some readers do, neither holds.
 */
final class Xli {
  private static final int HEAD = 8;
  private static final int KNOWN_KIND = 1;
  private static final int BIAS = 64;

  /** The leads in the order to which the differences refer. */
  static final List<String> LIMBS = List.of("I", "II", "III", "aVR", "aVL", "aVF");

  private Xli() {}

  /**
   * The samples of each channel, as they are stored: of the third to sixth, the differences.
   *
   * @param bytes the data
   * @param count samples of each channel
   * @param most how many channels there may be
   * @param where the path of the data, for faults
   */
  static List<int[]> channels(byte[] bytes, int count, int most, String where)
      throws EcgFormatException {
    List<int[]> channels = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      String place = where + ", channel " + (channels.size() + 1) + " at byte " + at;
      if (channels.size() == most) {
        throw new EcgFormatException("more samples than the limit allows", place);
      }
      if (bytes.length - at < HEAD) {
        throw new EcgFormatException("a block without its head", place);
      }
      long length = u16(bytes, at) | (long) u16(bytes, at + 2) << Short.SIZE;
      if (length > bytes.length - at - HEAD) {
        throw new EcgFormatException(
            "a block of " + length + " bytes where " + (bytes.length - at - HEAD) + " are left",
            place);
      }
      if (u16(bytes, at + 4) != KNOWN_KIND) {
        throw new EcgFormatException("XLI of kind " + u16(bytes, at + 4), place);
      }
      int from = at + HEAD;
      at = from + (int) length;
      try {
        byte[] values = Lzw.decode(bytes, from, at, Math.multiplyExact(2, count));
        channels.add(samples(values, count, (short) u16(bytes, from - 2)));
      } catch (Lzw.Fault e) {
        throw new EcgFormatException(
            "XLI: " + e.getMessage(), where + ", channel " + (channels.size() + 1), e);
      }
    }
    return channels;
  }

  /** The recorded limb leads out of the first six channels; the others are as they are stored. */
  static List<int[]> leads(List<int[]> channels) {
    int[] one = channels.get(0);
    int[] two = channels.get(1);
    int[] three = new int[one.length];
    int[] right = new int[one.length];
    int[] left = new int[one.length];
    int[] foot = new int[one.length];
    for (int i = 0; i < one.length; i++) {
      three[i] = two[i] - one[i] - channels.get(2)[i];
      right[i] = -((one[i] + two[i]) / 2) - channels.get(3)[i];
      left[i] = (one[i] - three[i]) / 2 - channels.get(4)[i];
      foot[i] = (two[i] + three[i]) / 2 - channels.get(5)[i];
    }
    List<int[]> leads = new ArrayList<>(List.of(one, two, three, right, left, foot));
    leads.addAll(channels.subList(LIMBS.size(), channels.size()));
    return leads;
  }

  private static int[] samples(byte[] values, int count, short firstDifference) {
    int[] samples = new int[count];
    int difference = firstDifference;
    for (int i = 0; i < count; i++) {
      short value = (short) (values[i] << Byte.SIZE | values[count + i] & 0xFF);
      if (i < 2) {
        samples[i] = value;
      } else {
        samples[i] = (short) (2 * samples[i - 1] - samples[i - 2] - difference);
        difference = value - BIAS;
      }
    }
    return samples;
  }

  private static int u16(byte[] bytes, int at) {
    return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << Byte.SIZE;
  }
}
