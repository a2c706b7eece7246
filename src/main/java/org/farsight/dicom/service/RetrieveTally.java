package org.farsight.dicom.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Message.SubOperations;
import org.farsight.dicom.dimse.Status;

/** Counts the sub-operations of one C-MOVE or C-GET, PS3.4 §C.4.2.1.6 to §C.4.2.3. */
final class RetrieveTally {
  static final int FAILED_SOP_INSTANCE_UID_LIST = 0x0008_0058;

  private final int all;
  private final List<String> failed = new ArrayList<>();
  private int completed;
  private int warning;
  private Optional<Status> firstFailure = Optional.empty();

  /**
   * @param all sub-operations there will be
   */
  RetrieveTally(int all) {
    this.all = all;
  }

  /** One is done. */
  void add(String sopInstance, Status status) {
    switch (status.category()) {
      case SUCCESS -> completed++;
      case WARNING -> warning++;
      case FAILURE, CANCEL, PENDING -> {
        failed.add(sopInstance);
        firstFailure = firstFailure.or(() -> Optional.of(status));
      }
    }
  }

  /** How many are still to be done. */
  int remaining() {
    return all - completed - warning - failed.size();
  }

  /** All four counts. */
  SubOperations counts() {
    return SubOperations.of(remaining(), completed, failed.size(), warning);
  }

  /** What the peer is told at the end, when none remains. */
  Status end() {
    if (failed.isEmpty() && warning == 0) {
      return Status.SUCCESS;
    }
    // short, since a comment has 64 characters
    String comment =
        firstFailure
            .map(
                first ->
                    "%d/%d failed: %04XH %s"
                        .formatted(
                            failed.size(),
                            all,
                            first.code(),
                            first.comment().or(first::name).orElse("")))
            .orElse(warning + "/" + all + " with warnings");
    Status end =
        completed + warning == 0
            ? Status.UNABLE_TO_PERFORM_SUB_OPERATIONS
            : Status.SUB_OPERATIONS_WITH_FAILURES;
    return end.withComment(comment);
  }

  /** The identifier of the final response, empty where nothing has failed. */
  Optional<DataSet> failures() {
    return failed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new DataSet().put(FAILED_SOP_INSTANCE_UID_LIST, VR.UI, failed.toArray(String[]::new)));
  }
}
