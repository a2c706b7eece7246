package org.farsight.catalogue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.farsight.dicom.data.CharacterSetEvidence;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Dictionary;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.exchange.NameTerm;

/**
 * The keys of a query, PS3.4 §C.2.2: an element with a value is matched by it, one without is only
 * asked for. What a key demands depends on its VR and value, §C.2.2.2.
 */
public final class Keys {
  private static final int DEEPEST = 8;
  private static final int MOST_VALUES = 10_000;

  /** Dates and the times that belong to them. */
  private static final Map<Integer, Integer> TIME_OF_DATE =
      Map.of(
          Tag.STUDY_DATE,
          Tag.STUDY_TIME,
          Tag.SERIES_DATE,
          Tag.SERIES_TIME,
          Tag.PERFORMED_PROCEDURE_STEP_START_DATE,
          Tag.PERFORMED_PROCEDURE_STEP_START_TIME,
          Tag.SCHEDULED_PROCEDURE_STEP_START_DATE,
          Tag.SCHEDULED_PROCEDURE_STEP_START_TIME);

  private final DataSet identifier;
  private final Map<Integer, Match> matches;

  /**
   * What a querier may choose.
   *
   * @param combinedDateTime a range of dates and the range of times beside it are one range from
   *     the first date and time to the last; else the times are those of each day (PS3.4
   *     §C.2.2.2.5)
   * @param fuzzyNames names are matched as {@link FuzzyName} says
   */
  public record Options(boolean combinedDateTime, boolean fuzzyNames) {
    /** As C-FIND of studies has it without extended negotiation. */
    public static final Options DEFAULT = new Options(false, false);

    /** As the modality worklist has it, PS3.4 §K.6.1.2.2. */
    public static final Options WORKLIST = new Options(true, false);
  }

  private Keys(DataSet identifier, Map<Integer, Match> matches) {
    this.identifier = identifier;
    this.matches = matches;
  }

  /**
   * Reads an identifier. Text is read as its bytes show, whatever is declared: devices ask in GBK
   * as they store.
   *
   * @throws KeyException if a value is none of its VR, a sequence has several items or there are
   *     too many values
   */
  public static Keys of(DataSet identifier, Options options) throws KeyException {
    DataSet read =
        CharacterSetEvidence.examine(identifier)
            .map(evidence -> identifier.readAs(evidence.found()))
            .orElse(identifier);
    return of(read, options, 0);
  }

  private static Keys of(DataSet identifier, Options options, int depth) throws KeyException {
    Map<Integer, Match> matches = new HashMap<>();
    for (Element element : identifier) {
      int tag = element.tag();
      if (tag != Tag.SPECIFIC_CHARACTER_SET
          && tag != Tag.QUERY_RETRIEVE_LEVEL
          && tag != Tag.TIMEZONE_OFFSET_FROM_UTC
          && !Tag.isGroupLength(tag)) {
        Match match =
            element instanceof Element.Sequence
                ? items(identifier, tag, options, depth)
                : match(identifier, tag, element.vr(), options);
        matches.put(tag, match);
      }
    }
    if (options.combinedDateTime()) {
      combine(matches);
    }
    return new Keys(identifier, matches);
  }

  private static Match items(DataSet identifier, int tag, Options options, int depth)
      throws KeyException {
    List<DataSet> items = identifier.items(tag);
    if (items.isEmpty() || items.getFirst().isEmpty()) {
      return new Match.Universal();
    }
    if (items.size() > 1 || depth == DEEPEST) {
      throw new KeyException(tag, "may have one item, and items in it to a limit");
    }
    Keys keys = of(items.getFirst(), options, depth + 1);
    return keys.isUniversal() ? new Match.Universal() : new Match.Items(keys);
  }

  private boolean isUniversal() {
    return matches.values().stream().allMatch(Match.Universal.class::isInstance);
  }

