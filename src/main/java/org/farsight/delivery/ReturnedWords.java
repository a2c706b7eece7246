package org.farsight.delivery;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.report.CriticalNotice;
import org.farsight.report.Report;

/** A critical value in the words that a branch reads, short and in both languages. */
final class ReturnedWords {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private ReturnedWords() {}

  /** One line each, the most important first. */
  static List<String> lines(
      CriticalNotice notice, Optional<CriticalNotice.Acknowledgement> answer, ZoneId zone) {
    List<String> lines = new ArrayList<>();
    Report.Subject who = notice.subject();
    Report.Examination what = notice.examination();
    notice.withdrawn().ifPresent(why -> lines.add(why.zh() + " " + why.en()));
    lines.add("危急值 CRITICAL VALUE: " + String.join("; ", notice.values()));
    lines.add("患者 Patient: " + who.name() + " " + who.patientId());
    lines.add(
        "检查 Examination: "
            + String.join(
                " ",
                List.of(
                    what.modality(),
                    what.description(),
                    what.accession(),
                    TIME.format(what.at().atZone(zone)))));
    lines.add("发现时间 Found at: " + TIME.format(notice.at().atZone(zone)));
    lines.add(
        answer
            .map(
                one ->
                    "已确认 Acknowledged: "
                        + one.by()
                        + " "
                        + TIME.format(one.at().atZone(zone))
                        + " "
                        + one.action())
            .orElse(
                "请立即处理并由本人在站点页面确认 Act at once; a named person must acknowledge it on the branch's"
                    + " page"));
    return lines;
  }
}
