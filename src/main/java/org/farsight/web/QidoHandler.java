package org.farsight.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.farsight.catalogue.Finder;
import org.farsight.catalogue.KeyException;
import org.farsight.catalogue.Keys;
import org.farsight.catalogue.Level;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Dictionary;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DicomJsonWriter;
import org.farsight.dicom.web.MediaType;
import org.farsight.dicom.web.QidoQuery;
import org.farsight.exchange.Catalogue;

/**
 * QIDO-RS (PS3.18 §10.6) at {@code /dicom-web/studies}, {@code /series}, {@code /instances} and
 * below a study or series: what is kept, in DICOM JSON, those that came last first. An object is
 * found as soon as its sender has been told that it is kept. At most {@value #MOST} results come at
 * once; a Warning header says where there are more, and which keys could not narrow the results.
 */
final class QidoHandler {

  private static final int MOST = 5000;

  /** PS3.18 table 10.6.3-3. */
  private static final List<Integer> STUDY =
      List.of(
          Tag.STUDY_DATE,
          Tag.STUDY_TIME,
          Tag.ACCESSION_NUMBER,
          Tag.INSTANCE_AVAILABILITY,
          Tag.MODALITIES_IN_STUDY,
          Tag.REFERRING_PHYSICIAN_NAME,
          Tag.PATIENT_NAME,
          Tag.PATIENT_ID,
          Tag.PATIENT_BIRTH_DATE,
          Tag.PATIENT_SEX,
          Tag.STUDY_INSTANCE_UID,
          Tag.STUDY_ID,
          Tag.NUMBER_OF_STUDY_RELATED_SERIES,
          Tag.NUMBER_OF_STUDY_RELATED_INSTANCES);

  /** PS3.18 table 10.6.3-4. */
  private static final List<Integer> SERIES =
      List.of(
          Tag.MODALITY,
          Tag.SERIES_DESCRIPTION,
          Tag.SERIES_INSTANCE_UID,
          Tag.SERIES_NUMBER,
          Tag.NUMBER_OF_SERIES_RELATED_INSTANCES,
          Tag.PERFORMED_PROCEDURE_STEP_START_DATE,
          Tag.PERFORMED_PROCEDURE_STEP_START_TIME,
          Tag.REQUEST_ATTRIBUTES_SEQUENCE);

  /** PS3.18 table 10.6.3-5, and Available Transfer Syntax UID (0008,3002). */
  private static final List<Integer> INSTANCE =
      List.of(
          Tag.SOP_CLASS_UID,
          Tag.SOP_INSTANCE_UID,
          Tag.INSTANCE_AVAILABILITY,
          Tag.of(0x0008, 0x3002),
          Tag.INSTANCE_NUMBER,
          Tag.NUMBER_OF_FRAMES,
          Tag.ROWS,
          Tag.COLUMNS,
          Tag.BITS_ALLOCATED);

  /** What {@code includefield=all} adds of the study. */
  private static final List<Integer> MORE_OF_STUDY =
      List.of(Tag.STUDY_DESCRIPTION, Tag.ISSUER_OF_PATIENT_ID, Tag.SOP_CLASSES_IN_STUDY);

  /** What {@code includefield=all} adds of the series. */
  private static final List<Integer> MORE_OF_SERIES =
      List.of(
          Tag.BODY_PART_EXAMINED,
          Tag.LATERALITY,
          Tag.STATION_NAME,
          Tag.SERIES_DATE,
          Tag.SERIES_TIME);

  private final Finder finder;

  QidoHandler(Catalogue catalogue) {
    this.finder = new Finder(catalogue);
  }

  /** Answers with studies. */
  void studies(DicomWebCall call) throws IOException {
    search(call, Level.STUDY);
  }

  /** Answers with series, of one study or of all. */
  void series(DicomWebCall call) throws IOException {
    search(call, Level.SERIES);
  }

  /** Answers with instances, of one series, one study or all. */
  void instances(DicomWebCall call) throws IOException {
    search(call, Level.INSTANCE);
  }

