package org.farsight.fhir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.farsight.ecg.Recording;
import org.farsight.ecg.critical.Verdict;
import org.farsight.ecg.critical.Verdict.Outcome;
import org.farsight.ecg.critical.Words;
import org.farsight.ecg.quality.Finding;
import org.farsight.exchange.Conversion;
import org.farsight.exchange.Priority;
import org.farsight.exchange.StoryLine.Event;

/**
 * What the rules in force say of one recording.
 *
 * @param quality faults of the signal
 * @param verdicts what became of each rule of the critical values
 * @param rejecting the faults for which the site takes it back; none where a value is critical:
 *     then somebody must look at it as it is
 */
record EcgAssessment(List<Finding> quality, List<Verdict> verdicts, List<Finding> rejecting) {

  static EcgAssessment of(Recording recording, EcgPolicy policy, String siteId) {
    EcgPolicy.SiteRules rules = policy.of(siteId);
    List<Finding> quality = policy.quality().examine(recording);
    List<Verdict> verdicts = policy.critical().evaluate(recording, rules.criticalList());
    boolean critical = verdicts.stream().anyMatch(Verdict::isHit);
    return new EcgAssessment(
        quality,
        verdicts,
        critical
            ? List.of()
            : quality.stream().filter(found -> rules.reject().contains(found.kind())).toList());
  }

  List<Verdict> hits() {
    return verdicts.stream().filter(Verdict::isHit).toList();
  }

  Priority priority() {
    return hits().isEmpty() ? Priority.ROUTINE : Priority.STAT;
  }

  boolean rejects() {
    return !rejecting.isEmpty();
  }

  /** What the exchange's story says of it: names of rules, never a value of the person. */
  List<Conversion.Finding> told() {
    List<Conversion.Finding> told = new ArrayList<>();
    hits()
        .forEach(
            hit ->
                told.add(
                    new Conversion.Finding(
                        Event.CRITICAL_VALUE, hit.name().en(), hit.name().zh())));
    undecided()
        .forEach(
            (reason, names) ->
                told.add(
                    new Conversion.Finding(
                        Event.CRITICAL_UNDECIDED,
                        joined(names, Words::en, ", ") + ": " + reason.en(),
                        joined(names, Words::zh, "、") + "：" + reason.zh())));
    quality.forEach(
        found -> told.add(new Conversion.Finding(Event.SIGNAL_FAULT, found.en(), found.zh())));
    return told;
  }

  /** Rules that cannot be decided, by what is missing. */
  private Map<Words, List<Words>> undecided() {
    Map<Words, List<Words>> byReason = new LinkedHashMap<>();
    for (Verdict verdict : verdicts) {
      if (verdict.outcome() instanceof Outcome.Undecided open) {
        byReason.computeIfAbsent(open.reason(), reason -> new ArrayList<>()).add(verdict.name());
      }
    }
    return byReason;
  }

  private static String joined(List<Words> names, Function<Words, String> language, String comma) {
    return names.stream().map(language).collect(Collectors.joining(comma));
  }
}
