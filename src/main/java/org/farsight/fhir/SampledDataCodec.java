package org.farsight.fhir;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.BitSet;
import org.farsight.ecg.Lead;
import org.farsight.ecg.Samples;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.SampledData;

/**
 * A lead as FHIR SampledData and back, integer for integer (R4 §2.24.0.15): origin in millivolt,
 * period in milliseconds, factor in millivolt per step, {@code E} for what is missing.
 */
public final class SampledDataCodec {

  private static final String MISSING = "E";
  private static final int MOST_DIGITS = 18;

  private SampledDataCodec() {}

  /** Writes a lead's samples; where it starts and how it was derived is not in SampledData. */
  public static SampledData encode(Lead lead) {
    SampledData data = new SampledData();
    data.setOrigin(
        new Quantity()
            .setValue(lead.origin())
            .setUnit("mV")
            .setSystem(Identifiers.UCUM)
            .setCode("mV"));
    data.setPeriod(shortened(lead.rate().periodMillis()));
    data.setFactor(lead.scale());
    data.setDimensions(1);
    data.setData(text(lead.samples()));
    return data;
  }

  /**
   * Reads samples back.
   *
   * @throws IllegalArgumentException naming the position of the first word that is no integer and
   *     not {@code E}; {@code U} and {@code L} say that the integer is lost and are refused too
   */
  public static Samples decode(SampledData data) {
    String text = data.getData() == null ? "" : data.getData();
    int[] values = new int[countWords(text)];
    BitSet missing = new BitSet();
    int start = 0;
    for (int i = 0; i < values.length; i++) {
      int end = text.indexOf(' ', start);
      if (end < 0) {
        end = text.length();
      }
      if (end - start == 1 && text.charAt(start) == 'E') {
        missing.set(i);
      } else {
        values[i] = integer(text, start, end);
      }
      start = end + 1;
    }
    return Samples.of(values, missing);
  }

  /**
   * Says what is wrong with the data string of a lead; empty if it is integers and {@code E}, one
   * space between each.
   */
  static String fault(String data) {
    int start = 0;
    while (start <= data.length()) {
      int end = data.indexOf(' ', start);
      if (end < 0) {
        end = data.length();
      }
      try {
        if (!(end - start == 1 && data.charAt(start) == 'E')) {
          integer(data, start, end);
        }
      } catch (IllegalArgumentException e) {
        return String.valueOf(e.getMessage());
      }
      start = end + 1;
    }
    return "";
  }

  private static String text(Samples samples) {
    StringBuilder text = new StringBuilder(samples.length() * 5);
    for (int i = 0; i < samples.length(); i++) {
      if (i > 0) {
        text.append(' ');
      }
      if (samples.isMissing(i)) {
        text.append(MISSING);
      } else {
        text.append(samples.at(i));
      }
    }
    return text.toString();
  }

  private static int countWords(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    return 1 + (int) text.chars().filter(c -> c == ' ').count();
  }

  private static int integer(String text, int start, int end) {
    try {
      if (start < end && text.charAt(start) != '+') {
        return Integer.parseInt(text, start, end, 10);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no integer at character " + start + " of the samples", e);
    }
    throw new IllegalArgumentException("no integer at character " + start + " of the samples");
  }

  /** A period without a finite decimal form (240 Hz) is told to as many digits as FHIR promises. */
  private static BigDecimal shortened(BigDecimal value) {
    return value.precision() <= MOST_DIGITS ? value : value.round(new MathContext(MOST_DIGITS));
  }
}
