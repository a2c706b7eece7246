package org.farsight.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.CriticalValue;
import org.farsight.exchange.CriticalValue.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CriticalAlarmsTest {
  private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");

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

  private void put(Optional<Instant> told, Optional<Answer> answer) {
    own.ledger.<Void>write(
        tx -> {
          tx.criticals()
              .put(
                  new CriticalValue(
                      "c1",
                      "e1",
                      "lake",
                      "ECG",
                      1,
                      "{\"name\":\"王建国\"}",
                      new CriticalValue.Clock(T0, T0.plusSeconds(30), T0.plusSeconds(600)),
                      told,
                      answer));
          return null;
        });
  }

  @Test
  void whatReachesNobodyIsAnAlarmUntilAWayHasIt() {
    UntoldCriticals rule = new UntoldCriticals(own.ledger.criticals());
    put(Optional.empty(), Optional.empty());
    assertThat(rule.look(T0.plusSeconds(59), Set.of())).as("a minute is given").isEmpty();
    assertThat(rule.look(T0.plusSeconds(180), Set.of()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.cause().subject()).isEqualTo("c1");
              assertThat(finding.words().en())
                  .isEqualTo(
                      "the critical value of ECG e1, found 3 min ago, has not reached lake over any"
                          + " way: call them");
              assertThat(finding.words().zh())
                  .isEqualTo("ECG e1 的危急值发现已 3 分钟，尚未经任何方式送达 lake，请电话通知");
            });
    put(Optional.of(T0.plusSeconds(200)), Optional.empty());
    assertThat(rule.look(T0.plusSeconds(240), Set.of())).isEmpty();
  }

  @Test
  void whatNobodyAnswersIsAnAlarmUntilSomebodyHas() {
    UnansweredCriticals rule = new UnansweredCriticals(own.ledger.criticals());
    put(Optional.of(T0), Optional.empty());
    assertThat(rule.look(T0.plusSeconds(600), Set.of())).isEmpty();
    assertThat(rule.look(T0.plusSeconds(660), Set.of()))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.words().en())
                  .isEqualTo(
                      "nobody at lake has acknowledged the critical value of ECG e1 for 11 min:"
                          + " call them");
              assertThat(finding.words().zh())
                  .isEqualTo("lake 的 ECG e1 危急值已 11 分钟无人确认，请电话通知")
                  .doesNotContain("王建国");
            });
    put(Optional.of(T0), Optional.of(new Answer(T0.plusSeconds(700), "李护士", "已通知")));
    assertThat(rule.look(T0.plusSeconds(900), Set.of())).isEmpty();
  }
}
