package org.farsight.delivery;

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
import org.farsight.report.ReportFile;
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
}
