package org.farsight.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.farsight.exchange.Step;
import org.farsight.exchange.Target;
import org.farsight.exchange.TargetStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {
  /** A Friday, 18:00 at the sites. */
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  private static final Target FHIR = new Target.FhirServer("fhir", "http://127.0.0.1/fhir");
  private static final Target ARCHIVE =
      new Target.Archive("archive", "ARCHIVE", "127.0.0.1", 104, "FARSIGHT");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private AlarmLedger own;

  private final List<DiskSpace> disks = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    own = new AlarmLedger(dir, NOW);
  }

  @AfterEach
  void close() throws IOException {
    own.close();
  }

  private static List<String> subjects(List<Finding> found) {
    return found.stream().map(finding -> finding.cause().subject()).toList();
  }

  /** Each hour from 8 to 18 on five days a week, up to a last day. */
  private void workingHours(String site, int weeks, Instant lastDay) {
    int number = 0;
    for (int day = 7 * weeks - 1; day >= 0; day--) {
      Instant morning = lastDay.minus(Duration.ofDays(day));
      int weekday = morning.atZone(AlarmLedger.ZONE).getDayOfWeek().getValue();
      for (int hour = 0; hour < 10 && weekday <= 5; hour++) {
        own.study(site + number++, site, morning.plus(Duration.ofHours(hour)));
      }
    }
  }

  private SilentSites silent(AlarmRules rules, Instant startedAt) {
    return new SilentSites(
        own.ledger.figures(), () -> AlarmLedger.sites("east"), () -> rules, startedAt);
  }

  @Test
  void aSiteIsSilentAgainstTheHoursThatItUsuallyHas() {
    Instant lastMorning = Instant.parse("2026-11-20T00:30:00Z"); // Friday 08:30
    workingHours("east", 4, lastMorning);
    SilentSites rule = silent(AlarmRules.DEFAULT, Instant.EPOCH);
    Instant monday = Instant.parse("2026-11-23T00:00:00Z"); // 08:00

    assertThat(rule.look(monday, Set.of())).as("after a weekend").isEmpty();
    assertThat(rule.look(monday.plus(Duration.ofHours(1)), Set.of())).isEmpty();
    List<Finding> found = rule.look(monday.plus(Duration.ofHours(4)), Set.of());
    assertThat(subjects(found)).containsExactly("east");
    assertThat(found.getFirst().words().en()).contains("since 2026-11-20 17:30");
    assertThat(rule.look(monday.plus(Duration.ofDays(60)), Set.of("east"))).hasSize(1);

    own.study("again", "east", monday.plus(Duration.ofHours(4)));
    assertThat(rule.look(monday.plus(Duration.ofMinutes(250)), Set.of("east"))).isEmpty();
  }

  @Test
  void aFewDaysTellNothingOfASitesUsualHours() {
    workingHours("east", 1, Instant.parse("2026-11-20T00:30:00Z"));
    assertThat(
            silent(AlarmRules.DEFAULT, Instant.EPOCH).look(NOW.plus(Duration.ofDays(5)), Set.of()))
        .isEmpty();
  }

  @Test
  void whatTheEngineDidNotHearWhileItDidNotRunIsNoSilence() {
    workingHours("east", 4, Instant.parse("2026-11-13T00:30:00Z"));
    Instant started = Instant.parse("2026-11-20T06:00:00Z");
    SilentSites rule = silent(AlarmRules.DEFAULT, started);
    assertThat(rule.look(started.plus(Duration.ofMinutes(90)), Set.of())).isEmpty();
    assertThat(rule.look(started.plus(Duration.ofMinutes(90)), Set.of("east")))
        .as("what was silent before the restart still is")
        .hasSize(1);
  }

  @Test
  void hoursThatWereSetWinOverThoseThatAreLearnt() {
    own.study("one", "east", Instant.parse("2026-11-20T01:00:00Z")); // Friday 09:00
    AlarmRules rules =
        with(
            Map.of(
                "east",
                new AlarmRules.SiteHours(
                    OpeningHours.parse(List.of("mon-fri 08:00-17:00")), Duration.ofHours(10))));
    SilentSites rule = silent(rules, Instant.EPOCH);
    assertThat(rule.look(Instant.parse("2026-11-22T23:00:00Z"), Set.of())).isEmpty();
    assertThat(rule.look(Instant.parse("2026-11-23T01:59:00Z"), Set.of())).isEmpty();
    assertThat(subjects(rule.look(Instant.parse("2026-11-23T02:00:00Z"), Set.of())))
        .containsExactly("east");
  }

  private static AlarmRules with(Map<String, AlarmRules.SiteHours> hours) {
    AlarmRules usual = AlarmRules.DEFAULT;
    return new AlarmRules(
        usual.lookEvery(),
        usual.settle(),
        usual.silence(),
        usual.weeks(),
        hours,
        3,
        usual.backlogLate(),
        usual.diskPercent(),
        usual.fhirClock(),
        Duration.ZERO,
        usual.certificate(),
        usual.failures());
  }

  @Test
  void tooManyStepsOrOneThatWaitsTooLongAreABacklog() {
    Backlogs rule = new Backlogs(own.ledger.figures(), () -> with(Map.of()));
    for (String id : List.of("a", "b", "c")) {
      own.study(id, "east", NOW);
      own.waiting(id, "fhir", NOW);
    }
    own.waiting("a", "archive", NOW.minus(Duration.ofMinutes(30)));
    assertThat(rule.look(NOW, Set.of())).isEmpty();
    assertThat(subjects(rule.look(NOW.plusSeconds(1), Set.of()))).containsExactly("archive");
    own.study("d", "east", NOW);
    own.waiting("d", "fhir", NOW);
    assertThat(subjects(rule.look(NOW, Set.of()))).containsExactly("fhir");
    own.step(new Step("d", "fhir", 0, 1, 1, null, new Step.Trouble(false, "refused"), "", null));
    assertThat(rule.look(NOW, Set.of())).as("what waits for a person is no backlog").isEmpty();
  }

  @Test
  void aClockIsOverdueForWhatNeverArrivedAndNotForWhatCameLater() {
    OverdueClocks rule =
        new OverdueClocks(
            own.ledger.figures(), () -> List.of(FHIR, ARCHIVE), () -> AlarmRules.DEFAULT);
    Instant began = NOW.minus(Duration.ofMinutes(14));
    own.study("a", "east", began);
    own.waiting("a", "fhir", NOW);
    own.study("b", "east", began);
    own.step(new Step("b", "archive", 1, 2, 0, NOW, null, "", began));
    assertThat(rule.look(NOW, Set.of())).isEmpty();
    List<Finding> found = rule.look(NOW.plus(Duration.ofMinutes(2)), Set.of());
    assertThat(subjects(found)).containsExactly("fhir");
    assertThat(found.getFirst().words().en()).contains("a for 16 min");
    own.step(new Step("a", Step.CONVERT, 0, 1, 3, NOW, null, "", null));
    assertThat(subjects(rule.look(NOW.plus(Duration.ofMinutes(2)), Set.of())))
        .containsExactly("fhir", Step.CONVERT);
  }

  @Test
  void aClockThatIsSwitchedOffIsNotWatched() {
    own.study("a", "east", NOW.minus(Duration.ofDays(1)));
    own.waiting("a", "archive", NOW);
    assertThat(
            new OverdueClocks(own.ledger.figures(), () -> List.of(ARCHIVE), () -> with(Map.of()))
                .look(NOW, Set.of()))
        .isEmpty();
  }

  private static TargetStatus status(TargetStatus.Stage stage, int failures) {
    return new TargetStatus("fhir", stage, NOW, failures, "connection refused", null);
  }

  @Test
  void aTargetIsDownWhenItHasNotAnsweredForAWhile() {
    List<TargetStatus> now = new ArrayList<>();
    DownTargets rule = new DownTargets(() -> now, () -> AlarmRules.DEFAULT);
    now.add(status(TargetStatus.Stage.DOWN, 9));
    assertThat(rule.look(NOW, Set.of())).isEmpty();
    assertThat(rule.look(NOW, Set.of("fhir"))).as("down again after a restart of ours").hasSize(1);
    now.set(0, status(TargetStatus.Stage.DOWN, 10));
    List<Finding> found = rule.look(NOW, Set.of());
    assertThat(subjects(found)).containsExactly("fhir");
    assertThat(found.getFirst().words().zh()).contains("已失败 10 次：connection refused");
    now.set(0, status(TargetStatus.Stage.RECOVERING, 0));
    assertThat(rule.look(NOW, Set.of("fhir"))).isEmpty();
  }

  @Test
  void aDiskStaysTooFullUntilALittleMoreIsFree() {
    FullDisks rule = new FullDisks(() -> disks, () -> AlarmRules.DEFAULT);
    disks.add(new DiskSpace("store", 10L << 30, 100L << 30));
    assertThat(rule.look(NOW, Set.of())).isEmpty();
    assertThat(rule.look(NOW, Set.of("store"))).hasSize(1);
    disks.set(0, new DiskSpace("store", 11L << 30, 100L << 30));
    assertThat(rule.look(NOW, Set.of("store"))).isEmpty();
    disks.set(0, new DiskSpace("store", 9L << 30, 100L << 30));
    assertThat(rule.look(NOW, Set.of()).getFirst().words().en())
        .isEqualTo("the disk of the store has 9 % left, 9216 MiB");
  }

  @Test
  void aCertificateIsNamedThirtyDaysBeforeItsEnd() {
    EndingCertificates rule =
        new EndingCertificates(
            List.of(
                new CertificateEnd("own", NOW.plus(Duration.ofDays(31))),
                new CertificateEnd("CN=PACS", NOW.plus(Duration.ofDays(29))),
                new CertificateEnd("CN=OLD", NOW.minus(Duration.ofDays(1)))),
            () -> AlarmRules.DEFAULT);
    List<Finding> found = rule.look(NOW, Set.of());
    assertThat(subjects(found)).containsExactly("CN=PACS", "CN=OLD");
    assertThat(found.getFirst().words().en()).endsWith("in 29 days");
    assertThat(found.getLast().words().zh()).contains("已于").contains("到期");
  }
}
