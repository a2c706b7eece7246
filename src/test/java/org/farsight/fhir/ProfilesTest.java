package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion.Outcome;
import org.farsight.exchange.Exchange;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.ElementDefinition;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.NamingSystem;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Profiles that pass what is right and, above all, fail what is wrong: for the named reason. */
class ProfilesTest {

  private static final Path FOLDER = Path.of("fhir-profiles");
  private static Profiles profiles;

  @BeforeAll
  static void load() {
    profiles = LoadedProfiles.get();
  }

  @Test
  void everyProfileHasExamplesOfBothKinds() throws IOException {
    for (Path file : json(FOLDER)) {
      if (parse(file) instanceof StructureDefinition definition
          && !definition.getType().equals("Extension")) {
        List<String> names =
            json(FOLDER.resolve("examples").resolve(definition.getId().replaceFirst(".*/", "")))
                .stream()
                .map(path -> path.getFileName().toString())
                .toList();
        assertThat(names).as(definition.getId()).anyMatch(name -> name.startsWith("valid-"));
        assertThat(names).as(definition.getId()).anyMatch(name -> name.startsWith("invalid-"));
      }
    }
  }

  @Test
  void rightExamplesPass() throws IOException {
    for (Path example : examples("valid-")) {
      assertThat(profiles.errors(parse(example))).as(example.toString()).isEmpty();
    }
  }

  @Test
  void wrongExamplesFailForTheReasonTheyName() throws IOException {
    Set<Path> seen = new TreeSet<>();
    for (Path example : examples("invalid-")) {
      Path reason = Path.of(example.toString().replace(".json", ".issue.txt"));
      assertThat(profiles.errors(parse(example)))
          .as(example.toString())
          .anyMatch(error -> error.contains(read(reason)));
      seen.add(example);
    }
    assertThat(seen).hasSizeGreaterThanOrEqualTo(10);
  }

  @Test
  void everyRuleOfOursHasAnExampleThatBreaksIt() throws IOException {
    Set<String> broken = new TreeSet<>();
    for (Path example : examples("invalid-")) {
      broken.add(read(Path.of(example.toString().replace(".json", ".issue.txt"))));
    }
    for (Path file : json(FOLDER)) {
      if (parse(file) instanceof StructureDefinition definition) {
        definition.getDifferential().getElement().stream()
            .flatMap(element -> element.getConstraint().stream())
            .forEach(rule -> assertThat(broken).as(definition.getId()).contains(rule.getKey()));
      }
    }
  }

  @Test
  void everyElementOfAProfileIsInItsSnapshotOrder() throws IOException {
    // an element out of order is left out of the snapshot in silence
    var standard = new DefaultProfileValidationSupport(FhirContext.forR4Cached());
    for (Path file : json(FOLDER)) {
      if (parse(file) instanceof StructureDefinition definition
          && !definition.getType().equals("Extension")) {
        List<String> order = elements(standard, definition.getType());
        List<Integer> places =
            definition.getDifferential().getElement().stream()
                .map(element -> order.indexOf(element.getPath()))
                .filter(place -> place >= 0)
                .toList();
        assertThat(places).as(definition.getId()).isSorted();
      }
    }
  }

  private static List<String> elements(DefaultProfileValidationSupport standard, String type) {
    StructureDefinition base =
        (StructureDefinition)
            standard.fetchStructureDefinition("http://hl7.org/fhir/StructureDefinition/" + type);
    return base.getSnapshot().getElement().stream().map(ElementDefinition::getPath).toList();
  }

  @Test
  void everyCodeOfAFragmentHasItsSourceAndSaysWhetherItWasChecked() throws IOException {
    int codes = 0;
    for (Path file : json(FOLDER)) {
      if (parse(file) instanceof CodeSystem system) {
        assertThat(system.getConcept()).as(system.getId()).hasSize(system.getCount());
        if (system.getContent() == CodeSystem.CodeSystemContentMode.FRAGMENT) {
          for (var concept : system.getConcept()) {
            assertThat(concept.getProperty())
                .as("%s %s", system.getId(), concept.getCode())
                .extracting(CodeSystem.ConceptPropertyComponent::getCode)
                .containsExactly("source", "checked");
            codes++;
          }
        }
      }
    }
    assertThat(codes).isGreaterThan(100);
  }

