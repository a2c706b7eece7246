package org.farsight.catalogue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.TemporalValue;

/**
 * How one attribute is matched, PS3.4 §C.2.2.2. An attribute whose value is not known fits nothing
 * but Universal Matching; of several values one has to fit.
 */
sealed interface Match {

  /** Whether the attribute of a candidate fits. */
  default boolean fits(DataSet candidate, int tag) {
    return switch (this) {
      case Universal universal -> true;
      case Texts texts -> candidate.strings(tag).stream().anyMatch(texts.values()::contains);
      case WildCards wild ->
          candidate.strings(tag).stream()
              .filter(value -> !value.isEmpty())
              .anyMatch(value -> wild.globs().stream().anyMatch(glob -> glob.matches(value)));
      case Names names ->
          candidate.strings(tag).stream()
              .filter(value -> !value.isEmpty())
              .anyMatch(value -> names.keys().stream().anyMatch(key -> key.fits(value)));
      case FuzzyNames names ->
          candidate.strings(tag).stream()
              .anyMatch(value -> names.keys().stream().anyMatch(key -> key.fits(value)));
      case Numbers numbers ->
          candidate.strings(tag).stream()
              .flatMap(value -> number(value).stream())
              .anyMatch(numbers.values()::contains);
      case Dates dates -> candidate.date(tag).filter(dates.span()::contains).isPresent();
      case Times times -> candidate.time(tag).filter(times.span()::contains).isPresent();
      case DateTimes dateTimes ->
          candidate
              .dateTime(tag)
              .map(TemporalValue::local)
              .filter(dateTimes.span()::contains)
              .isPresent();
      case DatesWithTimes both -> both.fit(candidate, tag);
      case Items items -> candidate.items(tag).stream().anyMatch(items.keys()::match);
    };
  }

  /** The number that an IS, DS or binary value is; 03 and 3 are the same. */
  static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text.strip()).stripTrailingZeros());
    } catch (NumberFormatException e) {
      return Optional.empty(); // no number: what the empty says
    }
  }

  /** Everything fits. */
  record Universal() implements Match {}

  /** Single Value Matching, or List of UID Matching. */
  record Texts(Set<String> values) implements Match {
    @Override
    public String toString() {
      return "Texts[…]";
    }
  }

  /** Wild Card Matching. */
  record WildCards(List<Glob> globs) implements Match {}

  /** Single Value or Wild Card Matching of a person name. */
  record Names(List<NameMatch> keys) implements Match {}

  /** Fuzzy Semantic Matching of a person name. */
  record FuzzyNames(List<FuzzyName> keys) implements Match {}

  /** Single Value Matching of numbers. */
  record Numbers(Set<BigDecimal> values) implements Match {}

  /** Single Value or Range Matching of DA. */
  record Dates(Span<LocalDate> span) implements Match {}

  /** Single Value or Range Matching of TM. */
  record Times(Span<LocalTime> span) implements Match {}

  /** Single Value or Range Matching of DT. */
  record DateTimes(Span<LocalDateTime> span) implements Match {}

  /**
   * Combined Date-Time Matching: one range from the first date and time to the last.
   *
   * @param timeTag of the attribute with the time; the date's is the key's own
   */
  record DatesWithTimes(Span<LocalDateTime> span, int timeTag) implements Match {
    private boolean fit(DataSet candidate, int dateTag) {
      return candidate
          .date(dateTag)
          .map(date -> date.atTime(candidate.time(timeTag).orElse(LocalTime.MIN)))
          .filter(span::contains)
          .isPresent();
    }
  }

  /** Sequence Matching: one item of the candidate's fits all keys. */
  record Items(Keys keys) implements Match {}
}
