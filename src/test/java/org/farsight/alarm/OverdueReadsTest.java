package org.farsight.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Priority;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.Conflict;
import org.farsight.exchange.ReadingCase.Owner;
import org.farsight.exchange.ReadingCase.OwnerKind;
import org.farsight.exchange.ReadingCase.Progress;
import org.farsight.exchange.ReadingCase.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverdueReadsTest {
  private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
  private static final Owner DAY = new Owner(OwnerKind.DEPARTMENT, "day", "诊断中心");
  private static final Owner ZHANG = new Owner(OwnerKind.READER, "zhang", "张敏");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private AlarmLedger own;

  @BeforeEach
  void open() throws IOException {
    own = new AlarmLedger(dir, T0);
  }

  @AfterEach
  void close() throws IOException {
    own.close();
  }

  private void put(String id, String site, Owner owner, int minutesLeft, Optional<Conflict> wrong) {
    ReadingCase one =
        new ReadingCase(
            id,
            id,
            false,
            site,
            new ReadingCase.Person("Patient/1", "", "王建国", "", Optional.empty()),
            new ReadingCase.Examination("", "CT", "王建国 胸部"),
            new ReadingCase.TaskView(
                "Task/" + id,
                "1",
                T0,
                "",
                owner.equals(DAY) ? Status.REQUESTED : Status.ACCEPTED,
                Progress.COMPLETE,
                Priority.ROUTINE,
                false,
                owner,
                Optional.of(T0.plus(Duration.ofMinutes(minutesLeft)))),
            new ReadingCase.Times(T0, Optional.empty(), Optional.empty(), Optional.empty()),
            Optional.empty(),
            wrong,
            0);
    own.ledger.write(tx -> tx.cases().put(one));
  }

  @Test
  void casesThatNobodyTakesAreOneAlarmOfTheirSiteAndThoseThatLieOneOfTheirReader() {
    put("c1", "lake", DAY, -12, Optional.empty());
    put("c2", "lake", DAY, -3, Optional.empty());
    put("c3", "hill", DAY, 5, Optional.empty());
    put("c4", "hill", ZHANG, -7, Optional.empty());
    assertThat(new OverdueReads(own.ledger.cases()).look(T0, Set.of()))
        .containsExactly(
            Finding.of(
                Alarm.Kind.READING_OVERDUE,
                "lake",
                "2 cases of lake are overdue and nobody has taken them; c1 for 12 min",
                "lake 有 2 个检查阅片超时且无人领取；最久的 c1 已超时 12 分钟"),
            Finding.of(
                Alarm.Kind.READING_OVERDUE,
                "reader zhang",
                "1 cases that 张敏 has taken are overdue; c4 for 7 min",
                "张敏 领取的 1 个检查阅片超时；最久的 c4 已超时 7 分钟"));
  }

  @Test
  void whatAnotherProgramDidAgainstTheRulesIsAnAlarmForADay() {
    Conflict wrong = new Conflict(T0, new Alarm.Words("Task.status from …", "Task.status 由 …"));
    put("c1", "lake", DAY, 5, Optional.of(wrong));
    ReadingConflicts rule = new ReadingConflicts(own.ledger.cases());
    assertThat(rule.look(T0.plus(Duration.ofHours(23)), Set.of()))
        .containsExactly(
            Finding.of(
                Alarm.Kind.READING_CONFLICT,
                "c1",
                "Task/c1: Task.status from …",
                "Task/c1:Task.status 由 …"));
    assertThat(rule.look(T0.plus(Duration.ofHours(25)), Set.of())).isEmpty();
  }
}
