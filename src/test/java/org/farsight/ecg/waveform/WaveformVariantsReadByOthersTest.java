package org.farsight.ecg.waveform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.IndependentReader;
import org.farsight.ecg.Lead;
import org.farsight.ecg.Recording;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every class and every sample format of an ECG object (PS3.3 A.34), with several multiplex groups:
 * the same integers as pydicom reads.
 */
class WaveformVariantsReadByOthersTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  static List<String> classes() {
    return WaveformReader.SOP_CLASSES.stream().sorted().toList();
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
  void everySampleFormat(String name, int bits, int low, int high) throws Exception {
    DataSet first = EcgObject.group(name, bits, new int[] {low, 1, 2}, new int[] {high, 3, 4});
    DataSet second = EcgObject.group(name, bits, new int[] {5, low}, new int[] {high, 6});
    second
        .items(Tag.CHANNEL_DEFINITION_SEQUENCE)
        .getFirst()
        .putItems(Tag.CHANNEL_SOURCE_SEQUENCE, EcgObject.code("2:3", "MDC", "V1"));
    second
        .items(Tag.CHANNEL_DEFINITION_SEQUENCE)
        .getLast()
        .putItems(Tag.CHANNEL_SOURCE_SEQUENCE, EcgObject.code("5.6.3-9-4", "SCPECG", "V2"));
    DataSet data = EcgObject.header();
    data.putItems(Tag.WAVEFORM_SEQUENCE, first, second);
    data.put(Tag.SOP_CLASS_UID, VR.UI, Uid.AMBULATORY_ECG_WAVEFORM_STORAGE);

    assertThat(sameAsPydicom(data)).isEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("classes")
  void everyClass(String sopClass) throws Exception {
    int bits = sopClass.equals(Uid.GENERAL_32_BIT_ECG_WAVEFORM_STORAGE) ? 32 : 16;
    DataSet data = EcgObject.header();
    data.putItems(
        Tag.WAVEFORM_SEQUENCE,
        EcgObject.group(bits == 32 ? "SL" : "SS", bits, new int[] {-7, 8}, new int[] {9, -10}));
    data.put(Tag.SOP_CLASS_UID, VR.UI, sopClass);

    assertThat(sameAsPydicom(data)).isEqualTo(2);
  }

  private int sameAsPydicom(DataSet data) throws Exception {
    int leads = 0;
    for (TransferSyntax syntax :
        List.of(EcgObject.EXPLICIT, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)) {
      byte[] bytes = EcgObject.file(data, syntax);
      EcgReader reader = new WaveformReader();
      assertThat(reader.recognises(bytes)).isTrue();
      Recording recording = reader.read(bytes);
      Path file = Files.write(folder.resolve("object.dcm"), bytes);
      List<IndependentReader.Row> rows =
          IndependentReader.read("read_waveform.py", "pydicom", file);
      List<Lead> read = new ArrayList<>(recording.leads());
      assertThat(rows).hasSameSizeAs(read);
      for (int i = 0; i < rows.size(); i++) {
        assertThat(read.get(i).samples().toArray()).isEqualTo(rows.get(i).samples());
        assertThat(read.get(i).id().orElseThrow().scpNumber() + "").isEqualTo(rows.get(i).name());
      }
      leads = read.size();
    }
    return leads;
  }
}
