package org.farsight.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.critical.Condition;
import org.farsight.ecg.critical.CriticalRules;
import org.farsight.ecg.critical.Phrases;
import org.farsight.ecg.critical.Speech;
import org.farsight.ecg.critical.Words;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.ecg.quality.Finding;
import org.farsight.ecg.quality.QualityLimits;
import org.farsight.ecg.quality.SignalQuality;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Conversion;
import org.farsight.exchange.Conversion.Outcome;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Recordings;
import org.farsight.exchange.StoryLine.Event;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What critical values and faults of the signal become at the core hospital. */
class EcgRulesTest {

  private static final Path SLOW = Path.of("test-data/ecg/aecg/hewan-bradycardia-gb18030.xml");
  private static final Path NORMAL = Path.of("test-data/ecg/aecg/qingshan-normal.xml");
  private static final Words LIST = new Words("a list", "某标准");
  private static Profiles profiles;

  @BeforeAll
  static void load() throws IOException {
    profiles = LoadedProfiles.get();
    profiles.warmUp();
  }

  /** A table of one rule that a slow heart meets, one that no cart can decide, one of a finding. */
  private static CriticalRules table() {
    Phrases block =
        new Phrases(
            new Words("AV block", "房室传导阻滞"),
            List.of("房室传导阻滞"),
            List.of(),
            new Speech(List.of(), List.of(), List.of()));
    return new CriticalRules(
        Optional.empty(),
        Map.of("list", LIST),
        List.of(
            rule("bradycardia", "slow heart", "心动过缓", "heart-rate <= 45 /min", block),
            rule("long-pause", "long pause", "长间歇", "longest-rr >= 3 s", block),
            rule("block", "AV block", "房室传导阻滞", "said block", block)));
  }

  private static CriticalRules.Rule rule(
      String id, String en, String zh, String condition, Phrases block) {
    return new CriticalRules.Rule(
        id,
        new Words(en, zh),
        Map.of("list", List.of(Condition.parse(condition, Map.of("block", block)))));
  }

  private static EcgPolicy policy(Finding.Kind... reject) {
    // no file of the test data is as long, or as fine, as this asks
    QualityLimits strict = new QualityLimits(0.02, 2, 100, 12, 0.02, 500, 1, 0.025, 0.025, 1, 30);
    return new EcgPolicy(
        new SignalQuality(strict),
        table(),
        new EcgPolicy.SiteRules(CriticalRules.EARLIEST, Set.of()),
        Map.of(
            KeptFiles.SITE.id(), new EcgPolicy.SiteRules(CriticalRules.EARLIEST, Set.of(reject))));
  }

  private static Outcome.Converted converted(Path file, EcgPolicy policy) throws IOException {
    return converted(file, policy, false);
  }

  private static Outcome.Converted converted(Path file, EcgPolicy policy, boolean recalled)
      throws IOException {
    KeptFiles kept = new KeptFiles();
    Conversions conversions =
        new Conversions(
            kept,
            ConversionsTest.OPTIONS,
            EcgFormats.standard(),
            Optional.of(profiles),
            Recordings.NONE,
            () -> policy,
            Identities.NONE,
            id -> recalled,
            OrderSearch.NONE,
            Examinations.NONE);
    List<Arrival> arrivals = List.of(kept.ecg("ex", file, "aecg", "P"));
    Outcome outcome = conversions.convert(KeptFiles.exchange(arrivals), KeptFiles.SITE, arrivals);
    assertThat(outcome).isInstanceOf(Outcome.Converted.class);
    return (Outcome.Converted) outcome;
  }

  private static Bundle bundle(Outcome.Converted converted) {
    return FhirContext.forR4Cached()
        .newJsonParser()
        .parseResource(Bundle.class, new String(converted.bundle(), StandardCharsets.UTF_8));
  }

