package org.farsight.ecg.waveform;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.farsight.ecg.Remark;

/** The rules in force while one object is read, and where they were used. */
final class Remarks {
  private static final int MAX_REMARKS = 1000;

  private final Set<WaveformRule> rules;
  private final Set<Remark> made = new LinkedHashSet<>();

  Remarks(Set<WaveformRule> rules) {
    this.rules = rules;
  }

  /** Whether the rule is switched on; if so, notes that it was used here. */
  boolean apply(WaveformRule rule, String where) {
    if (!rules.contains(rule)) {
      return false;
    }
    note(rule.name(), where);
    return true;
  }

  void note(String rule, String where) {
    if (made.size() < MAX_REMARKS) {
      made.add(new Remark(rule, where));
    }
  }

  void addAll(List<Remark> others) {
    others.forEach(remark -> note(remark.rule(), remark.where()));
  }

  List<Remark> all() {
    return new ArrayList<>(made);
  }
}
