package org.farsight.exchange;

/**
 * What intake read from an object to know where it belongs. Holds a patient id, so {@code toString}
 * says only what may be logged.
 *
 * @param format {@code dicom}, or the name of an ECG format such as {@code aecg}; of a document,
 *     its kind and how it is written: {@code order-hl7v2}
 * @param sopClass SOP Class UID (0008,0016), empty for what is no DICOM object
 * @param sopInstance SOP Instance UID (0008,0018), empty for what is no DICOM object
 * @param transferSyntax UID the bytes are encoded in, empty for what is no DICOM object
 * @param study what the object says that it belongs to: Study Instance UID (0020,000D), or the
 *     number that an order has at its site; empty for an ECG that is no DICOM object
 * @param series Series Instance UID (0020,000E), may be empty
 * @param modality (0008,0060), or {@code ECG}
 * @param patientId (0010,0020) or the format's own; empty where the object has none
 * @param patientIssuer (0010,0021) where the object names one, else empty: the site is the issuer
 * @param accession (0008,0050) or the format's order number; empty where there is none
 * @param description what queries ask for; {@link Description#NONE} where it was read back from the
 *     ledger, which keeps it per study and series for its {@link Catalogue}
 */
public record ObjectFacts(
    String format,
    String sopClass,
    String sopInstance,
    String transferSyntax,
    String study,
    String series,
    String modality,
    String patientId,
    String patientIssuer,
    String accession,
    Description description) {

  /** Facts without a description. */
  public ObjectFacts(
      String format,
      String sopClass,
      String sopInstance,
      String transferSyntax,
      String study,
      String series,
      String modality,
      String patientId,
      String patientIssuer,
      String accession) {
    this(
        format,
        sopClass,
        sopInstance,
        transferSyntax,
        study,
        series,
        modality,
        patientId,
        patientIssuer,
        accession,
        Description.NONE);
  }

  /**
   * Facts of a document.
   *
   * @param format its kind and how it is written, {@code order-hl7v2}
   * @param about the number, within its site, of what it tells of
   * @param modality may be empty
   */
  public static ObjectFacts ofDocument(
      String format,
      String about,
      String modality,
      String patientId,
      String patientIssuer,
      String accession) {
    return new ObjectFacts(
        format, "", "", "", about, "", modality, patientId, patientIssuer, accession);
  }

  /** The same, naming no issuer where that is the site itself. */
  public ObjectFacts issuedAt(Site site) {
    return patientIssuer.equals(site.patientSystem())
        ? ofDocument(format, study, modality, patientId, "", accession)
        : this;
  }

  /** What kind of exchange it belongs to. */
  public Kind kind() {
    return isDicom() ? Kind.STUDY : Kind.ofFormat(format);
  }

  /** The same of a patient whom the object itself does not name. */
  public ObjectFacts ofPatient(String id) {
    return new ObjectFacts(
        format,
        sopClass,
        sopInstance,
        transferSyntax,
        study,
        series,
        modality,
        id,
        patientIssuer,
        accession,
        description);
  }

  /** True for a DICOM object, false for an ECG file of another format or a document. */
  public boolean isDicom() {
    return !sopInstance.isEmpty();
  }

  @Override
  public String toString() {
    return isDicom() ? "DICOM " + sopInstance : format;
  }
}
