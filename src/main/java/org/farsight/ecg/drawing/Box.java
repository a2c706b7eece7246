package org.farsight.ecg.drawing;

/**
 * A rectangle on the sheet, in millimetres from the sheet's upper left corner.
 *
 * @param x left edge
 * @param y upper edge
 * @param width to the right
 * @param height downwards
 */
public record Box(double x, double y, double width, double height) {

  /** The right edge. */
  public double right() {
    return x + width;
  }

  /** The lower edge. */
  public double bottom() {
    return y + height;
  }
}
