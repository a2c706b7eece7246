package org.farsight.ecg.drawing;

import java.util.Arrays;
import java.util.Optional;

/**
 * What may be taken out of a trace for the eye. Each runs forward and backward, so that no wave is
 * moved in time; at the frequency named the amplitude is half.
 */
public enum Filter {
  /** A high-pass of 0.5 Hz against a wandering baseline. */
  BASELINE("baseline", 0.5, "高通 0.5 Hz", "high-pass 0.5 Hz"),
  /** A low-pass of 35 Hz against the noise of muscles. */
  LOW_PASS_35("lowpass35", 35, "低通 35 Hz", "low-pass 35 Hz"),
  /** A low-pass of 40 Hz against the noise of muscles. */
  LOW_PASS_40("lowpass40", 40, "低通 40 Hz", "low-pass 40 Hz"),
  /** A notch at the 50 Hz of the mains. */
  NOTCH_50("notch50", 50, "陷波 50 Hz", "notch 50 Hz");

  private final String code;
  private final double hertz;
  private final String zh;
  private final String en;

  Filter(String code, double hertz, String zh, String en) {
    this.code = code;
    this.hertz = hertz;
    this.zh = zh;
    this.en = en;
  }

  /** The name in commands and addresses. */
  public String code() {
    return code;
  }

  /** The frequency it is named by. */
  public double hertz() {
    return hertz;
  }

  /** Its name on the sheet. */
  String words(Language language) {
    return switch (language) {
      case ZH -> zh;
      case EN -> en;
    };
  }

  /** The filter of this name. */
  public static Optional<Filter> of(String code) {
    return Arrays.stream(values()).filter(filter -> filter.code.equals(code)).findFirst();
  }
}
