package org.farsight.orders;

/** What a word may say about an examination; text, as the worklist writes it where it knows it. */
public enum Item {
  /** Study Instance UID (0020,000D) that its images shall have. */
  STUDY,
  /** Accession Number (0008,0050). */
  ACCESSION,
  /** Requested Procedure ID (0040,1001). */
  PROCEDURE_ID,
  /** Code of what is asked for. */
  PROCEDURE_CODE,
  /** Its coding scheme. */
  PROCEDURE_SCHEME,
  /** What is asked for, in words. */
  PROCEDURE,
  /** Code of how it is to be done. */
  PROTOCOL_CODE,
  /** Its coding scheme. */
  PROTOCOL_SCHEME,
  /** How it is to be done, in words. */
  PROTOCOL,
  /** Scheduled Procedure Step ID (0040,0009). */
  STEP_ID,
  /** Modality (0008,0060). */
  MODALITY,
  /** Scheduled Station AE Title (0040,0001). */
  STATION_AET,
  /** Scheduled Station Name (0040,0010). */
  STATION_NAME,
  /** Scheduled Procedure Step Location (0040,0011). */
  STATION_LOCATION,
  /** How urgent: the name of a priority of the exchange. */
  PRIORITY,
  /** When it is to begin: ISO 8601 date and time, with an offset where the sender says one. */
  SCHEDULED,
  /** Who asks for it, as a DICOM name. */
  REQUESTER,
  /** Who has sent the patient, as a DICOM name. */
  REFERRER,
  /** Who is to do it, as a DICOM name. */
  PERFORMER,
  /** Number of the visit. */
  VISIT,
  /** Where the patient is. */
  WARD,
  /** Why it is asked for, in words. */
  REASON,
  /** Allergies (0010,2110). */
  ALLERGIES
}
