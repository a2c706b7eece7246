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

  /** None where nothing leads, or something narrows more. */
  static Optional<Lead> of(Selection selection) {
    boolean narrow =
        selection.patientId().isPresent()
            || selection.accession().isPresent()
            || !selection.studies().isEmpty()
            || !selection.series().isEmpty()
            || !selection.instances().isEmpty();
    if (narrow) {
      return Optional.empty();
    }
    if (selection.fromDate().isPresent() || selection.toDate().isPresent()) {
      return Optional.of(ofDays(selection));
    }
    boolean onlyNames = selection.site().isEmpty() && selection.modality().isEmpty();
    return selection.names().isEmpty()
        ? Optional.empty()
        : Optional.of(new Lead(names(selection), nameValues(selection), false, onlyNames));
  }

  /** The names of one day's studies are sooner looked at than found. */
  private static Lead ofDays(Selection selection) {
    boolean one = selection.fromDate().equals(selection.toDate());
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

  private static String names(Selection selection) {
    String each =
        selection.names().stream()
            .map(
                term ->
                    "SELECT exchange_id FROM study_name WHERE name "
                        + switch (term) {
                          case NameTerm.Whole whole -> "= ?";
                          case NameTerm.Beginning beginning -> ">= ? AND name < ?";
                          case NameTerm.Within within -> "LIKE ?";
                        })
            .collect(Collectors.joining(" UNION "));
    return selection.names().size() > 1 ? each : each.replaceFirst("SELECT", "SELECT DISTINCT");
  }

  private static List<Object> nameValues(Selection selection) {
    List<Object> values = new ArrayList<>();
    for (NameTerm term : selection.names()) {
      switch (term) {
        case NameTerm.Whole whole -> values.add(whole.text());
        case NameTerm.Beginning beginning -> {
          values.add(beginning.text());
          values.add(beginning.text() + LAST);
        }
        case NameTerm.Within within -> values.add("%" + within.text() + "%"); // no sign is in it
      }
    }
    return values;
  }
}
