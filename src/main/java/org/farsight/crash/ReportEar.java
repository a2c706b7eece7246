package org.farsight.crash;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.CommitmentHandler;
import org.farsight.dicom.service.CommitmentReport;
import org.farsight.dicom.service.CommitmentRequest;
import org.farsight.dicom.service.ReportChannel;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.StorageCommitmentScp;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.AssociationPolicy;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.Timeouts;

/** The ear of the devices: takes reports that come over associations of the engine's own. */
final class ReportEar implements CommitmentHandler, AutoCloseable {
  private final Journal journal;
  private final Listener listener;

  ReportEar(int port, Journal journal) throws IOException {
    this.journal = journal;
    this.listener =
        Listener.start(
            new Listener.Configuration(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                20,
                Listener.Configuration.STANDARD_MAXIMUM_LENGTH,
                Timeouts.standard(),
                AssociationPolicy.acceptAll(),
                AssociationObserver.none(),
                new ServiceRegistry(List.of(new StorageCommitmentScp(this)))));
  }

  /** Notes a report in which all is committed; one with failures leaves the request unanswered. */
  void heard(CommitmentReport report) {
    if (report.failed().isEmpty()) {
      journal.note(new Sent.Report(report.transactionUid()));
    }
  }

  @Override
  public Status requested(CommitmentRequest request, ReportChannel channel) {
    return Status.NOT_AUTHORIZED;
  }

  @Override
  public Status reported(AssociationInfo association, CommitmentReport report) {
    heard(report);
    return Status.SUCCESS;
  }

  @Override
  public void close() throws IOException {
    try {
      listener.stop(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
