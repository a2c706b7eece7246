package org.farsight.ecg.hl7v2;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Decimals;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.SamplingRate;
import org.farsight.ecg.VoltageUnit;
import org.farsight.hl7v2.Segment;

/**
 * One channel of a channel definition (CD).
 *
 * @param label the channel's name, else its source's
 * @param scale unit per step: sensitivity times correction factor
 * @param unit the unit as the message writes it
 * @param baseline the data value at 0
 * @param skewMillis how much later than the others it was sampled
 * @param rate how often it was sampled
 */
record Channel(
    String label,
    BigDecimal scale,
    String unit,
    BigDecimal baseline,
    BigDecimal skewMillis,
    SamplingRate rate) {

  private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

  Optional<LeadId> lead() {
    return LeadId.ofName(label);
  }

  Optional<BigDecimal> millivolts() {
    return VoltageUnit.of(unit).map(VoltageUnit::millivolts);
  }

  /**
   * The channels of one segment of category CHN. What a repetition leaves out is as in the last one
   * that has it (§7.14.1.2).
   */
  static List<Channel> read(Segment obx) throws EcgFormatException {
    Reading reading = new Reading(obx);
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < obx.repetitions(5); i++) {
      channels.add(reading.channel(i));
    }
    if (channels.isEmpty()) {
      throw new EcgFormatException("a channel definition without a channel", obx.at(5));
    }
    return channels;
  }

  /** One segment being read, with what the repetitions so far have said. */
  private static final class Reading {
    private final Segment obx;
    private String sensitivity = "";
    private String unit = "";
    private String correction = "1";
    private String baseline = "0";
    private String skew = "0";
    private String frequency = "";

    Reading(Segment obx) {
      this.obx = obx;
    }

    Channel channel(int i) throws EcgFormatException {
      sensitivity = given(i, 3, 1, sensitivity);
      unit = given(i, 3, 2, unit);
      correction = given(i, 4, 1, correction);
      baseline = given(i, 4, 2, baseline);
      skew = given(i, 4, 3, skew);
      frequency = given(i, 5, 1, frequency);
      BigDecimal scale = number(sensitivity, "sensitivity").multiply(number(correction, "factor"));
      BigDecimal hertz = number(frequency, "sampling frequency");
      if (scale.signum() == 0 || hertz.signum() <= 0) {
        throw new EcgFormatException(
            "a channel with sensitivity " + scale + " and sampling frequency " + hertz, obx.at(5));
      }
      return new Channel(
          label(i),
          scale,
          unit,
          number(baseline, "baseline"),
          number(skew, "time skew").multiply(MILLIS),
          SamplingRate.ofHertz(hertz));
    }

    private String label(int i) {
      String name = obx.get(5, i, 1, 2);
      if (!name.isEmpty()) {
        return name;
      }
      String one = obx.get(5, i, 2, 1);
      String two = obx.get(5, i, 2, 2);
      if (one.isEmpty()) {
        return "channel " + obx.get(5, i, 1, 1);
      }
      return two.isEmpty() ? one : one + "-" + two;
    }

    private String given(int i, int component, int subcomponent, String before) {
      String now = obx.get(5, i, component, subcomponent);
      return now.isEmpty() ? before : now;
    }

    private BigDecimal number(String text, String what) throws EcgFormatException {
      return Decimals.parse(text)
          .orElseThrow(
              () ->
                  new EcgFormatException("the " + what + " of a channel is no number", obx.at(5)));
    }
  }
}
