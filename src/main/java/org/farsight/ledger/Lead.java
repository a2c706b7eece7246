package org.farsight.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.farsight.exchange.Catalogue.Selection;
import org.farsight.exchange.NameTerm;

/**
 * A query for the ids of those studies that a selection by days or by names is about, each once.
 *
 * @param values of its question marks
 * @param days whether it keeps to days, site and modality of the selection; to names only else
 * @param all whether nothing more is asked of a study, so that no more ids are needed than studies
 */
record Lead(String sql, List<Object> values, boolean days, boolean all) {
  /** Behind each character that a name can have in UTF-8, which both databases compare by. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  /** Whether something narrows more than days and names do. */
  private static boolean isNarrow(Selection selection) {
    return selection.patientId().isPresent()
        || selection.accession().isPresent()
        || !selection.studies().isEmpty()
        || !selection.series().isEmpty()
        || !selection.instances().isEmpty();
  }

  private static boolean isOneDay(Selection selection) {
    return selection.fromDate().isPresent() && selection.fromDate().equals(selection.toDate());
  }

  /** The terms by which the selection would be led that too many names may have. */
  static List<NameTerm> wide(Selection selection) {
    return isNarrow(selection) || isOneDay(selection)
        ? List.of()
        : selection.names().stream().filter(term -> !(term instanceof NameTerm.Whole)).toList();
  }

  /** A query for the number of kept terms that are what a term says; it ends at a number. */
  record Count(NameTerm term, int most) {
    String sql() {
      return "SELECT COUNT(*) FROM (SELECT name FROM study_name WHERE " + is(term) + " LIMIT ?) n";
    }

    List<Object> values() {
      List<Object> values = Lead.values(term);
      values.add(most);
      return values;
    }
  }

  /** None where nothing leads, or something narrows more. */
  static Optional<Lead> of(Selection selection) {
    if (isNarrow(selection)) {
      return Optional.empty();
    }
    if (selection.fromDate().isPresent() || selection.toDate().isPresent()) {
      return Optional.of(ofDays(selection));
    }
    boolean onlyNames = selection.site().isEmpty() && selection.modality().isEmpty();
    return selection.names().isEmpty()
        ? Optional.empty()
        : Optional.of(new Lead(distinctNames(selection), nameValues(selection), false, onlyNames));
  }

  /** The names of one day's studies are sooner looked at than found. */
  private static Lead ofDays(Selection selection) {
    boolean one = isOneDay(selection);
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    selection
        .fromDate()
        .ifPresent(
            date -> {
              conditions.add(one ? "study_date = ?" : "study_date >= ?");
              values.add(date);
            });
    selection
        .toDate()
        .filter(date -> !one)
        .ifPresent(
            date -> {
              conditions.add("study_date <= ?");
              values.add(date);
            });
    selection
        .site()
        .ifPresent(
            site -> {
              conditions.add("site_id = ?");
              values.add(site);
            });
    selection
        .modality()
        .ifPresent(
            modality -> {
              conditions.add("modality = ?");
              values.add(modality);
            });
    if (!one && !selection.names().isEmpty()) {
      conditions.add("exchange_id IN (" + names(selection) + ")");
      values.addAll(nameValues(selection));
    }
    String sql =
        (selection.modality().isPresent() ? "SELECT" : "SELECT DISTINCT")
            + " exchange_id FROM study_day WHERE "
            + String.join(" AND ", conditions);
    return new Lead(sql, values, true, true);
  }

  /** The same up to a study. */
  Lead upTo(String compared, String exchangeId) {
    List<Object> more = new ArrayList<>(values);
    more.add(exchangeId);
    String these = days ? sql + " AND" : "SELECT exchange_id FROM (" + sql + ") n WHERE";
    return new Lead(these + " exchange_id " + compared + " ?", more, days, all);
  }

  private static String distinctNames(Selection selection) {
    String names = names(selection);
    return selection.names().size() > 1 ? names : names.replaceFirst("SELECT", "SELECT DISTINCT");
  }

  private static String names(Selection selection) {
    return selection.names().stream()
        .map(term -> "SELECT exchange_id FROM study_name WHERE " + is(term))
        .collect(Collectors.joining(" UNION "));
  }

  private static String is(NameTerm term) {
    return switch (term) {
      case NameTerm.Whole whole -> "name = ?";
      case NameTerm.Beginning beginning -> "name >= ? AND name < ?";
      case NameTerm.Within within -> "name LIKE ?";
    };
  }

  private static List<Object> nameValues(Selection selection) {
    return selection.names().stream().flatMap(term -> values(term).stream()).toList();
  }

  private static List<Object> values(NameTerm term) {
    return new ArrayList<>(
        switch (term) {
          case NameTerm.Whole whole -> List.of(whole.text());
          case NameTerm.Beginning beginning -> List.of(beginning.text(), beginning.text() + LAST);
          case NameTerm.Within within -> List.of("%" + within.text() + "%"); // no sign is in it
        });
  }
}