  private static Match match(DataSet identifier, int tag, VR written, Options options)
      throws KeyException {
    List<String> values =
        identifier.strings(tag).stream().filter(value -> !value.isEmpty()).toList();
    if (values.isEmpty()) {
      return new Match.Universal();
    }
    if (values.size() > MOST_VALUES) {
      throw new KeyException(tag, "has more than " + MOST_VALUES + " values");
    }
    VR known = Dictionary.vr(tag);
    return switch (known == VR.UN ? written : known) {
      case DA ->
          new Match.Dates(
              one(tag, "is no date or range of dates", Span.ofDates(only(tag, values))));
      case TM ->
          new Match.Times(
              one(tag, "is no time or range of times", Span.ofTimes(only(tag, values))));
      case DT ->
          new Match.DateTimes(
              one(
                  tag,
                  "is no date and time or range of them",
                  Span.ofDateTimes(only(tag, values))));
      case PN -> names(values, options);
      case UI, AT, OB, OD, OF, OL, OV, OW, UN, SQ -> new Match.Texts(Set.copyOf(values));
      case IS, DS, FL, FD, SL, SS, SV, UL, US, UV -> numbers(tag, values);
      case AE, AS, CS, LO, LT, SH, ST, UC, UR, UT -> texts(values);
    };
  }

  private static String only(int tag, List<String> values) throws KeyException {
    if (values.size() > 1) {
      throw new KeyException(tag, "has several values");
    }
    return values.getFirst();
  }

  private static <T> T one(int tag, String otherwise, Optional<T> value) throws KeyException {
    if (value.isEmpty()) {
      throw new KeyException(tag, otherwise);
    }
    return value.get();
  }

  private static Match names(List<String> values, Options options) {
    if (values.stream().anyMatch(Keys::isAll)) {
      return new Match.Universal();
    }
    return options.fuzzyNames()
        ? new Match.FuzzyNames(values.stream().map(FuzzyName::of).toList())
        : new Match.Names(values.stream().map(NameMatch::of).toList());
  }

  /** PS3.4 §C.2.2.2.4: asterisks alone are Universal Matching. */
  private static boolean isAll(String value) {
    return value.chars().allMatch(c -> c == '*');
  }

  private static Match texts(List<String> values) {
    if (values.stream().anyMatch(Keys::isAll)) {
      return new Match.Universal();
    }
    return values.stream().anyMatch(Glob::isOne)
        ? new Match.WildCards(values.stream().map(Glob::of).toList())
        : new Match.Texts(Set.copyOf(values));
  }

  private static Match numbers(int tag, List<String> values) throws KeyException {
    Set<BigDecimal> numbers = new HashSet<>();
    for (String value : values) {
      numbers.add(one(tag, "is no number", Match.number(value)));
    }
    return new Match.Numbers(numbers);
  }

  private static void combine(Map<Integer, Match> matches) {
    TIME_OF_DATE.forEach(
        (date, time) -> {
          if (matches.get(date) instanceof Match.Dates dates
              && matches.get(time) instanceof Match.Times times
              && dates.span().range()
              && times.span().range()) {
            matches.put(date, new Match.DatesWithTimes(Span.of(dates.span(), times.span()), time));
            matches.put(time, new Match.Universal());
          }
        });
  }

  /** Whether all keys fit. */
  public boolean match(DataSet candidate) {
    return match(candidate, tag -> true);
  }

  /**
   * Whether all keys of some attributes fit. A key of an attribute that the candidate does not have
   * at all, with or without a value, is not supported here and demands nothing (§C.2.2.1.3).
   */
  boolean match(DataSet candidate, IntPredicate which) {
    return matches.entrySet().stream()
        .filter(key -> which.test(key.getKey()) && candidate.contains(key.getKey()))
        .allMatch(key -> key.getValue().fits(candidate, key.getKey()));
  }

