package org.farsight.ecg.waveform;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.ecg.Code;
import org.farsight.ecg.Lead;
import org.farsight.ecg.VoltageUnit;

/** Writes an item of the Waveform Sequence (PS3.3 C.10.9), numbers in little endian. */
final class GroupWriter {
  static final int CHANNEL_DERIVATION_DESCRIPTION = 0x003A_020C;

  /** A code of MDC (CID 3001) where the lead is known, else of this scheme of our own. */
  static final String OWN_SCHEME = "99FARSIGHT";

  private static final List<VoltageUnit> UNITS =
      List.of(VoltageUnit.MICROVOLT, VoltageUnit.MILLIVOLT, VoltageUnit.NANOVOLT);

  private final boolean wide;

  /**
   * @param wide whether samples take 32 bits, else 16
   */
  GroupWriter(boolean wide) {
    this.wide = wide;
  }

  DataSet item(Group group) {
    DataSet item = Written.item();
    BigDecimal offset = group.offsetMillis();
    item.put(Tag.MULTIPLEX_GROUP_TIME_OFFSET, VR.DS, Written.ds(offset));
    item.put(Tag.WAVEFORM_ORIGINALITY, VR.CS, group.original() ? "ORIGINAL" : "DERIVED");
    item.putInts(Tag.NUMBER_OF_WAVEFORM_CHANNELS, VR.US, group.leads().size());
    item.putInts(Tag.NUMBER_OF_WAVEFORM_SAMPLES, VR.UL, group.samples());
    item.put(Tag.SAMPLING_FREQUENCY, VR.DS, Written.ds(group.rate().hertz()));
    item.put(Tag.MULTIPLEX_GROUP_LABEL, VR.SH, group.label());
    List<Lead> leads = group.leads();
    DataSet[] channels = new DataSet[leads.size()];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = channel(leads.get(i), i + 1, offset);
    }
    item.putItems(Tag.CHANNEL_DEFINITION_SEQUENCE, channels);
    item.putInts(Tag.WAVEFORM_BITS_ALLOCATED, VR.US, bits());
    item.put(Tag.WAVEFORM_SAMPLE_INTERPRETATION, VR.CS, wide ? "SL" : "SS");
    group.padding().ifPresent(pad -> item.putBytes(Tag.WAVEFORM_PADDING_VALUE, VR.OW, sample(pad)));
    item.putBytes(Tag.WAVEFORM_DATA, VR.OW, data(group));
    return item;
  }

  private int bits() {
    return wide ? Integer.SIZE : Short.SIZE;
  }

  private DataSet channel(Lead lead, int number, BigDecimal groupOffset) {
    DataSet channel = Written.item();
    channel.putInts(Tag.WAVEFORM_CHANNEL_NUMBER, VR.IS, number);
    channel.put(Tag.CHANNEL_LABEL, VR.SH, Written.sh(lead.label()));
    channel.putItems(Tag.CHANNEL_SOURCE_SEQUENCE, Coded.item(source(lead)));
    lead.derivation()
        .map(Written::lo)
        .filter(how -> !how.isEmpty())
        .ifPresent(how -> channel.put(CHANNEL_DERIVATION_DESCRIPTION, VR.LO, how));
    VoltageUnit unit = unit(lead);
    BigDecimal steps = BigDecimal.ONE.divide(unit.millivolts());
    String code = unit.ucum();
    channel.put(Tag.CHANNEL_SENSITIVITY, VR.DS, Written.ds(lead.scale().multiply(steps)));
    channel.putItems(
        Tag.CHANNEL_SENSITIVITY_UNITS_SEQUENCE,
        Coded.item(new Code("UCUM", code, Optional.of(code))));
    channel.put(Tag.CHANNEL_SENSITIVITY_CORRECTION_FACTOR, VR.DS, "1");
    channel.put(Tag.CHANNEL_BASELINE, VR.DS, Written.ds(lead.origin().multiply(steps)));
    BigDecimal skew = lead.offsetMillis().subtract(groupOffset).movePointLeft(3);
    channel.put(Tag.CHANNEL_TIME_SKEW, VR.DS, Written.ds(skew));
    channel.putInts(Tag.WAVEFORM_BITS_STORED, VR.US, bits());
    return channel;
  }

  private static Code source(Lead lead) {
    return lead.id()
        .map(id -> new Code("MDC", "2:" + id.scpNumber(), Optional.of("Lead " + id.label())))
        .orElseGet(
            () ->
                new Code(
                    OWN_SCHEME, Written.sh(lead.label()), Optional.of(Written.lo(lead.label()))));
  }

  /** The first unit in which scale and origin can be said exactly; microvolt where none is. */
  private static VoltageUnit unit(Lead lead) {
    return UNITS.stream()
        .filter(
            unit -> {
              BigDecimal steps = BigDecimal.ONE.divide(unit.millivolts());
              return Written.exactly(lead.scale().multiply(steps)).isPresent()
                  && Written.exactly(lead.origin().multiply(steps)).isPresent();
            })
        .findFirst()
        .orElse(VoltageUnit.MICROVOLT);
  }

  private byte[] data(Group group) {
    List<Lead> leads = group.leads();
    int width = bits() / Byte.SIZE;
    ByteBuffer data =
        ByteBuffer.allocate(
                Math.multiplyExact(Math.multiplyExact(group.samples(), leads.size()), width))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < group.samples(); i++) {
      for (Lead lead : leads) {
        boolean gap = lead.samples().isMissing(i);
        put(data, gap ? group.padding().orElseThrow() : lead.samples().at(i));
      }
    }
    return data.array();
  }

  private byte[] sample(int value) {
    ByteBuffer bytes = ByteBuffer.allocate(bits() / Byte.SIZE).order(ByteOrder.LITTLE_ENDIAN);
    put(bytes, value);
    return bytes.array();
  }

  private void put(ByteBuffer data, int value) {
    if (wide) {
      data.putInt(value);
    } else {
      data.putShort((short) value);
    }
  }
}
