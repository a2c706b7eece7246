package org.farsight.testdata;

import java.util.List;
import java.util.Random;

/**
 * A body made of ellipsoids, after the head phantom of Shepp and Logan (1974). Coordinates run from
 * -1 to 1: x to the patient's left, y to the back, z to the head.
 *
 * @param parts later parts lie over earlier ones in a cut; in a projection all add up
 */
record Phantom(List<Part> parts) {

  /**
   * One ellipsoid.
   *
   * @param value what a cut shows inside, for CT in Hounsfield units
   * @param density what a projection adds per unit of length
   */
  record Part(
      double x,
      double y,
      double z,
      double a,
      double b,
      double c,
      double degrees,
      double value,
      double density) {

    private boolean contains(double px, double py, double pz) {
      double dx = px - x;
      double dy = py - y;
      double cos = StrictMath.cos(StrictMath.toRadians(degrees));
      double sin = StrictMath.sin(StrictMath.toRadians(degrees));
      double u = (dx * cos + dy * sin) / a;
      double v = (dy * cos - dx * sin) / b;
      double w = (pz - z) / c;
      return u * u + v * v + w * w <= 1;
    }

    /** Length of the ray along y at (px, pz) inside this part; turned parts count as unturned. */
    private double chord(double px, double pz) {
      double u = (px - x) / a;
      double w = (pz - z) / c;
      double rest = 1 - u * u - w * w;
      return rest <= 0 ? 0 : 2 * b * StrictMath.sqrt(rest);
    }
  }

  /** A skull with brain, ventricles and a fresh haemorrhage, in Hounsfield units. */
  static final Phantom HEAD_CT =
      new Phantom(
          List.of(
              part(0, 0, 0, 0.69, 0.92, 0.90, 0, 950),
              part(0, -0.0184, 0, 0.6624, 0.874, 0.88, 0, 35),
              part(0.22, 0, 0, 0.11, 0.31, 0.22, -18, 6),
              part(-0.22, 0, 0, 0.16, 0.41, 0.28, 18, 6),
              part(0, 0.35, -0.15, 0.21, 0.25, 0.41, 0, 42),
              part(0.38, 0.12, 0.1, 0.13, 0.09, 0.16, 30, 72),
              part(0.38, 0.12, 0.1, 0.09, 0.05, 0.1, 30, 78)));

  /** A chest with lungs, heart, spine and a nodule, in Hounsfield units. */
  static final Phantom CHEST_CT =
      new Phantom(
          List.of(
              part(0, 0, 0, 0.92, 0.66, 1.6, 0, -95),
              part(0, 0, 0, 0.86, 0.60, 1.6, 0, 48),
              part(-0.42, 0, 0, 0.34, 0.47, 0.95, 8, -840),
              part(0.44, 0, 0, 0.32, 0.46, 0.95, -8, -845),
              part(0.12, -0.12, -0.25, 0.30, 0.27, 0.45, 25, 42),
              part(0, 0.42, 0, 0.12, 0.12, 1.6, 0, 420),
              part(0.09, 0.26, 0, 0.07, 0.07, 1.6, 0, 45),
              part(-0.45, -0.08, 0.2, 0.055, 0.055, 0.09, 0, 35)));

  /** The head as T2-weighted magnetic resonance shows it: fluid bright, bone dark. */
  static final Phantom HEAD_MR =
      new Phantom(
          List.of(
              part(0, 0, 0, 0.72, 0.95, 0.93, 0, 520),
              part(0, 0, 0, 0.68, 0.91, 0.90, 0, 60),
              part(0, -0.0184, 0, 0.6624, 0.874, 0.88, 0, 460),
              part(0, -0.0184, 0, 0.55, 0.76, 0.78, 0, 380),
              part(0.22, 0, 0, 0.11, 0.31, 0.22, -18, 1050),
              part(-0.22, 0, 0, 0.11, 0.31, 0.22, 18, 1050),
              part(-0.35, -0.3, 0.05, 0.07, 0.05, 0.12, 40, 870),
              part(0.15, -0.5, 0.1, 0.04, 0.04, 0.07, 0, 840)));

  /** A chest for projections. */
  static final Phantom CHEST_PROJECTION =
      new Phantom(
          List.of(
              dense(0, 0, -0.1, 0.95, 0.55, 1.35, 1.0),
              dense(-0.42, 0, 0.12, 0.32, 0.45, 0.66, -0.78),
              dense(0.43, 0, 0.12, 0.30, 0.45, 0.66, -0.80),
              dense(0.14, -0.1, -0.12, 0.30, 0.25, 0.34, 0.75),
              dense(0, 0.35, 0, 0.10, 0.12, 1.4, 0.8),
              dense(-0.40, 0, -0.86, 0.48, 0.45, 0.36, 0.45),
              dense(-0.52, 0.1, 0.34, 0.05, 0.05, 0.05, 2.4)));

  /** The bones of a forearm and hand for projections. */
  static final Phantom FOREARM_PROJECTION =
      new Phantom(
          List.of(
              dense(0, 0, 0, 0.52, 0.35, 1.5, 0.5),
              dense(-0.20, 0, -0.1, 0.13, 0.13, 1.1, 1.2),
              dense(0.20, 0, -0.1, 0.11, 0.11, 1.1, 1.2),
              dense(-0.20, 0, -0.1, 0.06, 0.06, 1.1, -0.7),
              dense(0.20, 0, -0.1, 0.05, 0.05, 1.1, -0.7),
              dense(-0.14, 0, 0.78, 0.12, 0.1, 0.12, 1.0),
              dense(0.12, 0, 0.80, 0.12, 0.1, 0.11, 1.0)));

  private static Part part(
      double x, double y, double z, double a, double b, double c, double degrees, double value) {
    return new Part(x, y, z, a, b, c, degrees, value, 0);
  }

  private static Part dense(
      double x, double y, double z, double a, double b, double c, double density) {
    return new Part(x, y, z, a, b, c, 0, 0, density);
  }

  /**
   * A cut across z, row after row.
   *
   * @param outside the value outside of every part
   * @param noise values vary by up to this, evenly up and down
   */
  short[] cut(int size, double z, int outside, int noise, Random random) {
    short[] pixels = new short[size * size];
    for (int row = 0; row < size; row++) {
      double y = (2 * row + 1.0) / size - 1;
      for (int column = 0; column < size; column++) {
        double x = (2 * column + 1.0) / size - 1;
        double value = outside;
        for (Part part : parts) {
          if (part.contains(x, y, z)) {
            value = part.value();
          }
        }
        pixels[row * size + column] =
            (short) StrictMath.round(value + random.nextInt(2 * noise + 1) - noise);
      }
    }
    return pixels;
  }

  /**
   * The shadow along y, z upwards, row after row, {@code white} where nothing gets through.
   *
   * @param white largest value
   */
  short[] projection(int columns, int rows, int white, int noise, Random random) {
    short[] pixels = new short[rows * columns];
    for (int row = 0; row < rows; row++) {
      double z = 1 - (2 * row + 1.0) / rows;
      for (int column = 0; column < columns; column++) {
        double x = ((2 * column + 1.0) / columns - 1) * columns / rows;
        double length = 0;
        for (Part part : parts) {
          length += part.density() * part.chord(x, z);
        }
        double value = white * (1 - StrictMath.exp(-1.6 * length));
        value += random.nextInt(2 * noise + 1) - noise;
        pixels[row * columns + column] =
            (short) StrictMath.max(0, StrictMath.min(white, StrictMath.round(value)));
      }
    }
    return pixels;
  }
}
