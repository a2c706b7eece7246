package org.farsight.ecg.muse;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import org.farsight.ecg.Decimals;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Samples;
import org.farsight.ecg.SamplingRate;
import org.farsight.ecg.VoltageUnit;
import org.farsight.ecg.xml.XmlElement;
import org.farsight.ecg.xml.XmlRule;

/** Leads out of {@code Waveform} elements: little-endian 16-bit integers in base64. */
final class Waveforms {
  private static final int BYTES_PER_SAMPLE = 2;
  private static final BigDecimal FASTEST = BigDecimal.valueOf(1_000_000);

  private final RulesInForce<XmlRule> rules;
  private final int mostSamples;
  private int samples;

  Waveforms(RulesInForce<XmlRule> rules, int mostSamples) {
    this.rules = rules;
    this.mostSamples = mostSamples;
  }

  List<Lead> leads(XmlElement waveform) throws EcgFormatException {
    SamplingRate rate = rate(waveform);
    List<Lead> leads = new ArrayList<>();
    for (XmlElement lead : waveform.children("LeadData").toList()) {
      leads.add(lead(lead, rate));
    }
    Optional<BigDecimal> announced = number(waveform, "NumberofLeads");
    if (announced.isPresent() && announced.get().compareTo(BigDecimal.valueOf(leads.size())) != 0) {
      throw new EcgFormatException(
          "NumberofLeads says " + announced.get() + " and " + leads.size() + " are there",
          waveform.path());
    }
    return leads;
  }

  /** SampleBase times ten to the power of SampleExponent, a second. */
  private static SamplingRate rate(XmlElement waveform) throws EcgFormatException {
    BigDecimal base = required(waveform, "SampleBase");
    BigDecimal exponent = number(waveform, "SampleExponent").orElse(BigDecimal.ZERO);
    boolean sane = exponent.abs().compareTo(BigDecimal.TEN) <= 0;
    BigDecimal hertz = sane ? base.scaleByPowerOfTen(exponent.intValue()) : BigDecimal.ZERO;
    if (hertz.signum() <= 0 || hertz.compareTo(FASTEST) > 0) {
      throw new EcgFormatException(
          "a sampling rate of " + base + " E " + exponent, waveform.path() + "/SampleBase");
    }
    return SamplingRate.ofHertz(hertz);
  }

  private Lead lead(XmlElement lead, SamplingRate rate) throws EcgFormatException {
    String name =
        lead.child("LeadID")
            .map(XmlElement::text)
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> new EcgFormatException("a lead without LeadID", lead.path()));
    if (lead.child("LeadOff").filter(off -> off.text().equalsIgnoreCase("TRUE")).isPresent()) {
      rules.note("LEAD_OFF", lead.path());
    }
    BigDecimal offset = number(lead, "LeadTimeOffset").orElse(BigDecimal.ZERO);
    if (offset.signum() != 0) {
      rules.note("LEAD_TIME_OFFSET_TAKEN_AS_MILLISECONDS", lead.path());
    }
    Optional<LeadId> id = LeadId.ofName(name);
    return new Lead(
        id,
        id.map(LeadId::label).orElse(name),
        rate,
        Samples.of(integers(lead)),
        scale(lead),
        BigDecimal.ZERO,
        offset,
        Optional.empty());
  }

  private static BigDecimal scale(XmlElement lead) throws EcgFormatException {
    BigDecimal units = required(lead, "LeadAmplitudeUnitsPerBit");
    String word = lead.child("LeadAmplitudeUnits").map(XmlElement::text).orElse("");
    VoltageUnit unit =
        switch (word.toUpperCase(Locale.ROOT)) {
          case "MICROVOLTS", "" -> VoltageUnit.MICROVOLT;
          case "MILLIVOLTS" -> VoltageUnit.MILLIVOLT;
          case "NANOVOLTS" -> VoltageUnit.NANOVOLT;
          default ->
              throw new EcgFormatException(
                  "amplitudes in a unit that is not known", lead.path() + "/LeadAmplitudeUnits");
        };
    BigDecimal scale = units.multiply(unit.millivolts());
    if (scale.signum() == 0) {
      throw new EcgFormatException("a step of 0", lead.path() + "/LeadAmplitudeUnitsPerBit");
    }
    return scale;
  }

  private int[] integers(XmlElement lead) throws EcgFormatException {
    if (required(lead, "LeadSampleSize").compareTo(BigDecimal.valueOf(BYTES_PER_SAMPLE)) != 0) {
      throw new EcgFormatException(
          "samples that have not 2 bytes", lead.path() + "/LeadSampleSize");
    }
    XmlElement data =
        lead.child("WaveFormData")
            .orElseThrow(() -> new EcgFormatException("a lead without samples", lead.path()));
    byte[] bytes = bytes(data);
    check(lead, bytes);
    samples += bytes.length / BYTES_PER_SAMPLE;
    if (samples > mostSamples) {
      throw new EcgFormatException("more samples than the limit of " + mostSamples, data.path());
    }
    int[] integers = new int[bytes.length / BYTES_PER_SAMPLE];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (short) (bytes[2 * i] & 0xFF | bytes[2 * i + 1] << 8);
    }
    return integers;
  }

  private static byte[] bytes(XmlElement data) throws EcgFormatException {
    try {
      return Base64.getMimeDecoder().decode(data.text());
    } catch (IllegalArgumentException e) {
      throw new EcgFormatException("no base64", data.path(), e);
    }
  }

  /** The counts beside the samples, and their CRC-32, have to agree with them. */
  private static void check(XmlElement lead, byte[] bytes) throws EcgFormatException {
    long count = required(lead, "LeadSampleCountTotal").longValue();
    if (count != bytes.length / BYTES_PER_SAMPLE || bytes.length % BYTES_PER_SAMPLE != 0) {
      throw new EcgFormatException(
          "LeadSampleCountTotal says " + count + " and there are " + bytes.length + " bytes",
          lead.path());
    }
    Optional<BigDecimal> written = number(lead, "LeadDataCRC32");
    CRC32 crc = new CRC32();
    crc.update(bytes);
    if (written.isPresent() && written.get().longValue() != crc.getValue()) {
      throw new EcgFormatException(
          "the samples have the CRC-32 " + crc.getValue(), lead.path() + "/LeadDataCRC32");
    }
  }

  private static BigDecimal required(XmlElement parent, String name) throws EcgFormatException {
    return number(parent, name)
        .orElseThrow(() -> new EcgFormatException("no number in " + name, parent.path()));
  }

  private static Optional<BigDecimal> number(XmlElement parent, String name) {
    return parent.child(name).map(XmlElement::text).flatMap(Decimals::parse);
  }
}
