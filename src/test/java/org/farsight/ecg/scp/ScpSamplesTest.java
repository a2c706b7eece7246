package org.farsight.ecg.scp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.farsight.Samples;
import org.farsight.ecg.IndependentReader;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Remark;
import org.farsight.ecg.Subject;
import org.farsight.ecg.aecg.AecgReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public example files. */
class ScpSamplesTest {
  private static final String HUFFMAN = "ecg-formats/scp/ecgtoolkit-example_v20_huffman.scp";
  private static final String TWIN = "ecg-formats/aecg/hl7-example-aecg_eli250.xml";
  private static final String CONTEC = "ecg-formats/scp/contec-ecg90a-0000050_v20.scp";

  /** The twin's integers stand in its XML as text: no reader of ours has made them. */
  @Test
  void aRecordInHuffmanCodeHasTheSamplesOfItsTwinInXml() throws Exception {
    Recording scp = read(HUFFMAN);
    Recording twin = new AecgReader().read(Files.readAllBytes(Samples.require(TWIN)));

    assertThat(scp.leads()).hasSize(12);
    for (Lead lead : scp.leads()) {
      Lead same = twin.lead(lead.id().orElseThrow()).orElseThrow();
      assertThat(lead.samples()).isEqualTo(same.samples());
      assertThat(lead.scale()).isEqualByComparingTo(same.scale());
      assertThat(lead.rate()).isEqualTo(same.rate());
    }
    assertThat(scp.sampleDigest()).isEqualTo(twin.sampleDigest());
    for (Kind kind :
        List.of(Kind.P_DURATION, Kind.PR_INTERVAL, Kind.QRS_DURATION, Kind.QT_INTERVAL)) {
      assertThat(scp.measurements().of(kind).orElseThrow().value())
          .isEqualByComparingTo(twin.measurements().of(kind).orElseThrow().value());
    }
    assertThat(scp.subject().id()).contains("SBJ-123");
    assertThat(scp.subject().sex()).contains(Subject.Sex.MALE);
    assertThat(scp.subject().birthDate()).contains(LocalDate.of(1953, 5, 8));
    assertThat(scp.acquisition().start()).contains(LocalDateTime.of(2002, 11, 22, 9, 10));
    assertThat(scp.acquisition().device().model()).contains("ELI250");
  }

  @ParameterizedTest
  @ValueSource(strings = {HUFFMAN, CONTEC})
  void everySampleIsWhatAnIndependentReaderReads(String name) throws Exception {
    Recording recording = read(name);
    List<Lead> leads =
        Stream.concat(
                recording.leads().stream(),
                recording.further().stream().flatMap(further -> further.leads().stream()))
            .toList();
    List<IndependentReader.Row> rows =
        IndependentReader.read("read_scp.py", "struct", Samples.require(name));

    assertThat(rows).hasSameSizeAs(leads);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(leads.get(i).id().orElseThrow().scpNumber())
          .isEqualTo(Integer.parseInt(rows.get(i).name()));
      assertThat(leads.get(i).samples().toArray()).isEqualTo(rows.get(i).samples());
      assertThat(leads.get(i).scale().movePointRight(3)).isEqualByComparingTo(rows.get(i).scale());
    }
  }

  /** Uncompressed: the samples lie in the file as they are, from byte 421 of it on. */
  @Test
  void aConvertersRecordIsReadAsFarAsItsSamplesGo() throws Exception {
    Recording recording = read(CONTEC);
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(Samples.require(CONTEC))).order(ByteOrder.LITTLE_ENDIAN);
    int at = 375 + 16 + 6 + 24;

    assertThat(recording.leads())
        .extracting(lead -> lead.id().orElseThrow())
        .isEqualTo(LeadId.STANDARD_12);
    for (Lead lead : recording.leads()) {
      assertThat(lead.rate().hertz()).isEqualByComparingTo("800");
      assertThat(lead.scale()).isEqualByComparingTo("0.005");
      int[] stored = new int[32_767];
      for (int i = 0; i < stored.length; i++) {
        stored[i] = bytes.getShort(at);
        at += 2;
      }
      assertThat(lead.samples().toArray()).isEqualTo(stored);
    }
    assertThat(at).isEqualTo(bytes.capacity());
    assertThat(recording.remarks()).extracting(Remark::rule).contains("SHORTER_THAN_ANNOUNCED");
    assertThat(recording.acquisition().device().model()).contains("ECG90");
  }

  private static Recording read(String name) throws Exception {
    return new ScpReader().read(Files.readAllBytes(Samples.require(name)));
  }
}
