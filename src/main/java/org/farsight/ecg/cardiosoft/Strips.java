package org.farsight.ecg.cardiosoft;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Decimals;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Samples;
import org.farsight.ecg.SamplingRate;
import org.farsight.ecg.VoltageUnit;
import org.farsight.ecg.xml.XmlElement;

/** Leads as lists of decimal integers, parted by commas. */
final class Strips {
  private static final BigDecimal FASTEST = BigDecimal.valueOf(1_000_000);
  private static final String MICROVOLTS = "uVperLsb";

  private final int mostSamples;
  private int samples;

  Strips(int mostSamples) {
    this.mostSamples = mostSamples;
  }

  List<Lead> leads(XmlElement strip) throws EcgFormatException {
    BigDecimal hertz = number(strip, "SampleRate");
    if (hertz.signum() <= 0 || hertz.compareTo(FASTEST) > 0) {
      throw new EcgFormatException("a sampling rate of " + hertz, strip.path() + "/SampleRate");
    }
    XmlElement resolution = required(strip, "Resolution");
    if (!resolution.attribute("units").filter(MICROVOLTS::equals).isPresent()) {
      throw new EcgFormatException("a resolution that is not in " + MICROVOLTS, resolution.path());
    }
    BigDecimal scale = number(strip, "Resolution").multiply(VoltageUnit.MICROVOLT.millivolts());
    if (scale.signum() == 0) {
      throw new EcgFormatException("a step of 0", resolution.path());
    }
    long count = number(strip, "ChannelSampleCountTotal").longValue();
    SamplingRate rate = SamplingRate.ofHertz(hertz);
    List<Lead> leads = new ArrayList<>();
    for (XmlElement data : strip.children("WaveformData").toList()) {
      leads.add(lead(data, count, rate, scale));
    }
    if (number(strip, "NumberOfLeads").compareTo(BigDecimal.valueOf(leads.size())) != 0) {
      throw new EcgFormatException(
          "NumberOfLeads does not say " + leads.size() + ", as many as are there", strip.path());
    }
    return leads;
  }

  private Lead lead(XmlElement data, long count, SamplingRate rate, BigDecimal scale)
      throws EcgFormatException {
    String name =
        data.attribute("lead")
            .orElseThrow(() -> new EcgFormatException("a lead without a name", data.path()))
            .strip();
    int[] integers = integers(data);
    if (integers.length != count) {
      throw new EcgFormatException(
          "%d samples, and ChannelSampleCountTotal says %d".formatted(integers.length, count),
          data.path());
    }
    Optional<LeadId> id = LeadId.ofName(name);
    return new Lead(
        id,
        id.map(LeadId::label).orElse(name),
        rate,
        Samples.of(integers),
        scale,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        Optional.empty());
  }

  private int[] integers(XmlElement data) throws EcgFormatException {
    String text = data.text();
    int[] values = new int[1024];
    int count = 0;
    int at = 0;
    while (at < text.length()) {
      int comma = text.indexOf(',', at);
      int end = comma < 0 ? text.length() : comma;
      if (samples++ == mostSamples) {
        throw new EcgFormatException("more samples than the limit of " + mostSamples, data.path());
      }
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count] = integer(text, at, end, count, data);
      count++;
      at = end + 1;
    }
    return Arrays.copyOf(values, count);
  }

  private static int integer(String text, int from, int to, int index, XmlElement data)
      throws EcgFormatException {
    int start = from;
    int end = to;
    while (start < end && text.charAt(start) <= ' ') {
      start++;
    }
    while (end > start && text.charAt(end - 1) <= ' ') {
      end--;
    }
    try {
      return Integer.parseInt(text, start, end, 10);
    } catch (NumberFormatException e) {
      throw new EcgFormatException("sample " + index + " is no 32-bit integer", data.path());
    }
  }

  private static BigDecimal number(XmlElement strip, String name) throws EcgFormatException {
    XmlElement element = required(strip, name);
    return Decimals.parse(element.text())
        .orElseThrow(() -> new EcgFormatException("no number", element.path()));
  }

  private static XmlElement required(XmlElement strip, String name) throws EcgFormatException {
    return strip.child(name).orElseThrow(() -> new EcgFormatException("no " + name, strip.path()));
  }
}
