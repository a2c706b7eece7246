package org.farsight.exchange;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Port: the DICOM studies that are kept, for queries and retrieval. An object is in it as soon as
 * its sender has been told that it is kept. Safe for use by many threads.
 *
 * <p>A method that visits reads a page at a time and holds nothing while the visitor works.
 */
public interface Catalogue {

  /** Studies, those that came last first. */
  void studies(Selection selection, Visitor<StudyEntry> visitor) throws IOException;

  /** Series, those of the studies that came last first. */
  void series(Selection selection, Visitor<SeriesEntry> visitor) throws IOException;

  /** Objects, those of the studies that came last first, within a study in order of arrival. */
  void instances(Selection selection, Visitor<InstanceEntry> visitor) throws IOException;

  /** What the series of a study say together. */
  SeriesInStudy seriesInStudy(String exchangeId);

  /** The SOP Class UIDs of a study's objects. */
  List<String> sopClasses(String exchangeId);

  /** How many objects each series of a study has, by Series Instance UID. */
  Map<String, Integer> instancesInSeries(String exchangeId);

  /** Takes entries one after the other. */
  interface Visitor<E> {
    /** Takes one; gives whether another one is wanted. */
    boolean visit(E entry) throws IOException;
  }

  /**
   * What may be found. Each part narrows; one that is empty does not.
   *
   * @param site id of the site that the study came from
   * @param studies Study Instance UIDs
   * @param series Series Instance UIDs
   * @param instances SOP Instance UIDs
   * @param patientId of the study, exactly
   * @param accession of the study, exactly
   * @param modality of at least one of the study's series, exactly
   * @param fromDate the earliest Study Date, {@code YYYYMMDD}
   * @param toDate the latest Study Date, {@code YYYYMMDD}
   * @param names of which the patient's name has at least one; where something else narrows more,
   *     they may be passed over
   */
  record Selection(
      Optional<String> site,
      Set<String> studies,
      Set<String> series,
      Set<String> instances,
      Optional<String> patientId,
      Optional<String> accession,
      Optional<String> modality,
      Optional<String> fromDate,
      Optional<String> toDate,
      Set<NameTerm> names) {

    /** Takes copies. */
    public Selection {
      studies = Set.copyOf(studies);
      series = Set.copyOf(series);
      instances = Set.copyOf(instances);
      names = Set.copyOf(names);
    }

    /** By whatever but a name. */
    public Selection(
        Optional<String> site,
        Set<String> studies,
        Set<String> series,
        Set<String> instances,
        Optional<String> patientId,
        Optional<String> accession,
        Optional<String> modality,
        Optional<String> fromDate,
        Optional<String> toDate) {
      this(
          site, studies, series, instances, patientId, accession, modality, fromDate, toDate,
          Set.of());
    }

    /** The same, whatever the patient's name. */
    public Selection ofAnyName() {
      return new Selection(
          site, studies, series, instances, patientId, accession, modality, fromDate, toDate,
          Set.of());
    }

    /** By unique keys alone, as a retrieval selects. */
    public static Selection of(
        Optional<String> site, Set<String> studies, Set<String> series, Set<String> instances) {
      Optional<String> any = Optional.empty();
      return new Selection(site, studies, series, instances, any, any, any, any, any);
    }

    /** Hides the patient's id. */
    @Override
    public String toString() {
      return "Selection[…]";
    }
  }

  /**
   * A study.
   *
   * @param exchange its key is the Study Instance UID, its revision the number of its objects
   */
  record StudyEntry(Exchange exchange, Description.Patient patient, Description.Study study) {
    /** Study Instance UID. */
    public String uid() {
      return exchange.key();
    }

    @Override
    public String toString() {
      return "study " + uid();
    }
  }

  /**
   * A series.
   *
   * @param uid Series Instance UID; empty for objects that name none
   */
  record SeriesEntry(
      StudyEntry study, String uid, String modality, Description.Series description) {
    @Override
    public String toString() {
      return "series " + uid;
    }
  }

  /**
   * An object.
   *
   * @param arrival its ids and where its bytes are
   */
  record InstanceEntry(SeriesEntry series, Arrival arrival, Description.Instance description) {
    /** SOP Instance UID. */
    public String uid() {
      return arrival.facts().sopInstance();
    }

    @Override
    public String toString() {
      return "instance " + uid();
    }
  }

  /**
   * The series of a study together.
   *
   * @param count how many there are
   * @param modalities each once, in alphabetical order
   */
  record SeriesInStudy(int count, List<String> modalities) {}
}
