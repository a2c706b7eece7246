package org.farsight.dicom.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;

/**
 * What became of the instances of a Store transaction, PS3.18 §10.5.3 and annex I.2.
 *
 * @param studyUrl Retrieve URL of the study, where all are of one
 * @param outcomes one per instance, in their order
 */
public record StowResponse(Optional<String> studyUrl, List<Outcome> outcomes) {

  /** Warning Reason (0008,1196): stored, but not all of it is as it should be. */
  public static final int DATA_SET_DOES_NOT_MATCH_SOP_CLASS = 0xB007;

  /** Warning Reason: stored beside what is known; a person decides which holds. */
  public static final int KEPT_BACK = 0xB001;

  /** Failure Reason (0008,1197). */
  public static final int PROCESSING_FAILURE = 0x0110;

  /** Failure Reason. */
  public static final int OUT_OF_RESOURCES = 0xA700;

  /** Failure Reason; here also an instance of another study than the request names. */
  public static final int NOT_AS_ANNOUNCED = 0xA900;

  /** Failure Reason. */
  public static final int CANNOT_UNDERSTAND = 0xC000;

  /** Failure Reason: pixels in a media type or transfer syntax that is not taken. */
  public static final int TRANSFER_SYNTAX_NOT_SUPPORTED = 0xC122;

  private static final int FAILURE_REASON = 0x0008_1197;
  private static final int WARNING_REASON = 0x0008_1196;
  private static final int OTHER_FAILURES_SEQUENCE = 0x0008_119A;

  /** What became of one. */
  public sealed interface Outcome {}

  /** It is kept, and can be retrieved. */
  public record Stored(String sopClass, String sopInstance, String url) implements Outcome {}

  /** It is kept, with a Warning Reason. */
  public record Warned(String sopClass, String sopInstance, int reason) implements Outcome {}

  /** It is not kept. */
  public record Failed(String sopClass, String sopInstance, int reason) implements Outcome {}

  /** Something is not kept of which not even the UIDs could be read. */
  public record Unknown(int reason) implements Outcome {}

  /** Takes a copy of the list. */
  public StowResponse {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * The status code, PS3.18 table 10.5.3-1: 200 all stored; 202 some with a warning, or some
   * failed; 409 all failed; 503 all failed for want of resources.
   */
  public int httpStatus() {
    long failed = outcomes.stream().filter(StowResponse::isFailure).count();
    if (failed == 0) {
      return outcomes.stream().anyMatch(Warned.class::isInstance) ? 202 : 200;
    }
    if (failed < outcomes.size()) {
      return 202;
    }
    boolean busy =
        outcomes.stream().allMatch(o -> o instanceof Failed f && f.reason == OUT_OF_RESOURCES);
    return busy ? 503 : 409;
  }

  private static boolean isFailure(Outcome outcome) {
    return switch (outcome) {
      case Stored stored -> false;
      case Warned warned -> false;
      case Failed failed -> true;
      case Unknown unknown -> true;
    };
  }

  /** The response's data set, PS3.18 table I.2-1. */
  public DataSet dataSet() {
    DataSet set = new DataSet();
    List<DataSet> referenced = new ArrayList<>();
    List<DataSet> failures = new ArrayList<>();
    List<DataSet> others = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Stored stored ->
            referenced.add(
                item(stored.sopClass, stored.sopInstance).put(Tag.RETRIEVE_URL, VR.UR, stored.url));
        case Warned warned ->
            referenced.add(
                item(warned.sopClass, warned.sopInstance)
                    .putInts(WARNING_REASON, VR.US, warned.reason));
        case Failed failed ->
            failures.add(
                item(failed.sopClass, failed.sopInstance)
                    .putInts(FAILURE_REASON, VR.US, failed.reason));
        case Unknown unknown ->
            others.add(new DataSet().putInts(FAILURE_REASON, VR.US, unknown.reason));
      }
    }
    studyUrl.ifPresent(url -> set.put(Tag.RETRIEVE_URL, VR.UR, url));
    if (!failures.isEmpty()) {
      set.putItems(Tag.FAILED_SOP_SEQUENCE, failures);
    }
    if (!referenced.isEmpty()) {
      set.putItems(Tag.REFERENCED_SOP_SEQUENCE, referenced);
    }
    if (!others.isEmpty()) {
      set.putItems(OTHER_FAILURES_SEQUENCE, others);
    }
    return set;
  }

  private static DataSet item(String sopClass, String sopInstance) {
    return new DataSet()
        .put(Tag.REFERENCED_SOP_CLASS_UID, VR.UI, sopClass)
        .put(Tag.REFERENCED_SOP_INSTANCE_UID, VR.UI, sopInstance);
  }
}
