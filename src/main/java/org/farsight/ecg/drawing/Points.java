package org.farsight.ecg.drawing;

import java.util.Arrays;

/** Points of a line in millimetres from the sheet's upper left corner. Immutable. */
public final class Points {
  private final double[] xy;

  private Points(double[] xy) {
    this.xy = xy;
  }

  /** Points given as x, y, x, y, …; the array is copied. */
  public static Points of(double... xy) {
    return of(xy, xy.length / 2);
  }

  /** The first {@code count} points of an array x, y, x, y, …; they are copied. */
  static Points of(double[] xy, int count) {
    return new Points(Arrays.copyOf(xy, count * 2));
  }

  /** How many points there are. */
  public int size() {
    return xy.length / 2;
  }

  /** Millimetres from the left edge. */
  public double x(int index) {
    return xy[2 * index];
  }

  /** Millimetres from the upper edge. */
  public double y(int index) {
    return xy[2 * index + 1];
  }
}
