package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Alarms;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Balance;
import org.farsight.exchange.Balances;
import org.farsight.exchange.Balances.Cause;
import org.farsight.exchange.Balances.Span;
import org.farsight.exchange.Cases;
import org.farsight.exchange.Content;
import org.farsight.exchange.CriticalValue;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Figures;
import org.farsight.exchange.Kind;
import org.farsight.exchange.MonthReport;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Priority;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.Site;
import org.farsight.exchange.Step;
import org.farsight.exchange.StoryLine;
import org.farsight.exchange.StoryLine.Event;
import org.farsight.exchange.Target;
import org.farsight.exchange.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlBalancesTest {
  /** The 22nd at the site, still the 21st in UTC. */
  private static final Instant T0 = Instant.parse("2026-11-21T16:30:00Z");

  private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
  private static final Site EAST =
      new Site(
          "east",
          "东",
          "urn:x:east",
          ZoneId.of("+08:00"),
          Set.of(),
          Set.of(),
          Set.of(),
          false,
          List.of());
  private static final Target FHIR = new Target.FhirServer("fhir", "http://127.0.0.1/fhir");
  private static final Target ARCHIVE =
      new Target.Archive("archive", "A", "127.0.0.1", 104, "F", Target.Tls.NONE, false);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  /** Where the ledger of a test is. */
  SqlLedger.Options options() throws IOException {
    return SqlLedger.Options.in(dir);
  }

  @BeforeEach
  void open() throws IOException {
    ledger = SqlLedger.open(options());
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
  }

  private void exchange(String id, String site, Kind kind, int objects, Instant at) {
    ledger.<Void>write(
        tx -> {
          tx.open(
              new Exchange(
                  id, site, kind, "k" + id, "P", "", "", "CT", Priority.ROUTINE, 0, at, at));
          for (int i = 1; i <= objects; i++) {
            tx.append(
                new Arrival(
                    0,
                    id,
                    i,
                    at,
                    Way.C_STORE,
                    "CT",
                    new Content("d" + id + i, "segments/00000001", 0, 100),
                    new ObjectFacts(
                        "dicom",
                        "1.2",
                        kind == Kind.STUDY ? "1." + id + "." + i : "",
                        "",
                        "",
                        "",
                        "CT",
                        "P",
                        "",
                        ""),
                    0));
          }
          return null;
        });
  }

  private void step(Step step) {
    ledger.<Void>write(
        tx -> {
          tx.put(step);
          return null;
        });
  }

  private void done(String id, String step, int done, int wanted) {
    step(new Step(id, step, done, wanted, 0, null, null, "", T0));
  }

  private void tell(String id, Event event, String step, Instant at) {
    ledger.<Void>write(
        tx -> {
          tx.tell(id, new StoryLine(at, event, 1, step, ""));
          return null;
        });
  }

  private void keepBack(String digest, QuarantineReason reason, Instant at) {
    ledger.write(
        tx ->
            tx.keepBack(
                new QuarantineEntry(
                    0,
                    at,
                    "east",
                    Way.C_STORE,
                    "CT",
                    null,
                    new Content(digest, "segments/00000001", 0, 1),
                    null,
                    reason,
                    "why",
                    0)));
  }

  private Balance balance() {
    return Balance.of(ledger.balances(), EAST, DAY, List.of(FHIR, ARCHIVE), 10);
  }

  @Test
  void whatCameIsAtEachTargetOrIsNamed() {
    exchange("whole", "east", Kind.STUDY, 3, T0);
    done("whole", Step.CONVERT, 3, 3);
    done("whole", "fhir", 3, 3);
    done("whole", "archive", 3, 3);
    exchange("ecg", "east", Kind.ECG, 1, T0.plusSeconds(1));
    done("ecg", Step.CONVERT, 1, 1);
    done("ecg", "fhir", 1, 1);
    exchange("before", "east", Kind.STUDY, 1, Instant.parse("2026-11-21T15:59:59Z"));
    exchange("elsewhere", "west", Kind.STUDY, 1, T0);
    Balance balance = balance();
    assertThat(balance.isBalanced()).isTrue();
    assertThat(balance.received()).isEqualTo(new Balances.Received(1, 1, 4, 400, 0, 0));
    assertThat(balance.targets())
        .extracting(Balance.Line::at)
        .containsExactly(
            new Balances.AtTarget(2, 4, 2, 4, 0), new Balances.AtTarget(1, 3, 1, 3, 0));

    exchange("late", "east", Kind.STUDY, 5, T0.plusSeconds(2));
    done("late", Step.CONVERT, 4, 5);
    done("late", "fhir", 4, 4);
    step(new Step("late", "archive", 2, 4, 1, T0, new Step.Trouble(true, "refused"), "", null));
    exchange("new", "east", Kind.STUDY, 1, T0.plusSeconds(3));
    step(new Step("new", Step.CONVERT, 0, 1, 0, T0, null, "", null));
    exchange("bad", "east", Kind.STUDY, 1, T0.plusSeconds(4));
    done("bad", Step.CONVERT, 1, 1);
    done("bad", "fhir", 1, 1);
    step(new Step("bad", "archive", 0, 1, 1, null, new Step.Trouble(false, "C000"), "", null));
    exchange("twice", "east", Kind.STUDY, 1, T0.plusSeconds(5));
    done("twice", Step.CONVERT, 1, 1);
    done("twice", "fhir", 1, 1);
    Balance off = balance();
    assertThat(off.isBalanced()).isFalse();
    assertThat(off.targets().getFirst().at()).isEqualTo(new Balances.AtTarget(6, 12, 4, 10, 0));
    assertThat(off.targets().getFirst().differences())
        .extracting(Balances.Difference::exchangeId)
        .containsExactly("late", "new");
    Balance.Line archive = off.targets().getLast();
    assertThat(archive.at()).isEqualTo(new Balances.AtTarget(4, 10, 1, 5, 1));
    assertThat(archive.differences())
        .extracting(Balances.Difference::exchangeId, d -> d.there(), Balances.Difference::cause)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("late", 2, Cause.NOT_CONVERTED),
            org.assertj.core.groups.Tuple.tuple("new", 0, Cause.NOT_CONVERTED),
            org.assertj.core.groups.Tuple.tuple("bad", 0, Cause.QUARANTINED));
    assertThat(archive.differences().getLast().why()).isEqualTo("C000");
    assertThat(ledger.balances().differences(span(), Balances.Owing.to(ARCHIVE), 1)).hasSize(1);
  }

  private static Span span() {
    return new Span("east", T0.minusSeconds(60), T0.plus(Duration.ofDays(1)));
  }

  @Test
  void whatIsKeptBackIsNamedWhetherOrNotItBelongsToAnExchange() {
    keepBack("a", QuarantineReason.BROKEN_OBJECT, T0);
    keepBack("b", QuarantineReason.BROKEN_OBJECT, T0);
    keepBack("c", QuarantineReason.UNKNOWN_FORMAT, T0);
    keepBack("d", QuarantineReason.UNKNOWN_FORMAT, T0.minus(Duration.ofDays(2)));
    Balance balance = balance();
    assertThat(balance.isBalanced()).isFalse();
    assertThat(balance.received().keptBack()).isEqualTo(3);
    assertThat(balance.keptBack()).extracting(Balances.KeptBack::id).containsExactly(1L, 2L, 3L);
    assertThat(ledger.balances().keptBackByReason(span()))
        .isEqualTo(Map.of(QuarantineReason.BROKEN_OBJECT, 2L, QuarantineReason.UNKNOWN_FORMAT, 1L));
    assertThat(ledger.balances().sites(T0, T0.plusSeconds(1))).containsExactly("east");
  }

  @Test
  void timesAreThoseOfTheFirstDeliveryOfEachExchange() {
    for (int i = 1; i <= 10; i++) {
      String id = "x" + i;
      Instant at = T0.plusSeconds(i);
      exchange(id, "east", Kind.STUDY, 1, at);
      tell(id, Event.PARKED, "fhir", at);
      tell(id, Event.DELIVERED, "fhir", at.plusSeconds(i));
      tell(id, Event.DELIVERED, "archive", at.plusSeconds(1000));
    }
    tell("x1", Event.DELIVERED, "fhir", T0.plusSeconds(5000));
    exchange("open", "east", Kind.STUDY, 1, T0);
    assertThat(ledger.balances().times(span(), "fhir"))
        .contains(
            new Balances.Times(
                10, Duration.ofSeconds(5), Duration.ofSeconds(9), Duration.ofSeconds(10)));
    assertThat(ledger.balances().times(span(), "nowhere")).isEqualTo(Optional.empty());
    assertThat(ledger.balances().happened(span(), Set.of(Event.DELIVERED)))
        .containsExactly(
            new Balances.Happened(Event.DELIVERED, "archive", 10, 0),
            new Balances.Happened(Event.DELIVERED, "fhir", 10, 1));
  }

  @Test
  void readsCountAsReturnedOnceEachRequiredWayHasTheNewestVersion() {
    exchange("kr", "east", Kind.STUDY, 1, T0);
    for (String step : List.of(Step.CONVERT, "fhir", "archive")) {
      done("kr", step, 1, 1);
    }
    ledger.<Void>write(
        tx -> {
          tx.returns().optional(Set.of("return.east.folder"));
          tx.cases()
              .signed(new Cases.Signed("kr", new ReadingCase.Report("R/1", "1", "final", "Z", T0)));
          return null;
        });
    assertThat(ledger.balances().reads(span())).isEqualTo(new Balances.Reads(1, 0, 0, 0));
    exchange("r", "east", Kind.REPORT, 2, T0.plusSeconds(60));
    assertThat(ledger.balances().reads(span())).isEqualTo(new Balances.Reads(1, 1, 0, 1));
    done("r", Step.CONVERT, 2, 2);
    done("r", "return.east.page", 2, 2);
    done("r", "return.east.hl7", 1, 2);
    done("r", "return.east.folder", 0, 2);
    assertThat(ledger.balances().reads(span())).isEqualTo(new Balances.Reads(1, 1, 0, 1));
    assertThat(balance().isBalanced()).isFalse();
    done("r", "return.east.hl7", 2, 2);
    assertThat(ledger.balances().reads(span())).isEqualTo(new Balances.Reads(1, 1, 1, 1));
    assertThat(balance().isBalanced()).isTrue();
    tell("kr", Event.RETURNED, "", T0.plusSeconds(90));
    tell("kr", Event.RETURNED, "", T0.plusSeconds(900));
    assertThat(ledger.balances().until(span(), Event.RETURNED))
        .contains(
            new Balances.Times(
                1, Duration.ofSeconds(90), Duration.ofSeconds(90), Duration.ofSeconds(90)));
    MonthReport month =
        MonthReport.of(ledger.balances(), EAST, YearMonth.of(2026, 11), List.of(FHIR, ARCHIVE));
    assertThat(figure(month, "reads", "returned")).isEqualTo(1);
    assertThat(figure(month, "time", "RETURNED")).isEqualTo(1);
  }

  @Test
  void aMonthHasItsFigures() {
    exchange("a", "east", Kind.ECG, 1, T0);
    tell("a", Event.CRITICAL_VALUE, Step.CONVERT, T0);
    tell("a", Event.CRITICAL_VALUE, Step.CONVERT, T0);
    done("a", Step.CONVERT, 1, 1);
    step(new Step("a", "fhir", 0, 1, 1, null, new Step.Trouble(false, "422"), "", null));
    keepBack("b", QuarantineReason.BROKEN_FILE, T0);
    exchange("next", "east", Kind.ECG, 1, Instant.parse("2026-11-30T16:00:00Z"));
    MonthReport month =
        MonthReport.of(ledger.balances(), EAST, YearMonth.of(2026, 11), List.of(FHIR, ARCHIVE));
    assertThat(figure(month, "received", "ecgs")).isEqualTo(1);
    assertThat(figure(month, "delivered:fhir", "owed")).isEqualTo(1);
    assertThat(figure(month, "delivered:fhir", "there")).isZero();
    assertThat(figure(month, "delivered:archive", "owed")).isZero();
    assertThat(figure(month, "refused", "fhir")).isEqualTo(1);
    assertThat(figure(month, "kept-back", "BROKEN_FILE")).isEqualTo(1);
    assertThat(figure(month, "exchanges-with", "CRITICAL_VALUE")).isEqualTo(1);
    assertThat(figure(month, "time", "fhir")).isZero();
  }

  private void critical(String id, int tellBy, Optional<Integer> told, Optional<Integer> answered) {
    ledger.<Void>write(
        tx -> {
          tx.criticals()
              .put(
                  new CriticalValue(
                      id,
                      "x" + id,
                      "east",
                      "ECG",
                      1,
                      "{}",
                      new CriticalValue.Clock(T0, T0.plusSeconds(tellBy), T0.plusSeconds(600)),
                      told.map(T0::plusSeconds),
                      answered.map(
                          at -> new CriticalValue.Answer(T0.plusSeconds(at), "李护士", "x"))));
          return null;
        });
  }

  @Test
  void aMonthsCriticalValuesAreCountedByWhetherTheirTimeWasKept() {
    critical("a", 60, Optional.of(2), Optional.of(120));
    critical("b", 60, Optional.of(90), Optional.of(601));
    critical("c", 60, Optional.empty(), Optional.empty());
    critical("d", -3600, Optional.of(30), Optional.empty());
    MonthReport month =
        MonthReport.of(ledger.balances(), EAST, YearMonth.of(2026, 11), List.of(FHIR));
    assertThat(figure(month, "critical", "found")).isEqualTo(4);
    assertThat(figure(month, "critical", "told")).isEqualTo(3);
    assertThat(figure(month, "critical", "told-in-time"))
        .as("d was found when its time was over: a minute counts")
        .isEqualTo(2);
    assertThat(figure(month, "critical", "acknowledged")).isEqualTo(2);
    assertThat(figure(month, "critical", "acknowledged-in-time")).isEqualTo(1);
    assertThat(month.rows())
        .filteredOn(row -> row.section().equals("critical") && row.name().equals("told"))
        .extracting(MonthReport.Row::times)
        .containsExactly(
            new Balances.Times(
                3, Duration.ofSeconds(30), Duration.ofSeconds(90), Duration.ofSeconds(90)));
    MonthReport other =
        MonthReport.of(ledger.balances(), EAST, YearMonth.of(2026, 12), List.of(FHIR));
    assertThat(figure(other, "critical", "found")).isZero();
  }

  private static long figure(MonthReport month, String section, String name) {
    return month.rows().stream()
        .filter(row -> row.section().equals(section) && row.name().equals(name))
        .findFirst()
        .orElseThrow()
        .count();
  }

  @Test
  void anAlarmIsOnePerCauseAndItsNoticesComeInOrder() {
    Alarm.Cause cause = new Alarm.Cause(Alarm.Kind.SITE_SILENT, "east");
    Alarm.Words words = new Alarm.Words("silent", "静默");
    Alarm first = ledger.write(tx -> tx.alarms().raise(cause, words, T0));
    Alarm same = ledger.write(tx -> tx.alarms().raise(cause, words, T0.plusSeconds(1)));
    assertThat(same).isEqualTo(first);
    notice(tx -> tx.notice(first.id(), Alarms.Event.RAISED, "mail", T0));
    notice(tx -> tx.end(first.id(), T0.plusSeconds(5)));
    notice(tx -> tx.notice(first.id(), Alarms.Event.ENDED, "mail", T0.plusSeconds(5)));
    Alarm next = ledger.write(tx -> tx.alarms().raise(cause, words, T0.plusSeconds(9)));
    assertThat(ledger.alarms().open()).containsExactly(next);
    assertThat(ledger.alarms().newest(9)).extracting(Alarm::id).containsExactly(2L, 1L);
    assertThat(ledger.alarms().alarm(1).flatMap(Alarm::ended)).contains(T0.plusSeconds(5));

    assertThat(due(T0.minusSeconds(1))).isEmpty();
    Alarms.Notice raised = due(T0.plusSeconds(9)).getFirst();
    assertThat(due(T0.plusSeconds(9))).containsExactly(raised);
    notice(tx -> tx.delayed(raised.id(), "deaf", T0.plusSeconds(20)));
    assertThat(due(T0.plusSeconds(9))).as("not told before what happened first").isEmpty();
    assertThat(due(T0.plusSeconds(20)).getFirst().attempts()).isEqualTo(1);
    notice(tx -> tx.told(raised.id(), T0.plusSeconds(20)));
    Alarms.Notice ended = due(T0.plusSeconds(20)).getFirst();
    assertThat(ended.event()).isEqualTo(Alarms.Event.ENDED);
    notice(tx -> tx.givenUp(ended.id(), "too old"));
    assertThat(due(T0.plusSeconds(99))).isEmpty();
    Optional<Alarm> none = ledger.write(tx -> tx.alarms().acknowledge(99, "nobody", T0));
    assertThat(none).isEmpty();
  }

  private List<Alarms.Notice> due(Instant now) {
    return ledger.alarms().due("mail", now, 9);
  }

  private void notice(java.util.function.Consumer<Alarms.Writer> work) {
    ledger.<Void>write(
        tx -> {
          work.accept(tx.alarms());
          return null;
        });
  }

  @Test
  void countsForAlarmsAreThoseOfTheRows() {
    exchange("a", "east", Kind.STUDY, 1, T0);
    exchange("b", "east", Kind.STUDY, 1, T0.plus(Duration.ofHours(2)));
    keepBack("c", QuarantineReason.BROKEN_OBJECT, T0.plus(Duration.ofHours(3)));
    step(new Step("a", "fhir", 0, 1, 0, T0.plusSeconds(7), null, "", null));
    step(new Step("b", "fhir", 0, 1, 0, T0.plusSeconds(5), null, "", null));
    step(new Step("b", "archive", 0, 1, 1, null, new Step.Trouble(false, "no"), "", null));
    Figures figures = ledger.figures();
    assertThat(figures.lastHeard("east")).contains(T0.plus(Duration.ofHours(3)));
    assertThat(figures.lastHeard("west")).isEmpty();
    assertThat(figures.busyHours("east", T0.minusSeconds(1), T0.plus(Duration.ofDays(1))))
        .containsExactly(
            Instant.parse("2026-11-21T16:00:00Z"), Instant.parse("2026-11-21T18:00:00Z"));
    assertThat(figures.backlogs())
        .containsExactly(new Figures.Backlog("fhir", 2, T0.plusSeconds(5)));
    assertThat(figures.overdue("fhir", T0.plusSeconds(1)))
        .isEqualTo(new Figures.Overdue(1, "a", T0));
    assertThat(figures.overdue("archive", T0.plusSeconds(1)).count()).isZero();
  }

  @Test
  void everySumReadsOnlyItsSiteAndTime() {
    for (String sql : List.of(SqlBalances.RECEIVED, SqlBalances.BYTES, SqlBalances.REFUSED)) {
      assertIndex(ledger.plan(sql, "east", 0, 1), "exchange_by_site");
    }
    for (String sql : List.of(SqlBalances.AT_TARGET, SqlBalances.DIFFERENCES)) {
      String one = sql.replace(" LIMIT ?", "");
      assertIndex(ledger.plan(one, "fhir", "east", 0, 1, "ECG", "ECG"), "exchange_by_site");
    }
    assertIndex(ledger.plan(SqlBalances.TIMES, "fhir", "east", 0, 1), "exchange_by_site");
    String happened = SqlBalances.HAPPENED.formatted("?");
    assertIndex(ledger.plan(happened, "east", 0, 1, "X"), "exchange_by_site");
    assertIndex(ledger.plan(SqlBalances.KEPT_BACK, "east", 0, 1, 9), "quarantine_by_site");
    assertIndex(ledger.plan(SqlFigures.BUSY_HOURS, "east", 0, 1), "exchange_by_site");
    assertIndex(ledger.plan(SqlFigures.LAST_KEPT, "east"), "exchange_by_site");
    assertIndex(ledger.plan(SqlFigures.BACKLOGS), "step_open");
    assertIndex(ledger.plan(SqlFigures.OVERDUE, "fhir", 0), "step_open");
    assertIndex(ledger.plan(SqlAlarms.DUE, "mail", 0, 9), "alarm_notice_due");
  }

  private static void assertIndex(List<String> plan, String index) {
    assertThat(plan)
        .anyMatch(line -> line.contains(index))
        .noneMatch(
            line ->
                line.matches("SCAN (e|exchange|s|step|a|arrival|t|story|quarantine|n)( .*)?")
                    && !line.contains("INDEX"));
  }
}
