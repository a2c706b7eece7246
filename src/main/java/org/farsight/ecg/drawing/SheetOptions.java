package org.farsight.ecg.drawing;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How a recording is drawn.
 *
 * @param layout rows by columns
 * @param speed millimetres of paper a second: 25 or 50
 * @param gain millimetres of paper a millivolt: 5, 10 or 20
 * @param filters for the eye only; none by default
 * @param language of the words on the sheet
 * @param order of the standard leads
 * @param rhythm label of the lead below the others, over the whole width; {@code none} for none;
 *     empty for the layout's own: II below 3x4, none elsewhere
 * @param startSeconds where on the recording's time axis the first sheet begins
 */
public record SheetOptions(
    Layout layout,
    int speed,
    int gain,
    Set<Filter> filters,
    Language language,
    LeadOrder order,
    Optional<String> rhythm,
    double startSeconds) {

  /** 3x4 with lead II below, 25 mm/s, 10 mm/mV, no filter, in Chinese. */
  public static final SheetOptions USUAL =
      new SheetOptions(
          Layout.THREE_BY_FOUR,
          25,
          10,
          Set.of(),
          Language.ZH,
          LeadOrder.STANDARD,
          Optional.empty(),
          0);

  /** The names that {@link #with} understands. */
  public static final List<String> NAMES =
      List.of("layout", "speed", "gain", "filter", "lang", "order", "rhythm", "start");

  private static final String NO_RHYTHM = "none";

  public SheetOptions {
    Objects.requireNonNull(layout);
    Objects.requireNonNull(language);
    Objects.requireNonNull(order);
    Objects.requireNonNull(rhythm);
    filters = filters.isEmpty() ? Set.of() : Set.copyOf(filters);
    if (speed != 25 && speed != 50) {
      throw new IllegalArgumentException("speed is 25 or 50 (mm/s)");
    }
    if (gain != 5 && gain != 10 && gain != 20) {
      throw new IllegalArgumentException("gain is 5, 10 or 20 (mm/mV)");
    }
    if (!(startSeconds >= 0 && startSeconds < 1e7)) {
      throw new IllegalArgumentException("start is a number of seconds from 0");
    }
  }

  /** The lead below the others, if there is to be one. */
  Optional<String> rhythmLead() {
    if (rhythm.isPresent()) {
      return rhythm.filter(label -> !label.equals(NO_RHYTHM));
    }
    return layout == Layout.THREE_BY_FOUR ? Optional.of("II") : Optional.empty();
  }

  /** The filters in one order, whatever order they were named in. */
  Set<Filter> sortedFilters() {
    Set<Filter> sorted = EnumSet.noneOf(Filter.class);
    sorted.addAll(filters);
    return sorted;
  }

  /**
   * The same with one option as commands and addresses name it.
   *
   * @param name one of {@link #NAMES}
   * @throws IllegalArgumentException with words for people, if it has no such value
   */
  public SheetOptions with(String name, String value) {
    return switch (name) {
      case "layout" ->
          with(Layout.of(value).orElseThrow(() -> wrong("layout is 3x4, 6x2 or 12x1")));
      case "speed" ->
          new SheetOptions(
              layout,
              number(value, "speed is 25 or 50 (mm/s)"),
              gain,
              filters,
              language,
              order,
              rhythm,
              startSeconds);
      case "gain" ->
          new SheetOptions(
              layout,
              speed,
              number(value, "gain is 5, 10 or 20 (mm/mV)"),
              filters,
              language,
              order,
              rhythm,
              startSeconds);
      case "filter" -> with(filters(value));
      case "lang" -> with(language(value));
      case "order" ->
          new SheetOptions(
              layout, speed, gain, filters, language, order(value), rhythm, startSeconds);
      case "rhythm" ->
          new SheetOptions(
              layout,
              speed,
              gain,
              filters,
              language,
              order,
              Optional.of(label(value)),
              startSeconds);
      case "start" ->
          new SheetOptions(layout, speed, gain, filters, language, order, rhythm, seconds(value));
      default -> throw wrong(name + " is none of " + NAMES);
    };
  }

  /** The same with another layout. */
  public SheetOptions with(Layout other) {
    return new SheetOptions(other, speed, gain, filters, language, order, rhythm, startSeconds);
  }

  /** The same with other filters. */
  public SheetOptions with(Set<Filter> others) {
    return new SheetOptions(layout, speed, gain, others, language, order, rhythm, startSeconds);
  }

  /** The same in another language. */
  public SheetOptions with(Language other) {
    return new SheetOptions(layout, speed, gain, filters, other, order, rhythm, startSeconds);
  }

  private static Set<Filter> filters(String value) {
    Set<Filter> filters = EnumSet.noneOf(Filter.class);
    if (!value.isEmpty() && !value.equals("none")) {
      for (String name : value.split(",", -1)) {
        filters.add(
            Filter.of(name)
                .orElseThrow(
                    () ->
                        wrong(
                            "filter is none, or some of "
                                + Arrays.stream(Filter.values()).map(Filter::code).toList())));
      }
    }
    return filters;
  }

  private static Language language(String value) {
    return Arrays.stream(Language.values())
        .filter(language -> language.code().equals(value))
        .findFirst()
        .orElseThrow(() -> wrong("lang is zh or en"));
  }

  private static LeadOrder order(String value) {
    return Arrays.stream(LeadOrder.values())
        .filter(order -> order.code().equals(value.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> wrong("order is standard or cabrera"));
  }

  private static String label(String value) {
    if (value.isBlank() || value.length() > 32) {
      throw wrong("rhythm is the name of a lead, or none");
    }
    return value;
  }

  private static int number(String value, String wrong) {
    if (!value.matches("\\d{1,3}")) {
      throw wrong(wrong);
    }
    return Integer.parseInt(value);
  }

  private static double seconds(String value) {
    if (!value.matches("\\d{1,6}(\\.\\d{1,3})?")) {
      throw wrong("start is a number of seconds from 0");
    }
    return Double.parseDouble(value);
  }

  private static IllegalArgumentException wrong(String words) {
    return new IllegalArgumentException(words);
  }
}
