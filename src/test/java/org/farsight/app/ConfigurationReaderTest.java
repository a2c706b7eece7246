package org.farsight.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.exchange.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ConfigurationReaderTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void theShippedFileIsReadWhole() {
    Configuration shipped =
        ConfigurationReader.read(Path.of("routes/farsight.yaml"), folder, List.of());
    assertThat(shipped.sites()).extracting("id").containsExactly("qingshan", "hewan");
    assertThat(shipped.targets()).extracting(Target::id).containsExactly("fhir", "archive");
    assertThat(shipped.dicom().acceptUnknown()).isFalse();
    assertThat(shipped.study().quiet()).isEqualTo(Duration.ofSeconds(5));
    assertThat(shipped.warnings()).isEmpty();
  }

  @Test
  void whatIsSetOnTheCommandLineWins() throws Exception {
    Configuration read =
        read("http: {port: 1}", "http.port=0", "sites.a.calling-aets=CT1,CT2", "archive=A@h:104");
    assertThat(read.http().port()).isZero();
    assertThat(read.sites().getFirst().callingAets()).containsExactly("CT1", "CT2");
    assertThat(read.targets())
        .containsExactly(new Target.Archive("archive", "A", "h", 104, "FARSIGHT"));
  }

  @Test
  void anUnknownKeyIsRefusedWithFileAndLineAndTheNearestKnownOne() {
    assertThat(mistakes("http:\n  port: 1\ndicom:\n  prot: 2\n"))
        .singleElement()
        .asString()
        .endsWith("farsight.yaml:4: unknown key dicom.prot; did you mean dicom.port?");
  }

  @Test
  void whatHasNothingBelowItSaysNothingOrHasItsDefaults() throws Exception {
    Configuration read = read("sites:\n  a: {}\n  b:\ntargets: {}\nalarms:\nretention: {}\n");
    assertThat(read.sites()).extracting("id").containsExactly("a", "b");
    assertThat(read.targets()).isEmpty();
    assertThat(mistakes("sites: {a b: {}}")).singleElement().asString().contains("a site's id is");
    assertThat(mistakes("nonsense: {}"))
        .singleElement()
        .asString()
        .contains("unknown key nonsense");
    assertThat(mistakes("[a, b]")).singleElement().asString().contains(":1: keys are expected");
    assertThat(mistakes("hello")).singleElement().asString().contains(":1: keys are expected");
  }

  @Test
  void anAddressHoldsNoPasswordAndNoMessageTellsOne() {
    assertThat(mistakes("fhir: {url: 'http://u:secret@h/fhir'}"))
        .singleElement()
        .asString()
        .contains("fhir.url: an address has no user and password in it")
        .doesNotContain("secret");
  }

  @Test
  void everyMistakeIsNamedAtOnce() {
    assertThat(mistakes("http: {port: x}\ndicom: {aet: a b c d e f g h i}\nfhir: {url: nix}\n"))
        .hasSize(3);
  }

  @Test
  void aKeySetTwiceIsAMistake() {
    assertThat(mistakes("http: {port: 1}\nhttp.port: 2\n"))
        .singleElement()
        .asString()
        .contains("http.port is set already at");
  }

  @Test
  void twoSitesThatMatchOneCallerAreAMistake() {
    assertThat(mistakes("sites:\n  a: {calling-aets: [X]}\n  b: {calling-aets: [X]}\n"))
        .singleElement()
        .asString()
        .contains("sites.a and sites.b both match calling AE title X");
  }

  @Test
  void addressesAreReadAsAetAtHostAndPort() {
    assertThat(
            mistakes(
                "dicom: {workstations: [READER1@10.0.0.7]}\n"
                    + "sites:\n  a: {addresses: ['PACS@[::1]:104', NOT_AN_ADDRESS]}\n"))
        .hasSize(2)
        .anyMatch(line -> line.contains("farsight.yaml:1: dicom.workstations"))
        .anyMatch(line -> line.contains("farsight.yaml:3: sites.a.addresses"));
  }

  @Test
  void anArchiveIsToldOfRecallsUnlessItIsSaidNotTo() throws Exception {
    Configuration read =
        read(
            "archive: A@h:104\narchive.rejection-note: false\n"
                + "targets:\n  two: {archive: B@h:105}\n"
                + "  three: {archive: C@h:106, rejection-note: false}\n");
    assertThat(read.targets())
        .extracting(Target::id, target -> ((Target.Archive) target).rejectionNotes())
        .containsExactlyInAnyOrder(
            tuple("archive", false), tuple("two", true), tuple("three", false));
    assertThat(read.warnings())
        .anyMatch(line -> line.endsWith("what is recalled a person has to reject at archive"))
        .noneMatch(line -> line.endsWith("reject at two"));
  }

  @Test
  void theSlowRhythmOfRetriesIsNotQuickerThanTheQuickOne() {
    assertThat(mistakes("retry:\n  longest-seconds: 120\n  slow-seconds: 60\n"))
        .singleElement()
        .asString()
        .contains("farsight.yaml:3: retry.slow-seconds is less than the 120");
    assertThat(mistakes("circuit: {longest-wait-seconds: 1}"))
        .singleElement()
        .asString()
        .contains("1 is outside 2 to 3600");
  }

  @Test
  void withoutSignInTheHttpServerStaysOnLoopback() {
    assertThat(mistakes("http: {host: 0.0.0.0}")).singleElement().asString().contains("loopback");
    assertThat(mistakes("http: {auth: maybe}")).singleElement().asString().contains("is on or off");
    assertThat(mistakes("http: {oidc: {issuer: 'https://sso.example'}}"))
        .anyMatch(line -> line.contains("http.oidc.client-id"));
  }

  @Test
  void whatIsNotYamlIsNamedWithItsLine() {
    assertThat(mistakes("http:\n  port: [1\n"))
        .singleElement()
        .asString()
        .matches("(?s).*farsight.yaml:\\d+: is not YAML.*");
  }

  @Test
  void theDocumentationNamesEveryKeyOfTheSchemaAndNoOther() throws Exception {
    Set<String> documented = new TreeSet<>();
    Matcher rows =
        Pattern.compile("(?m)^\\| (`[^|]+) \\|")
            .matcher(Files.readString(Path.of("docs/configuration.md")));
    while (rows.find()) {
      String[] keys = rows.group(1).replace("`", "").split(", ");
      for (String key : keys) {
        String full = key.startsWith(".") ? keys[0].replaceAll("\\.[^.]+$", key) : key;
        documented.add(full.replace("NAME", "*").replace("ID", "*"));
      }
    }
    Set<String> schema = new TreeSet<>();
    JsonNode root = new ObjectMapper().readTree(Path.of("routes/farsight.schema.json").toFile());
    keys("", root, schema);
    assertThat(documented).isEqualTo(schema);
  }

  @Test
  void theReaderTakesEveryKeyOfTheSchema() throws Exception {
    Set<String> schema = new TreeSet<>();
    keys("", new ObjectMapper().readTree(Path.of("routes/farsight.schema.json").toFile()), schema);
    for (String key : schema) {
      String asked = key.replace("*", "x");
      assertThat(mistakes("fhir: {url: 'http://h/f'}\n", asked + "=%%%"))
          .as(key)
          .noneMatch(m -> m.contains("unknown key"));
    }
  }

  private static void keys(String prefix, JsonNode schema, Set<String> found) {
    JsonNode properties = schema.path("properties");
    if (schema.path("additionalProperties").isObject()) {
      keys(prefix + "*.", schema.path("additionalProperties"), found);
    } else if (properties.isMissingNode()) {
      found.add(prefix.substring(0, prefix.length() - 1));
    }
    properties.properties().forEach(e -> keys(prefix + e.getKey() + ".", e.getValue(), found));
  }

  private Configuration read(String yaml, String... overrides) throws Exception {
    Path file = Files.writeString(folder.resolve("farsight.yaml"), yaml);
    return ConfigurationReader.read(file, folder, List.of(overrides));
  }

  private List<String> mistakes(String yaml, String... overrides) {
    ConfigurationException refused =
        catchThrowableOfType(ConfigurationException.class, () -> read(yaml, overrides));
    return refused == null ? List.of() : refused.mistakes();
  }
}
