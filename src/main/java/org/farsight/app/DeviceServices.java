package org.farsight.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.farsight.commitment.CommitmentDesk;
import org.farsight.commitment.CommitmentOptions;
import org.farsight.commitment.CommitmentPorts;
import org.farsight.dicom.service.DimseService;
import org.farsight.dicom.service.MppsScp;
import org.farsight.dicom.service.StorageCommitmentScp;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.Connector;
import org.farsight.exchange.Announcements;
import org.farsight.exchange.CommitmentMode;
import org.farsight.exchange.Doorbell;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.farsight.exchange.Node;
import org.farsight.exchange.Site;
import org.farsight.exchange.Sites;
import org.farsight.exchange.Target;
import org.farsight.exchange.Targets;
import org.farsight.expectation.PerformedSteps;
import org.farsight.expectation.Watch;
import org.farsight.ledger.SqlLedger;

/** What devices announce and ask about what they store: performed steps, storage commitment. */
final class DeviceServices implements AutoCloseable {
  private static final int MOST_RESUMED = 10_000;

  private final SqlLedger ledger;
  private final Watch watch;
  private final CommitmentDesk commitments;
  private final PerformedSteps performedSteps;

  /** What a reload changes, as it is in force now. */
  record InForce(
      Supplier<Sites> sites, Supplier<Targets> targets, Function<String, CommitmentMode> modes) {}

  /**
   * @param archives calls archives, as secured as each is
   * @param devices calls devices, as secured as each is
   * @param callers the site whose device has opened an association
   * @param patience for an object that is not here yet when a device asks about it
   * @param killSwitch is told of the places that it comes to
   */
  DeviceServices(
      SqlLedger ledger,
      Doorbell bells,
      Meters meters,
      InForce inForce,
      Function<Target.Archive, Connector> archives,
      Function<Node, Connector> devices,
      Function<AssociationInfo, Optional<Site>> callers,
      Duration patience,
      KillSwitch killSwitch) {
    this.ledger = ledger;
    InstantSource clock = InstantSource.system();
    Announcements announcements = new Announcements(ledger, bells, clock);
    watch = new Watch(ledger, announcements, meters::unexpected, clock);
    performedSteps =
        new PerformedSteps(
            ledger,
            callers,
            studies -> {
              killSwitch.pass(KillPoint.PERFORMED_STEP_NOTED);
              watch.announced(studies);
            },
            clock);
    commitments =
        new CommitmentDesk(
            new CommitmentPorts(
                ledger,
                ledger.commitments(),
                inForce.sites(),
                inForce.targets(),
                inForce.modes(),
                announcements,
                meters,
                clock),
            callers,
            archives,
            devices,
            CommitmentOptions.of(patience));
  }

  /** An object has joined an exchange, durably. */
  void joined(Exchange exchange) {
    watch.joined(exchange);
  }

  /** What the DICOM listener offers. */
  List<DimseService> services() {
    return List.of(new StorageCommitmentScp(commitments), new MppsScp(performedSteps));
  }

  /** Goes on with what was there before the start. */
  void start() {
    watch.resume(ledger.announcedSince(watch.since(), MOST_RESUMED));
    commitments.start();
  }

  @Override
  public void close() {
    commitments.close();
    watch.close();
  }
}
