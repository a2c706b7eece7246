package org.farsight.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Dictionary;
import org.farsight.dicom.data.SpecificCharacterSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.Catalogue.InstanceEntry;
import org.farsight.exchange.Catalogue.SeriesEntry;
import org.farsight.exchange.Catalogue.StudyEntry;
import org.farsight.exchange.Description;

/**
 * The attributes of what is found, as data sets in UTF-8, of their own level and those above (PS3.4
 * tables C.6-1 to C.6-5, PS3.18 §10.6.3). An attribute that is known here but has no value is there
 * empty. One object per query: it remembers what the entries of a study have in common.
 */
final class Attributes {
  /** Attributes that take a question of their own to the catalogue. */
  private static final Set<Integer> RELATED =
      Set.of(
          Tag.MODALITIES_IN_STUDY,
          Tag.SOP_CLASSES_IN_STUDY,
          Tag.NUMBER_OF_STUDY_RELATED_SERIES,
          Tag.NUMBER_OF_SERIES_RELATED_INSTANCES);

  private static final int AVAILABLE_TRANSFER_SYNTAX_UID = Tag.of(0x0008, 0x3002);

  /** Attributes of studies, not of patients. */
  private static final Set<Integer> OF_STUDY =
      Set.of(
          Tag.STUDY_DATE,
          Tag.STUDY_TIME,
          Tag.ACCESSION_NUMBER,
          Tag.STUDY_DESCRIPTION,
          Tag.REFERRING_PHYSICIAN_NAME,
          Tag.STUDY_INSTANCE_UID,
          Tag.STUDY_ID,
          Tag.NUMBER_OF_STUDY_RELATED_INSTANCES,
          Tag.INSTANCE_AVAILABILITY,
          Tag.MODALITIES_IN_STUDY,
          Tag.SOP_CLASSES_IN_STUDY,
          Tag.NUMBER_OF_STUDY_RELATED_SERIES);

  /** Attributes of series, not of studies. */
  private static final Set<Integer> OF_SERIES =
      Set.of(
          Tag.MODALITY,
          Tag.SERIES_INSTANCE_UID,
          Tag.SERIES_NUMBER,
          Tag.SERIES_DESCRIPTION,
          Tag.BODY_PART_EXAMINED,
          Tag.LATERALITY,
          Tag.STATION_NAME,
          Tag.SERIES_DATE,
          Tag.SERIES_TIME,
          Tag.PERFORMED_PROCEDURE_STEP_START_DATE,
          Tag.PERFORMED_PROCEDURE_STEP_START_TIME,
          Tag.REQUEST_ATTRIBUTES_SEQUENCE,
          Tag.NUMBER_OF_SERIES_RELATED_INSTANCES);

  /** Attributes of objects, not of series. */
  private static final Set<Integer> OF_INSTANCE =
      Set.of(
          Tag.SOP_CLASS_UID,
          Tag.SOP_INSTANCE_UID,
          AVAILABLE_TRANSFER_SYNTAX_UID,
          Tag.INSTANCE_NUMBER,
          Tag.NUMBER_OF_FRAMES,
          Tag.ROWS,
          Tag.COLUMNS,
          Tag.BITS_ALLOCATED);

  private final Catalogue catalogue;
  private final IntPredicate wanted;
  private final Map<String, Map<String, Integer>> instancesInSeries = new HashMap<>();

  /**
   * @param wanted the attributes that are asked for: others are left out
   */
  Attributes(Catalogue catalogue, IntPredicate wanted) {
    this.catalogue = catalogue;
    this.wanted = wanted;
  }

  /** The highest level at which an attribute is known; the highest one also for the unknown. */
  static Level level(int tag) {
    if (OF_INSTANCE.contains(tag)) {
      return Level.INSTANCE;
    }
    if (OF_SERIES.contains(tag)) {
      return Level.SERIES;
    }
    return OF_STUDY.contains(tag) ? Level.STUDY : Level.PATIENT;
  }

  /** Whether an attribute is added by one of the methods for related entities. */
  static boolean isRelated(int tag) {
    return RELATED.contains(tag);
  }

