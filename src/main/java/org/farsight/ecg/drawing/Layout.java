package org.farsight.ecg.drawing;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/** How the leads stand on the sheet: rows by columns. */
public enum Layout {
  /** Three rows of four leads, 2.5 s each, above a rhythm strip. */
  THREE_BY_FOUR("3x4", 3, 4, OptionalDouble.of(2.5)),
  /** Six rows of two leads, 5 s each. */
  SIX_BY_TWO("6x2", 6, 2, OptionalDouble.of(5)),
  /** A row for each lead, as long as the sheet is wide, continued on further sheets. */
  TWELVE_BY_ONE("12x1", 12, 1, OptionalDouble.empty());

  private final String code;
  private final int rows;
  private final int columns;
  private final OptionalDouble cellSeconds;

  Layout(String code, int rows, int columns, OptionalDouble cellSeconds) {
    this.code = code;
    this.rows = rows;
    this.columns = columns;
    this.cellSeconds = cellSeconds;
  }

  /** The name in commands and addresses: {@code 3x4}. */
  public String code() {
    return code;
  }

  /** Rows of the twelve standard leads. */
  public int rows() {
    return rows;
  }

  /** Columns of the twelve standard leads. */
  public int columns() {
    return columns;
  }

  /** How many seconds of a lead one column shows; empty where it shows as much as fits. */
  public OptionalDouble cellSeconds() {
    return cellSeconds;
  }

  /** The layout of this name. */
  public static Optional<Layout> of(String code) {
    return Arrays.stream(values()).filter(layout -> layout.code.equals(code)).findFirst();
  }
}
