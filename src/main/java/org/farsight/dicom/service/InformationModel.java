package org.farsight.dicom.service;

import java.util.Arrays;
import java.util.Optional;
import org.farsight.dicom.data.Uid;

/** The query/retrieve information models, PS3.4 §C.6; each has a SOP class for each operation. */
public enum InformationModel {
  PATIENT_ROOT(Uid.PATIENT_ROOT_FIND, Uid.PATIENT_ROOT_MOVE, Uid.PATIENT_ROOT_GET),
  STUDY_ROOT(Uid.STUDY_ROOT_FIND, Uid.STUDY_ROOT_MOVE, Uid.STUDY_ROOT_GET);

  private final String find;
  private final String move;
  private final String get;

  InformationModel(String find, String move, String get) {
    this.find = find;
    this.move = move;
    this.get = get;
  }

  /** SOP Class UID of C-FIND. */
  public String find() {
    return find;
  }

  /** SOP Class UID of C-MOVE. */
  public String move() {
    return move;
  }

  /** SOP Class UID of C-GET. */
  public String get() {
    return get;
  }

  /** Whether the model has this level: the study root has no patient level. */
  public boolean has(QueryLevel level) {
    return this == PATIENT_ROOT || level != QueryLevel.PATIENT;
  }

  /** The model that one of the three SOP classes belongs to. */
  static Optional<InformationModel> of(String sopClass) {
    return Arrays.stream(values())
        .filter(
            model ->
                model.find.equals(sopClass)
                    || model.move.equals(sopClass)
                    || model.get.equals(sopClass))
        .findFirst();
  }
}
