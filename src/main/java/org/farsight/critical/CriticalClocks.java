package org.farsight.critical;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.CriticalValue;

/**
 * By when a branch is to be told of a critical value, and by when somebody there is to have
 * answered: the first row that fits counts.
 *
 * @param rows the configured ones, then {@link #DEFAULTS}
 */
public record CriticalClocks(List<Row> rows) {

  /** Takes a copy. */
  public CriticalClocks {
    rows = List.copyOf(rows);
  }

  /**
   * One row; an empty set fits everything.
   *
   * @param name for messages
   * @param sites ids
   * @param modalities (0008,0060), or {@code ECG}
   * @param tell from the end of the examination until the branch is told
   * @param answer from when the value was found until somebody there has answered
   */
  public record Row(
      String name, Set<String> sites, Set<String> modalities, Duration tell, Duration answer) {
    /** Takes copies. */
    public Row {
      sites = Set.copyOf(sites);
      modalities = Set.copyOf(modalities);
    }

    private boolean fits(String siteId, String modality) {
      return (sites.isEmpty() || sites.contains(siteId))
          && (modalities.isEmpty() || modalities.contains(modality));
    }

    private boolean covers(Row other) {
      return covers(sites, other.sites) && covers(modalities, other.modalities);
    }

    private static boolean covers(Set<String> ours, Set<String> theirs) {
      return ours.isEmpty() || (!theirs.isEmpty() && ours.containsAll(theirs));
    }
  }

  /**
   * An ECG is told at once and answered in ten minutes, as the provincial standard for ECG centres
   * wants it; of an image the branch is told within 30 minutes from the end of the examination.
   */
  public static final List<Row> DEFAULTS =
      List.of(
          new Row("ecg", Set.of(), Set.of("ECG"), Duration.ofMinutes(1), Duration.ofMinutes(10)),
          new Row("other", Set.of(), Set.of(), Duration.ofMinutes(30), Duration.ofMinutes(30)));

  /** Nothing is configured. */
  public static final CriticalClocks STANDARD = new CriticalClocks(DEFAULTS);

  /**
   * By when what is to be done.
   *
   * @param endedAt when the examination ended: its last byte was here
   * @param foundAt when the value was found
   */
  CriticalValue.Clock clock(String siteId, String modality, Instant endedAt, Instant foundAt) {
    Row row =
        rows.stream()
            .filter(one -> one.fits(siteId, modality))
            .findFirst()
            .orElse(DEFAULTS.getLast());
    return new CriticalValue.Clock(foundAt, endedAt.plus(row.tell()), foundAt.plus(row.answer()));
  }

  /** Rows that never count, because one before them fits whatever they fit; in words. */
  public List<String> shadowed() {
    return rows.stream()
        .flatMap(row -> before(row).map(b -> row.name() + " never counts: " + b).stream())
        .toList();
  }

  private Optional<String> before(Row row) {
    return rows.subList(0, rows.indexOf(row)).stream()
        .filter(one -> one.covers(row))
        .findFirst()
        .map(one -> one.name() + " comes first");
  }
}
