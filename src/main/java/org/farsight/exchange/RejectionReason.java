package org.farsight.exchange;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why what an archive has of an examination counts no more, as a rejection note says it (IHE
 * RAD-66, PS3.16 CID 7011): of its reasons those that mean a wrong patient. Either hides the
 * objects from everybody; a bad image or an old one is nothing that is recalled.
 */
public enum RejectionReason {
  /** They may harm a patient: they are somebody else's. */
  PATIENT_SAFETY("wrong-patient", "113037", "Rejected for Patient Safety Reasons"),
  /** The wrong entry of the modality worklist was taken for them. */
  INCORRECT_WORKLIST_ENTRY("wrong-worklist-entry", "113038", "Incorrect Modality Worklist Entry");

  private final String word;
  private final String code;
  private final String meaning;

  RejectionReason(String word, String code, String meaning) {
    this.word = word;
    this.code = code;
    this.meaning = meaning;
  }

  /** How a person names it at the command line and over HTTP. */
  public String word() {
    return word;
  }

  /** Code Value of the note's title in the scheme DCM. */
  public String code() {
    return code;
  }

  /** Code Meaning of the note's title. */
  public String meaning() {
    return meaning;
  }

  /** The reason that a person names so. */
  public static Optional<RejectionReason> of(String word) {
    return Arrays.stream(values()).filter(reason -> reason.word.equals(word)).findFirst();
  }
}
