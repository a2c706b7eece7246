package org.farsight.reading;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.farsight.exchange.Cases;
import org.farsight.exchange.Priority;
import org.farsight.exchange.ReadingCase;
import org.farsight.exchange.ReadingCase.OwnerKind;
import org.farsight.exchange.ReadingCase.Status;

/**
 * A worklist: cases that filters let through, the most urgent first, and counts of all that are
 * open.
 *
 * @param cases at most as many as were asked for
 * @param total how many the filters let through
 * @param next where to go on; empty where there are no more
 * @param counts of all open cases, whatever the filters
 */
public record CaseList(List<ReadingCase> cases, int total, Optional<String> next, Counts counts) {

  /** How many closed cases are looked through. */
  public static final int MOST_CLOSED = 1000;

  /** Which cases are asked for, by how they stand. */
  public enum Standing {
    OPEN,
    CLOSED,
    ALL
  }

  /** Who has a case. */
  public sealed interface Holder {
    /** It does not matter. */
    record Whoever() implements Holder {}

    /** Nobody has it. */
    record Nobody() implements Holder {}

    /** Somebody has it. */
    record Somebody() implements Holder {}

    /**
     * One reader has it.
     *
     * @param id name by which one signs in
     */
    record One(String id) implements Holder {}
  }

  /**
   * What is asked for; an empty set lets everything through.
   *
   * @param statuses of these within the standing
   * @param text each of its words is in what is known of a case; empty: is not asked for
   */
  public record Filter(
      Set<String> sites,
      Set<String> modalities,
      Set<Priority> priorities,
      Standing standing,
      Set<Status> statuses,
      Holder holder,
      Optional<Boolean> overdue,
      Optional<Boolean> critical,
      String text) {

    /** Takes copies. */
    public Filter {
      sites = Set.copyOf(sites);
      modalities = Set.copyOf(modalities);
      priorities = Set.copyOf(priorities);
      statuses = Set.copyOf(statuses);
      text = text.toLowerCase(Locale.ROOT);
    }

    /** Everything that is open. */
    public static final Filter OPEN =
        new Filter(
            Set.of(),
            Set.of(),
            Set.of(),
            Standing.OPEN,
            Set.of(),
            new Holder.Whoever(),
            Optional.empty(),
            Optional.empty(),
            "");

    boolean lets(ReadingCase one, Instant now) {
      return (sites.isEmpty() || sites.contains(one.siteId()))
          && (modalities.isEmpty() || modalities.contains(one.examination().modality()))
          && (priorities.isEmpty() || priorities.contains(one.task().priority()))
          && (statuses.isEmpty() || statuses.contains(one.task().status()))
          && overdue.filter(wanted -> wanted != one.isOverdue(now)).isEmpty()
          && critical.filter(wanted -> wanted != one.task().critical()).isEmpty()
          && isHeld(one)
          && hasText(one);
    }

    private boolean isHeld(ReadingCase one) {
      return switch (holder) {
        case Holder.Whoever whoever -> true;
        case Holder.Nobody nobody -> !one.task().isClaimed();
        case Holder.Somebody somebody -> one.task().isClaimed();
        case Holder.One reader ->
            one.task().owner().kind() == OwnerKind.READER
                && one.task().owner().id().equals(reader.id());
      };
    }

    private boolean hasText(ReadingCase one) {
      if (text.isEmpty()) {
        return true;
      }
      String known =
          String.join(
                  "\n",
                  one.person().name(),
                  one.person().patientId(),
                  one.examination().accession(),
                  one.examination().description(),
                  one.id(),
                  one.exchangeId())
              .toLowerCase(Locale.ROOT);
      return words(text).stream().allMatch(known::contains);
    }
  }

