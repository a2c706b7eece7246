package org.farsight.exchange;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a device has told of a modality performed procedure step (PS3.4 annex F), as far as it says
 * which objects are to be expected. Holds no person.
 *
 * @param sopInstance UID of the step
 * @param siteId the device's site
 * @param caller the device's AE title
 * @param status how far it is
 * @param accession of the first scheduled step that names one, may be empty
 * @param studies Study Instance UIDs of the scheduled steps
 * @param objects SOP Instance UID → Series Instance UID of what was made
 * @param beganAt when it was created
 * @param changedAt when it was changed last
 */
public record PerformedStep(
    String sopInstance,
    String siteId,
    String caller,
    Status status,
    String accession,
    Set<String> studies,
    Map<String, String> objects,
    Instant beganAt,
    Instant changedAt) {

  /** Takes copies. */
  public PerformedStep {
    studies = Set.copyOf(studies);
    objects = Map.copyOf(objects);
  }

  /** Performed Procedure Step Status (0040,0252). */
  public enum Status {
    /** More is to come. */
    IN_PROGRESS,
    /** All was made. */
    COMPLETED,
    /** It was broken off; what was made until then is listed. */
    DISCONTINUED;

    /** True when nothing changes any more (PS3.4 §F.7.2.2.2). */
    public boolean isFinal() {
      return this != IN_PROGRESS;
    }
  }

  /** Writing, within a transaction of the ledger. */
  public interface Writer {
    /** The step with this UID. */
    Optional<PerformedStep> find(String sopInstance);

    /** Writes a step, new or changed. */
    void put(PerformedStep step);

    /**
     * Notes from elsewhere how many objects a study has; a later number of the same source replaces
     * the one before.
     */
    void expect(String siteId, String study, Signal.Source source, int objects, Instant at);
  }
}
