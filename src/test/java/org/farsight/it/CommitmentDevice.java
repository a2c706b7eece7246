package org.farsight.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.CommitmentHandler;
import org.farsight.dicom.service.CommitmentReport;
import org.farsight.dicom.service.CommitmentRequest;
import org.farsight.dicom.service.ReportChannel;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.SopReference;
import org.farsight.dicom.service.StorageCommitmentScp;
import org.farsight.dicom.service.StorageCommitmentScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.AssociationPolicy;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.Timeouts;

/** The ear of a modality: takes the reports that come by an association of the engine's own. */
final class CommitmentDevice implements CommitmentHandler, AutoCloseable {
  /** The setting by which the engine lets a device wait on a machine that is busy. */
  static final String LET_WAIT = "dicom.idle-seconds=300";

  private static final Timeouts PATIENT = Timeouts.standard().withIdle(Duration.ofSeconds(300));

  private final BlockingQueue<CommitmentReport> reports = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> callers = new LinkedBlockingQueue<>();
  private final Listener listener;

  /**
   * @param port 0 for a free one
   */
  CommitmentDevice(int port) throws IOException {
    listener =
        Listener.start(
            new Listener.Configuration(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                10,
                Listener.Configuration.STANDARD_MAXIMUM_LENGTH,
                Timeouts.standard(),
                AssociationPolicy.acceptAll(),
                AssociationObserver.none(),
                new ServiceRegistry(List.of(new StorageCommitmentScp(this)))));
  }

  /** The setting by which the engine knows where this device is. */
  String setting() {
    return "sites.lakeside.addresses=" + address();
  }

  AeAddress address() {
    return new AeAddress(EngineHome.CALLER, "127.0.0.1", listener.port());
  }

  /** The next report, waited for. */
  CommitmentReport awaitReport() throws InterruptedException {
    CommitmentReport report = reports.poll(120, TimeUnit.SECONDS);
    if (report == null) {
      throw new AssertionError("no report came");
    }
    return report;
  }

  /** Who has reported, by AE title, the oldest first. */
  List<String> callers() {
    return List.copyOf(callers);
  }

  /** What a device names when it asks about objects. */
  static List<SopReference> references(Collection<PushedObject> objects) {
    return objects.stream()
        .map(object -> new SopReference(object.context().sopClass(), object.sopInstance()))
        .toList();
  }

  /** Asks and keeps the association until the report comes over it. */
  static Optional<CommitmentReport> ask(
      AeAddress engine, String transaction, List<SopReference> references) throws IOException {
    try (StorageCommitmentScu scu =
        StorageCommitmentScu.open(new Connector(PATIENT), EngineHome.CALLER, engine)) {
      Status status = scu.request(transaction, references);
      if (!status.equals(Status.SUCCESS)) {
        throw new AssertionError("the request was answered " + status.describe());
      }
      return scu.awaitReport(Duration.ofSeconds(200));
    }
  }

  /** Asks and goes away; gives the answer to the request. */
  static Status askAndLeave(AeAddress engine, String transaction, List<SopReference> references)
      throws IOException {
    try (StorageCommitmentScu scu =
        StorageCommitmentScu.open(new Connector(PATIENT), EngineHome.CALLER, engine)) {
      return scu.request(transaction, references);
    }
  }

  @Override
  public Status requested(CommitmentRequest request, ReportChannel channel) {
    return Status.NOT_AUTHORIZED;
  }

  @Override
  public Status reported(AssociationInfo association, CommitmentReport report) {
    callers.add(association.callingAeTitle().strip());
    reports.add(report);
    return Status.SUCCESS;
  }

  @Override
  public void close() {
    try {
      listener.stop(Duration.ofSeconds(2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
