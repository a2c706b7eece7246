package org.farsight.delivery;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.SopClass;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.exchange.Interventions.Recalled;

/**
 * Makes rejection notes: Key Object Selection Documents (PS3.3 §A.35.4, PS3.16 TID 2010) whose
 * title says why the objects that they list count no more (IHE RAD-66, Rejection Note Stored). What
 * a note says of patient and study is what its objects say, byte for byte, in their character set,
 * so that an archive files it beside them. Nothing is said but by codes and UIDs: a person's words
 * stay in the story. The same objects and the same recall give the same note, byte for byte, and
 * its SOP Instance UID follows from the rest of it.
 */
final class RejectionNote {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");
  private static final int SERIES_NUMBER = 9100;
  private static final int ISSUER_OF_PATIENT_ID_QUALIFIERS = 0x0010_0024;

  /** Attributes of PS3.3 §C.7.1.1 and §C.7.2.1 that tell whose and which study it is. */
  private static final int[] OF_PATIENT_AND_STUDY = {
    Tag.SPECIFIC_CHARACTER_SET,
    Tag.STUDY_DATE,
    Tag.STUDY_TIME,
    Tag.ACCESSION_NUMBER,
    Tag.REFERRING_PHYSICIAN_NAME,
    Tag.TIMEZONE_OFFSET_FROM_UTC,
    Tag.STUDY_DESCRIPTION,
    Tag.PATIENT_NAME,
    Tag.PATIENT_ID,
    Tag.ISSUER_OF_PATIENT_ID,
    ISSUER_OF_PATIENT_ID_QUALIFIERS,
    Tag.PATIENT_BIRTH_DATE,
    Tag.PATIENT_SEX,
    Tag.STUDY_ID
  };

  private RejectionNote() {}

  /**
   * An object that counts no more.
   *
   * @param series Series Instance UID
   */
  record Rejected(String sopClass, String sopInstance, String series) {}

  /**
   * A note.
   *
   * @param header of one of the objects
   * @param study Study Instance UID of all of them
   * @param objects at least one
   * @param zone of the times in the objects, where they do not say
   */
  static DataSet of(
      DataSet header, String study, List<Rejected> objects, Recalled recall, ZoneId zone) {
    DataSet note = new DataSet();
    for (int tag : OF_PATIENT_AND_STUDY) {
      Element said = header.element(tag);
      if (said != null) {
        note.put(said);
      }
    }
    empty(note, Tag.STUDY_DATE, VR.DA);
    empty(note, Tag.STUDY_TIME, VR.TM);
    empty(note, Tag.ACCESSION_NUMBER, VR.SH);
    empty(note, Tag.REFERRING_PHYSICIAN_NAME, VR.PN);
    empty(note, Tag.PATIENT_NAME, VR.PN);
    empty(note, Tag.PATIENT_ID, VR.LO);
    empty(note, Tag.PATIENT_BIRTH_DATE, VR.DA);
    empty(note, Tag.PATIENT_SEX, VR.CS);
    empty(note, Tag.STUDY_ID, VR.SH);
    note.put(Tag.SOP_CLASS_UID, VR.UI, Uid.KEY_OBJECT_SELECTION_STORAGE);
    note.put(Tag.STUDY_INSTANCE_UID, VR.UI, study);
    document(note, recall, LocalDateTime.ofInstant(recall.at(), zone(header, zone)));
    note.putItems(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE, evidence(study, objects));
    note.putItems(Tag.CONTENT_SEQUENCE, objects.stream().map(RejectionNote::content).toList());
    byte[] rest = DataSetWriter.toBytes(note, MadeStore.SYNTAX);
    String digest = HexFormat.of().formatHex(MadeStore.sha256(rest));
    note.put(Tag.SERIES_INSTANCE_UID, VR.UI, MadeStore.uid("rejection note series " + digest));
    note.put(Tag.SOP_INSTANCE_UID, VR.UI, MadeStore.uid("rejection note instance " + digest));
    return note;
  }

