package org.farsight.exchange;

/** What an exchange carries; decides its key and when it is complete. */
public enum Kind {
  /** One DICOM study at one site, keyed by Study Instance UID; a DICOM ECG is one too. */
  STUDY,
  /** One ECG that is no DICOM object, keyed by the SHA-256 of its bytes. */
  ECG
}
