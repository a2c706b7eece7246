package org.farsight.catalogue;

import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.Catalogue.Selection;
import org.farsight.exchange.Catalogue.StudyEntry;
import org.farsight.exchange.Catalogue.Visitor;

/**
 * Finds what fits an identifier, at any level, with or without the unique keys of the levels above:
 * the catalogue selects by what it has an index for, the rest is matched here.
 */
public final class Finder {
  private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;

  /** Years that {@code YYYYMMDD} can write. */
  private static final int LAST_YEAR = 9999;

  private static final List<Integer> UNIQUE_KEYS =
      List.of(
          Tag.PATIENT_ID, Tag.STUDY_INSTANCE_UID, Tag.SERIES_INSTANCE_UID, Tag.SOP_INSTANCE_UID);

  private final Catalogue catalogue;

  /** Finds in a catalogue. */
  public Finder(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * What to find.
   *
   * @param level of what is wanted
   * @param keys what it has to fit, and which attributes are asked for
   * @param site whose studies may be seen; empty for all
   */
  public record Search(Level level, Keys keys, Optional<String> site) {}

  /**
   * Hands over what fits, those of the studies that came last first, until no more is wanted.
   *
   * @param visitor takes a data set in UTF-8 with those attributes asked for that are known at the
   *     level, and the unique keys of this level and those above (a patient's id, the UIDs)
   */
  public void find(Search search, Visitor<DataSet> visitor) throws IOException {
    Keys keys = search.keys();
    Attributes attributes = new Attributes(catalogue, wanted(keys));
    Selection selection = selection(search);
    switch (search.level()) {
      case PATIENT -> {
        Set<String> seen = new HashSet<>();
        catalogue.studies(
            selection,
            entry -> {
              DataSet found = attributes.patient(entry);
              return !keys.match(found) || !seen.add(patient(entry)) || visitor.visit(found);
            });
      }
      case STUDY ->
          catalogue.studies(
              selection,
              entry -> {
                DataSet found = attributes.study(entry);
                if (!keys.match(found)) {
                  return true;
                }
                attributes.addRelated(found, entry);
                return !keys.match(found, Attributes::isRelated) || visitor.visit(found);
              });
      case SERIES ->
          catalogue.series(
              selection,
              entry -> {
                DataSet found = attributes.series(entry);
                if (!keys.match(found)) {
                  return true;
                }
                attributes.addRelated(found, entry);
                return !keys.match(found, Attributes::isRelated) || visitor.visit(found);
              });
      case INSTANCE ->
          catalogue.instances(
              selection,
              entry -> {
                DataSet found = attributes.instance(entry);
                if (!keys.match(found)) {
                  return true;
                }
                attributes.addRelated(found, entry.series());
                return !keys.match(found, Attributes::isRelated) || visitor.visit(found);
              });
    }
  }

  private static IntPredicate wanted(Keys keys) {
    return tag -> keys.ask(tag) || UNIQUE_KEYS.contains(tag);
  }

  private static String patient(StudyEntry entry) {
    String issuer = entry.exchange().patientIssuer();
    String owner = issuer.isEmpty() ? "site " + entry.exchange().siteId() : "issuer " + issuer;
    return owner + "\n" + entry.exchange().patientId();
  }

  private static Selection selection(Search search) {
    Keys keys = search.keys();
    boolean inside = search.level() == Level.SERIES || search.level() == Level.INSTANCE;
    return new Selection(
        search.site(),
        keys.exactly(Tag.STUDY_INSTANCE_UID),
        inside ? keys.exactly(Tag.SERIES_INSTANCE_UID) : Set.of(),
        search.level() == Level.INSTANCE ? keys.exactly(Tag.SOP_INSTANCE_UID) : Set.of(),
        keys.exactlyOne(Tag.PATIENT_ID),
        keys.exactlyOne(Tag.ACCESSION_NUMBER),
        keys.exactlyOne(Tag.MODALITIES_IN_STUDY),
        keys.first(Tag.STUDY_DATE).flatMap(Finder::written),
        keys.last(Tag.STUDY_DATE).flatMap(Finder::written),
        keys.names(Tag.PATIENT_NAME));
  }

  private static Optional<String> written(LocalDate date) {
    return date.getYear() > 0 && date.getYear() <= LAST_YEAR
        ? Optional.of(DATE.format(date))
        : Optional.empty();
  }
}
