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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion.Outcome;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;

/** The statement of what is required of a FHIR server says what the conversions do. */
class CapabilityTest {

  /** How a resource is written. */
  private enum Write {
    CONDITIONAL_CREATE,
    CONDITIONAL_UPDATE,
    UPDATE_CREATE
  }

  private final CapabilityStatement statement =
      FhirContext.forR4Cached()
          .newJsonParser()
          .parseResource(
              CapabilityStatement.class,
              Files.readString(Path.of("fhir-profiles/CapabilityStatement-core-fhir-server.json")));

  CapabilityTest() throws IOException {}

  @Test
  void itNamesEachTypeAndHowItIsWritten() throws IOException {
    Map<String, Set<Write>> stated = new TreeMap<>();
    statement
        .getRestFirstRep()
        .getResource()
        .forEach(resource -> stated.put(resource.getType(), writes(resource)));
    Map<String, Set<Write>> done = new TreeMap<>();
    entries()
        .forEach(
            entry ->
                done.computeIfAbsent(entry.getResource().fhirType(), type -> new TreeSet<>())
                    .add(write(entry)));
    // where nothing is critical and nothing contradicts there is none
    done.putIfAbsent("Flag", Set.of(Write.CONDITIONAL_UPDATE));
    done.putIfAbsent("Communication", Set.of(Write.CONDITIONAL_UPDATE));
    assertThat(stated).isEqualTo(done);
  }

  @Test
  void itNamesEachProfileThatIsWritten() throws IOException {
    Set<String> stated =
        statement.getRestFirstRep().getResource().stream()
            .flatMap(resource -> resource.getSupportedProfile().stream())
            .map(CanonicalType::getValue)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> written =
        entries().stream()
            .map(entry -> entry.getResource().getMeta().getProfile().getFirst().getValue())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(stated).containsAll(written);
    for (String profile : stated) {
      String name = profile.substring(profile.lastIndexOf('/') + 1);
      assertThat(Path.of("fhir-profiles/StructureDefinition-" + name + ".json")).exists();
    }
  }

  private static Set<Write> writes(CapabilityStatementRestResourceComponent resource) {
    Set<Write> writes = new TreeSet<>();
    if (resource.getConditionalCreate()) {
      writes.add(Write.CONDITIONAL_CREATE);
    }
    if (resource.getConditionalUpdate()) {
      writes.add(Write.CONDITIONAL_UPDATE);
    }
    if (resource.getUpdateCreate()) {
      writes.add(Write.UPDATE_CREATE);
    }
    return writes;
  }

  private static Write write(BundleEntryComponent entry) {
    if (entry.getRequest().getMethod() == HTTPVerb.POST) {
      assertThat(entry.getRequest().getIfNoneExist()).isNotBlank();
      return Write.CONDITIONAL_CREATE;
    }
    assertThat(entry.getRequest().getMethod()).isEqualTo(HTTPVerb.PUT);
    return entry.getRequest().getUrl().contains("?")
        ? Write.CONDITIONAL_UPDATE
        : Write.UPDATE_CREATE;
  }

  private static List<BundleEntryComponent> entries() throws IOException {
    KeptFiles kept = new KeptFiles();
    Conversions conversions = new Conversions(kept, ConversionsTest.OPTIONS);
    List<Path> files;
    try (Stream<Path> walk = Files.walk(Path.of("test-data"))) {
      files =
          walk.filter(Files::isRegularFile)
              .filter(
                  path ->
                      path.toString().endsWith("01.dcm")
                          || path.startsWith(Path.of("test-data", "dicom", "ecg"))
                          || path.startsWith(Path.of("test-data", "ecg", "aecg")))
              .sorted()
              .toList();
    }
    List<BundleEntryComponent> entries = new ArrayList<>();
    for (Path file : files) {
      List<Arrival> arrivals =
          file.toString().endsWith(".dcm")
              ? kept.study("ex", List.of(file))
              : List.of(kept.ecg("ex", file, "aecg", "P"));
      if (conversions.convert(KeptFiles.exchange(arrivals), KeptFiles.SITE, arrivals)
          instanceof Outcome.Converted converted) {
        String json = new String(converted.bundle(), StandardCharsets.UTF_8);
        entries.addAll(
            FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, json).getEntry());
      }
    }
    KeptReports ecg = new KeptReports("ECG", false);
    ecg.signed(KeptReports.first("x1", "ECG"));
    KeptReports images = new KeptReports("CT", false);
    images.signed(KeptReports.first("x1", "CT"));
    for (byte[] report : List.of(ecg.bundle(), images.bundle())) {
      String json = new String(report, StandardCharsets.UTF_8);
      FhirContext.forR4Cached()
          .newJsonParser()
          .parseResource(Bundle.class, json)
          .getEntry()
          .stream()
          // the delivery changes the task that is there
          .filter(entry -> !(entry.getResource() instanceof Task))
          .forEach(entries::add);
    }
    return entries;
  }
}
