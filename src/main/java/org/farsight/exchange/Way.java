package org.farsight.exchange;

/** The way in that an arrival took. */
public enum Way {
  /** DICOM C-STORE (PS3.7 §9.1.1). */
  C_STORE,
  /** DICOMweb Store (STOW-RS, PS3.18 §10.5). */
  STOW,
  /** {@code POST /ecg}. */
  HTTP,
  /** HL7 v2 over MLLP. */
  MLLP,
  /** The inbox folder of a site. */
  FOLDER,
  /** Our own reading room: what a reader signs, what a branch answers. */
  READING_ROOM,
  /** It was found at the core hospital's FHIR server, where another program wrote it. */
  FHIR_SERVER
}
