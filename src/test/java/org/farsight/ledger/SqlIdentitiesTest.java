package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.farsight.exchange.Identities;
import org.farsight.exchange.Identities.Moved;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.Identity.Name;
import org.farsight.exchange.Identity.Sex;
import org.farsight.exchange.IdentityDecision;
import org.farsight.exchange.IdentityDecision.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlIdentitiesTest {
  private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
  private static final Key EAST = new Key("https://east/patient", "1001");
  private static final Key WEST = new Key("https://west/patient", "1001");
  private static final String CARD = "110101197503120012";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init")
  private Identities identities;

  SqlLedger.Options options() throws IOException {
    return SqlLedger.Options.in(dir);
  }

  @BeforeEach
  void open() throws IOException {
    ledger = SqlLedger.open(options());
    identities = ledger.identities();
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
  }

  private static Identity identity(Key key, String card, String name, Instant registered) {
    return new Identity(
        key,
        "east",
        card,
        new Name(name, ""),
        Sex.MALE,
        LocalDate.of(1975, 3, 12),
        registered,
        "x1");
  }

  private void say(Identity said) {
    ledger.<Void>write(
        tx -> {
          tx.identities().said(said);
          return null;
        });
  }

  private long decide(Kind kind, Key from, Key into, String source) {
    return ledger.write(
        tx ->
            tx.identities()
                .decide(new IdentityDecision(0, T0, kind, from, into, "Li", "asked", source)));
  }

  @Test
  void whatWasSaidIsFoundByKeyByCardAndById() {
    Identity east = identity(EAST, CARD, "赵明远", T0);
    say(east);
    say(identity(WEST, "", "钱小红", T0));
    assertThat(identities.identity(EAST)).contains(east);
    assertThat(identities.withCard(CARD, 9)).containsExactly(east);
    assertThat(identities.withCard("", 9)).isEmpty();
    assertThat(identities.withId("1001", 9)).extracting(Identity::key).containsExactly(EAST, WEST);
    assertThat(identities.identity(new Key("https://east/patient", "1"))).isEmpty();
  }

  @Test
  void anOlderMessageOfTheRegistrationOverwritesNothing() {
    say(identity(EAST, "", "赵明远", T0));
    say(identity(EAST, CARD, "赵名远", T0.minusSeconds(60)));
    Identity known = identities.identity(EAST).orElseThrow();
    assertThat(known.name().ideographic()).isEqualTo("赵明远");
    assertThat(known.card()).isEqualTo(CARD);
    assertThat(known.registeredAt()).isEqualTo(T0);
    say(identity(EAST, "", "赵明", T0.plusSeconds(60)));
    assertThat(identities.identity(EAST).orElseThrow().name().ideographic()).isEqualTo("赵明");
  }

  @Test
  void decisionsAreKeptInOrderAndOncePerMessage() {
    assertThat(decide(Kind.MERGE, EAST, WEST, "x1/1")).isEqualTo(1);
    assertThat(decide(Kind.MERGE, EAST, WEST, "x1/1")).isZero();
    assertThat(decide(Kind.UNMERGE, EAST, EAST, "")).isPositive();
    assertThat(decide(Kind.MERGE, EAST, WEST, "")).isPositive();
    assertThat(identities.decisions(EAST))
        .extracting(IdentityDecision::kind)
        .containsExactly(Kind.MERGE, Kind.UNMERGE, Kind.MERGE);
    assertThat(identities.decisions(WEST)).hasSize(2);
    assertThat(identities.newestDecisions(1))
        .singleElement()
        .satisfies(one -> assertThat(one.source()).isEmpty());
    assertThat(identities.newestDecisions(9).getLast().source()).isEqualTo("x1/1");
  }

  @Test
  void whereSomethingCameFromStaysKnownHoweverOftenItIsMoved() {
    Key north = new Key("https://north/patient", "7");
    ledger.<Void>write(
        tx -> {
          tx.identities().moving("core", new Moved("ImagingStudy/1", EAST, WEST));
          tx.identities().moving("core", new Moved("ImagingStudy/1", WEST, north));
          tx.identities().moving("other", new Moved("ImagingStudy/1", EAST, WEST));
          return null;
        });
    assertThat(identities.moved("core", EAST, 9))
        .isEqualTo(List.of(new Moved("ImagingStudy/1", EAST, north)));
    assertThat(identities.moved("core", WEST, 9)).isEmpty();
    ledger.<Void>write(
        tx -> {
          tx.identities().movedBack("core", "ImagingStudy/1");
          return null;
        });
    assertThat(identities.moved("core", EAST, 9)).isEmpty();
    assertThat(identities.moved("other", EAST, 9)).hasSize(1);
  }

  @Test
  void noQueryReadsATableThrough() throws IOException {
    List<String> plans =
        List.of(
            ledger.plan(IdentityRows.OF_KEY, "1", "s").toString(),
            ledger.plan(SqlIdentities.OF_CARD, CARD, 9).toString(),
            ledger.plan(SqlIdentities.OF_ID, "1", 9).toString(),
            ledger.plan(SqlIdentities.DECISIONS, "1", "s", "1", "s").toString(),
            ledger.plan(SqlIdentities.MOVED, "core", "1", "s", 9).toString());
    if (options().server().isEmpty()) {
      assertThat(plans).noneMatch(plan -> plan.matches(".*SCAN (patient|identity|moved).*"));
    }
  }
}
