package org.farsight.exchange;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.farsight.exchange.Balances.AtTarget;
import org.farsight.exchange.Balances.Happened;
import org.farsight.exchange.Balances.Owing;
import org.farsight.exchange.Balances.Received;
import org.farsight.exchange.Balances.Span;
import org.farsight.exchange.Balances.Times;
import org.farsight.exchange.StoryLine.Event;
import org.jspecify.annotations.Nullable;

/**
 * A site's month in figures: what came, what became of it, how long it took. No patient data.
 *
 * @param site whose
 * @param month in the site's zone, by the first byte of each exchange
 * @param rows in the order in which they are read
 */
public record MonthReport(Site site, YearMonth month, List<Row> rows) {

  private static final Set<Event> TOLD =
      Set.of(
          Event.DELIVERED,
          Event.CRITICAL_VALUE,
          Event.CRITICAL_UNDECIDED,
          Event.REJECTED,
          Event.SIGNAL_FAULT,
          Event.SAME_RECORDING);

  /** Takes a copy. */
  public MonthReport {
    rows = List.copyOf(rows);
  }

  /**
   * A figure.
   *
   * @param section what it belongs to
   * @param name what it counts, for programs
   * @param count how many
   * @param times how long they took; null where it has no duration
   * @param en what it counts, in English
   * @param zh what it counts, in Simplified Chinese
   */
  public record Row(
      String section, String name, long count, @Nullable Times times, String en, String zh) {}

  /** Adds it up. */
  public static MonthReport of(
      Balances balances, Site site, YearMonth month, List<Target> targets) {
    Span span = Balance.span(site, month.atDay(1), month.plusMonths(1).atDay(1));
    List<Row> rows = new ArrayList<>();
    received(balances.received(span), rows);
    for (Target target : targets) {
      delivered(target, balances.at(span, Owing.to(target)), rows);
    }
    reads(balances.reads(span), rows);
    for (Target target : targets) {
      time(target, balances, span, rows);
    }
    until(balances, span, Event.READ, "first byte to signed report", "首字节至报告签发", rows);
    until(balances, span, Event.RETURNED, "first byte to report returned", "首字节至报告回传", rows);
    until(
        balances,
        span,
        Event.OPENED_AT_BRANCH,
        "first byte to report opened at the branch",
        "首字节至站点打开报告",
        rows);
    balances
        .keptBackByReason(span)
        .forEach(
            (reason, count) ->
                rows.add(row("kept-back", reason.name(), count, "kept back", "隔离的对象")));
    balances
        .refusedByStep(span)
        .forEach(
            (step, count) -> rows.add(row("refused", step, count, "refused for good", "被拒绝的交换")));
    List<Happened> happened = balances.happened(span, TOLD);
    for (Target target : targets) {
      long again =
          happened.stream()
              .filter(one -> one.event() == Event.DELIVERED && one.step().equals(target.id()))
              .mapToLong(Happened::repeatedly)
              .sum();
      rows.add(row("amended", target.id(), again, "delivered more than once", "多次送达的交换"));
    }
    events(happened, rows);
    CriticalFigures.of(balances.criticals(span)).forEach(rows::add);
    return new MonthReport(site, month, rows);
  }

  private static Row row(String section, String name, long count, String en, String zh) {
    return new Row(section, name, count, null, en, zh);
  }

  private static void received(Received received, List<Row> rows) {
    rows.add(row("received", "studies", received.studies(), "studies", "检查"));
    rows.add(row("received", "ecgs", received.ecgs(), "ECGs", "心电图"));
    rows.add(row("received", "objects", received.objects(), "objects", "对象"));
    rows.add(row("received", "bytes", received.bytes(), "bytes", "字节"));
    rows.add(row("received", "repeats", received.repeats(), "repeats dropped", "丢弃的重复"));
  }

  private static void delivered(Target target, AtTarget at, List<Row> rows) {
    String section = "delivered:" + target.id();
    rows.add(row(section, "owed", at.exchanges(), "exchanges to deliver", "应送达的交换"));
    rows.add(row(section, "there", at.exchangesThere(), "exchanges delivered", "已送达的交换"));
    rows.add(row(section, "objects-owed", at.objects(), "objects to deliver", "应送达的对象"));
    rows.add(row(section, "objects-there", at.objectsThere(), "objects delivered", "已送达的对象"));
    rows.add(row(section, "not-owed", at.notOwed(), "not for this target", "不送此目标的交换"));
  }

  private static void reads(Balances.Reads reads, List<Row> rows) {
    rows.add(row("reads", "read", reads.read(), "examinations read", "已出报告的检查"));
    rows.add(row("reads", "amended", reads.amended(), "with an amended report", "报告有修改的检查"));
    rows.add(row("reads", "to-return", reads.reports(), "with a report to return", "应回传报告的检查"));
    rows.add(row("reads", "returned", reads.returned(), "with all reports returned", "报告已回传的检查"));
  }

  private static void until(
      Balances balances, Span span, Event event, String en, String zh, List<Row> rows) {
    Times times = balances.until(span, event).orElse(null);
    rows.add(new Row("time", event.name(), times == null ? 0 : times.count(), times, en, zh));
  }

  private static void time(Target target, Balances balances, Span span, List<Row> rows) {
    Times times = balances.times(span, target.id()).orElse(null);
    String en =
        switch (target) {
          case Target.FhirServer fhir -> "first byte to FHIR written";
          case Target.Archive archive -> "first byte to archive";
          case BranchWay way -> "first byte to the branch";
        };
    String zh =
        switch (target) {
          case Target.FhirServer fhir -> "首字节至写入 FHIR";
          case Target.Archive archive -> "首字节至归档";
          case BranchWay way -> "首字节至回传站点";
        };
    rows.add(new Row("time", target.id(), times == null ? 0 : times.count(), times, en, zh));
  }

  private static void events(List<Happened> happened, List<Row> rows) {
    event(happened, Event.CRITICAL_VALUE, "critical values flagged", "标记危急值", rows);
    event(happened, Event.CRITICAL_UNDECIDED, "critical or not, undecided", "危急值无法判定", rows);
    event(happened, Event.REJECTED, "rejected by rule", "按规则退回", rows);
    event(happened, Event.SIGNAL_FAULT, "faults of the signal", "信号质量问题", rows);
    event(happened, Event.SAME_RECORDING, "the same ECG again", "重复的心电图", rows);
  }

  private static void event(
      List<Happened> happened, Event event, String en, String zh, List<Row> rows) {
    long exchanges =
        happened.stream().filter(one -> one.event() == event).mapToLong(Happened::exchanges).sum();
    rows.add(row("exchanges-with", event.name(), exchanges, en, zh));
  }
}
