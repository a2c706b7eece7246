package org.farsight.dicom.dimse;

/** Priority (0000,0700), PS3.7 annex E.1. */
public enum Priority {
  MEDIUM(0),
  HIGH(1),
  LOW(2);

  private final int code;

  Priority(int code) {
    this.code = code;
  }

  /** As on the wire. */
  public int code() {
    return code;
  }

  /** The priority of a code; what the standard does not know is medium. */
  public static Priority of(int code) {
    for (Priority priority : values()) {
      if (priority.code == code) {
        return priority;
      }
    }
    return MEDIUM;
  }
}
