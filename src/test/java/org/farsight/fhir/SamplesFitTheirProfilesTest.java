package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.farsight.Samples;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion.Outcome;
import org.farsight.exchange.Exchange;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each resource that real files and our own become has no error and no warning without a reason, as
 * {@code farsight check --fhir} demands of a server.
 */
class SamplesFitTheirProfilesTest {
  private static final Path FOLDER = Path.of("fhir-profiles");

  private static Profiles profiles;
  private static AllowedWarnings allowed;

  private final KeptFiles kept = new KeptFiles();
  private final Conversions conversions = new Conversions(kept, ConversionsTest.OPTIONS);
  private final Map<String, Integer> resources = new TreeMap<>();
  private final Set<String> remaining = new TreeSet<>();

  @BeforeAll
  static void load() throws IOException {
    profiles = LoadedProfiles.get();
    allowed = AllowedWarnings.read(FOLDER.resolve("allowed-warnings.txt"));
  }

  @Test
  void ofTheTestData() throws IOException {
    for (Path file : files("ecg")) {
      look(List.of(kept.ecg("ex", file, "ecg", "P1")));
    }
    for (List<Path> study : ConversionsTest.studies(files("dicom")).values()) {
      look(kept.study("ex", study));
    }
    assertThat(remaining).isEmpty();
    assertThat(resources).containsKeys("ImagingStudy", "Observation", "DocumentReference");
  }

  @Test
  void ofTheSamples() throws IOException {
    for (List<Path> study : ConversionsTest.studies().values()) {
      look(once(kept.study("ex", study)));
    }
    for (Path file : Samples.files("ecg-formats", path -> true)) {
      look(List.of(kept.ecg("ex", file, "ecg", "P1")));
    }
    assertThat(remaining).isEmpty();
    assertThat(resources.get("ImagingStudy")).isGreaterThan(50);
    assertThat(resources.get("Observation")).isGreaterThan(100);
  }

  @Test
  void whatIsNotListedRemains() {
    ProfileIssue narrative = new ProfileIssue(false, "dom-6", "Task");
    assertThat(allowed.covers("Task", narrative)).isTrue();
    assertThat(allowed.covers("Task", new ProfileIssue(true, "dom-6", "Task")))
        .as("an error is never allowed")
        .isFalse();
    assertThat(allowed.covers("Task", new ProfileIssue(false, "tsk-1", "Task"))).isFalse();
    String unlisted = "Terminology_PassThrough_TX_Message";
    assertThat(allowed.covers("Flag", new ProfileIssue(false, unlisted, "Flag.code"))).isTrue();
    assertThat(allowed.covers("Flag", new ProfileIssue(false, unlisted, "Flag.category")))
        .isFalse();
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("test-data", folder))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Some contradict each other on purpose, which is quarantined before it is converted. */
  private static List<Arrival> once(List<Arrival> arrivals) {
    Set<String> instances = new TreeSet<>();
    return arrivals.stream().filter(one -> instances.add(one.facts().sopInstance())).toList();
  }

  private void look(List<Arrival> arrivals) {
    Exchange exchange = KeptFiles.exchange(arrivals);
    if (conversions.convert(exchange, KeptFiles.SITE, arrivals)
        instanceof Outcome.Converted converted) {
      String json = new String(converted.bundle(), StandardCharsets.UTF_8);
      Bundle bundle = FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, json);
      bundle.getEntry().forEach(entry -> look(entry.getResource()));
    }
  }

  private void look(Resource resource) {
    String type = resource.fhirType();
    // shared resources are alike in all transactions
    if (resources.merge(type, 1, Integer::sum) > 20
        && Set.of("Organization", "Endpoint", "Device", "Provenance", "Task").contains(type)) {
      return;
    }
    List<ProfileIssue> issues = new ArrayList<>(profiles.issues(resource));
    issues.removeIf(issue -> allowed.covers(type, issue));
    issues.forEach(issue -> remaining.add(type + " " + issue));
  }
}
