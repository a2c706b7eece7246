package org.farsight.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Description;
import org.farsight.exchange.NameTerm;
import org.jspecify.annotations.Nullable;

/**
 * Writes what studies and series say of themselves. Objects of one series say the same, so what was
 * written last is remembered, and most objects cost no statement. The first value given stays; a
 * later object fills gaps. Used by the one writer.
 */
final class CatalogueRows {
  private static final int REMEMBERED = 4096;

  private static final String STUDY =
      "INSERT INTO study (exchange_id, patient_name, birth_date, sex, study_date, study_time,"
          + " description, study_id, referring_physician) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (exchange_id) DO UPDATE SET "
          + fillGaps(
              "study",
              "patient_name",
              "birth_date",
              "sex",
              "study_date",
              "study_time",
              "description",
              "study_id",
              "referring_physician");

  private static final String SERIES =
      "INSERT INTO series (exchange_id, series, modality, number, description, body_part,"
          + " laterality, station, series_date, series_time, performed_date, performed_time,"
          + " requested_procedure, scheduled_step)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (exchange_id, series) DO UPDATE SET "
          + fillGaps(
              "series",
              "modality",
              "number",
              "description",
              "body_part",
              "laterality",
              "station",
              "series_date",
              "series_time",
              "performed_date",
              "performed_time",
              "requested_procedure",
              "scheduled_step");

  /** What leads to a study by its day, as its rows say it. */
  private static final String DAYS =
      "INSERT INTO study_day (study_date, site_id, modality, exchange_id)"
          + " SELECT DISTINCT st.study_date, e.site_id, s.modality, e.id"
          + " FROM study st JOIN exchange e ON e.id = st.exchange_id"
          + " JOIN series s ON s.exchange_id = st.exchange_id"
          + " WHERE st.exchange_id = ? AND st.study_date <> '' ON CONFLICT DO NOTHING";

  private static final String FORGET_DAYS =
      "DELETE FROM study_day WHERE exchange_id = ?"
          + " AND study_date = (SELECT study_date FROM study WHERE exchange_id = ?)"
          + " AND site_id = (SELECT site_id FROM exchange WHERE id = ?)";

  private static final String NAME = "SELECT patient_name FROM study WHERE exchange_id = ?";

  private record StudyRow(Description.Patient patient, Description.Study study) {
    StudyRow or(StudyRow other) {
      return new StudyRow(patient.or(other.patient), study.or(other.study));
    }

    String name() {
      return patient.name();
    }

    String date() {
      return study.date();
    }

    @Override
    public String toString() {
      return "StudyRow[…]";
    }
  }

  private record SeriesKey(String exchangeId, String series) {}

  private record SeriesRow(String modality, Description.Series series) {
    SeriesRow or(SeriesRow other) {
      return new SeriesRow(modality.isEmpty() ? other.modality : modality, series.or(other.series));
    }
  }

  private final Map<String, StudyRow> studies = newest();
  private final Map<SeriesKey, SeriesRow> series = newest();

  private static <K, V> Map<K, V> newest() {
    return new LinkedHashMap<>(64, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

  private static String fillGaps(String table, String... columns) {
    StringBuilder sql = new StringBuilder();
    for (String column : columns) {
      sql.append(sql.isEmpty() ? "" : ", ")
          .append(column)
          .append(" = CASE WHEN ")
          .append(table + "." + column)
          .append(" = '' THEN excluded.")
          .append(column)
          .append(" ELSE ")
          .append(table + "." + column)
          .append(" END");
    }
    return sql.toString();
  }

  /** Forgets what is remembered: the transaction that wrote it was undone. */
  void forget() {
    studies.clear();
    series.clear();
  }

  /** Notes what an object that is appended says of its study and series. */
  void note(Statements statements, Arrival arrival) {
    String id = arrival.exchangeId();
    Description said = arrival.facts().description();
    StudyRow study = new StudyRow(said.patient(), said.study());
    @Nullable StudyRow knownStudy = studies.get(id);
    StudyRow wholeStudy = knownStudy == null ? study : knownStudy.or(study);
    boolean led = false;
    if (!wholeStudy.equals(knownStudy)) {
      write(statements, id, wholeStudy);
      studies.put(id, wholeStudy);
      if (knownStudy == null || !wholeStudy.name().equals(knownStudy.name())) {
        writeName(statements, id);
      }
      led = knownStudy == null || !wholeStudy.date().equals(knownStudy.date());
    }
    SeriesKey key = new SeriesKey(id, arrival.facts().series());
    SeriesRow one = new SeriesRow(arrival.facts().modality(), said.series());
    @Nullable SeriesRow knownSeries = series.get(key);
    SeriesRow wholeSeries = knownSeries == null ? one : knownSeries.or(one);
    if (!wholeSeries.equals(knownSeries)) {
      write(statements, key, wholeSeries);
      series.put(key, wholeSeries);
      led |= knownSeries == null || !wholeSeries.modality().equals(knownSeries.modality());
    }
    if (led && !wholeStudy.date().isEmpty()) {
      statements.execute(DAYS, id);
    }
  }

  /** The name that the study has, which may be one that came before this program was started. */
  private static void writeName(Statements statements, String exchangeId) {
    List<String> terms = terms(statements, exchangeId);
    if (!terms.isEmpty()) {
      List<Object> values = new ArrayList<>();
      for (String term : terms) {
        values.add(term);
        values.add(exchangeId);
      }
      statements.execute(
          "INSERT INTO study_name (name, exchange_id) VALUES (?, ?)"
              + ", (?, ?)".repeat(terms.size() - 1)
              + " ON CONFLICT DO NOTHING",
          values.toArray());
    }
  }

  private static List<String> terms(Statements statements, String exchangeId) {
    return statements.first(row -> row.getString(1), NAME, exchangeId).stream()
        .flatMap(name -> NameTerm.of(name).stream())
        .toList();
  }

  /** Takes away what leads to a study, before its own rows go. */
  static void forget(Statements statements, String exchangeId) {
    statements.execute(FORGET_DAYS, exchangeId, exchangeId, exchangeId);
    for (String term : terms(statements, exchangeId)) {
      statements.execute(
          "DELETE FROM study_name WHERE name = ? AND exchange_id = ?", term, exchangeId);
    }
  }

  private static void write(Statements statements, String exchangeId, StudyRow row) {
    statements.execute(
        STUDY,
        exchangeId,
        row.patient().name(),
        row.patient().birthDate(),
        row.patient().sex(),
        row.study().date(),
        row.study().time(),
        row.study().description(),
        row.study().id(),
        row.study().referringPhysician());
  }

  private static void write(Statements statements, SeriesKey key, SeriesRow row) {
    Description.Series said = row.series();
    statements.execute(
        SERIES,
        key.exchangeId(),
        key.series(),
        row.modality(),
        said.number(),
        said.description(),
        said.bodyPart(),
        said.laterality(),
        said.station(),
        said.date(),
        said.time(),
        said.performedDate(),
        said.performedTime(),
        said.requestedProcedure(),
        said.scheduledStep());
  }
}