  private static <T extends Resource> List<T> all(Bundle bundle, Class<T> type) {
    return bundle.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private static List<Observation> observations(Bundle bundle, String system) {
    return all(bundle, Observation.class).stream()
        .filter(one -> one.getCode().getCodingFirstRep().getSystem().equals(system))
        .toList();
  }

  /** All that was said of it, by the cart, by our rules and of its signal. */
  @Test
  void anEcgOfAWrongPatientIsTakenBackWhole() throws IOException {
    Bundle bundle = bundle(converted(SLOW, policy(), true));
    assertThat(all(bundle, Observation.class))
        .extracting(Observation::getStatus)
        .hasSizeGreaterThan(5)
        .containsOnly(Observation.ObservationStatus.ENTEREDINERROR);
    assertThat(observations(bundle, Identifiers.ECG_QUALITY)).isNotEmpty();
    assertThat(all(bundle, Observation.class))
        .anyMatch(one -> one.getMeta().hasProfile(Identifiers.PROFILE_CRITICAL_VALUES));
    assertThat(all(bundle, Flag.class))
        .extracting(Flag::getStatus)
        .containsExactly(Flag.FlagStatus.ENTEREDINERROR);
    Task task = all(bundle, Task.class).getFirst();
    assertThat(task.getStatus()).isEqualTo(Task.TaskStatus.CANCELLED);
    assertThat(RecalledBundle.isRecalled(task)).isTrue();
  }

  @Test
  void aCriticalValueIsAFlagAnUrgentTaskAndAWordOfTheStory() throws IOException {
    Outcome.Converted slow = converted(SLOW, policy());
    Bundle bundle = bundle(slow);

    assertThat(slow.priority()).isEqualTo(Priority.STAT);
    assertThat(slow.findings())
        .contains(new Conversion.Finding(Event.CRITICAL_VALUE, "slow heart", "心动过缓"));
    Flag flag = all(bundle, Flag.class).getFirst();
    assertThat(all(bundle, Flag.class)).hasSize(1);
    assertThat(flag.getIdentifierFirstRep().getValue()).matches("[0-9a-f]{64}/bradycardia");
    assertThat(flag.getCode().getCodingFirstRep().getDisplay()).isEqualTo("slow heart");
    assertThat(flag.getCode().getText()).isEqualTo("心动过缓");
    assertThat(extension(flag, Identifiers.EXTENSION_CRITICAL_SOURCE)).isEqualTo("某标准 / a list");
    assertThat(extension(flag, Identifiers.EXTENSION_CRITICAL_EVIDENCE))
        .matches("心率 [0-9]+ /min / heart rate [0-9]+ /min");
    Task task = all(bundle, Task.class).getFirst();
    assertThat(task.getPriority()).isEqualTo(Task.TaskPriority.STAT);
    assertThat(task.getStatus()).isEqualTo(Task.TaskStatus.REQUESTED);
    assertThat(task.getInput()).hasSize(2);
    assertThat(((Reference) task.getInput().get(1).getValue()).getReference())
        .isEqualTo(fullUrl(bundle, flag));
  }

  @Test
  void theOutcomeOfEachRuleIsWrittenAlsoThatWhichCannotBeDecided() throws IOException {
    Outcome.Converted normal = converted(NORMAL, policy());
    Bundle bundle = bundle(normal);

    assertThat(normal.priority()).isEqualTo(Priority.ROUTINE);
    assertThat(all(bundle, Flag.class)).isEmpty();
    assertThat(all(bundle, Task.class).getFirst().getPriority())
        .isEqualTo(Task.TaskPriority.ROUTINE);
    Observation outcomes =
        observations(bundle, Identifiers.ECG_PART_KIND).stream()
            .filter(one -> one.getCode().getCodingFirstRep().getCode().equals("critical-values"))
            .findFirst()
            .orElseThrow();
    assertThat(outcomes.getMethod().getText()).isEqualTo("危急值规则表（未签署）");
    assertThat(outcomes.getComponent())
        .extracting(
            one ->
                one.getCode().getCodingFirstRep().getCode()
                    + " "
                    + one.getValueCodeableConcept().getCodingFirstRep().getCode())
        .containsExactly("bradycardia clear", "long-pause undecided", "block clear");
    assertThat(outcomes.getComponent().get(1).getValueCodeableConcept().getText())
        .isEqualTo("需要最长 RR 间期，设备未提供 / needs the longest RR interval, which the cart did not give");
    assertThat(normal.findings())
        .contains(
            new Conversion.Finding(
                Event.CRITICAL_UNDECIDED,
                "long pause: needs the longest RR interval, which the cart did not give",
                "长间歇：需要最长 RR 间期，设备未提供"));
  }

  @Test
  void aFaultOfTheSignalIsAnObservationOfItsOwn() throws IOException {
    Outcome.Converted normal = converted(NORMAL, policy());
    Bundle bundle = bundle(normal);
    Observation recording =
        all(bundle, Observation.class).stream()
            .filter(one -> one.getMeta().hasProfile(Identifiers.PROFILE_ECG_RECORDING))
            .findFirst()
            .orElseThrow();
    List<Observation> faults = observations(bundle, Identifiers.ECG_QUALITY);

    assertThat(faults)
        .extracting(one -> one.getCode().getCodingFirstRep().getCode())
        .containsExactly("low-resolution", "short");
    Observation coarse = faults.getFirst();
    assertThat(coarse.getValueQuantity().getValue()).isEqualByComparingTo("2.5");
    assertThat(coarse.getValueQuantity().getCode()).isEqualTo("uV");
    assertThat(coarse.getReferenceRangeFirstRep().getHigh().getValue()).isEqualByComparingTo("1");
    assertThat(coarse.getComponent()).hasSize(12);
    assertThat(coarse.getDerivedFromFirstRep().getReference())
        .isEqualTo(fullUrl(bundle, recording));
    assertThat(faults.get(1).getReferenceRangeFirstRep().getLow().getValue())
        .isEqualByComparingTo("30");
    assertThat(normal.findings())
        .extracting(Conversion.Finding::event)
        .filteredOn(event -> event == Event.SIGNAL_FAULT)
        .hasSize(2);
  }

  @Test
  void aSiteMayTakeBackWhatCannotBeRead() throws IOException {
    Outcome.Converted rejected = converted(NORMAL, policy(Finding.Kind.SHORT, Finding.Kind.FLAT));
    Task task = all(bundle(rejected), Task.class).getFirst();

    assertThat(task.getStatus()).isEqualTo(Task.TaskStatus.REJECTED);
    assertThat(task.getStatusReason().getCoding())
        .extracting(coding -> coding.getSystem() + "#" + coding.getCode())
        .containsExactly(Identifiers.REJECTION + "#quality", Identifiers.ECG_QUALITY + "#short");
    assertThat(task.getStatusReason().getText()).isEqualTo("记录时间过短");
    assertThat(rejected.findings())
        .contains(new Conversion.Finding(Event.REJECTED, "recording too short", "记录时间过短"));
  }

  @Test
  void aCriticalEcgIsNeverTakenBackByRule() throws IOException {
    Outcome.Converted slow = converted(SLOW, policy(Finding.Kind.SHORT));

    assertThat(all(bundle(slow), Task.class).getFirst().getStatus())
        .isEqualTo(Task.TaskStatus.REQUESTED);
    assertThat(slow.findings())
        .extracting(Conversion.Finding::event)
        .doesNotContain(Event.REJECTED);
  }

  @Test
  void theStoryHoldsNoValueOfThePerson() throws IOException {
    for (Conversion.Finding finding : converted(SLOW, policy()).findings()) {
      if (finding.event() != Event.SIGNAL_FAULT) {
        assertThat(finding.en() + finding.zh()).doesNotContain("/min").doesNotContain("心率 ");
      }
    }
  }

  @Test
  void theSameExchangeGivesTheSameBytes() throws IOException {
    assertThat(converted(SLOW, policy()).bundle()).isEqualTo(converted(SLOW, policy()).bundle());
  }

  @Test
  void theCodeSystemHasEveryFaultInBothLanguages() throws IOException {
    CodeSystem codes =
        FhirContext.forR4Cached()
            .newJsonParser()
            .parseResource(
                CodeSystem.class,
                Files.readString(Path.of("fhir-profiles/CodeSystem-ecg-quality.json")));
    List<String> written = new ArrayList<>();
    codes
        .getConcept()
        .forEach(
            one ->
                written.add(
                    one.getCode() + one.getDisplay() + one.getDesignationFirstRep().getValue()));
    Set<String> known = new HashSet<>();
    for (Finding.Kind kind : Finding.Kind.values()) {
      known.add(kind.code() + kind.en() + kind.zh());
    }
    assertThat(written).containsExactlyInAnyOrderElementsOf(known);
  }

  private static String extension(Flag flag, String url) {
    return flag.getExtensionByUrl(url).getValue().primitiveValue();
  }

  private static String fullUrl(Bundle bundle, Resource resource) {
    return bundle.getEntry().stream()
        .filter(entry -> entry.getResource() == resource)
        .map(Bundle.BundleEntryComponent::getFullUrl)
        .findFirst()
        .orElseThrow();
  }
}