  /** An attribute of type 2 that the objects do not have. */
  private static void empty(DataSet note, int tag, VR vr) {
    if (!note.contains(tag)) {
      note.put(tag, vr);
    }
  }

  /** Times in an object are in the zone that it names (PS3.3 §C.12.1.1.8). */
  private static ZoneId zone(DataSet header, ZoneId otherwise) {
    Optional<String> offset = header.string(Tag.TIMEZONE_OFFSET_FROM_UTC);
    return offset.filter(value -> value.matches("[+-](0\\d|1[0-4])[0-5]\\d")).isPresent()
        ? ZoneOffset.of(offset.get())
        : otherwise;
  }

  private static void document(DataSet note, Recalled recall, LocalDateTime at) {
    note.put(Tag.MODALITY, VR.CS, "KO");
    note.put(Tag.MANUFACTURER, VR.LO, "Farsight");
    note.putItems(Tag.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE, List.of());
    note.putInts(Tag.SERIES_NUMBER, VR.IS, SERIES_NUMBER);
    note.putInts(Tag.INSTANCE_NUMBER, VR.IS, 1);
    note.put(Tag.CONTENT_DATE, VR.DA, DAY.format(at));
    note.put(Tag.CONTENT_TIME, VR.TM, TIME.format(at));
    note.put(Tag.VALUE_TYPE, VR.CS, "CONTAINER");
    note.putItems(
        Tag.CONCEPT_NAME_CODE_SEQUENCE,
        new DataSet()
            .put(Tag.CODE_VALUE, VR.SH, recall.reason().code())
            .put(Tag.CODING_SCHEME_DESIGNATOR, VR.SH, "DCM")
            .put(Tag.CODE_MEANING, VR.LO, recall.reason().meaning()));
    note.put(Tag.CONTINUITY_OF_CONTENT, VR.CS, "SEPARATE");
    note.putItems(
        Tag.CONTENT_TEMPLATE_SEQUENCE,
        new DataSet()
            .put(Tag.MAPPING_RESOURCE, VR.CS, "DCMR")
            .put(Tag.TEMPLATE_IDENTIFIER, VR.CS, "2010"));
  }

  private static DataSet evidence(String study, List<Rejected> objects) {
    Map<String, List<DataSet>> series = new LinkedHashMap<>();
    for (Rejected object : objects) {
      series.computeIfAbsent(object.series(), uid -> new ArrayList<>()).add(reference(object));
    }
    List<DataSet> items = new ArrayList<>();
    series.forEach(
        (uid, references) ->
            items.add(
                new DataSet()
                    .putItems(Tag.REFERENCED_SOP_SEQUENCE, references)
                    .put(Tag.SERIES_INSTANCE_UID, VR.UI, uid)));
    return new DataSet()
        .putItems(Tag.REFERENCED_SERIES_SEQUENCE, items)
        .put(Tag.STUDY_INSTANCE_UID, VR.UI, study);
  }

  private static DataSet content(Rejected object) {
    return new DataSet()
        .putItems(Tag.REFERENCED_SOP_SEQUENCE, reference(object))
        .put(Tag.RELATIONSHIP_TYPE, VR.CS, "CONTAINS")
        .put(Tag.VALUE_TYPE, VR.CS, valueType(object.sopClass()));
  }

  private static DataSet reference(Rejected object) {
    return new DataSet()
        .put(Tag.REFERENCED_SOP_CLASS_UID, VR.UI, object.sopClass())
        .put(Tag.REFERENCED_SOP_INSTANCE_UID, VR.UI, object.sopInstance());
  }

  /**
   * PS3.3 table A.35.4-2: what is neither image nor waveform, or unknown, is a composite object.
   */
  private static String valueType(String sopClass) {
    String name = SopClass.nameOf(sopClass);
    if (name.contains("Image Storage")) {
      return "IMAGE";
    }
    return name.contains("Waveform Storage") ? "WAVEFORM" : "COMPOSITE";
  }
}
