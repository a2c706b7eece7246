package org.farsight.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.service.ContextNotAcceptedException;
import org.farsight.dicom.service.RequestFailedException;
import org.farsight.dicom.service.StorageContext;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;

/**
 * Pushes DICOM files by C-STORE, each with its data set as it is in the file and in its own
 * transfer syntax. One association after another, as few as the limit of 128 presentation contexts
 * allows. An object on which the association breaks fails; the next one gets a new association.
 */
final class DicomSending {

  /** A file that can be sent. */
  private record Candidate(Path file, String sopInstance, StorageContext context) {}

  private final Connector connector;
  private final String callingAeTitle;
  private final AeAddress peer;
  private final SendListener report;

  DicomSending(Connector connector, String callingAeTitle, AeAddress peer, SendListener report) {
    this.connector = connector;
    this.callingAeTitle = callingAeTitle;
    this.peer = peer;
    this.report = report;
  }

  /** Sends what is DICOM among the files; everything goes to the report. */
  void send(List<DeviceFile> files) {
    List<Candidate> candidates = new ArrayList<>();
    for (DeviceFile file : files) {
      read(file.path()).ifPresent(candidates::add);
    }
    List<StorageContext> contexts = candidates.stream().map(Candidate::context).toList();
    for (List<StorageContext> group : StorageScu.plan(contexts)) {
      Set<StorageContext> members = new HashSet<>(group);
      sendGroup(group, candidates.stream().filter(c -> members.contains(c.context())).toList());
    }
  }

  private Optional<Candidate> read(Path path) {
    try (Part10File file = Part10File.open(path)) {
      // A file's header may name other UIDs than its data set, which is what arrives in the end.
      DataSet ids = file.readDataSet(ReadOptions.DEFAULT.withStopAt(Tag.SOP_INSTANCE_UID + 1));
      Optional<String> sopClass = ids.string(Tag.SOP_CLASS_UID).or(file::sopClass);
      Optional<String> sopInstance = ids.string(Tag.SOP_INSTANCE_UID).or(file::sopInstance);
      if (sopClass.equals(Optional.of(Uid.MEDIA_STORAGE_DIRECTORY))) {
        report.skipped(path, "a DICOMDIR, the index of a medium, which is not stored");
        return Optional.empty();
      }
      if (sopClass.isEmpty() || sopInstance.isEmpty()) {
        report.skipped(path, "DICOM without SOP Class or SOP Instance UID");
        return Optional.empty();
      }
      StorageContext context = new StorageContext(sopClass.get(), file.transferSyntax().uid());
      return Optional.of(new Candidate(path, sopInstance.get(), context));
    } catch (DicomFormatException e) {
      report.skipped(path, "no DICOM file");
    } catch (IOException e) {
      report.failed(path, "cannot be read: " + SendReport.reason(e));
    }
    return Optional.empty();
  }

  private void sendGroup(List<StorageContext> contexts, List<Candidate> candidates) {
    int next = 0;
    while (next < candidates.size()) {
      try (StorageScu association = StorageScu.open(connector, callingAeTitle, peer, contexts)) {
        while (next < candidates.size() && association.isOpen()) {
          Candidate candidate = candidates.get(next++);
          sendOne(association, candidate);
        }
      } catch (AssociationException e) {
        // Without an association nothing more can be sent; a failed release harms nobody.
        for (Candidate candidate : candidates.subList(next, candidates.size())) {
          report.failed(candidate.file(), SendReport.reason(e));
        }
        return;
      }
    }
  }

  private void sendOne(StorageScu association, Candidate candidate) {
    StorageContext context = candidate.context();
    try (Part10File file = Part10File.open(candidate.file())) {
      long length = file.dataSetLength();
      Status status =
          association.store(
              context.sopClass(),
              candidate.sopInstance(),
              context.transferSyntax(),
              file.dataSet(),
              length);
      switch (status.category()) {
        case SUCCESS -> report.sent(candidate.file(), length);
        case WARNING -> {
          report.sent(candidate.file(), length);
          report.remark(candidate.file(), status.describe());
        }
        case FAILURE, CANCEL, PENDING -> report.failed(candidate.file(), status.describe());
      }
    } catch (ContextNotAcceptedException | RequestFailedException e) {
      report.failed(candidate.file(), SendReport.reason(e));
    } catch (IOException e) {
      report.failed(candidate.file(), "cannot be read: " + SendReport.reason(e));
    }
  }
}
