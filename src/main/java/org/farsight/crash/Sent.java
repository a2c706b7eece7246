package org.farsight.crash;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Something that a device or a reader was told is kept; a line of the {@link Journal}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "what")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Sent.Image.class, name = "image"),
  @JsonSubTypes.Type(value = Sent.Ecg.class, name = "ecg"),
  @JsonSubTypes.Type(value = Sent.Rubbish.class, name = "rubbish"),
  @JsonSubTypes.Type(value = Sent.Commitment.class, name = "commitment"),
  @JsonSubTypes.Type(value = Sent.Report.class, name = "report"),
  @JsonSubTypes.Type(value = Sent.Claimed.class, name = "claimed"),
  @JsonSubTypes.Type(value = Sent.Signing.class, name = "signing"),
  @JsonSubTypes.Type(value = Sent.Signed.class, name = "signed"),
  @JsonSubTypes.Type(value = Sent.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = Sent.Answered.class, name = "answered")
})
public sealed interface Sent {

  /**
   * A DICOM object, acknowledged by C-STORE.
   *
   * @param study its Study Instance UID
   * @param instance its SOP Instance UID
   * @param digest SHA-256 of the data set
   */
  record Image(String study, String instance, String digest) implements Sent {}

  /**
   * An ECG file, acknowledged over HTTP or by its move out of the inbox.
   *
   * @param digest SHA-256 of the file
   */
  record Ecg(String digest) implements Sent {}

  /**
   * A file that nobody can read, kept back in the quarantine.
   *
   * @param digest SHA-256 of the file
   */
  record Rubbish(String digest) implements Sent {}

  /** A request for storage commitment that was accepted: a report is owed. */
  record Commitment(String transaction) implements Sent {}

  /** A report on storage commitment that the device has taken, all objects committed. */
  record Report(String transaction) implements Sent {}

  /** A case that a reader was told to have. */
  record Claimed(String caseId) implements Sent {}

  /** A reader is about to sign or to withdraw: what becomes of it is a version, or nothing. */
  record Signing(String caseId) implements Sent {}

  /**
   * A version of a report that was said to be signed.
   *
   * @param digest SHA-256 of its file
   * @param status DiagnosticReport.status
   * @param critical whether it holds a critical value of which the branch is to be told
   */
  record Signed(String caseId, int version, String digest, String status, boolean critical)
      implements Sent {}

  /**
   * A reader was refused what was theirs to do: an earlier word was forgotten.
   *
   * @param what the request and the answer
   */
  record Refused(String caseId, String what) implements Sent {}

  /** A critical value to which the branch's answer was said to be kept. */
  record Answered(String id) implements Sent {}
}