  /**
   * Counts of open cases.
   *
   * @param sites of each site
   * @param statuses by Task.status
   */
  public record Counts(
      Count all,
      Map<String, Count> sites,
      Map<String, Integer> statuses,
      Map<String, Integer> modalities,
      Map<String, Integer> priorities) {

    static Counts of(List<ReadingCase> open, Instant now) {
      Map<String, List<ReadingCase>> bySite = new TreeMap<>();
      open.forEach(one -> bySite.computeIfAbsent(one.siteId(), site -> new ArrayList<>()).add(one));
      Map<String, Count> sites = new TreeMap<>();
      bySite.forEach((site, theirs) -> sites.put(site, Count.of(theirs, now)));
      return new Counts(
          Count.of(open, now),
          sites,
          by(open, one -> one.task().status().code()),
          by(open, one -> one.examination().modality()),
          by(open, one -> one.task().priority().name().toLowerCase(Locale.ROOT)));
    }

    private static Map<String, Integer> by(
        List<ReadingCase> open, Function<ReadingCase, String> key) {
      Map<String, Integer> counts = new TreeMap<>();
      open.forEach(one -> counts.merge(key.apply(one), 1, Integer::sum));
      return counts;
    }
  }

  /** Counts of some cases. */
  public record Count(int open, int unclaimed, int overdue, int critical) {
    static Count of(List<ReadingCase> cases, Instant now) {
      int unclaimed = 0;
      int overdue = 0;
      int critical = 0;
      for (ReadingCase one : cases) {
        unclaimed += one.task().isClaimed() ? 0 : 1;
        overdue += one.isOverdue(now) ? 1 : 0;
        critical += one.task().critical() ? 1 : 0;
      }
      return new Count(cases.size(), unclaimed, overdue, critical);
    }
  }

  /** What is asked for as single words, in lower case. */
  public static List<String> words(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\s+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /**
   * The list as it is now. Closed cases alone are sorted by reception, the newest first.
   *
   * @param limit at most so many
   * @param after goes on behind an earlier list's {@link #next}; empty: from the beginning
   * @throws IllegalArgumentException if {@code after} is none of an earlier list
   */
  public static CaseList of(
      Cases cases, Filter filter, int limit, Optional<String> after, Instant now) {
    List<ReadingCase> open = cases.open();
    List<ReadingCase> all = new ArrayList<>();
    if (filter.standing() != Standing.CLOSED) {
      all.addAll(open);
    }
    if (filter.standing() != Standing.OPEN) {
      all.addAll(
          filter.text().isBlank()
              ? cases.closed(MOST_CLOSED)
              : cases.closedWith(words(filter.text()), MOST_CLOSED));
    }
    Comparator<Place> order = filter.standing() == Standing.CLOSED ? Place.NEWEST : Place.URGENCY;
    List<ReadingCase> through =
        all.stream()
            .filter(one -> filter.lets(one, now))
            .sorted(Comparator.comparing(Place::of, order))
            .toList();
    Optional<Place> behind = after.map(Place::parse);
    List<ReadingCase> rest =
        behind.isEmpty()
            ? through
            : through.stream()
                .filter(one -> order.compare(Place.of(one), behind.get()) > 0)
                .toList();
    List<ReadingCase> shown = rest.subList(0, Math.min(limit, rest.size()));
    Optional<String> next =
        shown.size() < rest.size()
            ? Optional.of(Place.of(shown.getLast()).text())
            : Optional.empty();
    return new CaseList(List.copyOf(shown), through.size(), next, Counts.of(open, now));
  }

  /** Where a case stands in the order, which holds though the case itself goes. */
  private record Place(int urgency, Instant deadline, Instant received, String id) {
    /** As {@link ReadingCase#URGENCY}. */
    private static final Comparator<Place> URGENCY =
        Comparator.comparing(Place::urgency)
            .reversed()
            .thenComparing(Place::deadline)
            .thenComparing(Place::received)
            .thenComparing(Place::id);

    private static final Comparator<Place> NEWEST =
        Comparator.comparing(Place::received).reversed().thenComparing(Place::id);

    static Place of(ReadingCase one) {
      return new Place(
          one.urgency().ordinal(),
          one.task().deadline().orElse(Instant.MAX),
          one.times().received(),
          one.id());
    }

    String text() {
      return String.join(
          "~", Integer.toString(urgency), deadline.toString(), received.toString(), id);
    }

    static Place parse(String text) {
      String[] parts = text.split("~", 4);
      if (parts.length < 4 || !parts[0].matches("[0-9]")) {
        throw new IllegalArgumentException("after is no place of an earlier list");
      }
      try {
        return new Place(
            Integer.parseInt(parts[0]), Instant.parse(parts[1]), Instant.parse(parts[2]), parts[3]);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("after is no place of an earlier list", e);
      }
    }
  }
}
