package org.farsight.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.farsight.exchange.Carriage;
import org.farsight.exchange.CircuitListener;
import org.farsight.exchange.CircuitRule;
import org.farsight.exchange.Circuits;
import org.farsight.exchange.Completeness;
import org.farsight.exchange.Conversion;
import org.farsight.exchange.Delivery;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.Doorbell;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Kind;
import org.farsight.exchange.Priority;
import org.farsight.exchange.RetryPolicy;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Step;
import org.farsight.exchange.StepListener;
import org.farsight.exchange.Steps;
import org.farsight.exchange.Target;
import org.farsight.exchange.Targets;
import org.farsight.ledger.SegmentStore;
import org.farsight.ledger.SqlLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many bells wait for a target that nobody listens for, on a real broker and ledger. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class BellsTest {
  private static final int BACKLOG = 700;
  private static final int PORTION = 500;

  @TempDir Path folder;
  private SqlLedger ledger;
  private SegmentStore store;
  private Broker broker;
  private Circuits circuits;
  private Bells bells;
  private Targets targets;

  @BeforeEach
  void start() throws Exception {
    ledger = SqlLedger.open(SqlLedger.Options.in(folder.resolve("ledger")));
    store =
        SegmentStore.open(SegmentStore.Options.in(folder.resolve("store")), ledger.committedEnds());
    Delivery down = work -> new DeliveryOutcome.Retry(null, "refused", Cause.TARGET);
    targets =
        new Targets(
            List.of(new Targets.Entry(new Target.FhirServer("core", "http://localhost/f"), down)));
    CircuitRule rule = new CircuitRule(1, Duration.ofHours(1), Duration.ofHours(1));
    circuits = new Circuits(() -> targets, rule, CircuitListener.NOBODY);
    broker = Broker.embedded();
    bells =
        new Bells(broker.connections(), ledger, broker::waiting, () -> List.of("core"), circuits);
  }

  @AfterEach
  void stop() throws IOException {
    bells.close();
    broker.close();
    store.close();
    ledger.close();
  }

  @Test
  void aBacklogIsRungForInPortionsAndWhatIsUrgentOvertakes() {
    backlog();
    bells.start();
    await().untilAsserted(() -> assertThat(bells.unanswered()).isEqualTo(PORTION));
    assertThat(broker.waiting(Bells.DELIVER + "core")).isEqualTo(PORTION);

    bells.ring(exchange("late", Priority.ROUTINE), "core");
    assertThat(bells.unanswered()).as("it waits in the ledger").isEqualTo(PORTION);
    bells.ring(exchange("stat", Priority.STAT), "core");
    assertThat(bells.unanswered()).isEqualTo(PORTION + 1);
    for (int i = 0; i < 2 * PORTION; i++) {
      bells.ring(exchange("urgent" + i, Priority.URGENT), "core");
    }
    assertThat(bells.unanswered())
        .as("also urgent ones are not without end")
        .isEqualTo(2 * PORTION);
    bells.answered("late", "core");
    bells.answered("stat", "core");
    assertThat(bells.unanswered()).isEqualTo(2 * PORTION - 1);
  }

  @Test
  void nobodyIsRungForATargetThatIsDown() {
    backlog();
    assertThat(steps().run("e0", "core")).isEqualTo(Steps.Result.PARKED);
    assertThat(circuits.downFor("core")).isPresent();
    bells.start();
    bells.ring(exchange("stat", Priority.STAT), "core");
    bells.ring(exchange("stat", Priority.STAT), Step.CONVERT);
    await().until(() -> broker.waiting(Bells.CONVERT) == 1);
    assertThat(bells.unanswered()).as("the conversion only").isEqualTo(1);
    assertThat(broker.waiting(Bells.DELIVER + "core")).isZero();
  }

  private void backlog() {
    Instant now = Instant.now();
    ledger.<Void>write(
        tx -> {
          for (int i = 0; i < BACKLOG; i++) {
            String id = "e" + i;
            tx.open(exchange(id, Priority.ROUTINE));
            tx.put(new Step(id, "core", 0, 1, 0, now, null, "", null));
          }
          return null;
        });
  }

  private static Exchange exchange(String id, Priority priority) {
    Instant now = Instant.now();
    return new Exchange(
        id, "unknown:X", Kind.ECG, "k" + id, "P", "", "", "ECG", priority, 1, now, now);
  }

  private Steps steps() {
    Conversion none = (exchange, site, arrivals) -> new Conversion.Outcome.Refused("not here");
    Carriage nobody =
        new Carriage() {
          @Override
          public boolean carried(String exchangeId) {
            return false;
          }

          @Override
          public boolean ended(String exchangeId) {
            return false;
          }
        };
    Doorbell silent = (exchange, step) -> {};
    StepListener deaf =
        new StepListener() {
          @Override
          public void finished(Exchange exchange, String step, Steps.Result result, Duration took) {
            assertThat(result).isEqualTo(Steps.Result.PARKED);
          }

          @Override
          public void progressed(Exchange exchange, String step, int revision) {
            throw new AssertionError("nothing was accepted");
          }

          @Override
          public void unexpected(Exchange exchange, String step, Throwable cause) {
            throw new AssertionError(cause);
          }
        };
    return new Steps(
        new Steps.Ports(
            ledger,
            store,
            none,
            () -> targets,
            () -> new Sites(List.of(), true),
            nobody,
            silent,
            circuits,
            deaf,
            Instant::now),
        new Completeness(Duration.ZERO, Duration.ofSeconds(60)),
        RetryPolicy.DEFAULT);
  }
}
