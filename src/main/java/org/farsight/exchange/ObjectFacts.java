package org.farsight.exchange;

/**
 * What intake read from an object to know where it belongs. Holds a patient id, so {@code toString}
 * says only what may be logged.
 *
 * @param format {@code dicom}, or the name of an ECG format such as {@code aecg}
 * @param sopClass SOP Class UID (0008,0016), empty for what is no DICOM object
 * @param sopInstance SOP Instance UID (0008,0018), empty for what is no DICOM object
 * @param transferSyntax UID the bytes are encoded in, empty for what is no DICOM object
 * @param study Study Instance UID (0020,000D), empty for what is no DICOM object
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

  /** True for a DICOM object, false for an ECG file of another format. */
  public boolean isDicom() {
    return !sopInstance.isEmpty();
  }

  @Override
  public String toString() {
    return isDicom() ? "DICOM " + sopInstance : format;
  }
}
