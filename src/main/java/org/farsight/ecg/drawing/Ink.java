package org.farsight.ecg.drawing;

import java.util.Locale;

/** What a mark on the sheet is for: its colour and, for a line, its width. */
public enum Ink {
  GRID_FINE(0xF9CFCF, 0.1),
  GRID_BOLD(0xEF9A9A, 0.2),
  TRACE(0x101010, 0.25),
  PULSE(0x101010, 0.25),
  SEPARATOR(0x101010, 0.3),
  RULER(0x606060, 0.2),
  LEAD_NAME(0x101010, 0),
  PATIENT(0x101010, 0),
  TEXT(0x202020, 0),
  FAINT(0x606060, 0),
  ALERT(0xB00020, 0),
  WATERMARK(0xF3C6CC, 0);

  private final int rgb;
  private final double width;

  Ink(int rgb, double width) {
    this.rgb = rgb;
    this.width = width;
  }

  /** The colour: red, green, blue, eight bits each. */
  public int rgb() {
    return rgb;
  }

  /** How wide a line is drawn, in millimetres; 0 for text. */
  public double width() {
    return width;
  }

  /** The class of its elements in an SVG. */
  public String styleClass() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
