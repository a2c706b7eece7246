package org.farsight.crash;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Something that a device was told is kept; a line of the {@link Journal}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "what")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Sent.Image.class, name = "image"),
  @JsonSubTypes.Type(value = Sent.Ecg.class, name = "ecg"),
  @JsonSubTypes.Type(value = Sent.Rubbish.class, name = "rubbish"),
  @JsonSubTypes.Type(value = Sent.Commitment.class, name = "commitment"),
  @JsonSubTypes.Type(value = Sent.Report.class, name = "report")
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
}
