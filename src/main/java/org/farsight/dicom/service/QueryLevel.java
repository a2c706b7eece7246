package org.farsight.dicom.service;

import java.util.Optional;
import org.farsight.dicom.data.Tag;

/** Query/Retrieve Level (0008,0052), PS3.4 §C.6, from the top. */
public enum QueryLevel {
  PATIENT(Tag.PATIENT_ID),
  STUDY(Tag.STUDY_INSTANCE_UID),
  SERIES(Tag.SERIES_INSTANCE_UID),
  IMAGE(Tag.SOP_INSTANCE_UID);

  private final int uniqueKey;

  QueryLevel(int uniqueKey) {
    this.uniqueKey = uniqueKey;
  }

  /** The tag of what identifies one entity of the level, PS3.4 §C.6.1.1. */
  public int uniqueKey() {
    return uniqueKey;
  }

  /** The level of this value; empty for any other. */
  public static Optional<QueryLevel> of(String value) {
    for (QueryLevel level : values()) {
      if (level.name().equals(value)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }
}
