package org.farsight.report.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.farsight.exchange.DocumentException;
import org.farsight.report.Report;
import org.junit.jupiter.api.Test;

/** Results of reporting systems, as they write them and as they should not. */
class ResultReaderTest {
  private static final byte[] PDF = "%PDF-1.4 theirs".getBytes(StandardCharsets.US_ASCII);
  private static final String PATIENT = "PID|1||P-1001^^^LAKE^MR||王^建国||19610402|M";
  private static final String REQUEST = request(1, "A2026-7", "F");

  private final ResultReader reader = new ResultReader();

  private static String request(int number, String accession, String status) {
    String[] fields = new String[33];
    Arrays.fill(fields, "");
    fields[0] = "OBR";
    fields[1] = String.valueOf(number);
    fields[2] = "P77^HIS";
    fields[3] = "F88^RIS";
    fields[4] = "CT^胸部平扫";
    fields[18] = accession;
    fields[22] = "20261123142000+0800";
    fields[25] = status;
    fields[32] = "d12&李&医生";
    return String.join("|", fields);
  }

  private static byte[] message(String... segments) {
    return ("MSH|^~\\&|RIS|CORE|FARSIGHT|CORE|20261123142100+0800||ORU^R01|77|P|2.5|||||||UNICODE"
            + " UTF-8\r"
            + String.join("\r", segments)
            + "\r")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aFinalResultSaysFindingsConclusionReaderNumbersAndItsFile() throws Exception {
    String file = Base64.getEncoder().encodeToString(PDF);
    List<Result> results =
        reader.read(
            message(
                PATIENT,
                "ORC|RE|P77|F88",
                REQUEST,
                "OBX|1|FT|59776-5^Procedure findings^LN||右肺上叶\\.br\\见结节||||||F",
                "OBX|2|TX|19005-8^Impression^LN||磨玻璃结节~建议复查|||AA|||F",
                "OBX|3|ED|PDF^Report||RIS^Application^PDF^Base64^" + file + "||||||F",
                "OBX|4|ST|113014^Study Instance UID^DCM||1.2.3.4||||||F"));
    assertThat(results).hasSize(1);
    Result result = results.getFirst();
    assertThat(result.status()).isEqualTo(Report.Status.FINAL);
    assertThat(result.findings()).isEqualTo("右肺上叶\n见结节");
    assertThat(result.impression()).isEqualTo("磨玻璃结节\n建议复查");
    assertThat(result.critical()).hasValue("磨玻璃结节\n建议复查");
    assertThat(result.pdf()).hasValue(PDF);
    assertThat(result.signedBy()).isEqualTo("李医生");
    assertThat(result.numbers()).containsExactly("A2026-7", "F88", "P77");
    assertThat(result.study()).containsExactly("1.2.3.4");
    assertThat(result.patient().birthDate()).hasValue(LocalDate.of(1961, 4, 2));
    assertThat(result.signedAt(ZoneId.of("UTC"), Instant.EPOCH))
        .isEqualTo(Instant.parse("2026-11-23T06:20:00Z"));
    assertThat(result.toString()).doesNotContain("李", "结节", "P-1001");
  }

  @Test
  void aTextThatIsCalledNothingIsTheConclusion() throws Exception {
    Result result = reader.read(message(PATIENT, REQUEST, "OBX|1|TX|&GDT||未见异常||||||F")).getFirst();
    assertThat(result.impression()).isEqualTo("未见异常");
    assertThat(result.findings()).isEmpty();
  }

  @Test
  void aCorrectedResultIsAnAmendmentAndAVoidOneIsWithdrawn() throws Exception {
    String corrected = request(1, "A2026-7", "C");
    assertThat(
            reader
                .read(message(PATIENT, corrected, "OBX|1|TX|IMP||小结节||||||C"))
                .getFirst()
                .status())
        .isEqualTo(Report.Status.AMENDED);
    assertThat(
            reader
                .read(message(PATIENT, corrected, "OBX|1|TX|IMP||小结节||||||W"))
                .getFirst()
                .status())
        .isEqualTo(Report.Status.ENTERED_IN_ERROR);
  }

  @Test
  void aResultInGb18030IsReadAsSuch() throws Exception {
    byte[] utf8 = message(PATIENT, REQUEST, "OBX|1|TX|IMP||未见异常||||||F");
    byte[] gb =
        new String(utf8, StandardCharsets.UTF_8)
            .replace("UNICODE UTF-8", "GB 18030-2000")
            .getBytes(Charset.forName("GB18030"));
    assertThat(reader.read(gb).getFirst().impression()).isEqualTo("未见异常");
  }

  @Test
  void severalRequestsAreSeveralResultsAndOneWithoutATextGoesWithTheFirst() throws Exception {
    String second = request(2, "A2026-8", "F");
    assertThat(
            reader.read(
                message(
                    PATIENT, REQUEST, "OBX|1|TX|IMP||a||||||F", second, "OBX|1|TX|IMP||b||||||F")))
        .extracting(one -> one.numbers().getFirst())
        .containsExactly("A2026-7", "A2026-8");
    assertThat(reader.read(message(PATIENT, REQUEST, "OBX|1|TX|IMP||a||||||F", second))).hasSize(1);
  }

  @Test
  void whatIsNoFinishedReportIsRefusedWithItsPlace() {
    assertThatThrownBy(
            () ->
                reader.read(message(PATIENT, request(1, "A2026-7", "P"), "OBX|1|TX|IMP||a||||||P")))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("OBR[1]-25");
    assertThatThrownBy(() -> reader.read(message(REQUEST, "OBX|1|TX|IMP||a||||||F")))
        .hasMessageContaining("PID[1]");
    assertThatThrownBy(() -> reader.read(message(PATIENT, REQUEST)))
        .hasMessageContaining("without observations");
    assertThatThrownBy(
            () ->
                reader.read(message(PATIENT, REQUEST, "OBX|1|ED|PDF||RIS^A^PDF^Base64^!!||||||F")))
        .hasMessageContaining("OBX[1]-5");
    assertThatThrownBy(() -> reader.read(new byte[] {1, 2, 3})).hasMessageContaining("MSH[1]");
  }

  @Test
  void whateverComesIsReadOrRefused() {
    byte[] good = message(PATIENT, "ORC|RE|P77|F88", REQUEST, "OBX|1|TX|IMP||a||||||F");
    Random random = new Random(7);
    int read = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] bad = good.clone();
      for (int j = 0; j <= random.nextInt(4); j++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        read += reader.read(bad).size();
      } catch (DocumentException expected) {
        assertThat(expected.getMessage()).doesNotContain("P-1001");
      }
    }
    assertThat(read).isPositive();
  }
}
