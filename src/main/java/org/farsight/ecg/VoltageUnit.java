package org.farsight.ecg;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The units in which files state a voltage, and the exact factor to millivolt. */
public enum VoltageUnit {
  VOLT("1000", "V"),
  MILLIVOLT("1", "mV"),
  // Three spellings of one unit: UCUM's u, the micro sign, the Greek letter.
  MICROVOLT("0.001", "uV", "\u00b5V", "\u03bcV"),
  NANOVOLT("0.000001", "nV"),
  PICOVOLT("0.000000001", "pV");

  private final BigDecimal millivolts;
  private final List<String> spellings;

  VoltageUnit(String millivolts, String... spellings) {
    this.millivolts = new BigDecimal(millivolts);
    this.spellings = List.of(spellings);
  }

  /** How many millivolt one of this unit is. */
  public BigDecimal millivolts() {
    return millivolts;
  }

  /** The unit's code in UCUM. */
  public String ucum() {
    return spellings.getFirst();
  }

  /**
   * The unit with this UCUM code or usual spelling. Case matters first, as {@code mV} and {@code
   * MV} differ, but {@code UV} and {@code uv} can only be microvolt.
   */
  public static Optional<VoltageUnit> of(String text) {
    String unit = text.strip();
    Optional<VoltageUnit> exact =
        Arrays.stream(values()).filter(u -> u.spellings.contains(unit)).findFirst();
    if (exact.isPresent() || unit.startsWith("M")) {
      return exact;
    }
    return Arrays.stream(values())
        .filter(u -> u.spellings.stream().anyMatch(unit::equalsIgnoreCase))
        .findFirst();
  }
}
