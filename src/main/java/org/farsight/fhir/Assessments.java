package org.farsight.fhir;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.farsight.ecg.quality.Finding;
import org.farsight.exchange.Conversion;
import org.farsight.exchange.Priority;
import org.farsight.exchange.StoryLine.Event;
import org.hl7.fhir.r4.model.Reference;

/** Gathers what the rules say of the recordings of one exchange, for its reading task. */
final class Assessments {

  private final List<EcgAssessment> all = new ArrayList<>();
  private final List<Reference> flags = new ArrayList<>();

  /** Takes what was found in one recording, and the Flags that say so. */
  void add(EcgAssessment assessment, List<Reference> itsFlags) {
    all.add(assessment);
    flags.addAll(itsFlags);
  }

  /** The Flags of critical values. */
  List<Reference> flags() {
    return List.copyOf(flags);
  }

  /** The highest of all. */
  Priority priority() {
    return all.stream()
        .map(EcgAssessment::priority)
        .max(Comparator.naturalOrder())
        .orElse(Priority.ROUTINE);
  }

  /**
   * The faults for which the whole exchange goes back; none unless each of its objects is an ECG
   * that does.
   *
   * @param objects how many objects the exchange has
   */
  Set<Finding.Kind> rejecting(int objects) {
    Set<Finding.Kind> kinds = new TreeSet<>();
    if (all.size() == objects && all.stream().allMatch(EcgAssessment::rejects)) {
      all.forEach(one -> one.rejecting().forEach(found -> kinds.add(found.kind())));
    }
    return kinds;
  }

  /**
   * What the story says of all of it.
   *
   * @param objects how many objects the exchange has
   */
  List<Conversion.Finding> told(int objects) {
    List<Conversion.Finding> told = new ArrayList<>();
    all.forEach(one -> told.addAll(one.told()));
    rejecting(objects)
        .forEach(kind -> told.add(new Conversion.Finding(Event.REJECTED, kind.en(), kind.zh())));
    return told;
  }
}
