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
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.Catalogue.Selection;
import org.farsight.exchange.Catalogue.SeriesEntry;
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
   * @param relational whether keys of lower levels narrow as well (PS3.4 §C.4.1.2.2): what is
   *     wanted has a series or an object that fits them all, of which those attributes are given
   *     too; else they are passed over
   * @param site whose studies may be seen; empty for all
   */
  public record Search(Level level, Keys keys, boolean relational, Optional<String> site) {
    /** At which level everything is known that something is demanded of. */
    Level lowest() {
      return relational ? keys.lowest(level) : level;
    }
  }

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
    Lifting lifting = new Lifting(search, attributes, visitor);
    switch (search.lowest()) {
      case PATIENT ->
          catalogue.studies(
              selection,
              entry -> {
                DataSet found = attributes.patient(entry);
                return !keys.match(found) || lifting.take(entry, Optional.empty(), found);
              });
      case STUDY ->
          catalogue.studies(
              selection,
              entry -> {
                DataSet found = attributes.study(entry);
                if (!keys.match(found)) {
                  return true;
                }
                attributes.addRelated(found, entry);
                return !keys.match(found, Attributes::isRelated)
                    || lifting.take(entry, Optional.empty(), found);
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
                return !keys.match(found, Attributes::isRelated)
                    || lifting.take(entry.study(), Optional.of(entry), found);
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
                return !keys.match(found, Attributes::isRelated)
                    || lifting.take(entry.series().study(), Optional.of(entry.series()), found);
              });
    }
  }

  /** Makes of what fits, at whatever level, what it belongs to at the level wanted, each once. */
  private static final class Lifting {
    private final Search search;
    private final Attributes attributes;
    private final Visitor<DataSet> visitor;
    private final Set<String> seen = new HashSet<>();

    Lifting(Search search, Attributes attributes, Visitor<DataSet> visitor) {
      this.search = search;
      this.attributes = attributes;
      this.visitor = visitor;
    }

    /** Gives whether more is wanted. */
    boolean take(StudyEntry study, Optional<SeriesEntry> series, DataSet found) throws IOException {
      boolean lower = search.lowest() != search.level();
      if (!lower && search.level() != Level.PATIENT) {
        return visitor.visit(found);
      }
      if (!seen.add(identity(study, series))) {
        return true;
      }
      return visitor.visit(lower ? lifted(study, series, found) : found);
    }

    private String identity(StudyEntry study, Optional<SeriesEntry> series) {
      return switch (search.level()) {
        case PATIENT -> patient(study);
        case STUDY -> study.uid();
        case SERIES, INSTANCE -> study.uid() + "/" + series.map(SeriesEntry::uid).orElse("");
      };
    }

    private DataSet lifted(StudyEntry study, Optional<SeriesEntry> series, DataSet found) {
      DataSet to =
          switch (search.level()) {
            case PATIENT -> attributes.patient(study);
            case STUDY -> {
              DataSet of = attributes.study(study);
              attributes.addRelated(of, study);
              yield of;
            }
            case SERIES, INSTANCE -> {
              DataSet of = attributes.series(series.orElseThrow());
              attributes.addRelated(of, series.orElseThrow());
              yield of;
            }
          };
      for (Element element : found) {
        if (search.keys().demand(element.tag()) && !to.contains(element.tag())) {
          to.put(element);
        }
      }
      return to;
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
    Level lowest = search.lowest();
    boolean inside = lowest == Level.SERIES || lowest == Level.INSTANCE;
    return new Selection(
        search.site(),
        keys.exactly(Tag.STUDY_INSTANCE_UID),
        inside ? keys.exactly(Tag.SERIES_INSTANCE_UID) : Set.of(),
        lowest == Level.INSTANCE ? keys.exactly(Tag.SOP_INSTANCE_UID) : Set.of(),
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
