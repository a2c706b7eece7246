package org.farsight.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.BranchWay;
import org.farsight.exchange.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sites.ID.returns}. */
class ReturnsReaderTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private Configuration read(String returns) throws IOException {
    String yaml = "sites:\n  a:\n    calling-aets: [A]\n" + returns;
    Path file = Files.writeString(folder.resolve("farsight.yaml"), yaml);
    return ConfigurationReader.read(file, folder, List.of());
  }

  private List<String> mistakes(String returns) {
    ConfigurationException refused =
        catchThrowableOfType(ConfigurationException.class, () -> read(returns));
    return refused == null ? List.of() : refused.mistakes();
  }

  @Test
  void aSiteThatSaysNothingHasItsPageAlone() throws IOException {
    assertThat(read("").ways()).containsExactly(new BranchWay.Page("a", true));
  }

  @Test
  void eachKindOfWayIsReadWithWhatIsSaidOfIt() throws IOException {
    assertThat(
            read("""
                returns:
                  fhir: {url: "http://b/r4/", token-file: /t, required: false}
                  hl7: {address: "10.0.0.1:2575", charset: gb18030, application: HIS,
                        facility: QS, ack-within-seconds: 5}
                  dicom: PACS@10.0.0.2:104
                  folder: {path: /mnt/a, required: false}
                  page: {required: false}
            """)
                .ways())
        .containsExactly(
            new BranchWay.Fhir("a", false, "http://b/r4", Optional.of(Path.of("/t"))),
            new BranchWay.Hl7(
                "a",
                true,
                "10.0.0.1",
                2575,
                BranchWay.Characters.GB18030,
                "HIS",
                "QS",
                Duration.ofSeconds(5)),
            new BranchWay.Dicom("a", true, new Node("PACS", "10.0.0.2", 104), "FARSIGHT"),
            new BranchWay.Folder("a", false, Path.of("/mnt/a")),
            new BranchWay.Page("a", false));
    assertThat(read("    returns: {hl7: {address: \"[::1]:2575\"}}\n").ways().getFirst())
        .isInstanceOfSatisfying(
            BranchWay.Hl7.class, hl7 -> assertThat(hl7.host()).isEqualTo("::1"));
    assertThat(read("    returns: {dicom: {address: \"P@h:104\"}}\n").ways())
        .extracting(BranchWay::id)
        .containsExactly("return.a.dicom", "return.a.page");
  }

  @Test
  void mistakesAreNamedWithTheirLine() {
    assertThat(mistakes("    returns: {hl7: {address: nowhere}}\n"))
        .singleElement()
        .asString()
        .contains("farsight.yaml:4", "sites.a.returns.hl7.address", "HOST:PORT");
    assertThat(mistakes("    returns: {hl7: {charset: UTF-8}}\n"))
        .singleElement()
        .asString()
        .contains("sites.a.returns.hl7.address is missing");
    assertThat(mistakes("    returns: {hl7: {address: \"h:1\", charset: BIG5}}\n"))
        .anyMatch(line -> line.contains("UTF-8 or GB18030"));
    assertThat(mistakes("    returns: {dicom: \"P@h:104/tls\"}\n"))
        .anyMatch(line -> line.contains("dicom.tls.trusted"));
    assertThat(mistakes("    returns: {fhir: {url: ftp://x}}\n"))
        .anyMatch(line -> line.contains("is no http address"));
    assertThat(mistakes("    returns: {page: {required: false}}\n"))
        .anyMatch(line -> line.contains("no way is required"));
    assertThat(mistakes("    returns: {mail: {to: x}}\n"))
        .anyMatch(line -> line.contains("unknown key sites.a.returns.mail.to"));
    assertThat(mistakes("    returns: {hl7: {address: \"h:1\", application: \"A|B\"}}\n"))
        .hasSize(1);
  }
}
