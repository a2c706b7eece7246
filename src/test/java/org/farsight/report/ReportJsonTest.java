package org.farsight.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.DocumentException;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
  private final Report report = SampleReports.first("0197c1f2a3b4", "zhaojiawan");

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String json() {
    return new String(ReportJson.write(report), StandardCharsets.UTF_8);
  }

  @Test
  void aReportIsReadAsItWasWritten() throws Exception {
    assertThat(ReportJson.read(ReportJson.write(report))).isEqualTo(report);
  }

  @Test
  void membersStandInOrderWithoutBlanks() {
    assertThat(json())
        .startsWith("{\"case\":\"0197c1f2a3b4\",\"examination\":{\"accession\":\"A2026-0007\",")
        .contains("\"status\":\"final\"", "王建国", "\\n")
        .doesNotContain(": ", "\"critical\"", "\"replaces\"");
  }

  @Test
  void controlCharactersAndLettersBeyondTheBasicPlaneHaveOneForm() {
    assertThat(
            new String(
                CanonicalJson.write(
                    CanonicalJson.object().put("b", "\u001f\t\u007f/€").put("a", "𠮷")),
                StandardCharsets.UTF_8))
        .isEqualTo("{\"a\":\"𠮷\",\"b\":\"\\u001f\\t\u007f/€\"}");
    assertThatThrownBy(() -> CanonicalJson.write(CanonicalJson.object().put("a", "\ud842")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFaultIsToldWithItsPlace() {
    assertThatThrownBy(() -> ReportJson.read(utf8(json().replace("\"final\"", "\"done\""))))
        .isInstanceOf(DocumentException.class)
        .hasMessage("is a word that is not known at /status");
    assertThatThrownBy(() -> ReportJson.read(utf8(json().replace("1961-04-02", "1961-13-02"))))
        .hasMessage("is no date of ISO 8601 at /subject/birthDate");
    assertThatThrownBy(() -> ReportJson.read(utf8(json().replace("\"frame\":1", "\"frame\":0"))))
        .hasMessageContaining("/keyImages/0/frame");
    assertThatThrownBy(() -> ReportJson.read(utf8(json().replace("\"reason\"", "\"cause\""))))
        .hasMessage("is missing at /reason");
    assertThatThrownBy(() -> ReportJson.read(utf8(json().substring(0, 200))))
        .hasMessageContaining("at byte ");
  }

  @Test
  void whatNobodyUnderstandsNobodyHasSigned() {
    assertThatThrownBy(
            () -> ReportJson.read(utf8(json().replace("{\"case\"", "{\"also\":1,\"case\""))))
        .hasMessageContaining("not known");
    assertThatThrownBy(
            () -> ReportJson.read(utf8(json().replace("{\"case\"", "{\"case\":\"x\",\"case\""))))
        .isInstanceOf(DocumentException.class);
    assertThatThrownBy(() -> ReportJson.read(utf8(json() + "{}")))
        .isInstanceOf(DocumentException.class);
  }

  @Test
  void aCriticalValueAndItsAnswerAreReadAsTheyWereWritten() throws Exception {
    CriticalNotice notice =
        new CriticalNotice(
            report.exchangeId(),
            CriticalNotice.Cause.READER,
            report.subject(),
            report.examination(),
            List.of("急性心肌梗死"),
            Instant.parse("2026-11-23T06:20:00Z"));
    CriticalNotice.Acknowledgement answer =
        new CriticalNotice.Acknowledgement(
            "李护士", "已转诊", Instant.parse("2026-11-23T06:25:00Z"), "01c/1");

    CriticalNotice withdrawn =
        new CriticalNotice(
            report.exchangeId(),
            CriticalNotice.Cause.RULE,
            report.subject(),
            report.examination(),
            List.of("a", "b"),
            Instant.parse("2026-11-23T06:30:00Z"),
            Optional.of(CriticalNotice.Withdrawal.RECALLED));

    assertThat(CriticalJson.notice(CriticalJson.write(notice))).isEqualTo(notice);
    assertThat(CriticalJson.notice(CriticalJson.write(withdrawn))).isEqualTo(withdrawn);
    assertThat(CriticalJson.acknowledgement(CriticalJson.write(answer))).isEqualTo(answer);
  }
}
