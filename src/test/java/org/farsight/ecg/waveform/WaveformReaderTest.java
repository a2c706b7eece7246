package org.farsight.ecg.waveform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Identifier;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Remark;
import org.farsight.ecg.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms that no public file has, made from the standard's text. */
class WaveformReaderTest {
  private static final int[] ONE = {0, 1, -1, 100, -100};
  private static final int[] TWO = {5, 4, 3, 2, 1};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.840.10008.1.2",
        "1.2.840.10008.1.2.1",
        "1.2.840.10008.1.2.2",
        "1.2.840.10008.1.2.1.99"
      })
  void everyTransferSyntaxGivesTheSameRecording(String uid) throws Exception {
    TransferSyntax syntax = TransferSyntax.of(uid);
    DataSet data = EcgObject.of(ONE, TWO);
    EcgObject.firstGroup(data).putBytes(Tag.WAVEFORM_PADDING_VALUE, VR.OW, new byte[] {100, 0});
    Recording file = new WaveformReader().read(EcgObject.file(data, syntax));
    InputStream naked = new ByteArrayInputStream(DataSetWriter.toBytes(data, syntax));

    assertThat(new WaveformReader().read(naked, syntax)).isEqualTo(file);
    assertThat(file.leads()).extracting(Lead::label).containsExactly("I", "II");
    assertThat(file.leads().get(0).samples().toArray()).isEqualTo(ONE);
    assertThat(file.leads().get(1).samples()).isEqualTo(Samples.of(TWO));
    assertThat(file.leads().get(0).samples().isMissing(3)).isTrue();
    assertThat(file.leads().get(0).samples().missingCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "SB, 8, -128, 127",
    "UB, 8, 0, 255",
    "SS, 16, -32768, 32767",
    "US, 16, 0, 65535",
    "SL, 32, -2147483648, 2147483647",
    "UL, 32, 0, 2147483647"
  })
  void everySampleFormatIsExactAtItsEnds(String name, int bits, int low, int high)
      throws Exception {
    for (TransferSyntax syntax :
        List.of(EcgObject.EXPLICIT, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)) {
      DataSet data = EcgObject.header();
      data.putItems(Tag.WAVEFORM_SEQUENCE, EcgObject.group(name, bits, new int[] {low, high, 1}));
      Recording recording = new WaveformReader().read(EcgObject.file(data, syntax));
      assertThat(recording.leads().getFirst().samples().toArray()).containsExactly(low, high, 1);
    }
  }

  @Test
  void anUnsignedSampleThatNoIntHoldsIsRefused() {
    DataSet data = EcgObject.header();
    data.putItems(Tag.WAVEFORM_SEQUENCE, EcgObject.group("UL", 32, new int[] {0, -1}));
    assertThatThrownBy(() -> new WaveformReader().read(data))
        .hasMessage("sample 1 of channel 1 is above 2147483647 at (5400,0100)[1].(5400,1010)");
  }

  @ParameterizedTest
  @CsvSource({"MB, 8, mu-law", "AB, 8, A-law", "SV, 64, 64 bits", "SS, 8, does not have 8 bits"})
  void whatIsNotSupportedIsNamed(String interpretation, int bits, String message) {
    assertSpoilt(
        data ->
            EcgObject.firstGroup(data)
                .put(Tag.WAVEFORM_SAMPLE_INTERPRETATION, VR.CS, interpretation)
                .putInts(Tag.WAVEFORM_BITS_ALLOCATED, VR.US, bits),
        message);
  }

  @Test
  void scaleOriginAndSkewAreExact() throws Exception {
    DataSet data = EcgObject.of(ONE);
    EcgObject.firstGroup(data).put(Tag.MULTIPLEX_GROUP_TIME_OFFSET, VR.DS, "40");
    EcgObject.firstChannel(data)
        .put(Tag.CHANNEL_SENSITIVITY, VR.DS, "4.88")
        .put(Tag.CHANNEL_SENSITIVITY_CORRECTION_FACTOR, VR.DS, "1.01")
        .put(Tag.CHANNEL_BASELINE, VR.DS, "-12.5")
        .put(Tag.CHANNEL_SAMPLE_SKEW, VR.DS, "3");
    Lead lead = new WaveformReader().read(data).leads().getFirst();

    assertThat(lead.scale()).isEqualTo(new BigDecimal("0.0049288"));
    assertThat(lead.origin()).isEqualTo(new BigDecimal("-0.0125"));
    assertThat(lead.offsetMillis()).isEqualByComparingTo("46");
    EcgObject.firstChannel(data).put(Tag.CHANNEL_TIME_SKEW, VR.DS, "0.0015");
    assertThat(new WaveformReader().read(data).leads().getFirst().offsetMillis())
        .isEqualByComparingTo("41.5");
  }

  @ParameterizedTest
  @CsvSource({
    "2:62, MDC, AVR",
    "5.6.3-9-62, SCPECG, AVR",
    "131390, MDC, AVR",
    "MDC_ECG_LEAD_AVR, MDC, AVR",
    "2:11, MDC, V3R",
    "2:33, MDC, DERIVED_V1"
  })
  void everyFormOfALeadCodeIsKnown(String code, String scheme, LeadId lead) throws Exception {
    DataSet data = EcgObject.of(ONE);
    EcgObject.firstChannel(data)
        .putItems(Tag.CHANNEL_SOURCE_SEQUENCE, EcgObject.code(code, scheme, "?"));
    Recording recording = new WaveformReader().read(data);
    assertThat(recording.leads().getFirst().id()).contains(lead);
    assertThat(recording.leads().getFirst().isDerived()).isEqualTo(lead.isDerived());
    assertThat(recording.remarks()).isEmpty();
  }

  @Test
  void aPrivateCodeIsKnownByItsMeaningByRuleOnly() throws Exception {
    DataSet data = EcgObject.of(ONE);
    EcgObject.firstChannel(data)
        .putItems(Tag.CHANNEL_SOURCE_SEQUENCE, EcgObject.code("77", "99ACME", "Lead V4 (chest)"));
    Recording recording = new WaveformReader().read(data);
    assertThat(recording.leads().getFirst().id()).contains(LeadId.V4);
    assertThat(recording.remarks())
        .containsExactly(
            new Remark("LEAD_BY_MEANING", "(5400,0100)[1].(003A,0200)[1].(003A,0208)"));
    Lead strict =
        new WaveformReader(Set.of(), WaveformLimits.DEFAULT).read(data).leads().getFirst();
    assertThat(strict.id()).isEmpty();
    assertThat(strict.label()).isEqualTo("Lead V4 (chest)");
  }

  @Test
  void aPressureBesideTheLeadsIsLeftOutWithARemark() throws Exception {
    DataSet data = EcgObject.of(ONE, TWO);
    data.put(Tag.SOP_CLASS_UID, VR.UI, Uid.HEMODYNAMIC_WAVEFORM_STORAGE);
    EcgObject.firstChannel(data)
        .putItems(Tag.CHANNEL_SENSITIVITY_UNITS_SEQUENCE, EcgObject.code("mm[Hg]", "UCUM", "mmHg"));
    Recording recording = new WaveformReader().read(data);
    assertThat(recording.leads()).extracting(Lead::label).containsExactly("II");
    assertThat(recording.leads().getFirst().samples().toArray()).isEqualTo(TWO);
    assertThat(recording.remarks())
        .extracting(Remark::rule)
        .containsExactly("CHANNEL_IS_NO_VOLTAGE");
  }

  @Test
  void groupsBecomeLeadsBeatsAndFurtherRecordings() throws Exception {
    DataSet data = EcgObject.header();
    DataSet beat = EcgObject.group("SS", 16, TWO);
    beat.put(Tag.WAVEFORM_ORIGINALITY, VR.CS, "DERIVED");
    beat.put(Tag.MULTIPLEX_GROUP_LABEL, VR.SH, "MEDIAN BEAT");
    DataSet other = EcgObject.group("SS", 16, TWO);
    other
        .items(Tag.CHANNEL_DEFINITION_SEQUENCE)
        .getFirst()
        .putItems(Tag.CHANNEL_SOURCE_SEQUENCE, EcgObject.code("2:8", "MDC", "Lead V6"));
    data.putItems(
        Tag.WAVEFORM_SEQUENCE,
        beat,
        EcgObject.group("SS", 16, ONE),
        other,
        EcgObject.group("SS", 16, ONE));
    Recording recording = new WaveformReader().read(data);

    assertThat(recording.leads()).extracting(Lead::label).containsExactly("I", "V6");
    assertThat(recording.further())
        .extracting(FurtherWaveform::kind)
        .containsExactly(FurtherWaveform.Kind.REPRESENTATIVE_BEAT, FurtherWaveform.Kind.RHYTHM);
    assertThat(recording.further().getFirst().leads().getFirst().derivation())
        .contains("MEDIAN BEAT");
  }

  @Test
  void anObjectOfDerivedGroupsOnlyIsReadByRule() throws Exception {
    DataSet data = EcgObject.of(ONE);
    EcgObject.firstGroup(data).put(Tag.WAVEFORM_ORIGINALITY, VR.CS, "DERIVED");
    Recording recording = new WaveformReader().read(data);
    assertThat(recording.leads().getFirst().isDerived()).isTrue();
    assertThat(recording.remarks()).extracting(Remark::rule).containsExactly("ONLY_DERIVED_GROUPS");
    assertThatThrownBy(() -> new WaveformReader(Set.of(), WaveformLimits.DEFAULT).read(data))
        .hasMessage("no multiplex group with an ECG lead at (5400,0100)");
  }

  @Test
  void aDayIsNoMomentAndTheNextBestTimeCounts() throws Exception {
    DataSet data =
        EcgObject.of(new int[] {1})
            .put(Tag.ACQUISITION_DATE_TIME, VR.DT, "202603")
            .put(Tag.CONTENT_DATE, VR.DA, "20260302")
            .put(Tag.CONTENT_TIME, VR.TM, "0708");

    assertThat(new WaveformReader().read(data).acquisition().start())
        .contains(LocalDateTime.of(2026, 3, 2, 7, 8));
  }

  @Test
  void personAndTimeAreAsTheObjectSays() throws Exception {
    Recording recording = new WaveformReader().read(EcgObject.of(ONE));
    assertThat(recording.acquisition().start())
        .contains(LocalDateTime.of(2026, 3, 1, 8, 9, 10, 250_000_000));
    assertThat(recording.acquisition().offset()).contains(ZoneOffset.ofHours(8));
    var name = recording.subject().name().orElseThrow();
    assertThat(name.ideographic().orElseThrow().family()).isEqualTo("王");
    assertThat(name.phonetic().orElseThrow().given()).isEqualTo("Jiànguó");
    assertThat(name.alphabetic().orElseThrow().given()).isEqualTo("Jianguo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.840.113619.2.5.", "d41d8cd98f00b204e9800998ecf8427e"})
  void aUidThatIsNoneIsCarriedAsTheDeviceWroteIt(String uid) throws Exception {
    DataSet data = EcgObject.of(ONE).put(Tag.STUDY_INSTANCE_UID, VR.UI, uid);
    Recording recording = new WaveformReader().read(EcgObject.file(data, EcgObject.EXPLICIT));

    assertThat(recording.identifier(Identifier.Kind.STUDY_INSTANCE_UID))
        .contains(Identifier.of(Identifier.Kind.STUDY_INSTANCE_UID, uid));
  }

  @Test
  void annotationsInTheirSimpleFormsAreRead() throws Exception {
    DataSet data = EcgObject.of(ONE);
    DataSet rate =
        annotation(1, 1)
            .putItems(
                Tag.CONCEPT_NAME_CODE_SEQUENCE,
                EcgObject.code("2:16016", "MDC", "Ventricular rate"))
            .putItems(
                Tag.MEASUREMENT_UNITS_CODE_SEQUENCE, EcgObject.code("{H.B.}/min", "UCUM", "bpm"))
            .put(Tag.NUMERIC_VALUE, VR.DS, "72");
    DataSet coded =
        annotation(1, 0)
            .putItems(Tag.CONCEPT_NAME_CODE_SEQUENCE, EcgObject.code("1", "99A", "finding"))
            .putItems(
                Tag.CONCEPT_CODE_SEQUENCE, EcgObject.code("10:9232", "MDC", "Normal Sinus Rhythm"));
    DataSet wave =
        annotation(1, 1)
            .putItems(Tag.CONCEPT_NAME_CODE_SEQUENCE, EcgObject.code("10:256", "MDC", "P wave"))
            .put(Tag.TEMPORAL_RANGE_TYPE, VR.CS, "SEGMENT")
            .putInts(Tag.REFERENCED_SAMPLE_POSITIONS, VR.UL, 2, 4);
    data.putItems(Tag.WAVEFORM_ANNOTATION_SEQUENCE, rate, coded, wave);
    Recording recording = new WaveformReader().read(data);

    assertThat(recording.measurements().of(Kind.HEART_RATE).orElseThrow().value())
        .isEqualByComparingTo("72");
    assertThat(recording.statements().getFirst().text()).isEqualTo("Normal Sinus Rhythm");
    assertThat(recording.annotations().getFirst().lead()).contains(LeadId.I);
    assertThat(recording.annotations().getFirst().startMillis()).contains(new BigDecimal("2"));
    assertThat(recording.annotations().getFirst().endMillis()).contains(new BigDecimal("6"));
  }

  @Test
  void anAnnotationOfSeveralChannelsBelongsToEachLeadOfThem() throws Exception {
    DataSet data = EcgObject.of(ONE, ONE, ONE);
    EcgObject.firstGroup(data)
        .items(Tag.CHANNEL_DEFINITION_SEQUENCE)
        .get(2)
        .putItems(Tag.CHANNEL_SENSITIVITY_UNITS_SEQUENCE, EcgObject.code("mm[Hg]", "UCUM", "mmHg"));
    DataSet twoLeads = duration("80", 1, 1, 1, 2);
    DataSet pressure = duration("90", 1, 3);
    DataSet all = duration("100", 1, 0);
    data.putItems(Tag.WAVEFORM_ANNOTATION_SEQUENCE, twoLeads, pressure, all);
    Recording recording = new WaveformReader().read(data);

    assertThat(recording.measurements().all())
        .extracting(m -> m.value().intValueExact())
        .containsExactly(80, 80, 90, 100);
    assertThat(recording.measurements().all())
        .extracting(m -> m.lead().map(LeadId::label).orElse("-"))
        .containsExactly("I", "II", "-", "-");
    assertThat(recording.measurements().of(Kind.QRS_DURATION).orElseThrow().value())
        .as("neither a lead's nor a pressure's")
        .isEqualByComparingTo("100");
  }

  private static DataSet duration(String value, int... channels) {
    long[] pairs = Arrays.stream(channels).asLongStream().toArray();
    return new DataSet()
        .putInts(Tag.REFERENCED_WAVEFORM_CHANNELS, VR.US, pairs)
        .putItems(Tag.CONCEPT_NAME_CODE_SEQUENCE, EcgObject.code("2:16156", "MDC", "QRS Duration"))
        .putItems(Tag.MEASUREMENT_UNITS_CODE_SEQUENCE, EcgObject.code("ms", "UCUM", "ms"))
        .put(Tag.NUMERIC_VALUE, VR.DS, value);
  }

  @Test
  void faultsAreToldByTheirTagPath() {
    assertSpoilt(
        data -> EcgObject.firstGroup(data).putInts(Tag.NUMBER_OF_WAVEFORM_SAMPLES, VR.UL, 6),
        "10 bytes, where the samples take 12 at (5400,0100)[1].(5400,1010)");
    assertSpoilt(
        data -> EcgObject.firstGroup(data).putInts(Tag.NUMBER_OF_WAVEFORM_CHANNELS, VR.US, 2),
        "not one definition for each of 2 channels at (5400,0100)[1].(003A,0200)");
    assertSpoilt(
        data -> EcgObject.firstGroup(data).put(Tag.SAMPLING_FREQUENCY, VR.DS, "0"),
        "no sampling frequency at (5400,0100)[1].(003A,001A)");
    assertSpoilt(
        data -> EcgObject.firstChannel(data).put(Tag.CHANNEL_SENSITIVITY, VR.DS, "two"),
        "no decimal number at (5400,0100)[1].(003A,0200)[1].(003A,0210)");
    assertSpoilt(
        data -> EcgObject.firstChannel(data).put(Tag.CHANNEL_SENSITIVITY, VR.DS, "0"),
        "a sensitivity of zero");
    assertSpoilt(
        data -> EcgObject.firstGroup(data).remove(Tag.WAVEFORM_DATA),
        "no value at (5400,0100)[1].(5400,1010)");
    assertSpoilt(data -> data.remove(Tag.WAVEFORM_SEQUENCE), "no multiplex group");
    assertSpoilt(
        data -> data.put(Tag.SOP_CLASS_UID, VR.UI, Uid.CT_IMAGE_STORAGE), "the SOP class is none");
  }

  @Test
  void limitsAreHeldAndNamed() {
    byte[] file = EcgObject.file(EcgObject.of(ONE, TWO), EcgObject.EXPLICIT);
    assertLimit(new WaveformLimits(1 << 20, 1, 99, 9), file, "more than 1 channels");
    assertLimit(new WaveformLimits(1 << 20, 9, 9, 9), file, "more than 9 samples");
    assertLimit(new WaveformLimits(1 << 20, 9, 99, 1), file, "");
    assertLimit(new WaveformLimits(64, 9, 99, 9), file, "");
  }

  @Test
  void aStreamThatGivesOneByteAtATimeIsReadAlike() throws Exception {
    DataSet data = EcgObject.of(ONE, TWO);
    byte[] bytes = DataSetWriter.toBytes(data, EcgObject.EXPLICIT);
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            return super.read(into, from, Math.min(length, 1));
          }
        };
    assertThat(new WaveformReader().read(slow, EcgObject.EXPLICIT))
        .isEqualTo(new WaveformReader().read(data));
  }

  @Test
  void aStreamThatFailsIsToldAsTheCause() {
    IOException gone = new IOException("gone");
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw gone;
          }
        };
    assertThatThrownBy(() -> new WaveformReader().read(broken, EcgObject.EXPLICIT))
        .isInstanceOf(EcgFormatException.class)
        .hasCause(gone);
  }

  @Test
  void objectsOfOtherClassesAreNotRecognised() {
    DataSet ct = EcgObject.of(ONE).put(Tag.SOP_CLASS_UID, VR.UI, Uid.CT_IMAGE_STORAGE);
    WaveformReader reader = new WaveformReader();
    assertThat(reader.recognises(EcgObject.file(ct, EcgObject.EXPLICIT))).isFalse();
    assertThat(reader.recognises(EcgObject.file(EcgObject.of(ONE), EcgObject.EXPLICIT))).isTrue();
    assertThat(reader.recognises(new byte[0])).isFalse();
    assertThat(reader.recognises("no DICOM at all".getBytes(StandardCharsets.US_ASCII))).isFalse();
    byte[] naked = DataSetWriter.toBytes(EcgObject.of(ONE), EcgObject.EXPLICIT);
    assertThat(reader.recognises(naked)).isTrue();
  }

  private static DataSet annotation(int group, int channel) {
    return new DataSet().putInts(Tag.REFERENCED_WAVEFORM_CHANNELS, VR.US, group, channel);
  }

  private static void assertSpoilt(Consumer<DataSet> spoil, String message) {
    DataSet data = EcgObject.of(ONE);
    spoil.accept(data);
    assertThatThrownBy(() -> new WaveformReader().read(data))
        .isInstanceOf(EcgFormatException.class)
        .hasMessageContaining(message);
  }

  private static void assertLimit(WaveformLimits limits, byte[] file, String message) {
    assertThatThrownBy(() -> new WaveformReader(WaveformRule.all(), limits).read(file))
        .isInstanceOf(EcgFormatException.class)
        .hasMessageContaining(message);
  }
}
