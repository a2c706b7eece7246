package org.farsight.testdata;

import java.util.Random;

/** A sector of speckle with a dark chamber that beats. */
final class Ultrasound {
  private static final double HALF_ANGLE = StrictMath.toRadians(38);

  private Ultrasound() {}

  /**
   * One frame of grey values.
   *
   * @param phase of the heart beat, 0 to 1
   */
  static byte[] frame(int columns, int rows, double phase, Random random) {
    byte[] pixels = new byte[rows * columns];
    double squeeze = 1 - 0.28 * StrictMath.sin(StrictMath.PI * phase);
    for (int row = 0; row < rows; row++) {
      double depth = (row + 4.0) / rows;
      for (int column = 0; column < columns; column++) {
        double side = (column + 0.5 - columns / 2.0) / rows;
        double radius = StrictMath.sqrt(side * side + depth * depth);
        double angle = StrictMath.atan2(side, depth);
        if (StrictMath.abs(angle) > HALF_ANGLE || radius > 1 || radius < 0.06) {
          continue;
        }
        double u = (side + 0.04) / (0.17 * squeeze);
        double v = (depth - 0.52) / (0.27 * squeeze);
        double chamber = u * u + v * v;
        double brightness = chamber < 0.8 ? 14 : chamber < 1.25 ? 150 : 84 - 40 * depth;
        double speckle = 0.35 + 1.3 * random.nextInt(1000) / 1000.0;
        pixels[row * columns + column] =
            (byte) StrictMath.min(255, StrictMath.round(brightness * speckle));
      }
    }
    return pixels;
  }

  /** A frame in colour, pixel by pixel red, green, blue, with flow drawn red and blue. */
  static byte[] colourFrame(int columns, int rows, double phase, Random random) {
    byte[] grey = frame(columns, rows, phase, random);
    byte[] colours = new byte[3 * grey.length];
    for (int i = 0; i < grey.length; i++) {
      double x = (i % columns - 0.47 * columns) / (0.09 * rows);
      double y = ((double) (i / columns) - 0.52 * rows) / (0.16 * rows);
      boolean flow = x * x + y * y < 1;
      int strength = 90 + random.nextInt(120);
      colours[3 * i] = flow && y < 0 ? (byte) strength : grey[i];
      colours[3 * i + 1] = flow ? 20 : grey[i];
      colours[3 * i + 2] = flow && y >= 0 ? (byte) strength : grey[i];
    }
    return colours;
  }
}
