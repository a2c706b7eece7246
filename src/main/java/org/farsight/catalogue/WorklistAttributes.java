package org.farsight.catalogue;

import java.util.List;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Dictionary;
import org.farsight.dicom.data.SpecificCharacterSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.exchange.Worklist;
import org.farsight.exchange.Worklist.Code;
import org.farsight.exchange.Worklist.ScheduledStep;

/** A scheduled step as a data set in UTF-8, PS3.4 table K.6-1; what is not known is empty. */
final class WorklistAttributes {
  private static final int SCHEDULED_PROCEDURE_STEP_LOCATION = Tag.of(0x0040, 0x0011);
  private static final int REQUESTED_PROCEDURE_CODE_SEQUENCE = Tag.of(0x0032, 0x1064);
  private static final int ADMISSION_ID = Tag.of(0x0038, 0x0010);
  private static final int SPECIAL_NEEDS = Tag.of(0x0038, 0x0050);
  private static final int PREGNANCY_STATUS = Tag.of(0x0010, 0x21C0);
  private static final int MEDICAL_ALERTS = Tag.of(0x0010, 0x2000);

  private WorklistAttributes() {}

  static DataSet of(ScheduledStep scheduled) {
    DataSet to = new DataSet();
    to.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, SpecificCharacterSet.UTF_8.terms().getFirst());
    put(to, scheduled.patient());
    put(to, scheduled.procedure());
    put(to.addItem(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE), scheduled.step());
    return to;
  }

  private static void put(DataSet to, Worklist.Patient patient) {
    put(to, Tag.PATIENT_NAME, patient.name());
    put(to, Tag.PATIENT_ID, patient.id());
    put(to, Tag.ISSUER_OF_PATIENT_ID, patient.issuer());
    put(to, Tag.PATIENT_BIRTH_DATE, patient.birthDate());
    put(to, Tag.PATIENT_SEX, patient.sex());
    put(to, Tag.PATIENT_WEIGHT, patient.weight());
    put(to, Tag.PATIENT_STATE, patient.state());
    put(to, MEDICAL_ALERTS, patient.alerts());
    put(to, Tag.ALLERGIES, patient.allergies());
    put(to, SPECIAL_NEEDS, patient.needs());
    if (patient.pregnancy() == 0) {
      to.putInts(PREGNANCY_STATUS, VR.US);
    } else {
      to.putInts(PREGNANCY_STATUS, VR.US, patient.pregnancy());
    }
    to.putItems(Tag.REFERENCED_PATIENT_SEQUENCE);
  }

  private static void put(DataSet to, Worklist.Procedure procedure) {
    put(to, Tag.STUDY_INSTANCE_UID, procedure.study());
    put(to, Tag.REQUESTED_PROCEDURE_ID, procedure.id());
    put(to, Tag.REQUESTED_PROCEDURE_DESCRIPTION, procedure.description());
    put(to, REQUESTED_PROCEDURE_CODE_SEQUENCE, procedure.code());
    put(to, Tag.REQUESTED_PROCEDURE_PRIORITY, procedure.priority());
    put(to, Tag.ACCESSION_NUMBER, procedure.accession());
    put(to, Tag.REQUESTING_PHYSICIAN, procedure.requestingPhysician());
    put(to, Tag.REFERRING_PHYSICIAN_NAME, procedure.referringPhysician());
    put(to, ADMISSION_ID, procedure.admission());
    put(to, Tag.CURRENT_PATIENT_LOCATION, procedure.location());
    to.putItems(Tag.REFERENCED_STUDY_SEQUENCE);
  }

  private static void put(DataSet to, Worklist.Step step) {
    to.put(Tag.SCHEDULED_STATION_AE_TITLE, VR.AE, step.stationAets().toArray(String[]::new));
    put(to, Tag.SCHEDULED_STATION_NAME, step.stationName());
    put(to, SCHEDULED_PROCEDURE_STEP_LOCATION, step.location());
    put(to, Tag.SCHEDULED_PROCEDURE_STEP_START_DATE, step.startDate());
    put(to, Tag.SCHEDULED_PROCEDURE_STEP_START_TIME, step.startTime());
    put(to, Tag.MODALITY, step.modality());
    put(to, Tag.SCHEDULED_PERFORMING_PHYSICIAN_NAME, step.performingPhysician());
    put(to, Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, step.description());
    put(to, Tag.SCHEDULED_PROTOCOL_CODE_SEQUENCE, step.protocol());
    put(to, Tag.SCHEDULED_PROCEDURE_STEP_ID, step.id());
    put(to, Tag.SCHEDULED_PROCEDURE_STEP_STATUS, step.status());
  }

  private static void put(DataSet to, int tag, String value) {
    VR vr = Dictionary.vr(tag);
    if (value.isEmpty()) {
      to.put(tag, vr);
    } else {
      to.put(tag, vr, value);
    }
  }

  private static void put(DataSet to, int tag, List<Code> codes) {
    to.putItems(tag);
    for (Code code : codes) {
      DataSet item = to.addItem(tag); // within its data set it has the character set of that
      put(item, Tag.CODE_VALUE, code.value());
      put(item, Tag.CODING_SCHEME_DESIGNATOR, code.scheme());
      put(item, Tag.CODE_MEANING, code.meaning());
    }
  }
}
