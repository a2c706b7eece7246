package org.farsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.farsight.report.ReportFile;
import org.farsight.report.ReportKeys;
import org.farsight.report.SampleReports;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code farsight verify FILE}. */
class VerifyReportTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private ReportFile report;

  @SuppressWarnings("NullAway.Init")
  private Path pdf;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void aSignedReport() throws IOException {
    ReportKeys keys = ReportKeys.open(folder.resolve("data/keys"), Optional.empty());
    report = SampleReports.file(SampleReports.first("0197c1f2a3b4", "zhaojiawan"), keys.signing());
    pdf = Files.write(folder.resolve("report.pdf"), report.bytes());
  }

  private int run(Object... args) {
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    return Main.commandLine(new Console(new PrintWriter(out, true), new PrintWriter(err, true)))
        .execute(words);
  }

  @Test
  void aReportAsItWasSignedIsTold() {
    int code = run("verify", pdf, "--data", folder.resolve("data"), "--lang", "zh");

    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString()).contains("签名有效", "ES256", "版本: 1, 首次签发", "张敏 (zhang)");
    assertThat(out.toString()).as("no person").doesNotContain("王建国");
  }

  @Test
  void itIsVerifiedElsewhereByTheKeysAlone() throws IOException {
    Path jwks = folder.resolve("data/keys").resolve(ReportKeys.PUBLIC);
    Path json = Files.write(folder.resolve("report.json"), report.json());

    assertThat(run("verify", pdf, json, "--keys", jwks, "--lang", "en")).isZero();
    assertThat(out.toString()).contains("contents and pages are as", "this file has no pages");
  }

  @Test
  void aChangedOneFailsAndNothingOfItIsRepeated() throws IOException {
    byte[] changed = report.bytes();
    changed[200] ^= 1;
    Files.write(pdf, changed);

    int code = run("verify", pdf, "--data", folder.resolve("data"), "--lang", "en");

    assertThat(code).isEqualTo(Main.FAILED);
    assertThat(out.toString()).contains("the pages are others").doesNotContain("signed by");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThat(run("verify", pdf, "--data", folder.resolve("none"))).isEqualTo(Main.WRONG_USE);
    assertThat(err.toString()).contains("--keys");
    assertThat(run("verify", folder.resolve("x.pdf"), "--data", folder.resolve("data")))
        .isEqualTo(Main.WRONG_USE);
  }
}
