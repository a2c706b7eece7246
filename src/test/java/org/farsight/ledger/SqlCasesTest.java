package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Cases;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Priority;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Conflict;
import org.farsight.exchange.ReadingCase.Owner;
import org.farsight.exchange.ReadingCase.OwnerKind;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReadingCase.Report;
import org.farsight.exchange.ReadingCase.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlCasesTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init")
  private Cases cases;

  SqlLedger.Options options() throws IOException {
    return SqlLedger.Options.in(dir);
  }

  @BeforeEach
  void open() throws IOException {
    ledger = SqlLedger.open(options());
    cases = ledger.cases();
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
  }

  private ReadingCase put(ReadingCase one) {
    return ledger.write(tx -> tx.cases().put(one));
  }

  private static ReadingCase one(String id, Status status, Instant deadline) {
    return new ReadingCase(
        id,
        "x-" + id,
        id.contains("-"),
        "lake",
        new ReadingCase.Person(
            "Patient/1", "P1", "王建国", "male", Optional.of(LocalDate.of(1961, 4, 2))),
        new ReadingCase.Examination("A1", "CT", "胸部"),
        new ReadingCase.TaskView(
            "Task/" + id,
            "3",
            T0,
            "ServiceRequest/9",
            status,
            Progress.CLAIMED,
            Priority.URGENT,
            true,
            new Owner(OwnerKind.READER, "zhang", "张敏"),
            Optional.of(deadline)),
        new ReadingCase.Times(
            T0, Optional.of(T0.plusSeconds(5)), Optional.empty(), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        0);
  }

  @Test
  void aCaseIsReadAsItWasWritten() {
    ReadingCase bare = put(one("c1", Status.ACCEPTED, T0));
    assertThat(cases.find("c1")).contains(bare);
    ReadingCase full =
        put(
            bare.read(new Report("DiagnosticReport/5", "2", "amended", "李", T0.plusSeconds(9)))
                .with(Optional.of(new Conflict(T0.plusSeconds(7), new Alarm.Words("en", "zh")))));
    assertThat(cases.find("c1")).contains(full);
    assertThat(cases.ofTask("Task/c1")).contains(full);
    assertThat(cases.ofOrder("ServiceRequest/9")).containsExactly(full);
    assertThat(cases.ofPatient("Patient/1", 5)).containsExactly(full);
    assertThat(cases.withReport("DiagnosticReport/5")).containsExactly(full);
    assertThat(cases.conflicts(T0, 5)).containsExactly(full);
    assertThat(cases.conflicts(T0.plusSeconds(7), 5)).isEmpty();
    assertThat(cases.readAndOpen(5)).as("a conflict keeps it from being closed").isEmpty();
    assertThat(put(full.with(Optional.empty()))).isEqualTo(cases.readAndOpen(5).getFirst());
  }

  @Test
  void eachChangeHasItsNumberAlsoThatByWhichAllGo() throws IOException {
    assertThat(cases.newestChange()).isZero();
    ReadingCase first = put(one("c1", Status.ACCEPTED, T0));
    ReadingCase second = put(one("c2", Status.ACCEPTED, T0));
    ReadingCase again = put(one("c1", Status.COMPLETED, T0));
    assertThat(List.of(first.change(), second.change(), again.change()))
        .containsExactly(1L, 2L, 3L);
    assertThat(cases.changedAfter(1, 10)).containsExactly(second, again);
    ledger.<Void>write(
        tx -> {
          tx.cases().clear();
          return null;
        });
    assertThat(cases.newestClear()).isEqualTo(4);
    assertThat(cases.ids()).isEmpty();
    ledger.close();
    open();
    assertThat(put(one("c1", Status.ACCEPTED, T0)).change()).isEqualTo(5);
  }

  @Test
  void whatChangesBesideACaseIsAChangeOfIt() {
    ReadingCase first = put(one("c1", Status.ACCEPTED, T0));
    ReadingCase second = put(one("c2", Status.ACCEPTED, T0));
    ledger.<Void>write(
        tx -> {
          tx.cases().touched(first.exchangeId());
          tx.cases().touched("of nothing");
          return null;
        });
    assertThat(cases.changedAfter(second.change(), 10))
        .containsExactly(first.changed(second.change() + 1));
    assertThat(cases.newestChange()).isEqualTo(second.change() + 1);
  }

  @Test
  void openAndClosedAndOverdueAreToldApart() {
    ReadingCase late = put(one("c1", Status.ACCEPTED, T0.minusSeconds(1)));
    ReadingCase open = put(one("c2", Status.IN_PROGRESS, T0.plusSeconds(1)));
    ReadingCase read = put(one("c3", Status.COMPLETED, T0.minusSeconds(1)));
    ReadingCase back = put(one("c4", Status.REJECTED, T0.minusSeconds(1)));
    assertThat(cases.open()).containsExactlyInAnyOrder(late, open);
    assertThat(cases.closed(9)).containsExactlyInAnyOrder(read, back);
    assertThat(cases.overdue(T0, 9)).containsExactly(late);
  }

  @Test
  void aSignedReportIsNotedInItsNewestVersionUntilItIsWithdrawn() {
    Report report = new Report("DiagnosticReport/5", "1", "final", "李", T0);
    Report amended = new Report("DiagnosticReport/5", "2", "amended", "李", T0.plusSeconds(1));
    for (Report one : List.of(report, amended)) {
      ledger.<Void>write(
          tx -> {
            tx.cases().signed(new Cases.Signed("x1", one));
            return null;
          });
    }
    assertThat(cases.signed("DiagnosticReport/5")).containsExactly(new Cases.Signed("x1", amended));
    assertThat(ledger.read("x1")).contains(amended);
    ledger.<Void>write(
        tx -> {
          tx.cases().withdrawn("DiagnosticReport/5");
          return null;
        });
    assertThat(ledger.read("x1")).isEmpty();
  }

  @Test
  void howFarWasReadIsNoted() {
    assertThat(cases.followed("Task")).isEmpty();
    for (int i = 1; i < 3; i++) {
      Instant at = T0.plusSeconds(i);
      ledger.<Void>write(
          tx -> {
            tx.cases().followed("Task", at);
            return null;
          });
      assertThat(cases.followed("Task")).contains(at);
    }
    assertThat(cases.followed("Patient")).isEmpty();
  }

  @Test
  void whatIsAskedAgainAndAgainHasAnIndex() {
    for (String sql :
        List.of(
            SqlCases.OF_TASK,
            SqlCases.OF_ORDER,
            SqlCases.WITH_REPORT,
            SqlCases.SIGNED_OF_EXCHANGE)) {
      assertThat(String.join("\n", ledger.plan(sql, "x"))).as(sql).containsIgnoringCase("index");
    }
  }

  private void came(String id, String site, Kind kind, int minute) {
    Instant at = T0.plusSeconds(60L * minute);
    ledger.<Void>write(
        tx -> {
          tx.open(
              new Exchange(
                  id,
                  site,
                  kind,
                  "key " + id,
                  "MRN-" + id,
                  "",
                  "ACC-" + id,
                  "CT",
                  Priority.ROUTINE,
                  0,
                  at,
                  at));
          return null;
        });
  }

  @Test
  void theExaminationsOfASiteAreThereWithAndWithoutACaseTheNewestFirst() {
    came("x-read", "lake", Kind.STUDY, 1);
    came("x-new", "lake", Kind.ECG, 2);
    came("x-order", "lake", Kind.ORDER, 3);
    came("x-other", "hill", Kind.STUDY, 4);
    put(one("read", Status.COMPLETED, T0));
    assertThat(cases.examinations("lake", List.of(), 9)).containsExactly("x-new", "x-read");
    assertThat(cases.examinations("lake", List.of(), 1)).containsExactly("x-new");
    assertThat(cases.examinations("lake", List.of("王建国", "acc-x-read"), 9))
        .containsExactly("x-read");
    assertThat(cases.examinations("lake", List.of("mrn-x-new"), 9)).containsExactly("x-new");
    assertThat(cases.examinations("lake", List.of("x-other"), 9)).isEmpty();
    assertThat(cases.examinations("lake", List.of("x_new"), 9)).isEmpty();
    assertThat(cases.ofExchange("x-read")).extracting(ReadingCase::id).containsExactly("read");
    assertThat(cases.closedWith(List.of("p1", "胸部"), 9)).hasSize(1);
    assertThat(cases.closedWith(List.of("p1", "x-new"), 9)).isEmpty();
  }
}
