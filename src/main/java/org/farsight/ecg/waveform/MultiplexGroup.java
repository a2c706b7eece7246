package org.farsight.ecg.waveform;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.ecg.Code;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Samples;
import org.farsight.ecg.SamplingRate;
import org.farsight.ecg.VoltageUnit;

/**
 * One item of the Waveform Sequence (PS3.3 C.10.9): channels sampled together, their samples
 * interleaved.
 *
 * @param number the group's number, from 1, as annotations refer to it
 * @param label Multiplex Group Label, or empty text
 * @param derived whether it is marked as computed
 * @param rate samples per second
 * @param offsetMillis Multiplex Group Time Offset
 * @param leads the channels that hold a voltage, in their order
 * @param channels the lead of each channel, by channel number less 1; empty for other channels
 */
record MultiplexGroup(
    int number,
    String label,
    boolean derived,
    SamplingRate rate,
    BigDecimal offsetMillis,
    List<Lead> leads,
    List<Optional<LeadId>> channels) {

  private static final int CHANNEL_DERIVATION_DESCRIPTION = 0x003A_020C;

  /** Whether label or length say that it is one beat. */
  boolean isBeat() {
    return isBeat(label);
  }

  /** Whether a label says that it names one beat. */
  static boolean isBeat(String label) {
    String upper = label.toUpperCase(Locale.ROOT);
    return upper.contains("BEAT")
        || upper.contains("MEDIAN")
        || upper.contains("AVERAGE")
        || upper.contains("TEMPLATE")
        || upper.contains("REPRESENTATIVE");
  }

  /** Reads groups under the limits, which hold for all groups of an object together. */
  static final class Reader {
    private final WaveformLimits limits;
    private final RulesInForce<WaveformRule> rules;
    private int leadsRead;
    private long samplesRead;

    Reader(WaveformLimits limits, RulesInForce<WaveformRule> rules) {
      this.limits = limits;
      this.rules = rules;
    }

    MultiplexGroup read(Place group, int number) throws EcgFormatException {
      int channelCount = group.count(Tag.NUMBER_OF_WAVEFORM_CHANNELS);
      int sampleCount = group.count(Tag.NUMBER_OF_WAVEFORM_SAMPLES);
      if (group.data().items(Tag.CHANNEL_DEFINITION_SEQUENCE).size() != channelCount) {
        throw group.fault(
            "not one definition for each of " + channelCount + " channels",
            Tag.CHANNEL_DEFINITION_SEQUENCE);
      }
      leadsRead += channelCount;
      samplesRead += (long) channelCount * sampleCount;
      if (leadsRead > limits.leads()) {
        throw group.fault(
            "more than " + limits.leads() + " channels", Tag.NUMBER_OF_WAVEFORM_CHANNELS);
      }
      if (samplesRead > limits.samples()) {
        throw group.fault(
            "more than " + limits.samples() + " samples", Tag.NUMBER_OF_WAVEFORM_SAMPLES);
      }
      SampleFormat format =
          SampleFormat.of(
              group.data().string(Tag.WAVEFORM_SAMPLE_INTERPRETATION).orElse(""),
              group.count(Tag.WAVEFORM_BITS_ALLOCATED),
              group.of(Tag.WAVEFORM_SAMPLE_INTERPRETATION));
      Data data = data(group, format, channelCount, sampleCount);
      return assemble(group, number, data);
    }

    private MultiplexGroup assemble(Place group, int number, Data data) throws EcgFormatException {
      BigDecimal hertz =
          group
              .decimal(Tag.SAMPLING_FREQUENCY)
              .filter(value -> value.signum() > 0)
              .orElseThrow(() -> group.fault("no sampling frequency", Tag.SAMPLING_FREQUENCY));
      SamplingRate rate = SamplingRate.ofHertz(hertz);
      BigDecimal offset = group.decimal(Tag.MULTIPLEX_GROUP_TIME_OFFSET).orElse(BigDecimal.ZERO);
      String label = group.data().string(Tag.MULTIPLEX_GROUP_LABEL).orElse("");
      boolean derived =
          group.data().string(Tag.WAVEFORM_ORIGINALITY).filter("DERIVED"::equals).isPresent();
      Optional<String> computed =
          derived ? Optional.of(label.isEmpty() ? "DERIVED" : label) : Optional.empty();
      List<Lead> leads = new ArrayList<>();
      List<Optional<LeadId>> ids = new ArrayList<>();
      for (int c = 0; c < data.channels; c++) {
        Place channel = group.item(Tag.CHANNEL_DEFINITION_SEQUENCE, c);
        Optional<BigDecimal> unit = millivoltsPerUnit(channel);
        if (unit.isPresent()) {
          leads.add(lead(channel, c, data, rate, unit.get(), offset, computed));
          ids.add(leads.getLast().id());
        } else {
          ids.add(Optional.empty());
        }
      }
      return new MultiplexGroup(number, label, derived, rate, offset, leads, ids);
    }

    private Lead lead(
        Place channel,
        int index,
        Data data,
        SamplingRate rate,
        BigDecimal unit,
        BigDecimal groupOffset,
        Optional<String> computed)
        throws EcgFormatException {
      Optional<Code> source = Coded.of(channel.data(), Tag.CHANNEL_SOURCE_SEQUENCE);
      Optional<LeadId> id = source.flatMap(Coded::lead).or(() -> inWords(channel, source));
      String label =
          id.map(LeadId::label)
              .or(() -> channel.data().string(Tag.CHANNEL_LABEL))
              .or(() -> source.flatMap(Code::display))
              .or(() -> source.map(Code::value))
              .orElse("channel " + (index + 1));
      BigDecimal sensitivity =
          channel
              .decimal(Tag.CHANNEL_SENSITIVITY)
              .orElseThrow(() -> channel.fault("no sensitivity", Tag.CHANNEL_SENSITIVITY));
      BigDecimal correction =
          channel.decimal(Tag.CHANNEL_SENSITIVITY_CORRECTION_FACTOR).orElse(BigDecimal.ONE);
      BigDecimal scale = sensitivity.multiply(correction).multiply(unit);
      if (scale.signum() == 0) {
        throw channel.fault("a sensitivity of zero", Tag.CHANNEL_SENSITIVITY);
      }
      BigDecimal baseline = channel.decimal(Tag.CHANNEL_BASELINE).orElse(BigDecimal.ZERO);
      Optional<String> derivation =
          channel
              .data()
              .string(CHANNEL_DERIVATION_DESCRIPTION)
              .or(() -> computed)
              .or(() -> id.filter(LeadId::isDerived).map(l -> "computed by the device"));
      return new Lead(
          id,
          label,
          rate,
          data.channel(index),
          scale,
          baseline.multiply(unit),
          groupOffset.add(skew(channel, rate)),
          derivation);
    }

    private Optional<LeadId> inWords(Place channel, Optional<Code> source) {
      return source
          .flatMap(Code::display)
          .flatMap(Coded::leadInWords)
          .or(() -> channel.data().string(Tag.CHANNEL_LABEL).flatMap(Coded::leadInWords))
          .filter(
              lead ->
                  rules.apply(
                      WaveformRule.LEAD_BY_MEANING, channel.of(Tag.CHANNEL_SOURCE_SEQUENCE)));
    }

    /**
     * How far behind the group the channel starts, in milliseconds: skew in time, or in samples.
     */
    private static BigDecimal skew(Place channel, SamplingRate rate) throws EcgFormatException {
      BigDecimal seconds = channel.decimal(Tag.CHANNEL_TIME_SKEW).orElse(BigDecimal.ZERO);
      BigDecimal samples = channel.decimal(Tag.CHANNEL_SAMPLE_SKEW).orElse(BigDecimal.ZERO);
      return seconds.signum() != 0
          ? seconds.movePointRight(3)
          : samples.multiply(rate.periodMillis());
    }

    private Optional<BigDecimal> millivoltsPerUnit(Place channel) throws EcgFormatException {
      Code unit =
          Coded.of(channel.data(), Tag.CHANNEL_SENSITIVITY_UNITS_SEQUENCE)
              .orElseThrow(
                  () ->
                      channel.fault(
                          "no unit of the sensitivity", Tag.CHANNEL_SENSITIVITY_UNITS_SEQUENCE));
      Optional<VoltageUnit> voltage = VoltageUnit.of(unit.value());
      String where = channel.of(Tag.CHANNEL_SENSITIVITY_UNITS_SEQUENCE);
      if (voltage.isEmpty() && !rules.apply(WaveformRule.CHANNEL_IS_NO_VOLTAGE, where)) {
        throw new EcgFormatException("a channel's unit is no voltage", where);
      }
      return voltage.map(VoltageUnit::millivolts);
    }

    private Data data(Place group, SampleFormat format, int channels, int samples)
        throws EcgFormatException {
      Element.Value value = value(group, Tag.WAVEFORM_DATA);
      long needed = (long) channels * samples * format.width();
      long surplus = value.bytes().length - needed;
      if (surplus < 0) {
        throw group.fault(
            value.bytes().length + " bytes, where the samples take " + needed, Tag.WAVEFORM_DATA);
      }
      if (surplus > 1
          && !rules.apply(WaveformRule.DATA_BEHIND_LAST_SAMPLE, group.of(Tag.WAVEFORM_DATA))) {
        throw group.fault(surplus + " bytes behind the last sample", Tag.WAVEFORM_DATA);
      }
      OptionalLong padding = OptionalLong.empty();
      if (group.data().element(Tag.WAVEFORM_PADDING_VALUE) instanceof Element.Value pad
          && pad.bytes().length >= format.width()) {
        padding = OptionalLong.of(format.at(pad.bytes(), 0, isBig(pad)));
      }
      Data data = new Data(value.bytes(), isBig(value), format, channels, samples, padding);
      if (format == SampleFormat.UL) {
        data.requireInts(group.of(Tag.WAVEFORM_DATA));
      }
      return data;
    }

    // The bytes of UN are in little endian whatever the transfer syntax (PS3.5 §6.2.2).
    private static boolean isBig(Element.Value value) {
      return value.bigEndian() && value.vr() != VR.UN;
    }

    private Element.Value value(Place group, int tag) throws EcgFormatException {
      Element element = group.data().element(tag);
      if (element instanceof Element.Skipped) {
        throw group.fault("longer than " + limits.bytes() + " bytes", tag);
      }
      if (element instanceof Element.Value value) {
        return value;
      }
      throw group.fault("no value", tag);
    }
  }

  /** The interleaved samples of a group. */
  private record Data(
      byte[] bytes,
      boolean bigEndian,
      SampleFormat format,
      int channels,
      int samples,
      OptionalLong padding) {

    Samples channel(int channel) {
      int[] values = new int[samples];
      BitSet missing = new BitSet();
      for (int i = 0; i < samples; i++) {
        long value = at(channel, i);
        values[i] = (int) value;
        if (padding.isPresent() && padding.getAsLong() == value) {
          missing.set(i);
        }
      }
      return Samples.of(values, missing);
    }

    private long at(int channel, int sample) {
      int index = (sample * channels + channel) * format.width();
      return format.at(bytes, index, bigEndian);
    }

    /** Refuses samples that no int holds, except those that are padding. */
    void requireInts(String where) throws EcgFormatException {
      for (int s = 0; s < samples; s++) {
        for (int c = 0; c < channels; c++) {
          long value = at(c, s);
          boolean pad = padding.isPresent() && padding.getAsLong() == value;
          if (value > Integer.MAX_VALUE && !pad) {
            throw new EcgFormatException(
                "sample " + s + " of channel " + (c + 1) + " is above 2147483647", where);
          }
        }
      }
    }
  }
}
