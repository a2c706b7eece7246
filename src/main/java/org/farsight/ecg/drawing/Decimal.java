package org.farsight.ecg.drawing;

/** Writes millimetres and points with three digits behind the point at most, fast. */
final class Decimal {
  private static final long LARGEST = 1_000_000_000L;

  private Decimal() {}

  static StringBuilder append(StringBuilder out, double value) {
    long thousandths = Math.round(Math.max(-LARGEST, Math.min(LARGEST, value)) * 1000);
    if (thousandths < 0) {
      out.append('-');
      thousandths = -thousandths;
    }
    out.append(thousandths / 1000);
    int rest = (int) (thousandths % 1000);
    if (rest != 0) {
      out.append('.').append((char) ('0' + rest / 100));
      if (rest % 100 != 0) {
        out.append((char) ('0' + rest / 10 % 10));
        if (rest % 10 != 0) {
          out.append((char) ('0' + rest % 10));
        }
      }
    }
    return out;
  }
}
