package org.farsight.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.farsight.intake.Bench.EAST;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.farsight.exchange.BusyException;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Receipt;
import org.farsight.exchange.Receipt.Cause;
import org.farsight.exchange.Receipt.NotKept;
import org.farsight.exchange.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program holds the ledger's database for longer than a sender may wait. */
class BusyLedgerTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  /** A ledger that can be held. */
  private static final class Held extends ForwardingLedger {
    private final AtomicBoolean held;

    Held(Ledger ledger, AtomicBoolean held) {
      super(ledger);
      this.held = held;
    }

    @Override
    public <T> T write(Function<Transaction, T> work) {
      if (held.get()) {
        throw new BusyException("held by a backup", new IllegalStateException("busy"));
      }
      return super.write(work);
    }
  }

  /** Whom nothing needs to be told. */
  private static final class Nobody implements IntakeListener {
    @Override
    public void answered(Way way, String siteId, long bytes, Receipt receipt) {}

    @Override
    public void committed(int objects, long nanos) {}

    @Override
    public void failed(int objects, Throwable cause) {}

    @Override
    public void unexpected(Throwable cause) {}
  }

  @Test
  void aSenderHearsNotNowAndIsKeptLater() throws IOException {
    AtomicBoolean held = new AtomicBoolean(true);
    byte[] bytes = Objects.bytes(Objects.ct("1.2", "1.2.1", "P1", 100));
    try (Bench bench = new Bench(dir);
        Intake intake =
            new Intake(
                new Held(bench.ledger, held),
                bench.store,
                (exchange, step) -> {},
                new Nobody(),
                Intake.Options.of(Bench.COMPLETENESS, java.util.List.of()))) {
      Receipt refused = intake.receive(object(bytes));
      assertThat(refused)
          .isInstanceOfSatisfying(
              NotKept.class,
              not -> {
                assertThat(not.cause()).isEqualTo(Cause.OUT_OF_RESOURCES);
                assertThat(not.why()).startsWith("not now");
              });
      assertThat(refused.dimseStatus()).isEqualTo(0xA700);
      assertThat(bench.ledger.arrivals()).isZero();

      held.set(false);
      assertThat(intake.receive(object(bytes))).isInstanceOf(Receipt.Kept.class);
      assertThat(bench.ledger.arrivals()).isEqualTo(1);
    }
  }

  private static Incoming object(byte[] bytes) {
    return new Incoming(
        Way.C_STORE,
        EAST,
        "EAST_CT",
        null,
        Bench.announced("1.2.1"),
        new ByteArrayInputStream(bytes));
  }
}
