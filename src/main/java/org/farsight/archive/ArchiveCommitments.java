package org.farsight.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.service.CommitmentHandler;
import org.farsight.dicom.service.CommitmentReport;
import org.farsight.dicom.service.CommitmentRequest;
import org.farsight.dicom.service.ReportChannel;
import org.farsight.dicom.service.SopReference;
import org.farsight.dicom.service.StorageCommitmentReporter;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationInfo;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the archive to what its folder has, and reports at once: over the association of the
 * request, else to the caller's address where it is known. A report that cannot be delivered is
 * dropped; who misses it asks again.
 */
final class ArchiveCommitments implements CommitmentHandler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveCommitments.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ArchiveFolder folder;
  private final String aeTitle;
  private final List<AeAddress> callers;
  private final Connector connector = new Connector(Timeouts.standard());
  private final ExecutorService reporting =
      Executors.newFixedThreadPool(
          2, Thread.ofPlatform().daemon().name("archive-commitment-", 1).factory());

  ArchiveCommitments(ArchiveFolder folder, String aeTitle, List<AeAddress> callers) {
    this.folder = folder;
    this.aeTitle = aeTitle;
    this.callers = callers;
  }

  @Override
  public Status requested(CommitmentRequest request, ReportChannel channel) throws IOException {
    List<SopReference> committed = new ArrayList<>();
    List<CommitmentReport.Failure> failed = new ArrayList<>();
    for (SopReference reference : request.references()) {
      OptionalInt failure = failure(reference);
      if (failure.isPresent()) {
        failed.add(new CommitmentReport.Failure(reference, failure.getAsInt()));
      } else {
        committed.add(reference);
      }
    }
    CommitmentReport report = new CommitmentReport(request.transactionUid(), committed, failed);
    try {
      reporting.execute(() -> report(request.association(), report, channel));
      return Status.SUCCESS;
    } catch (RejectedExecutionException e) {
      return Status.PROCESSING_FAILURE.withComment("the archive is stopping");
    }
  }

  private OptionalInt failure(SopReference reference) throws IOException {
    Optional<Path> file = folder.file(reference.sopInstance());
    if (file.isEmpty()) {
      return OptionalInt.of(CommitmentReport.NO_SUCH_OBJECT_INSTANCE);
    }
    try (Part10File object = Part10File.open(file.get())) {
      boolean same =
          object
              .readDataSet(ReadOptions.DEFAULT.withStopAt(Tag.SOP_CLASS_UID + 1))
              .string(Tag.SOP_CLASS_UID)
              .filter(reference.sopClass()::equals)
              .isPresent();
      return same ? OptionalInt.empty() : OptionalInt.of(CommitmentReport.CLASS_INSTANCE_CONFLICT);
    }
  }

  private void report(AssociationInfo caller, CommitmentReport report, ReportChannel channel) {
    if (channel.tryReport(report, PATIENCE).isPresent()) {
      return;
    }
    String name = caller.callingAeTitle().strip();
    Optional<AeAddress> address =
        callers.stream().filter(known -> known.aeTitle().equals(name)).findFirst();
    try {
      if (address.isPresent()) {
        Status status = StorageCommitmentReporter.report(connector, aeTitle, address.get(), report);
        LOG.info("{} was told of {}: {}", name, report.transactionUid(), status.describe());
      } else {
        LOG.warn(
            "{} has not waited for {}, its address is not known", name, report.transactionUid());
      }
    } catch (IOException e) {
      LOG.warn("{} could not be told of {}: {}", name, report.transactionUid(), e.getMessage());
    }
  }

  /** This archive asks nobody for commitment. */
  @Override
  public Status reported(AssociationInfo association, CommitmentReport report) {
    return Status.INVALID_ARGUMENT_VALUE.withComment("nothing was asked");
  }

  @Override
  public void close() {
    reporting.shutdown();
  }
}
