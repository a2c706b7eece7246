package org.farsight.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.drawing.Language;

/**
 * What a report begins with, for examinations of a kind.
 *
 * @param id short name, from its file
 * @param name for people
 * @param modalities it is for; empty: for any
 * @param words of which one stands in the examination's description; empty: whatever stands there
 * @param fields structured values, in the order of the page
 * @param findings text to begin with; {@code {id}} stands for a field's value
 * @param impression the same
 * @param phrases to put in by a click
 */
public record ReportTemplate(
    String id,
    Text name,
    Set<String> modalities,
    List<String> words,
    List<Field> fields,
    Text findings,
    Text impression,
    List<Phrase> phrases) {

  /** Takes copies. */
  public ReportTemplate {
    modalities = Set.copyOf(modalities);
    words = List.copyOf(words);
    fields = List.copyOf(fields);
    phrases = List.copyOf(phrases);
  }

  /** Words in both languages. */
  public record Text(String zh, String en) {
    /** No words. */
    public static final Text NONE = new Text("", "");

    /** Whether it is a text in either language. */
    boolean is(String text) {
      return zh.equals(text) || en.equals(text);
    }

    /** The words in a language. */
    public String in(Language language) {
      return switch (language) {
        case ZH -> zh;
        case EN -> en;
      };
    }
  }

  /** What a field holds. */
  public enum Type {
    NUMBER,
    TEXT,
    CHOICE;

    /** As files and JSON write it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A structured value.
   *
   * @param id within the template
   * @param unit UCUM; empty where it has none
   * @param least of a number that is plausible
   * @param most of a number that is plausible
   * @param choices what may be chosen; the Chinese words are what is kept
   * @param required whether nobody signs without it
   * @param from the cart's measurement that it can be taken from, {@code heart-rate}
   */
  public record Field(
      String id,
      Text label,
      Type type,
      String unit,
      Optional<BigDecimal> least,
      Optional<BigDecimal> most,
      List<Text> choices,
      boolean required,
      Optional<String> from) {

    /** Takes a copy. */
    public Field {
      choices = List.copyOf(choices);
    }

    /** Whether a value can stand in it. */
    boolean takes(String value) {
      return switch (type) {
        case TEXT -> true;
        case CHOICE -> choices.stream().anyMatch(choice -> choice.is(value));
        case NUMBER -> number(value);
      };
    }

    /** A value as people read it: a choice in their language. */
    String shown(String value, Language language) {
      return choices.stream()
          .filter(choice -> choice.is(value))
          .findFirst()
          .map(choice -> choice.in(language))
          .orElse(value);
    }

    private boolean number(String value) {
      if (!value.matches("-?[0-9]{1,12}(\\.[0-9]{1,6})?")) {
        return false;
      }
      BigDecimal number = new BigDecimal(value);
      return least.filter(limit -> number.compareTo(limit) < 0).isEmpty()
          && most.filter(limit -> number.compareTo(limit) > 0).isEmpty();
    }
  }

  /** Where a phrase goes. */
  public enum Into {
    FINDINGS,
    IMPRESSION;

    /** As files and JSON write it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Words to put in by a click. */
  public record Phrase(Text label, Text text, Into into) {}

  /** How well it fits: the larger the better; 0: not at all. */
  int fits(String modality, String description) {
    if (!modalities.isEmpty() && !modalities.contains(modality)) {
      return 0;
    }
    String said = description.toLowerCase(Locale.ROOT);
    boolean named = words.stream().anyMatch(word -> said.contains(word.toLowerCase(Locale.ROOT)));
    int kind = modalities.isEmpty() ? 1 : 4;
    if (words.isEmpty()) {
      return kind + 1;
    }
    return named ? kind + 2 : kind;
  }
}
