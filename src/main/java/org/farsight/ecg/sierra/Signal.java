package org.farsight.ecg.sierra;

import java.math.BigDecimal;
import java.util.Optional;
import org.farsight.ecg.Decimals;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.SamplingRate;
import org.farsight.ecg.VoltageUnit;
import org.farsight.ecg.xml.XmlElement;

/**
 * What the integers of a waveform mean. From version 1.04 on it stands beside the samples, because
 * a later program may have changed them; before, with the acquisition.
 *
 * @param rate how often
 * @param scale millivolt per step
 * @param origin millivolt at the integer 0: what {@code signaloffset} subtracts
 * @param signed whether 16 bits are a signed number
 */
record Signal(SamplingRate rate, BigDecimal scale, BigDecimal origin, boolean signed) {
  private static final BigDecimal FASTEST = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal MILLIS_PER_SECOND = BigDecimal.valueOf(1000);
  private static final BigDecimal BITS = BigDecimal.valueOf(16);
  private static final BigDecimal MOST_SAMPLES = BigDecimal.valueOf(1 << 29);
  private static final BigDecimal MOST_OFFSET = BigDecimal.valueOf(1 << 24);

  /** Of the rhythm. */
  static Signal ofRhythm(XmlElement root, XmlElement data) throws EcgFormatException {
    XmlElement acquired =
        root.at("dataacquisition", "signalcharacteristics")
            .orElseThrow(
                () ->
                    new EcgFormatException(
                        "no dataacquisition/signalcharacteristics", root.path()));
    BigDecimal bits = number(data, acquired, "bitspersample", "nbitspersample", "bitspersample");
    if (bits.compareTo(BITS) != 0) {
      throw new EcgFormatException("samples of " + bits + " bits", data.path());
    }
    BigDecimal hertz = number(data, acquired, "samplespersecond", "samplespersec", "samplingrate");
    BigDecimal step = number(data, acquired, "resolution", "signalresolution", "signalresolution");
    BigDecimal offset = number(data, acquired, "signaloffset", "signaloffset", "signaloffset");
    boolean signed =
        data.attribute("signalsigned")
            .or(() -> acquired.child("signalsigned").map(XmlElement::text))
            .filter("False"::equalsIgnoreCase)
            .isEmpty();
    return of(hertz, step, offset, signed, data);
  }

  /** Of the representative beats; empty where the file does not say it, as 1.03 need not. */
  static Optional<Signal> ofBeats(XmlElement beats) throws EcgFormatException {
    Optional<BigDecimal> hertz =
        number(beats, "samplespersec").or(() -> number(beats, "samplespersecond"));
    Optional<BigDecimal> step = number(beats, "resolution");
    if (hertz.isEmpty() || step.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal offset = number(beats, "signaloffset").orElse(BigDecimal.ZERO);
    return Optional.of(of(hertz.get(), step.get(), offset, true, beats));
  }

  private static Signal of(
      BigDecimal hertz, BigDecimal step, BigDecimal offset, boolean signed, XmlElement where)
      throws EcgFormatException {
    if (hertz.signum() <= 0 || hertz.compareTo(FASTEST) > 0) {
      throw new EcgFormatException("a sampling rate of " + hertz, where.path());
    }
    if (step.signum() <= 0 || offset.abs().compareTo(MOST_OFFSET) > 0) {
      throw new EcgFormatException("a step of " + step + " microvolt from " + offset, where.path());
    }
    BigDecimal scale = step.multiply(VoltageUnit.MICROVOLT.millivolts());
    return new Signal(SamplingRate.ofHertz(hertz), scale, scale.multiply(offset).negate(), signed);
  }

  /** How many samples the duration in this attribute is, in milliseconds. */
  int count(XmlElement data, String attribute) throws EcgFormatException {
    BigDecimal millis =
        number(data, attribute)
            .orElseThrow(() -> new EcgFormatException("no number in " + attribute, data.path()));
    BigDecimal[] count = millis.multiply(rate.hertz()).divideAndRemainder(MILLIS_PER_SECOND);
    boolean whole = count[1].signum() == 0 && count[0].signum() > 0;
    if (!whole || count[0].compareTo(MOST_SAMPLES) > 0) {
      throw new EcgFormatException(
          attribute + " of " + millis + " ms at " + rate.hertz() + " Hz", data.path());
    }
    return count[0].intValueExact();
  }

  /** Milliseconds from the start to this sample. */
  BigDecimal millis(int sample) {
    return rate.periodMillis().multiply(BigDecimal.valueOf(sample));
  }

  private static BigDecimal number(
      XmlElement data, XmlElement acquired, String attribute, String older, String element)
      throws EcgFormatException {
    return number(data, attribute)
        .or(() -> number(data, older))
        .or(() -> acquired.child(attribute).map(XmlElement::text).flatMap(Decimals::parse))
        .or(() -> acquired.child(element).map(XmlElement::text).flatMap(Decimals::parse))
        .orElseThrow(() -> new EcgFormatException("no number in " + attribute, data.path()));
  }

  private static Optional<BigDecimal> number(XmlElement element, String attribute) {
    return element.attribute(attribute).flatMap(Decimals::parse);
  }
}
