package org.farsight.exchange;

/** The rules that keep an object back although its bytes are safe. */
public enum QuarantineReason {
  /** A known SOP Instance UID with other bytes; both are kept. */
  OTHER_BYTES_UNDER_KNOWN_UID(200),
  /** A known Study Instance UID with another patient id or issuer; the first study is untouched. */
  STUDY_OF_ANOTHER_PATIENT(200),
  /** UIDs can be read, the rest of the object cannot. */
  BROKEN_OBJECT(422),
  /** The bytes are of no known format. */
  UNKNOWN_FORMAT(415),
  /** The format is known but the file is broken. */
  BROKEN_FILE(422),
  /** A report of another system that answers no case, or none that one can tell. */
  REPORT_WITHOUT_CASE(200);

  private final int httpStatus;

  QuarantineReason(int httpStatus) {
    this.httpStatus = httpStatus;
  }

  /** The answer for a sender over HTTP, which does not loop on a refusal. */
  public int httpStatus() {
    return httpStatus;
  }
}
