package org.farsight.testdata;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.farsight.ecg.LeadId;

/** Writes a synthetic ECG as a DICOM waveform object (PS3.3 A.34.3, A.34.4). */
final class WaveformWriter {
  static final String TWELVE_LEAD = "1.2.840.10008.5.1.4.1.1.9.1.1";
  static final String GENERAL = "1.2.840.10008.5.1.4.1.1.9.1.2";

  private final SyntheticEcg ecg;
  private final HeartModel.Ecg made;
  private final boolean unicode;
  private final Charset charset;

  /**
   * @param unicode whether text is in UTF-8 (ISO_IR 192), else in GB18030
   */
  WaveformWriter(SyntheticEcg ecg, boolean unicode) {
    this.ecg = ecg;
    this.made = ecg.generate();
    this.unicode = unicode;
    this.charset = unicode ? StandardCharsets.UTF_8 : Charset.forName("GB18030");
  }

  /** The object as a file. */
  byte[] write(String sopClass, String transferSyntax) {
    ImageStudy study =
        new ImageStudy(
            "ecg/" + ecg.name(),
            ecg.site(),
            ecg.patient(),
            unicode,
            "ECG",
            "HEART",
            ecg.leads().size() + "导联心电图",
            ecg.started());
    DicomObject object = study.object(sopClass, 1);
    object.text("0008,1090 LO ManufacturerModelName", "Heart Model 1");
    object.text("0008,002A DT AcquisitionDateTime", dateTime());
    object.items("0040,0555 SQ AcquisitionContextSequence", electrodes());
    object.items("0040,B020 SQ WaveformAnnotationSequence", annotations());
    object.items("5400,0100 SQ WaveformSequence", group());
    return object.part10(transferSyntax);
  }

  private String dateTime() {
    return ecg.started().format(DateTimeFormatter.ofPattern("yyyyMMddHHmmss.SSS")) + "+0800";
  }

  /** Electrode placement (PS3.16 CID 3263), which the ECG objects demand. */
  private DicomObject electrodes() {
    return new DicomObject(charset)
        .text("0040,A040 CS ValueType", "CODE")
        .items("0040,A043 SQ ConceptNameCodeSequence", code("10:11345", "MDC", "Lead System"))
        .items(
            "0040,A168 SQ ConceptCodeSequence",
            code("10:11265", "MDC", "Standard 12-lead positions, electrodes placed individually"));
  }

  private DicomObject[] annotations() {
    Rhythm rhythm = ecg.rhythm();
    List<DicomObject> items = new ArrayList<>();
    items.add(
        new DicomObject(charset)
            .text("0070,0006 ST UnformattedTextValue", rhythm.chinese())
            .shorts("0040,A0B0 US ReferencedWaveformChannels", 1, 0)
            .shorts("0040,A180 US AnnotationGroupNumber", 0));
    items.add(measured("2:16016", "Ventricular Heart Rate", made.heartRate(), "{H.B.}/min"));
    items.add(measured("2:16168", "RR interval global", made.rrMillis(), "ms"));
    if (rhythm.hasPWave()) {
      items.add(measured("2:15872", "PR interval global", rhythm.prMillis(), "ms"));
      items.add(measured("2:16128", "P Axis", rhythm.pAxis(), "deg"));
    }
    items.add(measured("2:16156", "QRS duration global", rhythm.qrsMillis(), "ms"));
    items.add(measured("2:16160", "QT interval global", ecg.qtMillis(made), "ms"));
    items.add(measured("2:15880", "QTc global using Bazett formula", ecg.qtcMillis(made), "ms"));
    items.add(measured("2:16132", "QRS axis", rhythm.qrsAxis(), "deg"));
    items.add(measured("2:16136", "T axis", rhythm.tAxis(), "deg"));
    return items.toArray(DicomObject[]::new);
  }

  private DicomObject measured(String code, String meaning, int value, String unit) {
    return new DicomObject(charset)
        .items("0040,08EA SQ MeasurementUnitsCodeSequence", code(unit, "UCUM", unit))
        .items("0040,A043 SQ ConceptNameCodeSequence", code(code, "MDC", meaning))
        .shorts("0040,A0B0 US ReferencedWaveformChannels", 1, 0)
        .shorts("0040,A180 US AnnotationGroupNumber", 1)
        .numbers("0040,A30A DS NumericValue", value);
  }

  private DicomObject group() {
    DicomObject[] channels = ecg.leads().stream().map(this::channel).toArray(DicomObject[]::new);
    int samples = ecg.seconds() * ecg.samplesPerSecond();
    byte[] count = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(samples).array();
    return new DicomObject(charset)
        .numbers("0018,1068 DS MultiplexGroupTimeOffset", 0)
        .text("003A,0004 CS WaveformOriginality", "ORIGINAL")
        .shorts("003A,0005 US NumberOfWaveformChannels", channels.length)
        .bytes("003A,0010 UL NumberOfWaveformSamples", count)
        .numbers("003A,001A DS SamplingFrequency", ecg.samplesPerSecond())
        .text("003A,0020 SH MultiplexGroupLabel", "RHYTHM")
        .items("003A,0200 SQ ChannelDefinitionSequence", channels)
        .shorts("5400,1004 US WaveformBitsAllocated", 16)
        .text("5400,1006 CS WaveformSampleInterpretation", "SS")
        .bytes("5400,100A OW WaveformPaddingValue", new byte[] {0, (byte) 0x80})
        .bytes("5400,1010 OW WaveformData", samples(samples));
  }

  private DicomObject channel(LeadId lead) {
    return new DicomObject(charset)
        .items(
            "003A,0208 SQ ChannelSourceSequence",
            code("2:" + lead.scpNumber(), "MDC", "Lead " + lead.label()))
        .text("003A,0210 DS ChannelSensitivity", ecg.microvoltsPerStep().toPlainString())
        .items("003A,0211 SQ ChannelSensitivityUnitsSequence", code("uV", "UCUM", "microvolt"))
        .numbers("003A,0212 DS ChannelSensitivityCorrectionFactor", 1)
        .numbers("003A,0213 DS ChannelBaseline", 0)
        .numbers("003A,0214 DS ChannelTimeSkew", 0)
        .shorts("003A,021A US WaveformBitsStored", 16)
        .text("003A,0220 DS FilterLowFrequency", "0.05")
        .text("003A,0221 DS FilterHighFrequency", "150");
  }

  private byte[] samples(int count) {
    ByteBuffer data =
        ByteBuffer.allocate(count * ecg.leads().size() * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      for (LeadId lead : ecg.leads()) {
        data.putShort((short) Objects.requireNonNull(made.leads().get(lead))[i]);
      }
    }
    return data.array();
  }

  private DicomObject code(String value, String scheme, String meaning) {
    return new DicomObject(charset)
        .text("0008,0100 SH CodeValue", value)
        .text("0008,0102 SH CodingSchemeDesignator", scheme)
        .text("0008,0104 LO CodeMeaning", meaning);
  }
}
