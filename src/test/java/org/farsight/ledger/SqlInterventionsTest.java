package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Content;
import org.farsight.exchange.Damage;
import org.farsight.exchange.Decision;
import org.farsight.exchange.Decision.Kind;
import org.farsight.exchange.Interventions;
import org.farsight.exchange.Interventions.Filter;
import org.farsight.exchange.Interventions.Place;
import org.farsight.exchange.Interventions.Window;
import org.farsight.exchange.Priority;
import org.farsight.exchange.QuarantineEntry;
import org.farsight.exchange.QuarantineReason;
import org.farsight.exchange.Step;
import org.farsight.exchange.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlInterventionsTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
  private static final Content OTHER = new Content("other", "segments/00000002", 0, 50);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init")
  private Interventions interventions;

  SqlLedger.Options options() throws IOException {
    return SqlLedger.Options.in(dir);
  }

  @BeforeEach
  void open() throws IOException {
    ledger = SqlLedger.open(options());
    interventions = ledger.interventions();
    for (int i = 0; i < 3; i++) {
      String id = "x" + i;
      Instant at = T0.plusSeconds(60L * i);
      ledger.<Void>write(
          tx -> {
            tx.open(SqlLedgerTest.exchange(id, Priority.ROUTINE, at));
            tx.append(SqlLedgerTest.arrival(id, 1, at));
            tx.put(new Step(id, Step.CONVERT, 0, 1, 0, at.plusSeconds(5), null, "", null));
            return null;
          });
    }
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
  }

  private Arrival known() {
    return ledger.arrivals("x0", 0).getFirst();
  }

  private long keepBack() {
    Arrival like = known();
    return ledger.write(
        tx ->
            tx.keepBack(
                new QuarantineEntry(
                    0,
                    T0,
                    "east",
                    Way.C_STORE,
                    "EAST_CT",
                    "x0",
                    OTHER,
                    like.facts(),
                    QuarantineReason.OTHER_BYTES_UNDER_KNOWN_UID,
                    "other bytes",
                    0)));
  }

  @Test
  void anEntryWaitsUntilADecisionSettlesIt() {
    long id = keepBack();
    Decision.Maker li = new Decision.Maker("Li", "asked");
    ledger.<Void>write(
        tx -> {
          tx.interventions().decide(id, li.at(T0, Kind.OPENED, ""));
          tx.interventions().assign(id, "west");
          tx.interventions().decide(id, li.at(T0, Kind.ASSIGNED, "east to west"));
          return null;
        });
    assertThat(interventions.entries(Filter.WAITING, 9)).hasSize(1);
    assertThat(interventions.entries(new Filter("east", null, true), 9)).isEmpty();
    assertThat(
            interventions.entries(
                new Filter("west", QuarantineReason.OTHER_BYTES_UNDER_KNOWN_UID, false), 9))
        .hasSize(1);
    ledger.<Void>write(
        tx -> {
          tx.interventions().decide(id, li.at(T0.plusSeconds(1), Kind.DISMISSED, ""));
          return null;
        });
    assertThat(interventions.entries(Filter.WAITING, 9)).isEmpty();
    assertThat(ledger.quarantine(9)).isEmpty();
    assertThat(interventions.entries(new Filter(null, null, true), 9)).hasSize(1);
    assertThat(interventions.entry(id).orElseThrow().settled()).isEqualTo(Kind.DISMISSED);
    assertThat(interventions.entry(id + 1)).isEmpty();
    assertThat(interventions.decisions(id))
        .extracting(Decision::kind)
        .containsExactly(Kind.OPENED, Kind.ASSIGNED, Kind.DISMISSED);
    assertThat(interventions.decisions(id).getLast())
        .isEqualTo(new Decision(T0.plusSeconds(1), Kind.DISMISSED, "Li", "asked", ""));
  }

  @Test
  void twoObjectsChangePlaces() {
    long id = keepBack();
    Arrival known = known();
    QuarantineEntry entry = interventions.entry(id).orElseThrow();
    Arrival instead =
        new Arrival(
            known.id(),
            "x0",
            2,
            T0.plusSeconds(9),
            Way.C_STORE,
            "EAST_CT",
            OTHER,
            known.facts(),
            0);
    ledger.<Void>write(
        tx -> {
          tx.interventions().replace(known, instead, entry);
          return null;
        });
    assertThat(known()).isEqualTo(instead);
    assertThat(ledger.exchange("x0").orElseThrow().revision()).isEqualTo(2);
    assertThat(interventions.entry(id).orElseThrow().content()).isEqualTo(known.content());
    assertThat(ledger.committedEnds()).containsEntry(OTHER.file(), 50L);
  }

  @Test
  void damageIsNotedOnceAndForgottenWhenHealed() {
    Content content = known().content();
    Damage damage = new Damage(T0, content, "its SHA-256 is another");
    Content whole = new Content(content.digest(), "segments/00000003", 4096, content.length());
    ledger.<Void>write(
        tx -> {
          tx.interventions().damaged(damage);
          tx.interventions().damaged(new Damage(T0.plusSeconds(1), content, "again"));
          assertThat(tx.interventions().isDamaged(content.digest())).isTrue();
          return null;
        });
    assertThat(interventions.damages(9)).containsExactly(damage);
    Arrival arrival = known();
    ledger.<Void>write(
        tx -> {
          tx.interventions().healed(whole, Optional.of(arrival));
          return null;
        });
    assertThat(interventions.damages(9)).isEmpty();
    assertThat(known().content()).isEqualTo(whole);
    assertThat(ledger.committedEnds()).containsEntry("segments/00000003", 4196L);
  }

  @Test
  void aWindowIsReadInPortions() {
    Window all = new Window(T0, T0.plusSeconds(121), "east");
    assertThat(interventions.count(all)).isEqualTo(3);
    assertThat(interventions.window(all, all.start(), 2))
        .containsExactly(new Place(T0, "x0"), new Place(T0.plusSeconds(60), "x1"));
    assertThat(interventions.window(all, new Place(T0.plusSeconds(60), "x1"), 2))
        .containsExactly(new Place(T0.plusSeconds(120), "x2"));
    Window first = new Window(T0, T0.plusSeconds(60), null);
    assertThat(interventions.count(first)).isEqualTo(1);
    assertThat(interventions.window(first, first.start(), 9)).hasSize(1);
    assertThat(interventions.newestTime()).contains(T0.plusSeconds(120));
  }

  @Test
  void aClockThatIsSetMovesWhatWaits() {
    ledger.<Void>write(
        tx -> {
          tx.interventions().clockMoved(Duration.ofHours(-1));
          return null;
        });
    assertThat(ledger.step("x0", Step.CONVERT).orElseThrow().dueAt())
        .isEqualTo(T0.plusSeconds(5).minus(Duration.ofHours(1)));
  }
}
