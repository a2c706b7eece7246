package org.farsight.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.farsight.exchange.Balances.Times;
import org.farsight.exchange.MonthReport;

/** A month's figures as CSV (RFC 4180), beginning with a byte order mark for spreadsheets. */
final class MonthCsv {
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final List<String> TITLES =
      List.of(
          "site",
          "month",
          "section",
          "name",
          "count",
          "p50_seconds",
          "p90_seconds",
          "max_seconds",
          "meaning");

  private MonthCsv() {}

  static String of(MonthReport report, boolean chinese) {
    StringBuilder csv = new StringBuilder(BYTE_ORDER_MARK);
    line(csv, TITLES);
    for (MonthReport.Row row : report.rows()) {
      List<String> cells = new ArrayList<>();
      cells.add(report.site().id());
      cells.add(report.month().toString());
      cells.add(row.section());
      cells.add(row.name());
      cells.add(Long.toString(row.count()));
      Times times = row.times();
      cells.add(times == null ? "" : seconds(times.p50()));
      cells.add(times == null ? "" : seconds(times.p90()));
      cells.add(times == null ? "" : seconds(times.max()));
      cells.add(chinese ? row.zh() : row.en());
      line(csv, cells);
    }
    return csv.toString();
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
  }

  private static void line(StringBuilder csv, List<String> cells) {
    csv.append(String.join(",", cells.stream().map(MonthCsv::cell).toList())).append("\r\n");
  }

  private static String cell(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
