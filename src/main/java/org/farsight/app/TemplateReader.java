package org.farsight.app;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.ecg.Measurements;
import org.farsight.report.ReportTemplate;
import org.farsight.report.ReportTemplate.Field;
import org.farsight.report.ReportTemplate.Into;
import org.farsight.report.ReportTemplate.Phrase;
import org.farsight.report.ReportTemplate.Text;
import org.farsight.report.ReportTemplate.Type;

/** Reads the template of a report; each mistake has file and line. See docs/reports.md. */
final class TemplateReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");
  private static final Pattern MODALITY = Pattern.compile("[A-Z0-9_]{2,16}");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}\\n]{0,60})}");
  private static final Pattern RANGE =
      Pattern.compile("(-?[0-9]{1,9}(?:\\.[0-9]{1,6})?) *\\.\\. *(-?[0-9]{1,9}(?:\\.[0-9]{1,6})?)");
  private static final int LONGEST = 10_000;

  /** What the page itself does not fill in from a field. */
  private static final Set<String> RESERVED = Set.of("impression", "critical", "reason");

  private final Settings settings;
  private final String id;

  private TemplateReader(Path file) {
    this.settings = Settings.read(file, List.of());
    this.id = String.valueOf(file.getFileName()).replaceFirst("\\.yaml$", "");
  }

  /** A template; where there are mistakes it is not whole. */
  record Read(ReportTemplate template, List<String> mistakes) {}

  static Read read(Path file) {
    TemplateReader reader = new TemplateReader(file);
    ReportTemplate template = reader.template();
    return new Read(template, reader.settings.mistakes());
  }

  private ReportTemplate template() {
    if (!NAME.matcher(id).matches()) {
      settings.mistake(settings.place("name"), id + ".yaml: a name is a-z, 0-9 and -");
    }
    Set<String> modalities = new LinkedHashSet<>(settings.set("modalities"));
    for (String modality : modalities) {
      if (!MODALITY.matcher(modality).matches()) {
        settings.mistake(settings.place("modalities"), modality + " is no modality such as CT");
      }
    }
    List<Field> fields = new ArrayList<>();
    for (String field : settings.namesBelow("fields")) {
      fields.add(field(field));
    }
    Set<String> known = new TreeSet<>(fields.stream().map(Field::id).toList());
    List<Phrase> phrases = new ArrayList<>();
    for (String phrase : settings.namesBelow("phrases")) {
      phrases.add(phrase("phrases." + phrase));
    }
    return new ReportTemplate(
        id,
        text("name", true),
        modalities,
        List.copyOf(settings.set("words")),
        fields,
        filled("findings", known),
        filled("impression", known),
        phrases);
  }

  /** Words in both languages; where one is missing, the other stands for it. */
  private Text text(String key, boolean required) {
    String zh = settings.text(key + ".zh").orElse("").strip();
    String en = settings.text(key + ".en").orElse("").strip();
    if (required && zh.isEmpty() && en.isEmpty()) {
      settings.mistake(settings.place(key), key + ".zh is missing");
    }
    if (zh.length() > LONGEST || en.length() > LONGEST) {
      settings.mistake(settings.place(key), key + " has more than " + LONGEST + " letters");
    }
    return new Text(zh.isEmpty() ? en : zh, en.isEmpty() ? zh : en);
  }

  /** A text in which {@code {id}} stands for the value of a field. */
  private Text filled(String key, Set<String> known) {
    Text text = text(key, false);
    for (String words : List.of(text.zh(), text.en())) {
      Matcher placeholders = PLACEHOLDER.matcher(words);
      while (placeholders.find()) {
        if (!known.contains(placeholders.group(1))) {
          settings.mistake(
              settings.place(key), key + ": " + placeholders.group() + " is none of " + known);
        }
      }
    }
    return text;
  }

  private Field field(String field) {
    String key = "fields." + field;
    if (!NAME.matcher(field).matches() || RESERVED.contains(field)) {
      settings.mistake(
          settings.place(key), field + ": a name is a-z, 0-9 and -, and none of " + RESERVED);
    }
    Type type = settings.get(key + ".type", Type.TEXT, TemplateReader::type);
    Optional<BigDecimal[]> range =
        settings.get(key + ".range", Optional.empty(), value -> Optional.of(range(value)));
    List<Text> choices = choices(key);
    if (type == Type.CHOICE && choices.size() < 2) {
      settings.mistake(settings.place(key), key + ".choices names two or more");
    }
    if (type != Type.CHOICE && !choices.isEmpty() || type != Type.NUMBER && range.isPresent()) {
      settings.mistake(
          settings.place(key), key + ": choices are of type choice, a range of type number");
    }
    return new Field(
        field,
        text(key, true),
        type,
        settings.text(key + ".unit").orElse(""),
        range.map(limits -> limits[0]),
        range.map(limits -> limits[1]),
        choices,
        settings.get(key + ".required", false, TemplateReader::yes),
        settings.get(key + ".from", Optional.empty(), value -> Optional.of(measurement(value))));
  }

  private List<Text> choices(String key) {
    List<String> zh = List.copyOf(settings.set(key + ".choices"));
    List<String> en = List.copyOf(settings.set(key + ".choices-en"));
    if (!en.isEmpty() && en.size() != zh.size()) {
      settings.mistake(
          settings.place(key + ".choices-en"), key + ".choices-en are as many as the choices");
      return List.of();
    }
    List<Text> all = new ArrayList<>();
    for (int i = 0; i < zh.size(); i++) {
      all.add(new Text(zh.get(i), en.isEmpty() ? zh.get(i) : en.get(i)));
    }
    return all;
  }

  private Phrase phrase(String key) {
    Text label = text(key, true);
    Text words =
        new Text(
            settings.text(key + ".text").orElse("").strip(),
            settings
                .text(key + ".text-en")
                .or(() -> settings.text(key + ".text"))
                .orElse("")
                .strip());
    if (words.zh().isEmpty()) {
      settings.mistake(settings.place(key), key + ".text is missing");
    }
    return new Phrase(
        label, words, settings.get(key + ".into", Into.FINDINGS, TemplateReader::into));
  }

  private static Type type(String value) {
    for (Type type : Type.values()) {
      if (type.code().equals(value)) {
        return type;
      }
    }
    throw new IllegalArgumentException("is number, text or choice");
  }

  private static Into into(String value) {
    for (Into into : Into.values()) {
      if (into.code().equals(value)) {
        return into;
      }
    }
    throw new IllegalArgumentException("is findings or impression");
  }

  private static boolean yes(String value) {
    return switch (value) {
      case "true", "yes" -> true;
      case "false", "no" -> false;
      default -> throw new IllegalArgumentException("is true or false");
    };
  }

  private static BigDecimal[] range(String value) {
    Matcher range = RANGE.matcher(value);
    if (!range.matches()) {
      throw new IllegalArgumentException("is written 20 .. 300");
    }
    BigDecimal least = new BigDecimal(range.group(1));
    BigDecimal most = new BigDecimal(range.group(2));
    if (least.compareTo(most) >= 0) {
      throw new IllegalArgumentException("has its larger number first");
    }
    return new BigDecimal[] {least, most};
  }

  /** The cart's measurements, as {@code GET /ecg/{id}.json} names their kinds. */
  private static String measurement(String value) {
    Set<String> known = new TreeSet<>();
    for (Measurements.Kind kind : Measurements.Kind.values()) {
      known.add(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    if (!known.contains(value)) {
      throw new IllegalArgumentException(value + " is none of " + known);
    }
    return value;
  }
}
