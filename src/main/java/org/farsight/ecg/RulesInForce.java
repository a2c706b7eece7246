package org.farsight.ecg;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules by which one file is read, and the remarks on where they were used. A reader's rules
 * are an enum whose constants say which device departs from the standard, and how. Not safe for use
 * by several threads.
 *
 * @param <R> the reader's rules
 */
public final class RulesInForce<R extends Enum<R>> {
  // A file can break a rule in each of its thousand annotations; the first hundreds tell enough.
  private static final int MAX_REMARKS = 1000;

  private final Set<R> rules;
  private final Set<Remark> made = new LinkedHashSet<>();

  /** Starts with no remark; {@code rules} are those that are switched on. */
  public RulesInForce(Set<R> rules) {
    this.rules = Set.copyOf(rules);
  }

  /** Whether the rule is switched on; if so, remarks that it was used here. */
  public boolean apply(R rule, String where) {
    if (!rules.contains(rule)) {
      return false;
    }
    note(rule.name(), where);
    return true;
  }

  /** Remarks on something that no rule decides, such as a time that is none. */
  public void note(String what, String where) {
    if (made.size() < MAX_REMARKS) {
      made.add(new Remark(what, where));
    }
  }

  /** Takes over remarks made elsewhere. */
  public void addAll(List<Remark> others) {
    others.forEach(remark -> note(remark.rule(), remark.where()));
  }

  /** Every remark, each once, in the order in which they were made. */
  public List<Remark> remarks() {
    return new ArrayList<>(made);
  }
}
