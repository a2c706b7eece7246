package org.farsight.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.farsight.exchange.Alarm;
import org.farsight.exchange.Alarms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmDeskTest {
  private static final Instant T0 = Instant.parse("2026-11-20T10:00:00Z");
  private static final Finding SILENT =
      Finding.of(Alarm.Kind.SITE_SILENT, "east", "east is silent", "east 无数据");
  private static final Finding DOWN =
      Finding.of(Alarm.Kind.TARGET_DOWN, "fhir", "fhir is down", "fhir 不可用");
  private static final Finding BACKLOG =
      Finding.of(Alarm.Kind.BACKLOG, "fhir", "fhir has a backlog", "fhir 积压");
  private static final Finding DRAWINGS =
      Finding.of(Alarm.Kind.BACKLOG, "fhir.drawing", "drawings wait", "图积压");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private AlarmLedger own;

  @SuppressWarnings("NullAway.Init")
  private AlarmDesk desk;

  private final List<Finding> there = Collections.synchronizedList(new ArrayList<>());
  private final Heard heard = new Heard();

  /** A rule that finds what the test says. */
  private record Scripted(Alarm.Kind kind, List<Finding> there) implements Rule {
    @Override
    public List<Finding> look(Instant now, Set<String> open) {
      return there.stream().filter(finding -> finding.cause().kind() == kind).toList();
    }
  }

  /** What the desk tells of itself. */
  private static final class Heard implements AlarmListener {
    final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    public void open(List<Alarm> open) {}

    @Override
    public void raised(Alarm alarm) {
      lines.add("raised " + alarm.cause().subject());
    }

    @Override
    public void ended(Alarm alarm) {
      lines.add("ended " + alarm.cause().subject());
    }

    @Override
    public void told(String channel) {
      lines.add("told " + channel);
    }

    @Override
    public void notTold(String channel, String why, boolean givenUp) {
      lines.add((givenUp ? "given up " : "not told ") + channel + " " + why);
    }

    @Override
    public void unexpected(String what, Throwable cause) {
      lines.add("unexpected " + what);
    }
  }

  /** A channel that does as the test says. */
  private static final class Ear implements Channel {
    final List<String> told = Collections.synchronizedList(new ArrayList<>());
    volatile boolean deaf;

    @Override
    public String id() {
      return "ear";
    }

    @Override
    public void tell(Message message) throws IOException {
      if (deaf) {
        throw new IOException("deaf");
      }
      told.add(message.event() + " " + message.alarm().cause().subject());
    }
  }

  @BeforeEach
  void open() throws IOException {
    own = new AlarmLedger(dir, T0);
    desk = desk();
  }

  private AlarmDesk desk() {
    return new AlarmDesk(
        new AlarmDesk.Ports(
            own.ledger, own.ledger.alarms(), heard, own, "FARSIGHT", AlarmLedger.ZONE),
        () -> AlarmRules.DEFAULT,
        List.of(
            new Scripted(Alarm.Kind.TARGET_DOWN, there),
            new Scripted(Alarm.Kind.SITE_SILENT, there),
            new Scripted(Alarm.Kind.BACKLOG, there)));
  }

  @AfterEach
  void close() throws IOException {
    desk.close();
    own.close();
  }

  private List<String> subjects() {
    return own.ledger.alarms().open().stream().map(alarm -> alarm.cause().subject()).toList();
  }

  @Test
  void aCauseHasOneAlarmAndEndsByItselfWhenItHasStayedAway() {
    there.add(SILENT);
    desk.look();
    desk.look();
    assertThat(subjects()).containsExactly("east");
    there.clear();
    desk.look();
    own.sleep(Duration.ofSeconds(59));
    there.add(SILENT);
    desk.look();
    there.clear();
    desk.look();
    own.sleep(Duration.ofSeconds(59));
    desk.look();
    assertThat(subjects()).as("it was back in between").containsExactly("east");
    own.sleep(Duration.ofSeconds(1));
    desk.look();
    assertThat(subjects()).isEmpty();
    Alarm over = own.ledger.alarms().newest(10).getFirst();
    assertThat(over.ended()).contains(own.instant());
    there.add(SILENT);
    desk.look();
    assertThat(own.ledger.alarms().newest(10)).hasSize(2);
    assertThat(heard.lines).containsExactly("raised east", "ended east", "raised east");
  }

  @Test
  void anAlarmOutlivesARestartWithWhoLooksAfterIt() throws IOException {
    there.add(SILENT);
    desk.look();
    long id = own.ledger.alarms().open().getFirst().id();
    own.ledger.write(tx -> tx.alarms().acknowledge(id, "王工", T0));
    own.ledger.write(tx -> tx.alarms().acknowledge(id, "somebody later", T0));
    desk.close();
    own.close();
    own = new AlarmLedger(dir, T0.plusSeconds(5));
    desk = desk();
    desk.look();
    assertThat(own.ledger.alarms().open())
        .singleElement()
        .satisfies(
            alarm -> {
              assertThat(alarm.id()).isEqualTo(id);
              assertThat(alarm.acknowledgement()).contains(new Alarm.Acknowledgement(T0, "王工"));
            });
  }

  @Test
  void whatFollowsFromATargetThatIsDownIsNoCauseOfItsOwn() {
    there.addAll(List.of(DOWN, BACKLOG, DRAWINGS, SILENT));
    desk.look();
    assertThat(subjects()).containsExactlyInAnyOrder("fhir", "east");
    there.remove(DOWN);
    desk.look();
    assertThat(own.ledger.alarms().open())
        .as("the backlog that stays behind is one")
        .extracting(alarm -> alarm.cause().kind())
        .containsExactlyInAnyOrder(
            Alarm.Kind.TARGET_DOWN, Alarm.Kind.SITE_SILENT, Alarm.Kind.BACKLOG, Alarm.Kind.BACKLOG);
  }

  @Test
  void aRuleThatFailsEndsNoAlarmAndStopsNoOther() {
    there.add(SILENT);
    desk.look();
    AlarmDesk broken =
        new AlarmDesk(
            new AlarmDesk.Ports(
                own.ledger, own.ledger.alarms(), heard, own, "FARSIGHT", AlarmLedger.ZONE),
            () -> AlarmRules.DEFAULT,
            List.of(new Failing(), new Scripted(Alarm.Kind.TARGET_DOWN, List.of(DOWN))));
    broken.look();
    own.sleep(Duration.ofHours(1));
    broken.look();
    broken.close();
    assertThat(subjects()).containsExactlyInAnyOrder("east", "fhir");
    assertThat(heard.lines).contains("unexpected looking for SITE_SILENT");
  }

  /** A rule that cannot look. */
  private static final class Failing implements Rule {
    @Override
    public Alarm.Kind kind() {
      return Alarm.Kind.SITE_SILENT;
    }

    @Override
    public List<Finding> look(Instant now, Set<String> open) {
      throw new IllegalStateException("the disk cannot be read");
    }
  }

  @Test
  void whatIsNotTakenIsToldAgainWithGrowingWaitsAndInOrder() {
    Ear ear = new Ear();
    ear.deaf = true;
    desk.tellOver(List.of(ear));
    there.add(SILENT);
    desk.look();
    await().until(() -> heard.lines.contains("not told ear deaf"));
    there.clear();
    desk.look();
    own.sleep(Duration.ofSeconds(60));
    desk.look();
    await()
        .until(() -> heard.lines.stream().filter(l -> l.equals("not told ear deaf")).count() == 2);
    ear.deaf = false;
    assertThat(own.ledger.alarms().due("ear", own.instant().plusSeconds(29), 9)).isEmpty();
    own.sleep(Duration.ofSeconds(30));
    await()
        .untilAsserted(
            () -> {
              desk.look();
              assertThat(ear.told).containsExactly("RAISED east", "ENDED east");
            });
  }

  @Test
  void whatCouldNotBeToldForADayIsGivenUp() {
    Ear ear = new Ear();
    ear.deaf = true;
    desk.tellOver(List.of(ear));
    there.add(SILENT);
    desk.look();
    await().until(() -> heard.lines.contains("not told ear deaf"));
    own.sleep(Duration.ofHours(25));
    desk.look();
    await().until(() -> heard.lines.contains("given up ear it is older than a day"));
    assertThat(own.ledger.alarms().due("ear", own.instant(), 9)).isEmpty();
  }

  @Test
  void aChannelThatHangsHoldsUpNobody() {
    CountDownLatch hangs = new CountDownLatch(1);
    Channel slow =
        new Channel() {
          @Override
          public String id() {
            return "slow";
          }

          @Override
          public void tell(Message message) throws InterruptedException {
            hangs.await();
          }
        };
    Ear ear = new Ear();
    desk.tellOver(List.of(slow, ear));
    there.add(SILENT);
    desk.look();
    await().until(() -> ear.told.contains("RAISED east"));
    there.add(DOWN);
    desk.look();
    assertThat(subjects()).containsExactly("east", "fhir");
    await().until(() -> ear.told.contains("RAISED fhir"));
    hangs.countDown();
    await().until(() -> heard.lines.contains("told slow"));
  }

  @Test
  void theWordsOfAnOpenAlarmFollowNowAndThen() {
    there.add(SILENT);
    desk.look();
    there.set(0, Finding.of(Alarm.Kind.SITE_SILENT, "east", "still", "仍然"));
    own.sleep(Duration.ofMinutes(9));
    desk.look();
    assertThat(own.ledger.alarms().open().getFirst().words()).isEqualTo(SILENT.words());
    own.sleep(Duration.ofMinutes(2));
    desk.look();
    assertThat(own.ledger.alarms().open().getFirst().words().zh()).isEqualTo("仍然");
    assertThat(own.ledger.alarms().due("ear", own.instant(), 9)).isEmpty();
  }

  @Test
  void noticesSayWhichAlarmAndWhat() {
    Ear ear = new Ear();
    ear.deaf = true;
    desk.tellOver(List.of(ear));
    there.add(SILENT);
    desk.look();
    await().until(() -> heard.lines.contains("not told ear deaf"));
    assertThat(own.ledger.alarms().due("ear", T0.plusSeconds(15), 9))
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.event()).isEqualTo(Alarms.Event.RAISED);
              assertThat(notice.attempts()).isEqualTo(1);
              assertThat(own.ledger.alarms().alarm(notice.alarmId())).isPresent();
            });
  }
}
