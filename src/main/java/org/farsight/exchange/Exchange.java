package org.farsight.exchange;

import java.time.Instant;

/**
 * One study, one ECG that is no DICOM object, or one order, on its way from a branch site to the
 * core hospital.
 *
 * @param id opaque, also {@code meta.source} of each resource written for it
 * @param siteId the site it came from
 * @param kind study, ECG or order
 * @param key Study Instance UID (of an object that names none its SOP Instance UID: such an object
 *     is a study of its own), SHA-256 of the ECG file, or site and number of the order
 * @param patientId the patient's id as its issuer gave it; empty where the object has none
 * @param patientIssuer the issuer named by the object, else empty: the site is the issuer
 * @param accession accession or order number, may be empty
 * @param modality of the first arrival, or {@code ECG}; an order may name none
 * @param priority how urgent
 * @param revision number of arrivals that were new; each raises it in the transaction that keeps it
 * @param firstAt when the first arrival was here
 * @param lastAt when the last byte of any of its objects was here, repeats included
 */
public record Exchange(
    String id,
    String siteId,
    Kind kind,
    String key,
    String patientId,
    String patientIssuer,
    String accession,
    String modality,
    Priority priority,
    int revision,
    Instant firstAt,
    Instant lastAt) {

  /** The same after an arrival. */
  public Exchange at(int newRevision, Instant newLastAt) {
    return new Exchange(
        id,
        siteId,
        kind,
        key,
        patientId,
        patientIssuer,
        accession,
        modality,
        priority,
        newRevision,
        firstAt,
        newLastAt);
  }

  /** The same, at least so urgent. */
  public Exchange raised(Priority least) {
    return new Exchange(
        id,
        siteId,
        kind,
        key,
        patientId,
        patientIssuer,
        accession,
        modality,
        priority.compareTo(least) < 0 ? least : priority,
        revision,
        firstAt,
        lastAt);
  }

  /** One writer at a time per patient: the message group of the exchange's bells. */
  public String patientGroup() {
    String issuer = patientIssuer.isEmpty() ? siteId : patientIssuer;
    return patientId.isEmpty() ? issuer + "#" + key : issuer + "|" + patientId;
  }

  @Override
  public String toString() {
    return "Exchange " + id + " revision " + revision;
  }
}
