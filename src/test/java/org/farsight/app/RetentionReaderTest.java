package org.farsight.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Retention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionReaderTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  private Configuration read(String yaml) throws IOException {
    Path file = Files.writeString(dir.resolve("farsight.yaml"), yaml);
    return ConfigurationReader.read(file, dir.resolve("data"), List.of());
  }

  @Test
  void whereNothingIsSaidAllIsKeptForEver() throws IOException {
    assertThat(read("{}").retention()).isEqualTo(Retention.FOREVER);
    assertThat(Retention.FOREVER.sweeps()).isFalse();
  }

  @Test
  void eachKindMayHaveATimeOfItsOwn() throws IOException {
    Retention retention =
        read("retention: {payload-days: 30, ecg-days: 90, max-gigabytes: 2, ledger-days: 400}")
            .retention();
    assertThat(retention.payload(Kind.STUDY)).contains(Duration.ofDays(30));
    assertThat(retention.payload(Kind.ECG)).contains(Duration.ofDays(90));
    assertThat(retention.most()).hasValue(2L << 30);
    assertThat(retention.ledger()).contains(Duration.ofDays(400));
  }

  @Test
  void theLedgerForgetsNothingThatIsStillKept() {
    for (String rules :
        List.of(
            "ledger-days: 90",
            "payload-days: 90, ledger-days: 30",
            "study-days: 1, ledger-days: 9")) {
      assertThatThrownBy(() -> read("retention: {" + rules + "}"))
          .as(rules)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("farsight.yaml:1: retention.ledger-days");
    }
  }

  @Test
  void whatCannotBeSweptOrWouldBeMissedIsRemarked() throws IOException {
    assertThat(read("retention: {payload-days: 30}").remarks())
        .anyMatch(remark -> remark.contains("no archive has them"))
        .anyMatch(remark -> remark.contains("no FHIR server has them"));
    String both = "archive: A@pacs:104\nfhir: {url: 'http://h/f'}\nretention: {payload-days: 30}\n";
    assertThat(read(both).remarks()).anyMatch(remark -> remark.contains("archive.wado-url"));
    assertThat(read(both + "archive.wado-url: http://pacs/dicom-web\n").remarks())
        .noneMatch(remark -> remark.startsWith("retention"));
  }
}