  /** The patient of a study. */
  DataSet patient(StudyEntry entry) {
    DataSet to = new DataSet();
    to.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, SpecificCharacterSet.UTF_8.terms().getFirst());
    Description.Patient patient = entry.patient();
    put(to, Tag.PATIENT_NAME, patient.name());
    put(to, Tag.PATIENT_ID, entry.exchange().patientId());
    put(to, Tag.ISSUER_OF_PATIENT_ID, entry.exchange().patientIssuer());
    put(to, Tag.PATIENT_BIRTH_DATE, patient.birthDate());
    put(to, Tag.PATIENT_SEX, patient.sex());
    return to;
  }

  /** A study, without what is related to it. */
  DataSet study(StudyEntry entry) {
    DataSet to = patient(entry);
    Description.Study study = entry.study();
    put(to, Tag.STUDY_DATE, study.date());
    put(to, Tag.STUDY_TIME, study.time());
    put(to, Tag.ACCESSION_NUMBER, entry.exchange().accession());
    put(to, Tag.STUDY_DESCRIPTION, study.description());
    put(to, Tag.REFERRING_PHYSICIAN_NAME, study.referringPhysician());
    put(to, Tag.STUDY_INSTANCE_UID, entry.uid());
    put(to, Tag.STUDY_ID, study.id());
    put(to, Tag.NUMBER_OF_STUDY_RELATED_INSTANCES, number(entry.exchange().revision()));
    put(to, Tag.INSTANCE_AVAILABILITY, "ONLINE");
    return to;
  }

  /** Adds what takes a look at a study's series and objects. */
  void addRelated(DataSet to, StudyEntry entry) {
    String id = entry.exchange().id();
    if (wanted.test(Tag.MODALITIES_IN_STUDY) || wanted.test(Tag.NUMBER_OF_STUDY_RELATED_SERIES)) {
      Catalogue.SeriesInStudy series = catalogue.seriesInStudy(id);
      put(to, Tag.MODALITIES_IN_STUDY, series.modalities());
      put(to, Tag.NUMBER_OF_STUDY_RELATED_SERIES, number(series.count()));
    }
    if (wanted.test(Tag.SOP_CLASSES_IN_STUDY)) {
      put(to, Tag.SOP_CLASSES_IN_STUDY, catalogue.sopClasses(id));
    }
  }

  /** A series with its study, without what is related to them. */
  DataSet series(SeriesEntry entry) {
    DataSet to = study(entry.study());
    Description.Series series = entry.description();
    put(to, Tag.MODALITY, entry.modality());
    put(to, Tag.SERIES_INSTANCE_UID, entry.uid());
    put(to, Tag.SERIES_NUMBER, series.number());
    put(to, Tag.SERIES_DESCRIPTION, series.description());
    put(to, Tag.BODY_PART_EXAMINED, series.bodyPart());
    put(to, Tag.LATERALITY, series.laterality());
    put(to, Tag.STATION_NAME, series.station());
    put(to, Tag.SERIES_DATE, series.date());
    put(to, Tag.SERIES_TIME, series.time());
    put(to, Tag.PERFORMED_PROCEDURE_STEP_START_DATE, series.performedDate());
    put(to, Tag.PERFORMED_PROCEDURE_STEP_START_TIME, series.performedTime());
    putRequest(to, series);
    return to;
  }

  private void putRequest(DataSet to, Description.Series series) {
    if (!wanted.test(Tag.REQUEST_ATTRIBUTES_SEQUENCE)) {
      return;
    }
    if (series.scheduledStep().isEmpty() && series.requestedProcedure().isEmpty()) {
      to.putItems(Tag.REQUEST_ATTRIBUTES_SEQUENCE);
      return;
    }
    DataSet item = to.addItem(Tag.REQUEST_ATTRIBUTES_SEQUENCE);
    putAlways(item, Tag.SCHEDULED_PROCEDURE_STEP_ID, series.scheduledStep());
    putAlways(item, Tag.REQUESTED_PROCEDURE_ID, series.requestedProcedure());
  }

  /** Adds what takes a look at a series' objects, and at its study's other series. */
  void addRelated(DataSet to, SeriesEntry entry) {
    addRelated(to, entry.study());
    if (wanted.test(Tag.NUMBER_OF_SERIES_RELATED_INSTANCES)) {
      String id = entry.study().exchange().id();
      if (!instancesInSeries.containsKey(id)) {
        instancesInSeries.clear(); // entries come study by study
        instancesInSeries.put(id, catalogue.instancesInSeries(id));
      }
      int count = instancesInSeries.getOrDefault(id, Map.of()).getOrDefault(entry.uid(), 0);
      put(to, Tag.NUMBER_OF_SERIES_RELATED_INSTANCES, number(count));
    }
  }

  /** An object with its series and study, without what is related to them. */
  DataSet instance(InstanceEntry entry) {
    DataSet to = series(entry.series());
    Description.Instance instance = entry.description();
    put(to, Tag.SOP_CLASS_UID, entry.arrival().facts().sopClass());
    put(to, Tag.SOP_INSTANCE_UID, entry.uid());
    put(to, AVAILABLE_TRANSFER_SYNTAX_UID, entry.arrival().facts().transferSyntax());
    put(to, Tag.INSTANCE_NUMBER, instance.number());
    put(to, Tag.NUMBER_OF_FRAMES, instance.frames() == 0 ? "" : number(instance.frames()));
    putShort(to, Tag.ROWS, instance.rows());
    putShort(to, Tag.COLUMNS, instance.columns());
    putShort(to, Tag.BITS_ALLOCATED, instance.bitsAllocated());
    return to;
  }

  private static String number(int value) {
    return Integer.toString(value);
  }

  private void put(DataSet to, int tag, String value) {
    if (wanted.test(tag)) {
      putAlways(to, tag, value);
    }
  }

  private void put(DataSet to, int tag, List<String> values) {
    if (wanted.test(tag)) {
      to.put(tag, Dictionary.vr(tag), values.toArray(String[]::new));
    }
  }

  private static void putAlways(DataSet to, int tag, String value) {
    VR vr = Dictionary.vr(tag);
    if (value.isEmpty()) {
      to.put(tag, vr);
    } else {
      to.put(tag, vr, value);
    }
  }

  private void putShort(DataSet to, int tag, int value) {
    if (!wanted.test(tag)) {
      return;
    }
    if (value == 0 || value > 0xFFFF) {
      to.putInts(tag, VR.US);
    } else {
      to.putInts(tag, VR.US, value);
    }
  }
}
