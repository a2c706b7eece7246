package org.farsight.ecg.waveform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.Part10File;

/** Small waveform objects, whole and then spoilt in one place by the tests. */
public final class EcgObject {
  public static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private EcgObject() {}

  /** One group of 16-bit samples, one array per lead, lead I and on by SCP-ECG number. */
  public static DataSet of(int[]... leads) {
    DataSet data = header();
    data.putItems(Tag.WAVEFORM_SEQUENCE, group("SS", 16, leads));
    return data;
  }

  public static DataSet header() {
    return new DataSet()
        .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192")
        .put(Tag.SOP_CLASS_UID, VR.UI, Uid.TWELVE_LEAD_ECG_WAVEFORM_STORAGE)
        .put(Tag.SOP_INSTANCE_UID, VR.UI, "2.25.1")
        .put(Tag.ACQUISITION_DATE_TIME, VR.DT, "20260301080910.250+0800")
        .put(Tag.PATIENT_ID, VR.LO, "P1")
        .put(Tag.PATIENT_NAME, VR.PN, "Wang^Jianguo=王^建国=Wáng^Jiànguó")
        .put(Tag.PATIENT_SEX, VR.CS, "M");
  }

  public static DataSet group(String interpretation, int bits, int[]... leads) {
    DataSet group =
        new DataSet()
            .put(Tag.WAVEFORM_ORIGINALITY, VR.CS, "ORIGINAL")
            .putInts(Tag.NUMBER_OF_WAVEFORM_CHANNELS, VR.US, leads.length)
            .putInts(Tag.NUMBER_OF_WAVEFORM_SAMPLES, VR.UL, leads[0].length)
            .put(Tag.SAMPLING_FREQUENCY, VR.DS, "500")
            .putInts(Tag.WAVEFORM_BITS_ALLOCATED, VR.US, bits)
            .put(Tag.WAVEFORM_SAMPLE_INTERPRETATION, VR.CS, interpretation)
            .putBytes(Tag.WAVEFORM_DATA, bits == 8 ? VR.OB : VR.OW, interleave(bits, leads));
    DataSet[] channels = new DataSet[leads.length];
    for (int i = 0; i < leads.length; i++) {
      channels[i] = channel("2:" + (i + 1), "MDC");
    }
    return group.putItems(Tag.CHANNEL_DEFINITION_SEQUENCE, channels);
  }

  static DataSet channel(String code, String scheme) {
    return new DataSet()
        .putItems(Tag.CHANNEL_SOURCE_SEQUENCE, code(code, scheme, "a lead"))
        .put(Tag.CHANNEL_SENSITIVITY, VR.DS, "2.5")
        .putItems(Tag.CHANNEL_SENSITIVITY_UNITS_SEQUENCE, code("uV", "UCUM", "microvolt"))
        .put(Tag.CHANNEL_SENSITIVITY_CORRECTION_FACTOR, VR.DS, "1")
        .put(Tag.CHANNEL_BASELINE, VR.DS, "0");
  }

  static DataSet code(String value, String scheme, String meaning) {
    return new DataSet()
        .put(Tag.CODE_VALUE, VR.SH, value)
        .put(Tag.CODING_SCHEME_DESIGNATOR, VR.SH, scheme)
        .put(Tag.CODE_MEANING, VR.LO, meaning);
  }

  /** The first multiplex group, to be changed. */
  static DataSet firstGroup(DataSet data) {
    return data.items(Tag.WAVEFORM_SEQUENCE).getFirst();
  }

  /** The first channel of the first group, to be changed. */
  static DataSet firstChannel(DataSet data) {
    return firstGroup(data).items(Tag.CHANNEL_DEFINITION_SEQUENCE).getFirst();
  }

  public static byte[] file(DataSet data, TransferSyntax syntax) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Part10File.write(out, data, syntax, "TEST");
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  private static byte[] interleave(int bits, int[][] leads) {
    int width = bits / 8;
    int length = leads.length * leads[0].length * width;
    ByteBuffer data = ByteBuffer.allocate(length + length % 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int s = 0; s < leads[0].length; s++) {
      for (int[] lead : leads) {
        switch (width) {
          case 1 -> data.put((byte) lead[s]);
          case 2 -> data.putShort((short) lead[s]);
          default -> data.putInt(lead[s]);
        }
      }
    }
    return data.array();
  }
}