  /**
   * The attributes of which something is demanded that cannot be asked of what was found, since it
   * does not have them at all: no such key narrowed the result (§C.2.2.1.3).
   */
  public Set<Integer> passedOver(DataSet found) {
    return matches.entrySet().stream()
        .filter(key -> !(key.getValue() instanceof Match.Universal))
        .map(Map.Entry::getKey)
        .filter(tag -> !found.contains(tag))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether an attribute is asked for, with or without a value. */
  public boolean ask(int tag) {
    return matches.containsKey(tag);
  }

  /** Whether something is demanded of an attribute. */
  boolean demand(int tag) {
    return matches.containsKey(tag) && !(matches.get(tag) instanceof Match.Universal);
  }

  /** The lowest level of the attributes of which something is demanded, and of this one. */
  Level lowest(Level level) {
    return matches.keySet().stream()
        .filter(this::demand)
        .map(Attributes::level)
        .reduce(level, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  /** The identifier, its text read as its bytes show. */
  DataSet identifier() {
    return identifier;
  }

  /** The values that an attribute must have exactly; none where it may have others. */
  Set<String> exactly(int tag) {
    return matches.get(tag) instanceof Match.Texts texts ? texts.values() : Set.of();
  }

  /** The one value that an attribute must have exactly. */
  Optional<String> exactlyOne(int tag) {
    Set<String> values = exactly(tag);
    return values.size() == 1 ? Optional.of(values.iterator().next()) : Optional.empty();
  }

  /**
   * Terms of which a name that fits has at least one; none where that cannot be said, or any name
   * fits.
   */
  Set<NameTerm> names(int tag) {
    List<Set<NameTerm>> ofEach =
        switch (matches.get(tag)) {
          case Match.Names names ->
              names.keys().stream()
                  .map(key -> key.term().map(Set::of).orElse(Set.<NameTerm>of()))
                  .toList();
          case Match.FuzzyNames names -> names.keys().stream().map(FuzzyName::terms).toList();
          case null, default -> List.of();
        };
    return ofEach.stream().anyMatch(Set::isEmpty)
        ? Set.of()
        : ofEach.stream().flatMap(Set::stream).collect(Collectors.toSet());
  }

  /** The keys of a sequence's item, where something is demanded of it. */
  Optional<Keys> items(int tag) {
    return matches.get(tag) instanceof Match.Items items
        ? Optional.of(items.keys())
        : Optional.empty();
  }

  /** The first day that a date must not lie before. */
  Optional<LocalDate> first(int tag) {
    if (matches.get(tag) instanceof Match.Dates dates) {
      return Optional.ofNullable(dates.span().from());
    }
    return matches.get(tag) instanceof Match.DatesWithTimes both
        ? Optional.ofNullable(both.span().from()).map(LocalDateTime::toLocalDate)
        : Optional.empty();
  }

  /** The last day that a date must not lie after. */
  Optional<LocalDate> last(int tag) {
    if (matches.get(tag) instanceof Match.Dates dates) {
      return Optional.ofNullable(dates.span().to());
    }
    return matches.get(tag) instanceof Match.DatesWithTimes both
        ? Optional.ofNullable(both.span().to()).map(LocalDateTime::toLocalDate)
        : Optional.empty();
  }

  /**
   * What the identifier asks for of something that was found: its attributes, in sequences those of
   * the key's item; all of a sequence that is asked for without an item.
   */
  DataSet project(DataSet found) {
    DataSet projected = new DataSet();
    for (Element element : found) {
      int tag = element.tag();
      if (tag == Tag.SPECIFIC_CHARACTER_SET) {
        projected.put(element);
      } else if (ask(tag)) {
        Optional<DataSet> wanted = identifier.item(tag).filter(item -> !item.isEmpty());
        projected.put(
            element instanceof Element.Sequence sequence && wanted.isPresent()
                ? new Element.Sequence(tag, projected(sequence.items(), wanted.get()))
                : element);
      }
    }
    return projected;
  }

  private static List<DataSet> projected(List<DataSet> items, DataSet wanted) {
    return items.stream()
        .map(
            item -> {
              DataSet some = new DataSet();
              for (Element element : item) {
                if (wanted.contains(element.tag())) {
                  some.put(element);
                }
              }
              return some;
            })
        .toList();
  }

  /** Names the attributes, not what is asked of them. */
  @Override
  public String toString() {
    return matches.keySet().stream().map(Tag::toString).collect(Collectors.joining(" "));
  }
}
