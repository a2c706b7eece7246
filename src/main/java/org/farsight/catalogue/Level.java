package org.farsight.catalogue;

/** What a query asks for: Query/Retrieve Level (0008,0052), PS3.4 §C.6. */
public enum Level {
  /** Patients. */
  PATIENT,
  /** Studies. */
  STUDY,
  /** Series. */
  SERIES,
  /** Objects; the level is called IMAGE in C-FIND. */
  INSTANCE
}
