package org.farsight.fhir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what a person should know of a conversion; the same words are counted, not repeated. */
final class Notes {

  private static final int MOST = 40;

  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private int dropped;

  /** Notes a flag; {@code what} must hold no value of the patient. */
  void add(String what) {
    if (counts.size() < MOST || counts.containsKey(what)) {
      counts.merge(what, 1, Integer::sum);
    } else {
      dropped++;
    }
  }

  /** The notes in the order of their first appearance. */
  List<String> toList() {
    List<String> list = new ArrayList<>();
    counts.forEach((what, count) -> list.add(count == 1 ? what : what + " (" + count + " times)"));
    if (dropped > 0) {
      list.add(dropped + " further notes");
    }
    return list;
  }
}