  @Test
  void whatTheValidatorDoesNotUseItselfIsValidR4() throws IOException {
    for (Path file : json(FOLDER)) {
      Resource resource = parse(file);
      if (resource instanceof NamingSystem || resource instanceof CapabilityStatement) {
        assertThat(profiles.errors(resource)).as(file.toString()).isEmpty();
      }
    }
  }

  @Test
  void everyIdentifierSystemThatIsWrittenHasItsNamingSystem() throws IOException {
    Set<String> named = new TreeSet<>();
    for (Path file : json(FOLDER)) {
      if (parse(file) instanceof NamingSystem names) {
        names
            .getUniqueId()
            .forEach(
                id ->
                    named.add(
                        (id.getType().toCode().equals("oid") ? "urn:oid:" : "") + id.getValue()));
      }
    }
    String site = KeptFiles.SITE.system();
    Set<String> written = new TreeSet<>();
    for (byte[] bundle : testBundles()) {
      new ObjectMapper()
          .readTree(bundle)
          .findValues("identifier")
          .forEach(
              identifier ->
                  identifier
                      .findValuesAsText("system")
                      .forEach(
                          system -> written.add(system.replace(site, "<system of the site>"))));
    }
    // the types of identifiers stand beside them, in a code system
    written.remove(Identifiers.IDENTIFIER_TYPE);
    written.removeIf(system -> system.startsWith("<system of the site>/issuer/"));
    assertThat(named).containsAll(written);
    assertThat(written).hasSizeGreaterThan(8);
  }

  private static List<byte[]> testBundles() throws IOException {
    KeptFiles kept = new KeptFiles();
    Conversions conversions = new Conversions(kept, ConversionsTest.OPTIONS);
    List<byte[]> bundles = new ArrayList<>();
    for (Path file : testData()) {
      List<Arrival> arrivals =
          file.toString().endsWith(".dcm")
              ? kept.study("ex", List.of(file))
              : List.of(kept.ecg("ex", file, "aecg", "P"));
      if (conversions.convert(KeptFiles.exchange(arrivals), KeptFiles.SITE, arrivals)
          instanceof Outcome.Converted converted) {
        bundles.add(converted.bundle());
      }
    }
    return bundles;
  }

  @Test
  void whatWasCheckedBeforeDoesNotMatter() throws IOException {
    List<Path> all =
        Stream.concat(examples("invalid-").stream(), examples("valid-").stream()).toList();
    List<List<String>> onward = new ArrayList<>();
    for (Path example : all) {
      onward.add(profiles.errors(parse(example)));
    }
    List<List<String>> backward = new ArrayList<>();
    for (Path example : all.reversed()) {
      backward.addFirst(profiles.errors(parse(example)));
    }
    assertThat(backward).isEqualTo(onward).anyMatch(errors -> !errors.isEmpty());
  }

  @Test
  void whatWasCheckedBeforeIsForgotten() throws IOException {
    Observation recording = (Observation) parse(examples("valid-three-leads").getFirst());
    profiles.errors(recording);
    long before = usedAfterCollection();
    for (int i = 0; i < 400; i++) {
      // another one each time, as it is in an engine
      recording.setId("r" + i);
      recording.getIdentifierFirstRep().setValue("%064x".formatted(i));
      profiles.errors(recording);
    }
    assertThat(usedAfterCollection() - before).as("bytes kept").isLessThan(30L << 20);
  }

  private static long usedAfterCollection() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void aProfileThatIsNotThereIsAnError() {
    Observation observation = new Observation();
    observation.getMeta().addProfile("https://farsight.org/fhir/StructureDefinition/none");
    assertThat(profiles.errors(observation)).anyMatch(error -> error.contains("none"));
  }

