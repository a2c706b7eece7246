package org.farsight.exchange;

/** What an exchange carries; decides its key and when it is complete. */
public enum Kind {
  /** One DICOM study at one site, keyed by Study Instance UID; a DICOM ECG is one too. */
  STUDY,
  /** One ECG that is no DICOM object, keyed by the SHA-256 of its bytes. */
  ECG,
  /**
   * One order of one site, keyed by the site and the order's number there. Each word about it is an
   * arrival.
   */
  ORDER,
  /**
   * One patient of one issuer as a site's registration tells of them, keyed by the site, the issuer
   * where it is another, and the id. Each message is an arrival; a merge is one of the patient that
   * is used no more.
   */
  PATIENT;

  /**
   * Whether it is an examination. The others say something about examinations: they are not counted
   * among them, and no archive is given them.
   */
  public boolean isExamination() {
    return switch (this) {
      case STUDY, ECG -> true;
      case ORDER, PATIENT -> false;
    };
  }

  /** The kind of a file of this format that is no DICOM object, see {@link ObjectFacts#format}. */
  static Kind ofFormat(String format) {
    if (format.startsWith(ORDER.documents())) {
      return ORDER;
    }
    return format.startsWith(PATIENT.documents()) ? PATIENT : ECG;
  }

  /** How the formats of its documents begin. */
  private String documents() {
    return name().toLowerCase(java.util.Locale.ROOT) + "-";
  }
}
