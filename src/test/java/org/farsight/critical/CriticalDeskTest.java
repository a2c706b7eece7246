package org.farsight.critical;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.farsight.critical.CriticalDesk.Outcome;
import org.farsight.exchange.CriticalValue;
import org.farsight.exchange.CriticalValue.Answer;
import org.farsight.exchange.CriticalValue.Standing;
import org.farsight.exchange.CriticalValues;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Priority;
import org.farsight.report.CriticalJson;
import org.farsight.report.CriticalNotice;
import org.farsight.report.CriticalNotice.Cause;
import org.farsight.report.CriticalNotice.Withdrawal;
import org.farsight.report.ReportFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CriticalDeskTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private Scene scene;

  @BeforeEach
  void open() throws IOException {
    scene = new Scene(dir);
  }

  @AfterEach
  void close() throws IOException {
    scene.close();
  }

  private static CriticalNotice notice(CriticalValue value) throws Exception {
    return CriticalJson.notice(value.notice().getBytes(UTF_8));
  }

  private Exchange slow() {
    Exchange ecg = scene.examination(Scene.SITE, "ECG");
    scene.found(ecg, "severe bradycardia", "严重心动过缓");
    return ecg;
  }

  @Test
  void whatARuleFindsBecomesOneNotice() throws Exception {
    Exchange ecg = slow();
    scene.desk.look();
    CriticalValue value = scene.only(ecg);
    assertThat(value.standing()).isEqualTo(Standing.OPEN);
    assertThat(value.siteId()).isEqualTo(Scene.SITE);
    CriticalNotice notice = notice(value);
    assertThat(notice.cause()).isEqualTo(Cause.RULE);
    assertThat(notice.values()).containsExactly("严重心动过缓 / severe bradycardia");
    assertThat(notice.subject().name()).isEqualTo("王建国");
    Exchange told = scene.ledger.exchange(value.id()).orElseThrow();
    assertThat(told.kind()).isEqualTo(Kind.CRITICAL);
    assertThat(told.priority()).isEqualTo(Priority.STAT);
    assertThat(told.patientGroup()).as("one writer per patient").isEqualTo(ecg.patientGroup());
    assertThat(scene.story(ecg.id()))
        .containsExactly("critical value, the branch: is told, found by a rule, " + value.id());
    scene.desk.look();
    scene.desk.look();
    assertThat(scene.kept(value)).containsExactly("critical-notice");
    assertThat(scene.story(ecg.id())).hasSize(1);
    assertThat(scene.changed).containsExactly(ecg.id());
  }

  @Test
  void moreThatIsFoundLaterIsToldAndOpensItAgain() throws Exception {
    Exchange ecg = slow();
    scene.desk.look();
    CriticalValue first = scene.only(ecg);
    scene.desk.acknowledge(first.id(), "李护士", "已通知王医生", null);
    assertThat(scene.only(ecg).standing()).isEqualTo(Standing.ACKNOWLEDGED);
    scene.sleep(Duration.ofMinutes(3));
    scene.found(ecg, "third-degree AV block", "三度房室传导阻滞");
    scene.desk.look();
    CriticalValue more = scene.only(ecg);
    assertThat(more.id()).isEqualTo(first.id());
    assertThat(more.standing()).isEqualTo(Standing.OPEN);
    assertThat(more.revision()).isEqualTo(3);
    assertThat(notice(more).values())
        .containsExactly("严重心动过缓 / severe bradycardia", "三度房室传导阻滞 / third-degree AV block");
    assertThat(more.clock().foundAt()).isEqualTo(Scene.T0.plus(Duration.ofMinutes(3)));
    assertThat(scene.story(ecg.id()))
        .contains("critical value, the branch: is told anew, found by a rule, " + more.id());
  }

  @Test
  void theReadersMarkIsANoticeOfItsOwnBesideTheRules() throws Exception {
    Exchange ecg = slow();
    scene.sleep(Duration.ofMinutes(4));
    scene.sign(ecg, null, "急性下壁心肌梗死\n\n 请立即处理 ");
    scene.desk.look();
    List<CriticalValue> all = scene.of(ecg);
    assertThat(all).hasSize(2);
    CriticalNotice ofReader = notice(all.getLast());
    assertThat(ofReader.cause()).isEqualTo(Cause.READER);
    assertThat(ofReader.values()).containsExactly("急性下壁心肌梗死", "请立即处理");
    assertThat(ofReader.subject().patientId()).isEqualTo("P-1001");
    assertThat(all.getLast().clock().foundAt()).isEqualTo(Scene.T0.plus(Duration.ofMinutes(4)));
    scene.desk.acknowledge(all.getLast().id(), "李护士", "已处置", null);
    assertThat(scene.of(ecg))
        .extracting(CriticalValue::standing)
        .as("each is answered by itself")
        .containsExactly(Standing.OPEN, Standing.ACKNOWLEDGED);
  }

  @Test
  void theMarkOfAnotherSystemsReportIsToldAsWell() throws Exception {
    Exchange ct = scene.examination(Scene.SITE, "CT");
    scene.signedElsewhere(ct, "主动脉夹层");
    scene.desk.look();
    assertThat(scene.failures).isEmpty();
    assertThat(notice(scene.only(ct)).values()).containsExactly("主动脉夹层");
    assertThat(notice(scene.only(ct)).cause()).isEqualTo(Cause.READER);
  }

  @Test
  void aReportThatMarksNothingTellsNobody() {
    Exchange ecg = scene.examination(Scene.SITE, "ECG");
    ReportFile first = scene.sign(ecg, null, null);
    scene.sign(ecg, first, "  \n ");
    scene.desk.look();
    assertThat(scene.of(ecg)).isEmpty();
    assertThat(scene.criticalExchanges()).isZero();
  }

  @Test
  void whatIsAmendedAwayStaysAndSaysSo() throws Exception {
    Exchange ecg = scene.examination(Scene.SITE, "ECG");
    ReportFile first = scene.sign(ecg, null, "气胸");
    scene.desk.look();
    CriticalValue marked = scene.only(ecg);
    scene.desk.acknowledge(marked.id(), "李护士", "已处置", null);
    scene.sleep(Duration.ofMinutes(10));
    ReportFile second = scene.sign(ecg, first, null);
    scene.desk.look();
    CriticalValue withdrawn = scene.only(ecg);
    assertThat(withdrawn.id()).isEqualTo(marked.id());
    assertThat(notice(withdrawn).withdrawn()).contains(Withdrawal.AMENDED);
    assertThat(notice(withdrawn).values()).as("what was told stays").containsExactly("气胸");
    assertThat(withdrawn.standing()).as("that too is to be read").isEqualTo(Standing.OPEN);
    assertThat(scene.story(ecg.id()))
        .contains(
            "critical value, the branch: taken back: the report was amended and marks no critical"
                + " value any more, "
                + withdrawn.id());
    scene.sleep(Duration.ofMinutes(1));
    ReportFile third = scene.sign(ecg, second, null);
    scene.desk.look();
    assertThat(scene.only(ecg).revision()).as("nothing new").isEqualTo(withdrawn.revision());
    scene.sleep(Duration.ofMinutes(1));
    scene.sign(ecg, third, "气胸");
    scene.desk.look();
    assertThat(notice(scene.only(ecg)).withdrawn()).as("it is marked again").isEmpty();
    assertThat(scene.only(ecg).revision()).isGreaterThan(withdrawn.revision());
  }

  @Test
  void aReportThatIsTakenBackTakesItsMarkBack() throws Exception {
    Exchange ecg = scene.examination(Scene.SITE, "ECG");
    ReportFile first = scene.sign(ecg, null, "气胸");
    scene.desk.look();
    scene.sleep(Duration.ofMinutes(1));
    scene.withdraw(ecg, first);
    scene.desk.look();
    assertThat(notice(scene.only(ecg)).withdrawn()).contains(Withdrawal.AMENDED);
  }

  @Test
  void ofARecalledExaminationNothingIsToldUnlessTheRecallIsTakenBack() throws Exception {
    Exchange ecg = slow();
    scene.recall(ecg, true);
    scene.sign(ecg, null, "急性心梗");
    scene.desk.look();
    assertThat(scene.of(ecg)).isEmpty();
    scene.sleep(Duration.ofMinutes(1));
    scene.recall(ecg, false);
    scene.desk.look();
    assertThat(scene.of(ecg)).hasSize(2);
  }

  @Test
  void aRecallIsToldWhereTheValueWas() throws Exception {
    Exchange ecg = slow();
    scene.sign(ecg, null, "急性心梗");
    scene.desk.look();
    scene.sleep(Duration.ofMinutes(1));
    scene.recall(ecg, true);
    scene.desk.look();
    for (CriticalValue value : scene.of(ecg)) {
      assertThat(notice(value).withdrawn()).contains(Withdrawal.RECALLED);
      assertThat(scene.kept(value)).hasSize(2);
    }
    scene.sleep(Duration.ofMinutes(1));
    scene.recall(ecg, false);
    scene.desk.look();
    for (CriticalValue value : scene.of(ecg)) {
      assertThat(notice(value).withdrawn()).isEmpty();
      assertThat(scene.kept(value)).as("told anew, not taken for the first").hasSize(3);
    }
  }

  @Test
  void twoSitesAreToldApart() {
    Exchange lake = slow();
    Exchange hill = scene.examination("hill", "ECG");
    scene.found(hill, "severe bradycardia", "严重心动过缓");
    scene.desk.look();
    assertThat(scene.ledger.criticals().open("lake", 10))
        .extracting(CriticalValue::examination)
        .containsExactly(lake.id());
    assertThat(scene.ledger.criticals().open("hill", 10))
        .extracting(CriticalValue::examination)
        .containsExactly(hill.id());
    assertThat(scene.ledger.criticals().newest(null, 10)).hasSize(2);
    assertThat(scene.ledger.criticals().newest("hill", 10)).hasSize(1);
  }

  @Test
  void aWayThatHasTakenItIsToldInBothStories() {
    Exchange ecg = slow();
    scene.desk.look();
    scene.sleep(Duration.ofSeconds(2));
    CriticalValue value = scene.only(ecg);
    scene.took(value, "hl7", "MSA AA");
    scene.took(value, "page", "");
    scene.desk.look();
    assertThat(scene.only(ecg).toldAt()).contains(Scene.T0.plusSeconds(2));
    assertThat(scene.only(ecg).standing()).isEqualTo(Standing.TOLD);
    scene.sleep(Duration.ofSeconds(5));
    scene.took(value, "folder", "x.json");
    scene.desk.look();
    scene.desk.look();
    List<String> lines =
        List.of(
            "critical value, the branch: is told, found by a rule, " + value.id(),
            "critical value told to the branch: over hl7, " + value.id(),
            "critical value told to the branch: over folder, " + value.id());
    assertThat(scene.story(ecg.id())).isEqualTo(lines);
    assertThat(scene.story(value.id())).isEqualTo(lines);
    assertThat(scene.only(ecg).toldAt()).as("the first").contains(Scene.T0.plusSeconds(2));
  }

  @Test
  void thePageHasToldItOnceSomebodyHasItBeforeThem() {
    Exchange ecg = slow();
    scene.desk.look();
    CriticalValue value = scene.only(ecg);
    scene.desk.shown(List.of(value), "李护士");
    scene.desk.shown(List.of(value), "赵医生");
    assertThat(scene.only(ecg).standing()).isEqualTo(Standing.TOLD);
    assertThat(scene.story(ecg.id()))
        .containsOnlyOnce("critical value told to the branch: over page (李护士), " + value.id())
        .noneMatch(line -> line.contains("赵医生"));
    scene.desk.look();
    assertThat(scene.only(ecg).standing()).isEqualTo(Standing.TOLD);
  }

  @Test
  void thePersonWhoAnswersFirstCounts() throws Exception {
    Exchange ecg = slow();
    scene.desk.look();
    CriticalValue value = scene.only(ecg);
    List<Callable<Outcome>> people = new ArrayList<>();
    for (String name : List.of("李护士", "赵医生", "钱医生", "孙护士")) {
      people.add(() -> scene.desk.acknowledge(value.id(), name, "已通知", null));
    }
    List<Outcome> outcomes = new ArrayList<>();
    try (ExecutorService at = Executors.newFixedThreadPool(people.size())) {
      for (Future<Outcome> one : at.invokeAll(people)) {
        outcomes.add(one.get());
      }
    }
    assertThat(outcomes).filteredOn(Outcome.Done.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(Outcome.Before.class::isInstance).hasSize(3);
    Answer answer = scene.only(ecg).answer().orElseThrow();
    assertThat(scene.kept(value)).containsExactly("critical-notice", "critical-acknowledgement");
    assertThat(scene.story(ecg.id()))
        .contains("critical value acknowledged by " + answer.by() + ": 已通知")
        .filteredOn(line -> line.contains("after it had been answered"))
        .hasSize(3);
  }

  @Test
  void whoHasNotSeenAllDoesNotAnswerIt() throws Exception {
    Exchange ecg = slow();
    scene.desk.look();
    CriticalValue seen = scene.only(ecg);
    scene.sleep(Duration.ofSeconds(1));
    scene.found(ecg, "third-degree AV block", "三度房室传导阻滞");
    scene.desk.look();
    assertThat(scene.desk.acknowledge(seen.id(), "李护士", "已通知", seen.revision()))
        .isInstanceOf(Outcome.Changed.class);
    CriticalValue more = scene.only(ecg);
    assertThat(scene.desk.acknowledge(seen.id(), "李护士", "已通知", more.revision()))
        .isInstanceOf(Outcome.Done.class);
    assertThat(scene.desk.acknowledge("nothing", "李护士", "已通知", null))
        .isInstanceOf(Outcome.Unknown.class);
    assertThat(scene.desk.acknowledge(ecg.id(), "李护士", "已通知", null))
        .isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void itsClocksRunByModality() {
    Exchange ecg = slow();
    Exchange ct = scene.examination(Scene.SITE, "CT");
    scene.sleep(Duration.ofMinutes(20));
    scene.sign(ct, null, "主动脉夹层");
    scene.desk.look();
    CriticalValue ofEcg = scene.only(ecg);
    assertThat(ofEcg.clock().tellBy()).isEqualTo(Scene.T0.plus(Duration.ofMinutes(1)));
    assertThat(ofEcg.clock().answerBy()).isEqualTo(Scene.T0.plus(Duration.ofMinutes(10)));
    CriticalValue ofCt = scene.only(ct);
    assertThat(ofCt.clock().tellBy())
        .as("from the end of the examination")
        .isEqualTo(Scene.T0.plus(Duration.ofMinutes(30)));
    assertThat(ofCt.clock().answerBy()).isEqualTo(Scene.T0.plus(Duration.ofMinutes(50)));
    assertThat(ofCt.isUntold(Scene.T0.plus(Duration.ofMinutes(30)))).isFalse();
    assertThat(ofCt.isUntold(Scene.T0.plus(Duration.ofMinutes(31)))).isTrue();
    assertThat(ofCt.isUnanswered(Scene.T0.plus(Duration.ofMinutes(50)))).isFalse();
    assertThat(ofCt.isUnanswered(Scene.T0.plus(Duration.ofMinutes(51)))).isTrue();
  }

  @Test
  void aCrashBeforeTheNoticeIsKeptLosesNone() throws Exception {
    Exchange ecg = slow();
    scene.beforeKeeping =
        () -> {
          throw new IllegalStateException("killed");
        };
    scene.desk.look();
    assertThat(scene.failures).isNotEmpty();
    assertThat(scene.of(ecg)).isEmpty();
    scene.restart();
    scene.desk.look();
    assertThat(scene.kept(scene.only(ecg))).containsExactly("critical-notice");
  }

  @Test
  void whatFailsAgainAndAgainKeepsTheOthersOutForSomeTimeOnly() {
    Exchange ecg = slow();
    scene.beforeKeeping =
        () -> {
          throw new IllegalStateException("a fault");
        };
    for (int i = 0; i < 100; i++) {
      assertThat(scene.ledger.criticals().news(10).examinations()).containsExactly(ecg.id());
      scene.desk.look();
    }
    assertThat(scene.ledger.criticals().news(10).isNone()).isTrue();
    assertThat(scene.failures).hasSize(100);
  }

  @Test
  void aCrashAfterTheNoticeIsKeptMakesNoneTwice() throws Exception {
    Exchange ecg = slow();
    scene.afterKeeping =
        () -> {
          throw new IllegalStateException("killed");
        };
    scene.desk.look();
    assertThat(scene.of(ecg)).as("kept, and nobody knows").isEmpty();
    assertThat(scene.criticalExchanges()).isEqualTo(1);
    scene.restart();
    scene.desk.look();
    CriticalValue value = scene.only(ecg);
    assertThat(scene.kept(value)).containsExactly("critical-notice");
    assertThat(scene.story(ecg.id())).hasSize(1);
  }

  @Test
  void aCrashBeforeItIsNotedHowFarItHasLookedMakesNoneTwice() throws Exception {
    Exchange ecg = slow();
    scene.desk.look();
    CriticalValue value = scene.only(ecg);
    // as if the last transaction of the look had never been
    scene.ledger.<Void>write(
        tx -> {
          tx.criticals().read(new CriticalValues.News(Set.of(), Set.of(), Set.of(), 0, 0));
          return null;
        });
    scene.restart();
    scene.desk.look();
    assertThat(scene.only(ecg)).isEqualTo(value);
    assertThat(scene.kept(value)).containsExactly("critical-notice");
    assertThat(scene.story(ecg.id())).hasSize(1);
  }

  @Test
  void aCrashAfterAnAnswerIsKeptLosesItNot() throws Exception {
    Exchange ecg = slow();
    scene.desk.look();
    CriticalValue value = scene.only(ecg);
    scene.afterKeeping =
        () -> {
          throw new IllegalStateException("killed");
        };
    Optional<Outcome> none = Optional.empty();
    try {
      none = Optional.of(scene.desk.acknowledge(value.id(), "李护士", "已通知", null));
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("killed");
    }
    assertThat(none).isEmpty();
    scene.restart();
    scene.desk.look();
    assertThat(scene.only(ecg).answer()).map(Answer::by).contains("李护士");
    assertThat(scene.desk.acknowledge(value.id(), "李护士", "已通知", null))
        .as("who tries again is told that it is done")
        .isInstanceOf(Outcome.Before.class);
    assertThat(scene.story(ecg.id())).containsOnlyOnce("critical value acknowledged by 李护士: 已通知");
  }

  @Test
  void whatCannotBeReadHoldsUpNothingElse() throws Exception {
    Exchange broken = scene.examination(Scene.SITE, "ECG");
    scene.keepBroken(broken);
    Exchange ecg = slow();
    scene.desk.look();
    assertThat(scene.failures).anyMatch(line -> line.startsWith("reading "));
    assertThat(scene.of(ecg)).hasSize(1);
    scene.failures.clear();
    scene.desk.look();
    assertThat(scene.failures).as("said once").isEmpty();
  }
}
