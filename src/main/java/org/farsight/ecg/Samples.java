package org.farsight.ecg;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * The integers of one lead, exactly as the file stores them, and which of them are missing. Whether
 * a sample is missing stands in a mask beside the integers, so that no value of a device can be
 * mistaken for a gap. Immutable: arrays and sets are copied on the way in and out; {@link #at}
 * reads without a copy.
 */
public final class Samples {
  private final int[] values;
  private final BitSet missing;

  private Samples(int[] values, BitSet missing) {
    this.values = values;
    this.missing = missing;
  }

  /** Samples without gaps; the array is copied. */
  public static Samples of(int... values) {
    return new Samples(values.clone(), new BitSet());
  }

  /**
   * Samples of which those named in {@code missing} were not recorded.
   *
   * @param values one integer per sample; what stands at a missing place is kept but means nothing
   * @param missing the indices of missing samples
   * @throws IllegalArgumentException if the mask names an index behind the last sample
   */
  public static Samples of(int[] values, BitSet missing) {
    if (missing.length() > values.length) {
      throw new IllegalArgumentException(
          "mask names sample " + (missing.length() - 1) + " of " + values.length);
    }
    return new Samples(values.clone(), (BitSet) missing.clone());
  }

  /** How many samples there are, missing ones included. */
  public int length() {
    return values.length;
  }

  /** The raw integer at this index; meaningless where {@link #isMissing} says so. */
  public int at(int index) {
    return values[index];
  }

  /** Whether nothing was recorded at this index. */
  public boolean isMissing(int index) {
    return missing.get(index);
  }

  /** How many samples are missing. */
  public int missingCount() {
    return missing.cardinality();
  }

  /** The raw integers in time order, missing places included. */
  public IntStream stream() {
    return Arrays.stream(values);
  }

  /** A copy of the raw integers. */
  public int[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Samples that
        && missing.equals(that.missing)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values) + missing.hashCode();
  }

  @Override
  public String toString() {
    return values.length + " samples, " + missingCount() + " missing";
  }
}