  private void search(DicomWebCall call, Level level) throws IOException {
    if (!Representation.takesJson(call.accepted())) {
      throw HttpProblem.notAcceptable("results are given as " + MediaType.DICOM_JSON);
    }
    QidoQuery query = query(call);
    Keys keys = keys(call, query, level);
    int limit = query.limit() < 0 ? MOST : Math.min(query.limit(), MOST);
    // in memory, since the Warning header stands before the results
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DicomJsonWriter writer = new DicomJsonWriter(bytes);
    int[] seen = {0};
    Set<Integer> passedOver = new TreeSet<>();
    finder.find(
        new Finder.Search(level, keys, false, call.site()),
        found -> {
          int index = seen[0]++ - query.offset();
          passedOver.addAll(keys.passedOver(found));
          if (index >= 0 && index < limit) {
            found.put(Tag.RETRIEVE_URL, VR.UR, address(call, found, level));
            writer.write(found);
          }
          return index < limit;
        });
    writer.close();
    List<String> warnings = new ArrayList<>();
    if (seen[0] - query.offset() > limit && query.limit() != limit) {
      warnings.add(
          "there are more than "
              + limit
              + " results: ask on with offset="
              + (query.offset() + limit));
    }
    if (!passedOver.isEmpty()) {
      warnings.add(
          "no matching by "
              + passedOver.stream()
                  .map(tag -> Dictionary.keyword(tag).orElse(Tag.toString(tag)))
                  .collect(Collectors.joining(", "))
              + " at this level: results are not narrowed by it");
    }
    if (!warnings.isEmpty()) {
      call.header("Warning", "299 farsight \"" + String.join("; ", warnings) + "\"");
    }
    if (seen[0] <= query.offset() || limit == 0) {
      call.empty(204); // PS3.18 table 10.6.3-1: nothing was found
    } else {
      call.send(200, MediaType.DICOM_JSON, bytes.toByteArray());
    }
  }

  private static QidoQuery query(DicomWebCall call) {
    List<QidoQuery.Parameter> parameters = new ArrayList<>();
    call.parameters().stream()
        .filter(p -> !p.getKey().equals("accept"))
        .forEach(p -> parameters.add(new QidoQuery.Parameter(p.getKey(), p.getValue())));
    try {
      return QidoQuery.parse(parameters);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(String.valueOf(e.getMessage()));
    }
  }

  /** The keys of the query, narrowed by the address, with what is always returned. */
  private static Keys keys(DicomWebCall call, QidoQuery query, Level level) {
    DataSet identifier = query.identifier();
    Optional<String> study = call.uidIfAny("study");
    Optional<String> series = call.uidIfAny("series");
    study.ifPresent(uid -> identifier.put(Tag.STUDY_INSTANCE_UID, VR.UI, uid));
    series.ifPresent(uid -> identifier.put(Tag.SERIES_INSTANCE_UID, VR.UI, uid));
    wanted(level, study.isPresent(), series.isPresent(), query.includeAll())
        .filter(tag -> !identifier.contains(tag))
        .forEach(tag -> ask(identifier, tag));
    try {
      return Keys.of(identifier, new Keys.Options(false, query.fuzzy()));
    } catch (KeyException e) {
      throw HttpProblem.badRequest(String.valueOf(e.getMessage()));
    }
  }

  /** Attributes of a level that the address names already are left out (PS3.18 §10.6.3.3.1). */
  private static Stream<Integer> wanted(
      Level level, boolean inStudy, boolean inSeries, boolean all) {
    List<Integer> tags = new ArrayList<>();
    if (level == Level.INSTANCE) {
      tags.addAll(INSTANCE);
    }
    if (level != Level.STUDY && (!inSeries || all)) {
      tags.addAll(SERIES);
      tags.addAll(all ? MORE_OF_SERIES : List.of());
    }
    if (!inStudy || all) {
      tags.addAll(STUDY);
      tags.addAll(all ? MORE_OF_STUDY : List.of());
    }
    return tags.stream();
  }

  private static void ask(DataSet identifier, int tag) {
    VR vr = Dictionary.vr(tag);
    if (vr == VR.SQ) {
      identifier.putItems(tag);
    } else {
      identifier.putBytes(tag, vr, new byte[0]);
    }
  }

  private static String address(DicomWebCall call, DataSet found, Level level) {
    String study = call.root() + "/studies/" + found.string(Tag.STUDY_INSTANCE_UID).orElse("");
    if (level == Level.STUDY) {
      return study;
    }
    String series = study + "/series/" + found.string(Tag.SERIES_INSTANCE_UID).orElse("");
    return level == Level.SERIES
        ? series
        : series + "/instances/" + found.string(Tag.SOP_INSTANCE_UID).orElse("");
  }
}
