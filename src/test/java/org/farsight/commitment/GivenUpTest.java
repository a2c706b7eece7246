package org.farsight.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.CommitmentReport;
import org.farsight.dicom.service.CommitmentRequest;
import org.farsight.dicom.service.ReportChannel;
import org.farsight.dicom.service.SopReference;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.exchange.Announcements;
import org.farsight.exchange.Commitment;
import org.farsight.exchange.CommitmentMode;
import org.farsight.exchange.Node;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Targets;
import org.farsight.ledger.SqlLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A device that has asked and then cannot be reached for days. The clock is the test's. */
@Timeout(60)
class GivenUpTest {
  private static final Instant ASKED = Instant.parse("2026-03-01T08:00:00Z");
  private static final ReportChannel GONE = (report, patience) -> Optional.empty();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(ASKED);
  private final AtomicInteger tries = new AtomicInteger();
  private final AtomicInteger reported = new AtomicInteger();
  private final AtomicInteger givenUp = new AtomicInteger();
  private final AtomicReference<Throwable> unexpected = new AtomicReference<>();

  @SuppressWarnings("NullAway.Init")
  private SqlLedger ledger;

  @SuppressWarnings("NullAway.Init")
  private CommitmentDesk desk;

  private final CommitmentListener listener =
      new CommitmentListener() {
        @Override
        public void requested(Commitment commitment, boolean repeated) {}

        @Override
        public void decided(Commitment commitment, int committed, int failed) {}

        @Override
        public void reported(Commitment commitment) {
          reported.incrementAndGet();
        }

        @Override
        public void delayed(Commitment commitment, String why) {
          tries.incrementAndGet();
        }

        @Override
        public void givenUp(Commitment commitment) {
          givenUp.incrementAndGet();
        }

        @Override
        public void unexpected(Throwable cause) {
          unexpected.set(cause);
        }
      };

  @BeforeEach
  void open() throws IOException {
    int port;
    try (ServerSocket nobody = new ServerSocket(0)) {
      port = nobody.getLocalPort();
    }
    Site site =
        new Site(
            "lake",
            "湖滨卫生院",
            "urn:lake",
            ZoneId.of("+08:00"),
            Set.of("DEVICE"),
            Set.of(),
            Set.of(),
            false,
            List.of(new Node("DEVICE", "127.0.0.1", port)));
    ledger = SqlLedger.open(SqlLedger.Options.in(folder));
    CommitmentPorts ports =
        new CommitmentPorts(
            ledger,
            ledger.commitments(),
            () -> new Sites(List.of(site), false),
            () -> new Targets(List.of(), List.of()),
            id -> CommitmentMode.DURABLE_HERE,
            new Announcements(ledger, (exchange, step) -> {}, now::get),
            listener,
            now::get);
    desk =
        new CommitmentDesk(
            ports,
            association -> Optional.of(site),
            archive -> new Connector(Timeouts.standard()),
            device -> new Connector(Timeouts.standard()),
            CommitmentOptions.of(Duration.ZERO));
    desk.start();
  }

  @AfterEach
  void close() throws IOException {
    desk.close();
    ledger.close();
    assertThat(unexpected.get()).isNull();
  }

  private Status ask(ReportChannel channel) {
    InetSocketAddress somewhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    return desk.requested(
        new CommitmentRequest(
            new AssociationInfo(1, "DEVICE", "FARSIGHT", somewhere, somewhere, "TEST"),
            "1.2.77",
            List.of(new SopReference("1.2.840.10008.5.1.4.1.1.2", "1.2.3"))),
        channel);
  }

  /** Lets time pass until the device has been tried once more. */
  private void tryAt(Duration afterTheRequest) {
    int before = tries.get();
    now.set(ASKED.plus(afterTheRequest));
    await().until(() -> tries.get() > before);
  }

  @Test
  void itIsTriedForSevenDaysGivenUpAndToldWhenItAsksAgain() {
    assertThat(ask(GONE)).isEqualTo(Status.SUCCESS);
    await().until(() -> tries.get() == 1);
    tryAt(Duration.ofHours(1));
    tryAt(Duration.ofDays(3));
    tryAt(Duration.ofDays(7).minusMinutes(1));
    assertThat(givenUp).hasValue(0);
    assertThat(ledger.commitments().open()).isEqualTo(1);

    now.set(ASKED.plus(Duration.ofDays(8)));
    await().until(() -> givenUp.get() == 1);
    assertThat(ledger.commitments().open()).isZero();
    assertThat(reported).hasValue(0);

    AtomicReference<CommitmentReport> told = new AtomicReference<>();
    ask(
        (report, patience) -> {
          told.set(report);
          return Optional.of(Status.SUCCESS);
        });
    await().until(() -> reported.get() == 1);
    CommitmentReport report = Objects.requireNonNull(told.get());
    assertThat(report.transactionUid()).isEqualTo("1.2.77");
    assertThat(report.failed())
        .extracting(CommitmentReport.Failure::reason)
        .containsExactly(CommitmentReport.NO_SUCH_OBJECT_INSTANCE);
    assertThat(ledger.commitments().open()).isZero();
  }
}