  @Test
  void everyTransactionOfTheTestDataIsHeldToTheProfilesAndPasses() throws IOException {
    KeptFiles kept = new KeptFiles();
    Conversions checked =
        new Conversions(
            kept, ConversionsTest.OPTIONS, EcgFormats.standard(), Optional.of(profiles));
    int converted = 0;
    for (Path file : testData()) {
      List<Arrival> arrivals =
          file.toString().endsWith(".dcm")
              ? kept.study("ex", List.of(file))
              : List.of(kept.ecg("ex", file, "aecg", "P"));
      Exchange exchange = KeptFiles.exchange(arrivals);
      assertThat(checked.convert(exchange, KeptFiles.SITE, arrivals))
          .as(file.toString())
          .isInstanceOf(Outcome.Converted.class);
      converted++;
    }
    assertThat(converted).isGreaterThan(8);
  }

  @Test
  void whatFailsItsProfileIsRefusedWithTheReasonAndWithoutThePatient() throws IOException {
    KeptFiles kept = new KeptFiles();
    // an address that is no URL: the conversion lets it through, the profile does not
    Conversions checked =
        new Conversions(
            kept,
            new ConversionOptions("not a url", "1", "reading", "reading"),
            EcgFormats.standard(),
            Optional.of(profiles));
    List<Arrival> arrivals = kept.study("ex", List.of(testData().getFirst()));
    Outcome outcome = checked.convert(KeptFiles.exchange(arrivals), KeptFiles.SITE, arrivals);
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) outcome).why()).contains("Endpoint", "address");
  }

  @Test
  void theInstancesThatTheValidatorDoesNotSeeAreCheckedToo() {
    ImagingStudy study = new ImagingStudy();
    var series = study.addSeries().setUid("1.2");
    for (int i = 0; i < 40; i++) {
      series.addInstance().setUid("1.2." + i % 39).getSopClass().setSystem("s").setCode("c");
    }
    assertThat(profiles.errors(study))
        .contains("ImagingStudy.series.instance.uid: missing, no id, or twice");
  }

  @Test
  void aDevicesCodeThatWeDoNotKnowIsNoErrorOurOwnIs() throws IOException {
    ImagingStudy study =
        (ImagingStudy) parse(FOLDER.resolve("examples/imaging-study/valid-ct.json"));
    study.addProcedureCode().addCoding().setSystem(Identifiers.SNOMED).setCode("51185008");
    assertThat(profiles.errors(study)).isEmpty();
    study.addReasonCode().addCoding().setSystem(Identifiers.READING).setCode("nonsense");
    assertThat(profiles.errors(study)).anyMatch(error -> error.contains("nonsense"));
  }

  @Test
  void wordsOfThePatientAreKeptOutOfMessages() {
    Patient patient = new Patient();
    patient.addIdentifier().setValue("P-4711");
    patient.addName().setText("欧阳晓雯").setFamily("欧阳").addGiven("晓雯");
    patient.setBirthDateElement(new DateType("1982-01-30"));
    assertThat(new PatientWords(patient).removed("bad 欧阳晓雯 / 晓雯 of P-4711, 1982-01-30"))
        .isEqualTo("bad … / … of …, …");
  }

  private static List<Path> testData() throws IOException {
    try (Stream<Path> walk = Files.walk(Path.of("test-data"))) {
      return walk.filter(
              path ->
                  path.toString().endsWith("01.dcm")
                      || path.toString().contains("aecg") && path.toString().endsWith(".xml"))
          .sorted()
          .toList();
    }
  }

  private static List<Path> examples(String prefix) throws IOException {
    try (Stream<Path> walk = Files.walk(FOLDER.resolve("examples"))) {
      return walk.filter(path -> path.getFileName().toString().startsWith(prefix))
          .filter(path -> path.toString().endsWith(".json"))
          .sorted()
          .toList();
    }
  }

  private static List<Path> json(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(path -> path.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static Resource parse(Path file) {
    return (Resource) FhirContext.forR4Cached().newJsonParser().parseResource(read(file));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
