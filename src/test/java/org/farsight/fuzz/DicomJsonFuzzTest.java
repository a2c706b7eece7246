package org.farsight.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.DicomJson;
import org.farsight.dicom.io.ReadOptions;
import org.junit.jupiter.params.provider.MethodSource;

/** The DICOM JSON model, PS3.18 annex F. */
final class DicomJsonFuzzTest {
  private static final long MEMORY = 1 << 20;
  private static final ReadOptions OPTIONS =
      ReadOptions.DEFAULT.withMaxMemory(MEMORY).withMaxValueLength(1 << 16);

  static Stream<byte[]> seeds() {
    Stream<String> crafted =
        Stream.of(
            "",
            "[]",
            "[{},{}]",
            "{\"00080060\":{\"vr\":\"CS\",\"Value\":[\"CT\",null]}}",
            "{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"A^B\",\"Phonetic\":null},{}]}}",
            "{\"0040A730\":{\"Value\":[{\"0040A730\":{\"vr\":\"SQ\",\"Value\":[null]}}]}}",
            "{\"00091001\":{\"vr\":\"FD\",\"Value\":[1e3,-0.5,\"NaN\",\"-inf\"]}}",
            "{\"00091001\":{\"vr\":\"UV\",\"Value\":[\"18446744073709551615\",9007199254740993]}}",
            "{\"00280010\":{\"vr\":\"US\",\"Value\":[65536]}}",
            "{\"00201206\":{\"vr\":\"IS\",\"Value\":[1.0,\"007\"]}}",
            "{\"00181310\":{\"vr\":\"DS\",\"Value\":[\"1.50\",0.1234567890123456789]}}",
            "{\"7FE00010\":{\"vr\":\"OW\",\"InlineBinary\":\"AAECAw==\"}}",
            "{\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"../frames/1\",\"x\":[true,{}]}}",
            "{\"00081030\":{\"vr\":\"LO\",\"Value\":[\"\\ud83d\\ude00 \\ud83d \\u0000\"]}}");
    return Stream.concat(
        Stream.of(DicomJson.toBytes(DataSetSeeds.object(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN))),
        crafted.map(text -> text.getBytes(StandardCharsets.UTF_8)));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isDataSetsOrARefusalThatSaysWhere(byte[] json) throws IOException {
    Optional<List<DataSet>> whole = read(json.length, new ByteArrayInputStream(json));
    assertThat(read(json.length, new Trickle(json))).as("one byte at a time").isEqualTo(whole);
    for (DataSet dataSet : whole.orElse(List.of())) {
      Asked.everything(dataSet);
      byte[] once = DicomJson.toBytes(dataSet);
      List<DataSet> again = DicomJson.read(once, ReadOptions.DEFAULT);
      assertThat(again).hasSize(1);
      assertThat(new String(DicomJson.toBytes(again.getFirst()), StandardCharsets.UTF_8))
          .as("written again")
          .isEqualTo(new String(once, StandardCharsets.UTF_8));
    }
  }

  private static Optional<List<DataSet>> read(int length, InputStream in) throws IOException {
    try {
      return Optional.of(
          Cost.within(
              (4L << 20) + 256L * length,
              () -> {
                in.reset();
                return DicomJson.read(in, OPTIONS);
              }));
    } catch (DicomFormatException e) {
      DataSetFuzzTest.located(e);
      return Optional.empty();
    }
  }
}
