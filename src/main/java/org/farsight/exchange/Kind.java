package org.farsight.exchange;

import java.util.List;
import java.util.Locale;

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
  PATIENT,
  /** The signed read of one case, keyed by the site and the case. Each version is an arrival. */
  REPORT,
  /**
   * A critical value that its branch must be told of, keyed by the site, the examination and the
   * cause. The notice is an arrival, and what the branch answers is another.
   */
  CRITICAL;

  /**
   * Whether it is an examination. The others say something about examinations: they are not counted
   * among them, and no archive is given them.
   */
  public boolean isExamination() {
    return switch (this) {
      case STUDY, ECG -> true;
      case ORDER, PATIENT, REPORT, CRITICAL -> false;
    };
  }

  /** The kind of a file of this format that is no DICOM object, see {@link ObjectFacts#format}. */
  static Kind ofFormat(String format) {
    for (Kind one : List.of(ORDER, PATIENT, REPORT, CRITICAL)) {
      if (format.startsWith(one.documents())) {
        return one;
      }
    }
    return ECG;
  }

  /** How the formats of its documents begin. */
  private String documents() {
    return name().toLowerCase(Locale.ROOT) + "-";
  }
}
