package org.farsight.fhir;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Statement.Author;
import org.farsight.ecg.critical.CriticalRules;
import org.farsight.ecg.critical.Verdict;
import org.farsight.ecg.critical.Verdict.Outcome;
import org.farsight.ecg.critical.Words;
import org.farsight.ecg.quality.Finding;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.Flag.FlagStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/**
 * What the rules say of a recording: an Observation for each fault of its signal, one with the
 * outcome of each rule of the critical values, and a Flag for each that is hit. All ours alone.
 *
 * @param draft the transaction
 * @param digest SHA-256 of the bytes the recording was read from
 * @param recording the Observation of the recording
 */
record AssessmentResources(Draft draft, String digest, Reference recording) {

  private static final String FLAG_CATEGORY = "http://terminology.hl7.org/CodeSystem/flag-category";

  /**
   * Examines a recording under the rules in force and adds what they say.
   *
   * @param part makes an Observation of the recording with an identifier that ends in this word
   */
  void add(Recording read, Function<String, Observation> part) {
    EcgPolicy policy = draft.policy();
    EcgAssessment assessment = EcgAssessment.of(read, policy, draft.site().id());
    assessment.quality().forEach(found -> own(fault(found, part)));
    if (!assessment.verdicts().isEmpty()) {
      own(outcomes(assessment.verdicts(), policy.critical(), part));
    }
    List<Reference> flags = new ArrayList<>();
    for (Verdict hit : assessment.hits()) {
      Flag flag = flag(hit, read);
      flags.add(draft.bundle().own(flag, flag.getIdentifierFirstRep()));
    }
    draft.assessments().add(assessment, flags);
  }

  private void own(Observation observation) {
    observation.addDerivedFrom(recording.copy());
    draft.bundle().own(observation, observation.getIdentifierFirstRep());
  }

  private static Observation fault(Finding found, Function<String, Observation> part) {
    String detail = found.detail().replaceAll("[^A-Za-z0-9]+", "-").toLowerCase(Locale.ROOT);
    Observation observation =
        part.apply("quality/" + found.kind().code() + (detail.isEmpty() ? "" : "/" + detail));
    observation.getMeta().addProfile(Identifiers.PROFILE_ECG_QUALITY);
    observation.setCode(
        Codings.concept(Identifiers.ECG_QUALITY, found.kind().code(), found.kind().en())
            .setText(found.zh()));
    if (found.measure().isPresent()) {
      Finding.Measure measure = found.measure().get();
      observation.setValue(quantity(measure.value(), measure.unit()));
      Quantity limit = quantity(measure.limit(), measure.unit());
      var range = observation.addReferenceRange();
      if (measure.value().compareTo(measure.limit()) < 0) {
        range.setLow(limit);
      } else {
        range.setHigh(limit);
      }
    } else {
      observation.setValue(new BooleanType(true));
    }
    for (LeadId lead : found.leads()) {
      observation
          .addComponent()
          .setCode(EcgResources.codes(lead).setText(lead.label()))
          .setValue(new BooleanType(true));
    }
    return observation;
  }

  private static Quantity quantity(BigDecimal value, String unit) {
    return new Quantity().setValue(value).setUnit(unit).setSystem(Identifiers.UCUM).setCode(unit);
  }

  private static Observation outcomes(
      List<Verdict> verdicts, CriticalRules rules, Function<String, Observation> part) {
    Observation observation = part.apply("critical-values");
    observation.getMeta().addProfile(Identifiers.PROFILE_CRITICAL_VALUES);
    observation.setCode(
        Codings.concept(Identifiers.ECG_PART_KIND, "critical-values", "Critical values"));
    observation.setMethod(
        new CodeableConcept()
            .setText(
                rules
                    .signature()
                    .map(s -> "危急值规则表，" + s.by() + " 签署于 " + s.on())
                    .orElse("危急值规则表（未签署）")));
    for (Verdict verdict : verdicts) {
      observation.addComponent().setCode(code(verdict)).setValue(outcome(verdict.outcome()));
    }
    return observation;
  }

  private static CodeableConcept code(Verdict verdict) {
    return Codings.concept(
            Identifiers.privateCodes("critical-rule"), verdict.ruleId(), verdict.name().en())
        .setText(verdict.name().zh());
  }

  private static CodeableConcept outcome(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Hit hit -> outcome("hit", "Critical");
      case Outcome.Clear clear -> outcome("clear", "Not critical");
      case Outcome.Undecided open ->
          outcome("undecided", "Cannot be decided").setText(both(open.reason()));
    };
  }

  private static CodeableConcept outcome(String code, String display) {
    return Codings.concept(Identifiers.CRITICAL_OUTCOME, code, display);
  }

  private Flag flag(Verdict hit, Recording read) {
    Flag flag = new Flag();
    flag.getMeta().addProfile(Identifiers.PROFILE_CRITICAL_FLAG);
    flag.addIdentifier(
        new Identifier()
            .setSystem(Identifiers.CRITICAL_VALUE)
            .setValue(digest + "/" + hit.ruleId()));
    flag.setStatus(FlagStatus.ACTIVE);
    flag.addCategory(Codings.concept(FLAG_CATEGORY, "clinical", "Clinical"));
    flag.setCode(code(hit));
    flag.setSubject(draft.patient().reference().copy());
    read.acquisition()
        .start()
        .ifPresent(
            start ->
                flag.setPeriod(
                    new Period()
                        .setStartElement(
                            FhirTimes.dateTime(start, FhirTimes.zone(read, draft.site())))));
    flag.addExtension(
        new Extension(Identifiers.EXTENSION_CRITICAL_SOURCE, text(both(hit.source()))));
    if (hit.outcome() instanceof Outcome.Hit because) {
      for (Verdict.Evidence evidence : because.evidence()) {
        flag.addExtension(
            new Extension(
                Identifiers.EXTENSION_CRITICAL_EVIDENCE,
                text(both(evidence.words()) + by(evidence.author()))));
      }
    }
    flag.addExtension(new Extension(Identifiers.EXTENSION_CRITICAL_RECORDING, recording.copy()));
    return flag;
  }

  private static String by(Optional<Author> author) {
    return author
        .map(
            who ->
                switch (who) {
                  case PERSON -> "（医生 / a person）";
                  case DEVICE -> "（设备 / the device）";
                  case UNSTATED -> "（文件未说明 / not stated by whom）";
                })
        .orElse("");
  }

  private static String both(Words words) {
    return words.zh() + " / " + words.en();
  }

  private static StringType text(String text) {
    return new StringType(FhirText.clean(text).orElse("?"));
  }
}
