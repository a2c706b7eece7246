package org.farsight.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.farsight.orders.Facts.CARD;
import static org.farsight.orders.Facts.LI;
import static org.farsight.orders.Facts.NINE;
import static org.farsight.orders.Facts.ct;
import static org.farsight.orders.Facts.of;
import static org.farsight.orders.Facts.order;
import static org.farsight.orders.Facts.person;
import static org.farsight.orders.Facts.with;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.farsight.exchange.Examination;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Identity;
import org.farsight.exchange.Identity.Key;
import org.farsight.exchange.IdentityDecision;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Order;
import org.farsight.exchange.OrderMatch;
import org.farsight.exchange.OrderMatch.Standing;
import org.farsight.exchange.OrderMatch.Verdict;
import org.farsight.exchange.OrderMatching;
import org.farsight.exchange.OrderMatching.Found;
import org.farsight.exchange.OrderMatching.Sources;
import org.farsight.exchange.Priority;
import org.farsight.ledger.SqlLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An examination of Li Hua under P1, the site's own id, and an order of the site under B7, which
 * the registration of another one has given out: what links the two is kept in the ledger.
 */
class LinkedPatientsTest {
  private static final Examination.Person ELSEWHERE = person("B7", "WEST", "Li^Hua", "19800101");
  private static final Key HERE = key("east", "P1", "");
  private static final Key THERE = key("east", "B7", "WEST");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init")
  private OrderMatching matching;

  @BeforeEach
  void open() throws IOException {
    ledger = SqlLedger.open(SqlLedger.Options.in(dir));
    matching =
        new BookMatching(
            Duration.ofDays(2),
            new LinkedPatients(ledger.identities(), LinkedPatientsTest::key),
            InstantSource.fixed(NINE));
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
  }

  private static Key key(String site, String id, String issuer) {
    return new Key("https://" + (issuer.isEmpty() ? site : issuer) + ".example/patient", id);
  }

  private Sources sources() {
    return new Sources(ledger.orders(), ledger.orderMatches());
  }

  /** The registration knows somebody with this card. */
  private void registered(Key key, String card) {
    Identity said =
        new Identity(
            key,
            "east",
            card,
            new Identity.Name("李华", ""),
            Identity.Sex.MALE,
            LocalDate.of(1980, 1, 1),
            NINE,
            "");
    write(tx -> tx.identities().said(said));
  }

  private void decided(IdentityDecision.Kind kind, Key from, Key into) {
    IdentityDecision decision = new IdentityDecision(0, NINE, kind, from, into, "Li", "asked", "");
    write(tx -> tx.identities().decide(decision));
  }

  private void write(Consumer<Ledger.Transaction> work) {
    ledger.<Void>write(
        tx -> {
          work.accept(tx);
          return null;
        });
  }

  private Order ordered(Order order) {
    write(
        tx -> {
          open(tx, order.id(), Kind.ORDER, "east|" + order.id());
          tx.orders().put(order);
        });
    return order;
  }

  private static void open(Ledger.Transaction tx, String id, Kind kind, String key) {
    tx.open(new Exchange(id, "east", kind, key, "", "", "", "CT", Priority.ROUTINE, 1, NINE, NINE));
  }

  private OrderMatch found(Examination examination) {
    return matching.of(examination, sources()).map(Found::match).orElseThrow();
  }

  @Test
  void theCardOfBothRegistrationsPutsTheOrderInDoubtAndSaysWhy() {
    ordered(order("a").of(ELSEWHERE).order());
    assertThat(found(ct()).verdict()).as("nobody knows of a link").isEqualTo(Verdict.UNORDERED);
    registered(HERE, CARD);
    registered(THERE, CARD);

    OrderMatch match = found(ct());
    assertThat(match.verdict()).isEqualTo(Verdict.IN_DOUBT);
    assertThat(match.rule()).isEqualTo("LINKED_ONLY");
    assertThat(match.candidates()).containsExactly("a");
    assertThat(match.why().en()).contains("linked by the same id card");
    assertThat(match.why().zh()).contains("凭同一身份证号关联");
    assertThat(match.why().toString()).doesNotContain(CARD, "B7", "P1", "李");
  }

  @Test
  void aNumberBesideTheLinkIsCertainAndTheStoryHasBoth() {
    ordered(order("a").of(ELSEWHERE).accession("A1").order());
    registered(HERE, CARD);
    registered(THERE, CARD);
    OrderMatch match = found(Facts.accession(ct(), "A1"));
    assertThat(match.verdict()).isEqualTo(Verdict.MATCHED);
    assertThat(match.rule()).isEqualTo("ACCESSION");
    assertThat(match.why().en())
        .contains("accession number", "ids differ", "linked by the same id card");
  }

  @Test
  void aCardThatOnlyTheExaminationNamesLinksItWithTheRegistrationOfTheOther() {
    ordered(order("a").of(ELSEWHERE).order());
    registered(THERE, CARD);
    assertThat(found(of(ct(), with(LI, CARD))).rule()).isEqualTo("LINKED_ONLY");
  }

  @Test
  void whatContradictsItsOwnIdIsLinkedByNoCard() {
    ordered(order("a").of(person("B7", "WEST", "", "")).order());
    registered(HERE, CARD);
    registered(THERE, CARD);
    Examination.Person other = person("P1", "", "王^芳", "19750505");
    assertThat(found(of(ct(), other)).verdict()).isEqualTo(Verdict.UNORDERED);
  }

  @Test
  void aPersonsLinkAndAMergeCountAndWhatWasUndoneDoesNot() {
    ordered(order("a").of(ELSEWHERE).order());
    registered(HERE, "");
    registered(THERE, "");
    decided(IdentityDecision.Kind.LINK, HERE, THERE);
    assertThat(found(ct()).why().en()).contains("linked by a person's decision");
    decided(IdentityDecision.Kind.UNLINK, HERE, THERE);
    assertThat(found(ct()).verdict()).isEqualTo(Verdict.UNORDERED);

    Key third = key("east", "P9", "");
    decided(IdentityDecision.Kind.MERGE, HERE, third);
    decided(IdentityDecision.Kind.MERGE, THERE, third);
    assertThat(found(ct()).rule()).isEqualTo("LINKED_ONLY");
    assertThat(found(ct()).why().en()).contains("merged by");
    decided(IdentityDecision.Kind.UNMERGE, THERE, THERE);
    assertThat(found(ct()).verdict()).isEqualTo(Verdict.UNORDERED);
  }

  @Test
  void anOrderUnderALinkedIdFindsTheExaminationThatWasThereBeforeIt() {
    registered(HERE, CARD);
    registered(THERE, CARD);
    OrderMatch unordered = found(ct());
    write(
        tx -> {
          open(tx, "x1", Kind.STUDY, ct().key());
          tx.orderMatches().put(unordered);
        });
    Order late = ordered(order("a").of(ELSEWHERE).order());

    OrderMatching.Late found = matching.late(late, sources());
    assertThat(found.matched()).isEmpty();
    OrderMatch doubt = found.doubtful().getFirst();
    assertThat(found.doubtful()).hasSize(1);
    assertThat(doubt.rule()).isEqualTo("LINKED_ONLY");
    assertThat(doubt.candidates()).isEqualTo(List.of("a"));
    assertThat(doubt.why().en()).contains("linked by the same id card");
    assertThat(doubt.standing()).isEqualTo(Standing.STANDS);
    OrderMatching.Late inside = ledger.write(tx -> matching.late(late, sources()));
    assertThat(inside).as("within a transaction the same").isEqualTo(found);
  }
}
