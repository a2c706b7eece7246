package org.farsight.dicom.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Message;

/** The data sets of storage commitment, PS3.4 tables J.3-1 and J.3-2. */
final class CommitmentDataSets {
  private CommitmentDataSets() {}

  /** The action information of a request. */
  static DataSet request(String transactionUid, List<SopReference> references) {
    return new DataSet()
        .put(Tag.TRANSACTION_UID, VR.UI, transactionUid)
        .putItems(
            Tag.REFERENCED_SOP_SEQUENCE,
            references.stream().map(CommitmentDataSets::item).toList());
  }

  /** The event information of a report. */
  static DataSet report(CommitmentReport report) {
    DataSet dataSet = new DataSet().put(Tag.TRANSACTION_UID, VR.UI, report.transactionUid());
    if (!report.committed().isEmpty()) {
      dataSet.putItems(
          Tag.REFERENCED_SOP_SEQUENCE,
          report.committed().stream().map(CommitmentDataSets::item).toList());
    }
    if (!report.failed().isEmpty()) {
      dataSet.putItems(
          Tag.FAILED_SOP_SEQUENCE,
          report.failed().stream()
              .map(
                  failure ->
                      item(failure.reference())
                          .putInts(Tag.FAILURE_REASON, VR.US, failure.reason()))
              .toList());
    }
    return dataSet;
  }

  /** The notification that carries a report. */
  static Message.NEventReportRq event(int messageId, CommitmentReport report) {
    return new Message.NEventReportRq(
        messageId,
        Uid.STORAGE_COMMITMENT_PUSH,
        Uid.STORAGE_COMMITMENT_PUSH_INSTANCE,
        report.eventType(),
        true);
  }

  private static DataSet item(SopReference reference) {
    return new DataSet()
        .put(Tag.REFERENCED_SOP_CLASS_UID, VR.UI, reference.sopClass())
        .put(Tag.REFERENCED_SOP_INSTANCE_UID, VR.UI, reference.sopInstance());
  }

  /** The references of a sequence; empty where one of them lacks a UID. */
  static Optional<List<SopReference>> references(DataSet dataSet, int sequence) {
    List<SopReference> references = new ArrayList<>();
    for (DataSet item : dataSet.items(sequence)) {
      Optional<SopReference> reference = reference(item);
      if (reference.isEmpty()) {
        return Optional.empty();
      }
      references.add(reference.get());
    }
    return Optional.of(references);
  }

  /** The event information as a report; empty where it lacks what it must have. */
  static Optional<CommitmentReport> report(DataSet dataSet) {
    Optional<String> transaction = dataSet.string(Tag.TRANSACTION_UID);
    Optional<List<SopReference>> committed = references(dataSet, Tag.REFERENCED_SOP_SEQUENCE);
    if (transaction.isEmpty() || committed.isEmpty()) {
      return Optional.empty();
    }
    List<CommitmentReport.Failure> failed = new ArrayList<>();
    for (DataSet item : dataSet.items(Tag.FAILED_SOP_SEQUENCE)) {
      Optional<SopReference> reference = reference(item);
      if (reference.isEmpty()) {
        return Optional.empty();
      }
      OptionalInt reason = item.integer(Tag.FAILURE_REASON);
      // without a reason it is a failure all the same
      failed.add(
          new CommitmentReport.Failure(
              reference.get(), reason.orElse(CommitmentReport.PROCESSING_FAILURE)));
    }
    return Optional.of(new CommitmentReport(transaction.get(), committed.get(), failed));
  }

  private static Optional<SopReference> reference(DataSet item) {
    Optional<String> sopClass = item.string(Tag.REFERENCED_SOP_CLASS_UID);
    return item.string(Tag.REFERENCED_SOP_INSTANCE_UID)
        .flatMap(instance -> sopClass.map(uid -> new SopReference(uid, instance)));
  }
}
