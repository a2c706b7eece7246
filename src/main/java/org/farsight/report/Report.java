package org.farsight.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One signed version of the read of one case: all that the signature covers. A version never
 * changes; what is to be said differently is another version. Holds a person and what was found, so
 * {@code toString} says only what may be logged.
 *
 * @param caseId the case (the reading Task) that it answers
 * @param exchangeId the examination
 * @param version 1 for the first signed one
 * @param status what this version is
 * @param replaces SHA-256 (hex) of the file of the version before; empty for the first
 * @param reason why an earlier version was changed or withdrawn; empty for the first
 * @param subject who was examined, as known when it was signed
 * @param examination what was done
 * @param template id of the template that it was written with; may be empty
 * @param fields structured values in the order of the template
 * @param findings what is seen, free text of several lines
 * @param impression the conclusion, free text of several lines
 * @param critical what the branch must be told at once; empty where nothing is critical
 * @param keyImages images that belong to the report
 * @param signer who signs
 * @param signedAt when, to the second
 * @param read digests of everything that was read
 */
public record Report(
    String caseId,
    String exchangeId,
    int version,
    Status status,
    Optional<String> replaces,
    String reason,
    Subject subject,
    Examination examination,
    String template,
    List<Field> fields,
    String findings,
    String impression,
    Optional<String> critical,
    List<KeyImage> keyImages,
    Signer signer,
    Instant signedAt,
    List<Source> read) {

  /** Takes copies. */
  public Report {
    fields = List.copyOf(fields);
    keyImages = List.copyOf(keyImages);
    read = List.copyOf(read);
  }

  /** What a version is: DiagnosticReport.status of the same name. */
  public enum Status {
    /** The first signed version. */
    FINAL,
    /** A later one that says something else. */
    AMENDED,
    /** It counts no more: it was of the wrong patient, or should never have been. */
    ENTERED_IN_ERROR
  }

  /**
   * Who was examined.
   *
   * @param reference of the Patient at the FHIR server, {@code Patient/id}
   * @param patientId as the site has it; may be empty
   * @param issuer who gave that id; empty: the site
   * @param name as people read it; may be empty
   * @param sex Patient.gender; may be empty
   * @param birthDate empty where nobody told it
   */
  public record Subject(
      String reference,
      String patientId,
      String issuer,
      String name,
      String sex,
      Optional<LocalDate> birthDate) {
    /** Replaces half characters, which nothing can hold that is signed. */
    public Subject {
      patientId = ReportText.whole(patientId);
      issuer = ReportText.whole(issuer);
      name = ReportText.whole(name);
    }

    /** Hides the person. */
    @Override
    public String toString() {
      return "Subject[…]";
    }
  }

  /**
   * What was done.
   *
   * @param siteId the branch
   * @param siteName as people call it
   * @param accession accession or order number; may be empty
   * @param modality DICOM modality, {@code ECG} for any ECG
   * @param description the order's or the study's words; may be empty
   * @param study Study Instance UID; empty for an ECG that is no DICOM object
   * @param order {@code ServiceRequest/id} at the FHIR server; may be empty
   * @param task {@code Task/id} at the FHIR server
   * @param at when it was acquired, where that is known, else when it came
   */
  public record Examination(
      String siteId,
      String siteName,
      String accession,
      String modality,
      String description,
      String study,
      String order,
      String task,
      Instant at) {
    /** Replaces half characters, which nothing can hold that is signed. */
    public Examination {
      accession = ReportText.whole(accession);
      modality = ReportText.whole(modality);
      description = ReportText.whole(description);
    }

    /** Hides the words: people write names into them. */
    @Override
    public String toString() {
      return "Examination[" + modality + "]";
    }
  }

  /**
   * One structured value.
   *
   * @param id of the template's field
   * @param label as it stood when it was signed
   * @param value as written; a number in decimal notation
   * @param unit UCUM; empty where it has none
   */
  public record Field(String id, String label, String value, String unit) {
    /** Hides what was found. */
    @Override
    public String toString() {
      return "Field[" + id + "]";
    }
  }

  /**
   * An image that belongs to the report.
   *
   * @param instance SOP Instance UID
   * @param frame from 1
   */
  public record KeyImage(String instance, int frame) {}

  /**
   * Who signs.
   *
   * @param login the account
   * @param name as people call the reader
   */
  public record Signer(String login, String name) {}

  /**
   * Something that was read.
   *
   * @param what SOP Instance UID, or the format of a file
   * @param sha256 of its bytes as they came, hex
   */
  public record Source(String what, String sha256) {}

  /** Whether it stands. */
  public boolean stands() {
    return status != Status.ENTERED_IN_ERROR;
  }

  @Override
  public String toString() {
    return "Report of case " + caseId + " version " + version;
  }
}
