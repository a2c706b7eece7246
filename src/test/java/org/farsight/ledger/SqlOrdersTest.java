package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Order;
import org.farsight.exchange.Order.Status;
import org.farsight.exchange.OrderBook.Clue;
import org.farsight.exchange.Priority;
import org.farsight.exchange.Worklist.Code;
import org.farsight.exchange.Worklist.Patient;
import org.farsight.exchange.Worklist.Procedure;
import org.farsight.exchange.Worklist.ScheduledStep;
import org.farsight.exchange.Worklist.Selection;
import org.farsight.exchange.Worklist.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlOrdersTest {
  private static final Instant T0 = Instant.parse("2026-03-16T02:00:00Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  /** Where the ledger of a test is. */
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

  private static Order order(
      String id, String site, Status status, String accession, String patient, Instant at) {
    Step step =
        new Step(
            id.startsWith("ct") ? List.of("CT_1") : List.of(),
            "Room 1",
            "",
            "2026031" + id.substring(id.length() - 1),
            "100000",
            id.substring(0, 2).toUpperCase(java.util.Locale.ROOT),
            "",
            "头颅平扫",
            List.of(new Code("HEAD", "L", "头颅")),
            "S" + id,
            "SCHEDULED");
    Procedure procedure =
        new Procedure(
            "1.2." + id.hashCode(),
            "R" + id,
            "头颅",
            List.of(),
            "ROUTINE",
            accession,
            "",
            "",
            "",
            "");
    Patient person = new Patient("=赵^德山", patient, "", "19280229", "M", "", "", 0, "", "", "");
    return new Order(
        id,
        site,
        status,
        Priority.URGENT,
        new Order.Numbers(id, "HIS", "", "", accession),
        "330000192802290157",
        at,
        Optional.of(at.plusSeconds(3600)),
        new ScheduledStep(site, step, procedure, person));
  }

  private Order put(Order order) {
    ledger.<Void>write(
        tx -> {
          if (tx.exchange(order.id()).isEmpty()) {
            tx.open(
                exchange(
                    order.id(), order.siteId(), Kind.ORDER, order.id(), "", order.orderedAt()));
          }
          tx.orders().put(order);
          return null;
        });
    return order;
  }

  private static Exchange exchange(
      String id, String site, Kind kind, String key, String accession, Instant at) {
    return new Exchange(
        id, site, kind, key, "P1", "", accession, "CT", Priority.ROUTINE, 0, at, at);
  }

  private List<String> worklist(Selection selection) throws IOException {
    List<String> found = new ArrayList<>();
    ledger
        .worklist()
        .steps(
            selection,
            step -> {
              found.add(step.step().id());
              return true;
            });
    return found;
  }

  private static Selection of(String site) {
    Optional<String> any = Optional.empty();
    return new Selection(Optional.of(site), any, any, any, any, any, any);
  }

  @Test
  void anOrderIsReadAsItWasWritten() {
    Order order = put(order("ct1", "east", Status.OPEN, "A1", "P1", T0));

    assertThat(ledger.orders().order("ct1")).contains(order);
    Order later = put(order("ct1", "east", Status.CANCELLED, "A1", "P1", T0));
    assertThat(ledger.orders().order("ct1")).contains(later);
    assertThat(ledger.orders().order("ct2")).isEmpty();
  }

  @Test
  void anExaminationFindsOrdersByItsNumberAndByItsPatientInTime() {
    Order byNumber =
        put(order("ct1", "east", Status.CANCELLED, "A1", "P9", T0.minusSeconds(99_999)));
    Order near = put(order("ct2", "east", Status.OPEN, "A2", "P1", T0));
    put(order("ct3", "east", Status.OPEN, "A3", "P1", T0.minusSeconds(999_999)));
    put(order("ct4", "west", Status.OPEN, "A1", "P1", T0));
    put(order("ct5", "east", Status.OPEN, "", "", T0));
    Clue clue = new Clue("east", "", "A1", "P1", T0.minusSeconds(60), T0.plusSeconds(60));

    assertThat(ledger.orders().candidates(clue, 10)).containsExactly(near, byNumber);
    assertThat(ledger.orders().candidates(clue, 1)).containsExactly(near);
    Clue nothing = new Clue("east", "", "", "", T0, T0);
    assertThat(ledger.orders().candidates(nothing, 10)).isEmpty();
    Clue scheduled = new Clue("east", "", "", "P1", T0.plusSeconds(3000), T0.plusSeconds(4000));
    assertThat(ledger.orders().candidates(scheduled, 10)).containsExactly(near);
  }

  @Test
  void aSiteSeesItsOwnOpenOrdersInTheOrderOfTheirStart() throws IOException {
    put(order("mr7", "east", Status.OPEN, "A7", "P1", T0));
    put(order("ct6", "east", Status.OPEN, "A6", "P1", T0));
    put(order("ct5", "east", Status.COMPLETED, "A5", "P1", T0));
    put(order("ct4", "east", Status.CANCELLED, "A4", "P1", T0));
    put(order("ct3", "east", Status.ON_HOLD, "A3", "P1", T0));
    put(order("ct8", "west", Status.OPEN, "A8", "P1", T0));

    assertThat(worklist(of("east"))).containsExactly("Sct6", "Smr7");
    assertThat(worklist(of("west"))).containsExactly("Sct8");
    Optional<String> any = Optional.empty();
    assertThat(worklist(new Selection(any, any, any, any, any, any, any))).hasSize(3);
    Optional<String> east = Optional.of("east");
    Optional<String> day = Optional.of("20260317");
    assertThat(worklist(new Selection(east, any, any, day, day, any, any))).containsExactly("Smr7");
    assertThat(worklist(new Selection(east, any, Optional.of("CT"), any, any, any, any)))
        .containsExactly("Sct6");
    assertThat(worklist(new Selection(east, any, any, any, any, any, Optional.of("A7"))))
        .containsExactly("Smr7");
  }

  @Test
  void aStepWithoutAStationIsShownToEachAndOneWithAStationToIt() throws IOException {
    put(order("mr7", "east", Status.OPEN, "A7", "P1", T0));
    put(order("ct6", "east", Status.OPEN, "A6", "P1", T0));
    Optional<String> any = Optional.empty();

    assertThat(worklist(new Selection(any, Optional.of("MR_9"), any, any, any, any, any)))
        .containsExactly("Smr7");
    assertThat(worklist(new Selection(any, Optional.of("CT_1"), any, any, any, any, any)))
        .containsExactly("Sct6", "Smr7");
  }

  @Test
  void anOrderIsGoneFromTheWorklistOnceItsStudyIsHere() throws IOException {
    Order byUid = put(order("ct6", "east", Status.OPEN, "A6", "P1", T0));
    put(order("ct7", "east", Status.OPEN, "A7", "P1", T0));
    put(order("ct8", "east", Status.OPEN, "A8", "P2", T0));
    String study = byUid.step().procedure().study();
    ledger.<Void>write(
        tx -> {
          tx.open(exchange("x1", "east", Kind.STUDY, study, "", T0));
          tx.open(exchange("x2", "east", Kind.ECG, "digest", "A7", T0));
          tx.open(exchange("x3", "east", Kind.STUDY, "1.9", "A8", T0));
          return null;
        });

    assertThat(worklist(of("east"))).as("the third is another patient's").containsExactly("Sct8");
  }

  @Test
  void aLongWorklistIsReadToItsEnd() throws IOException {
    for (int i = 0; i < 450; i++) {
      put(order("ct" + (1000 + i), "east", Status.OPEN, "A" + i, "P1", T0));
    }

    assertThat(worklist(of("east"))).hasSize(450).doesNotHaveDuplicates();
    List<String> some = new ArrayList<>();
    ledger.worklist().steps(of("east"), step -> some.add(step.step().id()) && some.size() < 3);
    assertThat(some).hasSize(3);
  }

  @Test
  void everyQuestionHasItsIndex() {
    assertThat(ledger.plan(OrderQueries.BY_ACCESSION, "A", "east", 1))
        .anyMatch(line -> line.contains("order_by_accession"));
    assertThat(ledger.plan(OrderQueries.BY_PATIENT, "P", "east", 1L, 2L, 1L, 2L, 1L, 2L, 1))
        .anyMatch(line -> line.contains("order_by_patient"));
    assertThat(ledger.plan(SqlOrders.OPEN, "", "", ""))
        .anyMatch(line -> line.contains("order_open"))
        .anyMatch(line -> line.contains("exchange_by_key"))
        .anyMatch(line -> line.contains("SEARCH e USING INDEX exchange_by_"));
  }
}
