package org.farsight.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * What a comparison found, each in words; all empty if the promise was kept.
 *
 * @param lost acknowledged and not, or not wholly, where it belongs
 * @param doubled there more than once
 * @param stuck owed work that nothing drives on
 */
public record Findings(List<String> lost, List<String> doubled, List<String> stuck) {

  /** Takes copies. */
  public Findings {
    lost = List.copyOf(lost);
    doubled = List.copyOf(doubled);
    stuck = List.copyOf(stuck);
  }

  /** Nothing. */
  public static final Findings NONE = new Findings(List.of(), List.of(), List.of());

  /** Whether nothing was found. */
  public boolean isEmpty() {
    return lost.isEmpty() && doubled.isEmpty() && stuck.isEmpty();
  }

  /** These and others. */
  public Findings and(Findings others) {
    return new Findings(
        both(lost, others.lost), both(doubled, others.doubled), both(stuck, others.stuck));
  }

  /** The same, each beginning with the words. */
  Findings in(String words) {
    return new Findings(said(words, lost), said(words, doubled), said(words, stuck));
  }

  private static List<String> said(String words, List<String> found) {
    return found.stream().map(one -> words + one).toList();
  }

  private static List<String> both(List<String> a, List<String> b) {
    List<String> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }
}
