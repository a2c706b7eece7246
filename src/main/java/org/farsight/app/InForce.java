package org.farsight.app;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.critical.CriticalClocks;
import org.farsight.exchange.Retention;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Target;
import org.farsight.exchange.Targets;
import org.farsight.exchange.Workstations;
import org.farsight.reading.Clocks;

/** What a reload changes, as one. */
record InForce(
    Sites sites,
    Targets targets,
    Workstations workstations,
    Configuration.Commitment commitment,
    Configuration.Ecg ecg,
    Retention retention,
    Clocks clocks,
    CriticalClocks critical) {

  boolean isArchive(String aet) {
    return targets.entries().stream()
        .anyMatch(entry -> entry.target() instanceof Target.Archive a && a.aet().equals(aet));
  }

  /** Of every step that has a queue of its own: the ways back to branches share one. */
  List<String> steps() {
    return Stream.concat(
            targets.central().stream().map(Target::id),
            Stream.concat(
                targets.afterwards().stream().map(Targets.Afterwards::step),
                Stream.concat(targets.patientSteps().stream(), targets.rejectionSteps().stream())))
        .toList();
  }

  /** Names of the ways back that no examination need have gone to count as returned. */
  Set<String> optionalWays() {
    return targets.ways().stream()
        .filter(way -> !way.required())
        .map(Target::id)
        .collect(Collectors.toSet());
  }

  /** What another one changes besides the targets, in words for the engineer. */
  List<String> changesTo(InForce after) {
    List<String> changes = new ArrayList<>();
    Set<String> added = ids(after);
    added.removeAll(ids(this));
    Set<String> removed = ids(this);
    removed.removeAll(ids(after));
    changes.add(ids(after).size() + " sites; added " + added + ", removed " + removed);
    Set<Target> waysBefore = new HashSet<>(targets.ways());
    Set<Target> waysAfter = new HashSet<>(after.targets.ways());
    if (!waysBefore.equals(waysAfter)) {
      changes.add("ways back to branches changed: " + changed(waysBefore, waysAfter));
    }
    if (!workstations.equals(after.workstations)) {
      changes.add("workstations changed");
    }
    if (!ecg.isSame(after.ecg)) {
      changes.add("rules for ECGs changed");
      changes.addAll(after.ecg.notes());
    }
    if (!retention.equals(after.retention)) {
      changes.add("retention changed");
    }
    if (!clocks.equals(after.clocks)) {
      changes.add("clocks of reads changed; open tasks keep their deadlines");
    }
    if (!critical.equals(after.critical)) {
      changes.add("clocks of critical values changed; what is told already keeps its own");
    }
    return changes;
  }

  private static Set<String> changed(Set<Target> before, Set<Target> after) {
    return Stream.concat(
            before.stream().filter(way -> !after.contains(way)),
            after.stream().filter(way -> !before.contains(way)))
        .map(Target::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> ids(InForce inForce) {
    return new TreeSet<>(inForce.sites.sites().stream().map(Site::id).toList());
  }
}
