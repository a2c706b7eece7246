package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Examination;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Order;
import org.farsight.exchange.OrderBook;
import org.farsight.exchange.OrderMatch;
import org.farsight.exchange.OrderMatch.Standing;
import org.farsight.exchange.OrderMatch.Verdict;
import org.farsight.exchange.OrderMatches;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Worklist;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlOrderMatchesTest {
  private static final Instant T0 = Instant.parse("2026-03-02T01:00:00.123456Z");
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

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

  private static Examination examination(String id, String accession, String patient) {
    return new Examination(
        id,
        "east",
        "1.2." + id,
        accession,
        List.of("PT", "CT"),
        T0,
        new Examination.Person(patient, "HIS", "Li^Hua=李^华", "19800101", "M", "card"));
  }

  private static OrderMatch match(Examination of, Verdict verdict, String rule, String order) {
    return new OrderMatch(
        of,
        verdict,
        rule,
        order,
        verdict == Verdict.IN_DOUBT ? List.of("o1", "o2") : List.of(),
        new OrderMatch.Words("why", "原因"),
        Standing.STANDS,
        verdict != Verdict.MATCHED,
        T0);
  }

  private void put(OrderMatch match) {
    ledger.<Void>write(
        tx -> {
          if (tx.exchange(match.examination().exchangeId()).isEmpty()) {
            tx.open(SqlLedgerTest.exchange(match.examination().exchangeId(), Priority.ROUTINE, T0));
          }
          tx.orderMatches().put(match);
          return null;
        });
  }

  private void put(Order order) {
    ledger.<Void>write(
        tx -> {
          if (tx.exchange(order.id()).isEmpty()) {
            tx.open(
                new Exchange(
                    order.id(),
                    "east",
                    Kind.ORDER,
                    "east|" + order.id(),
                    order.step().patient().id(),
                    "",
                    "",
                    "",
                    Priority.ROUTINE,
                    0,
                    T0,
                    T0));
          }
          tx.orders().put(order);
          return null;
        });
  }

  private static Order order(String id, Order.Status status, Instant begins) {
    String date = begins.toString().substring(0, 10).replace("-", "");
    return new Order(
        id,
        "east",
        status,
        Priority.ROUTINE,
        new Order.Numbers("PL-" + id, "", "FI-" + id, "", "AC-" + id),
        "",
        T0.minus(HOUR),
        Optional.of(begins),
        new Worklist.ScheduledStep(
            "east",
            new Worklist.Step(
                List.of(), "", "", date, "0900", "CT", "", "", List.of(), id, "SCHEDULED"),
            new Worklist.Procedure("1.9." + id, id, "", List.of(), "", "AC-" + id, "", "", "", ""),
            new Worklist.Patient("Li^Hua", "P1", "", "19800101", "M", "", "", 0, "", "", "")));
  }

  @Test
  void whatWasDecidedIsReadAsItWasWrittenAndReplacedByTheNext() {
    OrderMatch doubt = match(examination("x1", "A1", "P1"), Verdict.IN_DOUBT, "SEVERAL_FIT", "");
    put(doubt);
    assertThat(ledger.orderMatch("x1")).contains(doubt);
    OrderMatch decided =
        match(examination("x1", "A1", "P1"), Verdict.MATCHED, OrderMatch.BY_HAND, "o1");
    put(decided.with(Standing.TAKEN_BACK_AFTER));
    assertThat(ledger.orderMatch("x1")).contains(decided.with(Standing.TAKEN_BACK_AFTER));
    assertThat(ledger.orderMatches().ofOrder("o1")).hasSize(1);
    assertThat(ledger.orderMatches().ofOrder("")).isEmpty();
    assertThat(ledger.orderMatch("x2")).isEmpty();
  }

  @Test
  void anOrderFindsExaminationsWithoutOneByStudyNumberAndPatient() {
    put(match(examination("study", "", "P9"), Verdict.UNORDERED, "", ""));
    put(match(examination("number", "PL-o", "P9"), Verdict.IN_DOUBT, "SEVERAL_FIT", ""));
    put(match(examination("patient", "", "P1"), Verdict.UNORDERED, "", ""));
    put(match(examination("matched", "", "P1"), Verdict.MATCHED, "ACCESSION", "other"));
    put(match(examination("decided", "", "P1"), Verdict.UNORDERED, OrderMatch.BY_HAND, ""));
    OrderMatches.Clue clue =
        new OrderMatches.Clue(
            "east",
            "1.2.study",
            List.of("A", "PL-o"),
            List.of("P8", "P1"),
            T0.minus(HOUR),
            T0.plus(HOUR));
    assertThat(ids(ledger.orderMatches().unordered(clue, 10)))
        .containsExactlyInAnyOrder("study", "number", "patient");
    OrderMatches.Clue later =
        new OrderMatches.Clue(
            "east", "", List.of(), List.of("P1"), T0.plus(HOUR), T0.plus(HOUR.multipliedBy(2)));
    assertThat(ledger.orderMatches().unordered(later, 10)).isEmpty();
    OrderMatches.Clue elsewhere =
        new OrderMatches.Clue(
            "west", "1.2.study", List.of("PL-o"), List.of("P1"), T0.minus(HOUR), T0.plus(HOUR));
    assertThat(ledger.orderMatches().unordered(elsewhere, 10)).isEmpty();
  }

  private static List<String> ids(List<OrderMatch> matches) {
    return matches.stream().map(match -> match.examination().exchangeId()).toList();
  }

  @Test
  void anExaminationFindsOrdersByStudyNumbersAndPatient() {
    put(order("o", Order.Status.OPEN, T0));
    put(order("p", Order.Status.CANCELLED, T0.plus(Duration.ofDays(9))));
    OrderBook book = ledger.orders();
    assertThat(candidates(book, "1.9.o", "", "")).containsExactly("o");
    assertThat(candidates(book, "", "AC-o", "")).containsExactly("o");
    assertThat(candidates(book, "", "PL-o", "")).containsExactly("o");
    assertThat(candidates(book, "", "FI-p", "")).containsExactly("p");
    assertThat(candidates(book, "", "", "P1")).containsExactlyInAnyOrder("o", "p");
    assertThat(candidates(book, "", "", "P2")).isEmpty();
    OrderBook.Clue linked =
        new OrderBook.Clue(
            "east", "", "", List.of("P2", "", "P1", "P1"), T0.minus(HOUR), T0.plus(HOUR));
    assertThat(book.candidates(linked, 10)).extracting(Order::id).containsExactly("o", "p");
    assertThat(candidates(book, "", "", "")).isEmpty();
  }

  private static List<String> candidates(
      OrderBook book, String study, String number, String patient) {
    return book
        .candidates(
            new OrderBook.Clue("east", study, number, patient, T0.minus(HOUR), T0.plus(HOUR)), 10)
        .stream()
        .map(Order::id)
        .toList();
  }

  @Test
  void anExaminationBetweenTheOrderAndItsTimeFindsIt() {
    put(order("o", Order.Status.OPEN, T0.plus(Duration.ofDays(20))));
    Instant between = T0.plus(Duration.ofDays(5));
    OrderBook.Clue clue =
        new OrderBook.Clue("east", "", "", "P1", between.minus(HOUR), between.plus(HOUR));
    assertThat(ledger.orders().candidates(clue, 10)).hasSize(1);
  }

  @Test
  void withinATransactionWhatItHasWrittenIsSeen() {
    put(order("o", Order.Status.OPEN, T0));
    ledger.<Void>write(
        tx -> {
          tx.orders().put(order("o", Order.Status.CANCELLED, T0));
          assertThat(tx.orders().order("o").orElseThrow().status())
              .isEqualTo(Order.Status.CANCELLED);
          assertThat(
                  tx.orders().candidates(new OrderBook.Clue("east", "1.9.o", "", "", T0, T0), 10))
              .hasSize(1);
          tx.open(SqlLedgerTest.exchange("x1", Priority.ROUTINE, T0));
          tx.orderMatches()
              .put(match(examination("x1", "A1", "P1"), Verdict.MATCHED, "ACCESSION", "o"));
          assertThat(tx.orderMatches().of("x1")).isPresent();
          assertThat(ids(tx.orderMatches().ofOrder("o"))).containsExactly("x1");
          return null;
        });
  }

  @Test
  void whatWaitsIsCounted() {
    put(match(examination("x1", "", "P1"), Verdict.IN_DOUBT, "SEVERAL_FIT", ""));
    put(match(examination("x2", "", "P1"), Verdict.MATCHED, "ACCESSION", "done"));
    put(order("done", Order.Status.OPEN, T0));
    put(order("late", Order.Status.OPEN, T0.minus(HOUR)));
    put(order("today", Order.Status.OPEN, T0.plus(HOUR)));
    put(order("gone", Order.Status.CANCELLED, T0.minus(HOUR)));
    put(order("forgotten", Order.Status.OPEN, T0.minus(Duration.ofDays(60))));
    assertThat(ledger.orderMatches().counts(T0)).isEqualTo(new OrderMatches.Counts(1, 2, 1));
    assertThat(ids(ledger.orderMatches().all(Verdict.IN_DOUBT, 10))).containsExactly("x1");
    assertThat(ledger.orderMatches().newestOrders("east", 2)).hasSize(2);
    assertThat(ledger.orderMatches().newestOrders(null, 10)).hasSize(5);
    assertThat(ledger.orderMatches().newestOrders("west", 10)).isEmpty();
  }
}
