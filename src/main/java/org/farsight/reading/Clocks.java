package org.farsight.reading;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.Priority;
import org.farsight.fhir.Deadlines;

/**
 * How long a read may take, by site, modality, priority and pathway: the first row that fits
 * counts. Which pathway an examination is on is read from its words.
 *
 * @param rows the configured ones, then {@link #DEFAULTS}
 * @param pathways in the order in which they are looked for
 */
public record Clocks(List<Row> rows, List<Pathway> pathways) implements Deadlines {

  /** Takes copies. */
  public Clocks {
    rows = List.copyOf(rows);
    pathways = List.copyOf(pathways);
  }

  /**
   * One row; an empty set fits everything.
   *
   * @param name for messages
   * @param sites ids
   * @param modalities (0008,0060), or {@code ECG}
   * @param pathways names
   * @param time zero: no deadline
   */
  public record Row(
      String name,
      Set<String> sites,
      Set<String> modalities,
      Set<Priority> priorities,
      Set<String> pathways,
      Duration time) {

    /** Takes copies. */
    public Row {
      sites = Set.copyOf(sites);
      modalities = Set.copyOf(modalities);
      priorities = Set.copyOf(priorities);
      pathways = Set.copyOf(pathways);
    }

    private boolean fits(Examination examination, Optional<String> pathway) {
      return (sites.isEmpty() || sites.contains(examination.siteId()))
          && (modalities.isEmpty() || modalities.contains(examination.modality()))
          && (priorities.isEmpty() || priorities.contains(examination.priority()))
          && (pathways.isEmpty() || pathway.filter(pathways::contains).isPresent());
    }

    /** Whether whatever fits another row fits this one as well. */
    boolean covers(Row other) {
      return covers(sites, other.sites)
          && covers(modalities, other.modalities)
          && covers(priorities, other.priorities)
          && covers(pathways, other.pathways);
    }

    private static <T> boolean covers(Set<T> ours, Set<T> theirs) {
      return ours.isEmpty() || (!theirs.isEmpty() && ours.containsAll(theirs));
    }
  }

  /**
   * A pathway of care.
   *
   * @param words any of these in the examination's words, in any case, puts it on the pathway
   */
  public record Pathway(String name, List<String> words) {
    /** Takes a copy. */
    public Pathway {
      words = List.copyOf(words);
    }

    private boolean isIn(String text) {
      return words.stream().anyMatch(word -> text.contains(word.toLowerCase(Locale.ROOT)));
    }
  }

  private static final Set<Priority> EMERGENCY = Set.of(Priority.STAT, Priority.ASAP);
  private static final Set<String> PROJECTION = Set.of("CR", "DX", "RG", "XA", "RF", "MG");
  private static final Set<String> SECTIONAL = Set.of("CT", "MR");

  /** The pathways that are known without configuration. */
  public static final List<Pathway> PATHWAYS =
      List.of(
          new Pathway("chest-pain", List.of("胸痛", "chest pain")),
          new Pathway("complex", List.of("疑难", "complex")),
          new Pathway("inpatient", List.of("住院", "inpatient")),
          new Pathway("outpatient", List.of("门诊", "outpatient")));

  /**
   * The rules of hospitals for emergency, outpatient, inpatient and complex cases, the national
   * chest pain centre criterion for ECGs. What they do not name has the time of a CT.
   */
  public static final List<Row> DEFAULTS =
      List.of(
          row("ecg-chest-pain", Set.of("ECG"), Set.of(), Set.of("chest-pain"), 10),
          row("ecg-emergency", Set.of("ECG"), EMERGENCY, Set.of(), 10),
          row("ecg", Set.of("ECG"), Set.of(), Set.of(), 30),
          row("x-ray-emergency", PROJECTION, EMERGENCY, Set.of(), 30),
          row("ct-mr-emergency", SECTIONAL, EMERGENCY, Set.of(), 60),
          row("emergency", Set.of(), EMERGENCY, Set.of(), 30),
          row("complex", Set.of(), Set.of(), Set.of("complex"), 24 * 60),
          row("inpatient", Set.of(), Set.of(), Set.of("inpatient"), 6 * 60),
          row("x-ray", PROJECTION, Set.of(), Set.of(), 2 * 60),
          row("ct-mr", SECTIONAL, Set.of(), Set.of(), 4 * 60),
          row("other", Set.of(), Set.of(), Set.of(), 4 * 60));

  /** Nothing is configured. */
  public static final Clocks STANDARD = new Clocks(DEFAULTS, PATHWAYS);

  private static Row row(
      String name,
      Set<String> modalities,
      Set<Priority> priorities,
      Set<String> pathways,
      int minutes) {
    return new Row(name, Set.of(), modalities, priorities, pathways, Duration.ofMinutes(minutes));
  }

  @Override
  public Optional<Duration> allowed(Examination examination) {
    return row(examination).map(Row::time).filter(time -> !time.isZero());
  }

  /** The row that counts. */
  Optional<Row> row(Examination examination) {
    Optional<String> pathway = pathway(examination.words());
    return rows.stream().filter(row -> row.fits(examination, pathway)).findFirst();
  }

  private Optional<String> pathway(String words) {
    String text = words.toLowerCase(Locale.ROOT);
    return pathways.stream().filter(one -> one.isIn(text)).map(Pathway::name).findFirst();
  }

  /** Rows that never count, because one before them fits whatever they fit; in words. */
  public List<String> shadowed() {
    List<String> all = new ArrayList<>();
    for (int i = 1; i < rows.size(); i++) {
      Row row = rows.get(i);
      rows.subList(0, i).stream()
          .filter(before -> before.covers(row))
          .findFirst()
          .ifPresent(
              before -> all.add(row.name() + " never counts: " + before.name() + " comes first"));
    }
    return all;
  }
}
