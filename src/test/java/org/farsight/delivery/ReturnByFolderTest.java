package org.farsight.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.farsight.delivery.ReturnDocuments.Document;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Accepted;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.DeliveryOutcome.Refused;
import org.farsight.exchange.DeliveryOutcome.Retry;
import org.farsight.report.Report;
import org.farsight.report.ReportFile;
import org.farsight.report.SampleReports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PDF and JSON in a folder of a branch. */
class ReturnByFolderTest {
  private static final String NAME = "zhaojiawan_A2026-0007_0197c1f2-v1";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private DeliveryOutcome put(Document.Read read) {
    return new ReturnByFolder(new BranchWay.Folder("zhaojiawan", true, folder))
        .report(Returned.work(read), read);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aReportIsThereAsPdfAndAsJsonThatNamesItsDigest() throws IOException {
    ReportFile report = Returned.versions().getFirst();
    assertThat(put(Returned.read(report)))
        .isEqualTo(
            new Accepted(
                "2 files, " + report.bytes().length + " bytes, SHA-256 " + report.sha256()));
    assertThat(names()).containsExactly(NAME + ".json", NAME + ".pdf");
    assertThat(Files.readAllBytes(folder.resolve(NAME + ".pdf"))).isEqualTo(report.bytes());
    JsonNode json = new ObjectMapper().readTree(folder.resolve(NAME + ".json").toFile());
    assertThat(json.path("pdfSha256").asText()).isEqualTo(report.sha256());
    assertThat(json.path("status").asText()).isEqualTo("final");
    assertThat(json.path("patient").path("name").asText()).isEqualTo("王建国");
    assertThat(json.path("signature").asText()).isEqualTo(report.jws());
  }

  @Test
  void eachVersionIsAFileOfItsOwnAndNoneIsWrittenOver() throws IOException {
    List<ReportFile> versions = Returned.versions();
    versions.forEach(version -> put(Returned.read(version)));
    assertThat(names()).hasSize(6);
    assertThat(put(Returned.read(versions.getFirst()))).isInstanceOf(Accepted.class);
    Files.writeString(folder.resolve(NAME + ".pdf"), "somebody else's");
    assertThat(put(Returned.read(versions.getFirst())))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.why()).doesNotContain("A2026").contains("other bytes"));
    assertThat(folder.resolve(NAME + ".pdf")).hasContent("somebody else's");
  }

  @Test
  void whatWasHalfDoneBeforeACrashIsDoneToTheEnd() throws IOException {
    ReportFile report = Returned.versions().getFirst();
    Files.write(folder.resolve(NAME + ".pdf"), report.bytes());
    Files.writeString(folder.resolve("." + NAME + ".json.part"), "{".repeat(100_000));
    assertThat(put(Returned.read(report))).isInstanceOf(Accepted.class);
    assertThat(names()).containsExactly(NAME + ".json", NAME + ".pdf");
  }

  @Test
  void aFolderThatIsAwayIsDownAndIsNotMade() throws IOException {
    Files.delete(folder);
    assertThat(put(Returned.read(Returned.versions().getFirst())))
        .isInstanceOfSatisfying(
            Retry.class, retry -> assertThat(retry.cause()).isEqualTo(Cause.TARGET));
    assertThat(folder).doesNotExist();
    Files.createDirectory(folder);
  }

  @Test
  void aCriticalValueIsTextForPeopleAndJsonForPrograms() throws IOException {
    Document.Told told = Returned.told();
    DeliveryOutcome outcome =
        new ReturnByFolder(new BranchWay.Folder("zhaojiawan", true, folder))
            .critical(Returned.work(told), told);
    assertThat(outcome).isInstanceOf(Accepted.class);
    assertThat(names()).hasSize(2).allMatch(name -> name.contains("critical-1"));
    assertThat(folder.resolve(names().getLast())).content().contains("危急值", "王建国", "Act at once");
  }

  private static Document.Read withAccession(String accession) {
    Report of = Returned.versions().getFirst().report();
    Report.Examination was = of.examination();
    Report.Examination what =
        new Report.Examination(
            was.siteId(),
            was.siteName(),
            accession,
            was.modality(),
            was.description(),
            was.study(),
            was.order(),
            was.task(),
            was.at());
    Report report =
        new Report(
            of.caseId(),
            of.exchangeId(),
            1,
            of.status(),
            of.replaces(),
            of.reason(),
            of.subject(),
            what,
            of.template(),
            of.fields(),
            of.findings(),
            of.impression(),
            of.critical(),
            of.keyImages(),
            of.signer(),
            of.signedAt(),
            of.read());
    return Returned.read(SampleReports.file(report));
  }

  @Test
  void anAccessionNumberLeadsNowhereElseAndIsNeverTooLong() throws IOException {
    for (String accession : List.of("../../etc/x", "..", "门诊𠮷".repeat(60), "a\u0000b/c\\d")) {
      assertThat(put(withAccession(accession))).as(accession).isInstanceOf(Accepted.class);
    }
    assertThat(names()).hasSize(8).allMatch(name -> name.startsWith("zhaojiawan_"));
    assertThat(names()).allMatch(name -> name.getBytes(UTF_8).length < 250);
  }

  @Test
  void whatKeepsAFileOutNamesNoAccessionNumber() throws IOException {
    Files.createDirectory(folder.resolve(NAME + ".pdf")); // cannot be read as a file
    assertThat(put(Returned.read(Returned.versions().getFirst())))
        .isInstanceOfSatisfying(
            Retry.class, retry -> assertThat(retry.why()).doesNotContain("A2026"));
  }
}
