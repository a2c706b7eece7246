package org.farsight.fhir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.farsight.ecg.Remark;
import org.farsight.exchange.Conversion.Finding;
import org.farsight.exchange.StoryLine.Event;

/** Collects what a person should know of a conversion; the same words are counted, not repeated. */
final class Notes {

  private static final int MOST = 40;

  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private int dropped;

  /** Notes a flag in both languages, without any value of the patient. */
  void add(String en, String zh) {
    add(detail(en, zh));
  }

  /** As {@link #add(String, String)}, of both as one detail of the story. */
  void add(String detail) {
    if (counts.size() < MOST || counts.containsKey(detail)) {
      counts.merge(detail, 1, Integer::sum);
    } else {
      dropped++;
    }
  }

  /** Notes where the reader of a file had to decide, and by which rule. */
  void add(Remark remark) {
    add(remark.rule() + " at " + remark.where(), remark.rule() + "，位置 " + remark.where());
  }

  /** The notes as details of the story, in the order of their first appearance. */
  List<String> toList() {
    List<String> list = new ArrayList<>();
    counts.forEach((detail, count) -> list.add(count == 1 ? detail : counted(detail, count)));
    if (dropped > 0) {
      list.add(detail(dropped + " further notes", "另有 " + dropped + " 条提示"));
    }
    return list;
  }

  private static String counted(String detail, int count) {
    return detail(
        Finding.en(detail) + " (" + count + " times)", Finding.zh(detail) + "（" + count + " 次）");
  }

  private static String detail(String en, String zh) {
    return new Finding(Event.NOTED, en, zh).detail();
  }
}
