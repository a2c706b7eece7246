package org.farsight.ecg.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Samples;
import org.farsight.ecg.SamplingRate;
import org.farsight.ecg.drawing.DrawnRecordings;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.ecg.quality.Finding;
import org.farsight.ecg.quality.SignalQuality;
import org.junit.jupiter.api.Test;

/** The JSON, read again by a library. */
class RecordingJsonTest {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  @Test
  void everyLeadOfTheTestDataComesBackIntegerForInteger() throws Exception {
    List<Path> files;
    try (Stream<Path> found = Files.walk(Path.of("test-data/ecg"))) {
      // a PDF is a page and no samples
      files =
          found
              .filter(Files::isRegularFile)
              .filter(file -> !file.startsWith("test-data/ecg/pdf"))
              .toList();
    }
    int compared = 0;
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      EcgReader reader = EcgFormats.standard().readerOf(bytes).orElse(null);
      if (reader != null) {
        Recording recording = reader.read(bytes);
        List<Finding> findings = SignalQuality.standard().examine(recording);
        JsonNode json = MAPPER.readTree(RecordingJson.write(recording, findings, List.of(), true));
        assertThat(leads(json)).isEqualTo(recording.leads());
        assertThat(json.path("sampleDigest").asText()).isEqualTo(recording.sampleDigest());
        assertThat(json.path("measurements")).hasSize(recording.measurements().all().size());
        assertThat(json.path("quality")).hasSize(findings.size());
        compared += recording.leads().size();
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(8 * 12);
  }

  @Test
  void gapsScalesOriginsAndOffsetsComeBackExactly() throws IOException {
    BitSet missing = new BitSet();
    missing.set(1);
    Lead lead =
        new Lead(
            Optional.of(LeadId.V3R),
            "V3R",
            SamplingRate.ofPeriodMillis(new BigDecimal("3.90625")),
            Samples.of(new int[] {Integer.MIN_VALUE, 7, Integer.MAX_VALUE}, missing),
            new BigDecimal("0.000152587890625"),
            new BigDecimal("-12.34567890123456789"),
            new BigDecimal("0.125"),
            Optional.of("V3 \"reversed\"\n"));
    Recording recording = DrawnRecordings.recording(List.of(lead));
    JsonNode json = MAPPER.readTree(RecordingJson.write(recording, List.of(), List.of(), true));
    JsonNode one = json.path("leads").path(0);
    assertThat(one.path("samples").get(1).isNull()).isTrue();
    assertThat(one.path("samples").get(0).intValue()).isEqualTo(Integer.MIN_VALUE);
    assertThat(one.path("samples").get(2).intValue()).isEqualTo(Integer.MAX_VALUE);
    assertThat(one.path("scaleMillivolt").decimalValue()).isEqualTo(lead.scale());
    assertThat(one.path("originMillivolt").decimalValue()).isEqualTo(lead.origin());
    assertThat(one.path("offsetMillis").decimalValue()).isEqualTo(lead.offsetMillis());
    assertThat(one.path("periodMillis").decimalValue()).isEqualTo(lead.rate().periodMillis());
    assertThat(one.path("derivation").asText()).isEqualTo("V3 \"reversed\"\n");
    assertThat(one.path("mdc").intValue()).isEqualTo(LeadId.V3R.mdcCode());
  }

  @Test
  void textThatIsNoPlainTextIsStillJson() throws IOException {
    String name = "\"\\\u0000\u001f\ud800𠮷</script>";
    Recording recording =
        DrawnRecordings.recording(DrawnRecordings.twelve(), name, List.of("行1\n行2"));
    JsonNode json = MAPPER.readTree(RecordingJson.write(recording, List.of(), List.of(), true));
    assertThat(json.path("subject").path("name").path("text").asText())
        .as("UTF-8 has no half of a surrogate pair")
        .isEqualTo(name.replace('\ud800', '?'));
    assertThat(json.path("statements").path(0).path("text").asText()).isEqualTo("行1\n行2");
  }

  @Test
  void aHiddenPersonIsNotInIt() {
    Recording recording = DrawnRecordings.recording(DrawnRecordings.twelve());
    String json =
        new String(
            RecordingJson.write(recording, List.of(), List.of(), false), StandardCharsets.UTF_8);
    assertThat(json).doesNotContain("陈丽华", "QS000123", "1965-03-02", "subject");
  }

  private static List<Lead> leads(JsonNode json) {
    List<Lead> leads = new ArrayList<>();
    for (JsonNode lead : json.path("leads")) {
      int[] values = new int[lead.path("count").intValue()];
      BitSet missing = new BitSet();
      for (int i = 0; i < values.length; i++) {
        JsonNode sample = lead.path("samples").get(i);
        missing.set(i, sample.isNull());
        values[i] = sample.intValue();
      }
      leads.add(
          new Lead(
              lead.has("mdc") ? LeadId.ofMdcCode(lead.path("mdc").intValue()) : Optional.empty(),
              lead.path("label").asText(),
              new SamplingRate(decimal(lead, "rateHertz"), decimal(lead, "periodMillis")),
              Samples.of(values, missing),
              decimal(lead, "scaleMillivolt"),
              decimal(lead, "originMillivolt"),
              decimal(lead, "offsetMillis"),
              Optional.ofNullable(lead.get("derivation")).map(JsonNode::asText)));
    }
    return leads;
  }

  private static BigDecimal decimal(JsonNode node, String name) {
    return node.path(name).decimalValue();
  }
}
