package org.farsight.ledger;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.Description;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue over the ledger's tables. Exchange ids rise with time, so that their order is that
 * of arrival; pages go on behind the last key, and hold no connection while a peer takes its time.
 */
final class SqlCatalogue implements Catalogue {
  private static final int FIRST_PAGE = 100;
  private static final int LARGEST_PAGE = 3200;
  private static final int MOST_NAMES = 50_000;

  private final Jdbi reading;

  SqlCatalogue(Jdbi reading) {
    this.reading = reading;
  }

  /**
   * Names that very many have lead nowhere: among studies that are looked at one after the other
   * enough are soon found.
   */
  private Selection led(Selection selection) {
    boolean many =
        Lead.wide(selection).stream()
            .map(term -> new Lead.Count(term, MOST_NAMES + 1))
            .anyMatch(
                counting ->
                    all(row -> row.getInt(1), counting.sql(), counting.values()).getFirst()
                        > MOST_NAMES);
    return many ? selection.ofAnyName() : selection;
  }

  /** Reads one row. */
  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** An object's row and what it says of itself, its series still to be looked up. */
  private record InstanceRow(Arrival arrival, Description.Instance description) {}

  private record SeriesRow(
      String exchangeId, String uid, String modality, Description.Series description) {}

  private <T> List<T> all(Row<T> row, String sql, List<?> values) {
    return reading.withHandle(
        handle -> handle.select(sql, values.toArray()).map((rs, context) -> row.read(rs)).list());
  }

  /**
   * Reads page after page.
   *
   * @param page the rows behind a row, at most so many; from the first for null
   */
  private static <R> void pages(PageReader<R> page, Catalogue.Visitor<R> visitor)
      throws IOException {
    @Nullable R last = null;
    int size = FIRST_PAGE;
    while (true) {
      List<R> rows = page.read(last, size);
      for (R row : rows) {
        if (!visitor.visit(row)) {
          return;
        }
      }
      if (rows.size() < size) {
        return;
      }
      last = rows.getLast();
      size = Math.min(2 * size, LARGEST_PAGE);
    }
  }

  private interface PageReader<R> {
    List<R> read(@Nullable R after, int size);
  }

  @Override
  public void studies(Selection selection, Visitor<StudyEntry> visitor) throws IOException {
    Selection led = led(selection);
    pages(
        (after, size) -> {
          Criteria criteria = Criteria.of(led, Criteria.Level.STUDY);
          if (after != null) {
            criteria.after(after.exchange().id());
          }
          return all(SqlCatalogue::study, criteria.sql(), criteria.values(size));
        },
        visitor);
  }

  @Override
  public void series(Selection selection, Visitor<SeriesEntry> visitor) throws IOException {
    Selection led = led(selection);
    Function<String, StudyEntry> studies = remembered(this::study);
    SqlCatalogue.<SeriesRow>pages(
        (after, size) -> {
          Criteria criteria = Criteria.of(led, Criteria.Level.SERIES);
          if (after != null) {
            criteria.after(after.exchangeId(), "s.series", after.uid());
          }
          return all(SqlCatalogue::series, criteria.sql(), criteria.values(size));
        },
        row -> visitor.visit(entry(row, studies.apply(row.exchangeId()))));
  }

  @Override
  public void instances(Selection selection, Visitor<InstanceEntry> visitor) throws IOException {
    Selection led = led(selection);
    Function<String, StudyEntry> studies = remembered(this::study);
    Map<String, Map<String, SeriesEntry>> series = new HashMap<>();
    SqlCatalogue.<InstanceRow>pages(
        (after, size) -> {
          Criteria criteria = Criteria.of(led, Criteria.Level.INSTANCE);
          if (after != null) {
            criteria.after(after.arrival().exchangeId(), "a.revision", after.arrival().revision());
          }
          return all(SqlCatalogue::instance, criteria.sql(), criteria.values(size));
        },
        row -> {
          String id = row.arrival().exchangeId();
          SeriesEntry of =
              series
                  .computeIfAbsent(id, x -> new HashMap<>())
                  .computeIfAbsent(
                      row.arrival().facts().series(), uid -> series(studies.apply(id), uid));
          return visitor.visit(new InstanceEntry(of, row.arrival(), row.description()));
        });
  }

  private static <V> Function<String, V> remembered(Function<String, V> lookUp) {
    Map<String, V> known = new HashMap<>();
    return id -> {
      V value = known.get(id);
      if (value == null) {
        known.clear(); // rows come study by study
        value = lookUp.apply(id);
        known.put(id, value);
      }
      return value;
    };
  }

  private StudyEntry study(String exchangeId) {
    return all(
            SqlCatalogue::study,
            "SELECT e.*, st.* FROM exchange e JOIN study st ON st.exchange_id = e.id"
                + " WHERE e.id = ?",
            List.of(exchangeId))
        .getFirst();
  }

  private SeriesEntry series(StudyEntry study, String uid) {
    return entry(
        all(
                SqlCatalogue::series,
                "SELECT * FROM series WHERE exchange_id = ? AND series = ?",
                List.of(study.exchange().id(), uid))
            .getFirst(),
        study);
  }

  private static SeriesEntry entry(SeriesRow row, StudyEntry study) {
    return new SeriesEntry(study, row.uid(), row.modality(), row.description());
  }

  @Override
  public SeriesInStudy seriesInStudy(String exchangeId) {
    List<String> modalities =
        all(
            row -> row.getString(1),
            "SELECT modality FROM series WHERE exchange_id = ? ORDER BY modality",
            List.of(exchangeId));
    return new SeriesInStudy(
        modalities.size(), modalities.stream().filter(m -> !m.isEmpty()).distinct().toList());
  }

  @Override
  public List<String> sopClasses(String exchangeId) {
    return all(
        row -> row.getString(1),
        "SELECT DISTINCT sop_class FROM arrival WHERE exchange_id = ? ORDER BY sop_class",
        List.of(exchangeId));
  }

  @Override
  public Map<String, Integer> instancesInSeries(String exchangeId) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    all(
            row -> Map.entry(row.getString(1), row.getInt(2)),
            "SELECT series, COUNT(*) FROM arrival WHERE exchange_id = ? GROUP BY series",
            List.of(exchangeId))
        .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
    return counts;
  }

  private static StudyEntry study(ResultSet row) throws SQLException {
    return new StudyEntry(
        Rows.exchange(row),
        new Description.Patient(
            row.getString("patient_name"), row.getString("birth_date"), row.getString("sex")),
        new Description.Study(
            row.getString("study_date"),
            row.getString("study_time"),
            row.getString("description"),
            row.getString("study_id"),
            row.getString("referring_physician")));
  }

  private static SeriesRow series(ResultSet row) throws SQLException {
    return new SeriesRow(
        row.getString("exchange_id"),
        row.getString("series"),
        row.getString("modality"),
        new Description.Series(
            row.getString("number"),
            row.getString("description"),
            row.getString("body_part"),
            row.getString("laterality"),
            row.getString("station"),
            row.getString("series_date"),
            row.getString("series_time"),
            row.getString("performed_date"),
            row.getString("performed_time"),
            row.getString("requested_procedure"),
            row.getString("scheduled_step")));
  }

  private static InstanceRow instance(ResultSet row) throws SQLException {
    return new InstanceRow(
        Rows.arrival(row),
        new Description.Instance(
            row.getString("instance_number"),
            row.getInt("image_rows"),
            row.getInt("image_columns"),
            row.getInt("bits_allocated"),
            row.getInt("frames")));
  }
}
