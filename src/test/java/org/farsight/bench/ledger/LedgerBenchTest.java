package org.farsight.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.State;
import org.farsight.exchange.Step;
import org.farsight.ledger.LedgerFilling;
import org.farsight.ledger.SqlLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerBenchTest {
  private static final LedgerFilling FILLING =
      new LedgerFilling("site", Instant.parse("2024-01-01T00:00:00Z"), Duration.ofMillis(86_400));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  private SqlLedger.Options place(String name) {
    return SqlLedger.Options.in(dir.resolve(name)).withStore(dir.resolve(name).resolve("store"));
  }

  @Test
  void whatIsFilledInIsWhatItsNamesSay() throws IOException {
    try (SqlLedger ledger = SqlLedger.open(place("a"))) {
      FILLING.fill(ledger, 0, 2100);
    }
    try (SqlLedger ledger = SqlLedger.open(place("a"))) {
      assertThat(ledger.exchanges()).isEqualTo(2100);
      assertThat(ledger.arrivals()).isEqualTo(2100);
      for (long number : List.of(0L, 999L, 2099L)) {
        String id = LedgerFilling.id(number);
        for (String name :
            List.of(
                id,
                LedgerFilling.study(number),
                LedgerFilling.instance(number),
                LedgerFilling.accession(number))) {
          assertThat(ledger.find(name, 9)).extracting(Exchange::id).containsExactly(id);
        }
        assertThat(ledger.find(LedgerFilling.patient(number), 9))
            .hasSize(LedgerFilling.OF_PATIENT)
            .extracting(Exchange::id)
            .contains(id);
        assertThat(ledger.exchange(id).orElseThrow().firstAt()).isEqualTo(FILLING.at(number));
        List<Step> steps = ledger.steps(id);
        assertThat(steps).extracting(Step::name).containsAll(LedgerFilling.STEPS);
        assertThat(State.of(1, steps)).isEqualTo(State.DELIVERED);
        assertThat(ledger.story(id)).hasSize(3);
        assertThat(ledger.arrivals(id, 0).getFirst().content().digest()).hasSize(64);
        assertThat(ledger.converted(id)).isPresent();
      }
      assertThat(studiesOf(ledger, FILLING.date(1500))).isEqualTo(50);
    }
  }

  /** Those of one site of twenty, of a thousand a day. */
  private static int studiesOf(SqlLedger ledger, String date) throws IOException {
    Optional<String> any = Optional.empty();
    List<String> found = new ArrayList<>();
    ledger
        .catalogue()
        .studies(
            new Catalogue.Selection(
                Optional.of("site3"),
                Set.of(),
                Set.of(),
                Set.of(),
                any,
                any,
                any,
                Optional.of(date),
                Optional.of(date)),
            study -> found.add(study.uid()));
    assertThat(found).doesNotHaveDuplicates();
    return found.size();
  }

  @Test
  void everyOperationIsMeasuredInBoth() throws IOException {
    LedgerBench.Outcome outcome =
        new LedgerBench(words -> {})
            .run(
                new LedgerBench.Size(1000, 3000, 5, 1),
                new LedgerBench.Places(place("small"), place("large")));
    assertThat(outcome.figures())
        .hasSize(Subject.Operation.values().length + 2)
        .allSatisfy(figure -> assertThat(figure.small()).isPositive())
        .allSatisfy(
            figure -> assertThat(figure.ratio()).isEqualTo(figure.large() / figure.small()));
  }

  @Test
  void aLedgerThatHoldsSomethingIsLeftAlone() throws IOException {
    try (SqlLedger ledger = SqlLedger.open(place("used"))) {
      FILLING.fill(ledger, 0, 5);
    }
    assertThatThrownBy(
            () ->
                new LedgerBench(words -> {})
                    .run(
                        new LedgerBench.Size(1000, 1000, 5, 1),
                        new LedgerBench.Places(place("used"), place("large"))))
        .hasMessageContaining("is not empty");
  }
}
