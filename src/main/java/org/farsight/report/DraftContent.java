package org.farsight.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.ecg.drawing.Language;
import org.farsight.exchange.DocumentException;
import org.jspecify.annotations.Nullable;

/**
 * What a reader writes. Holds what was found, so {@code toString} says only what may be logged.
 *
 * @param template id of it; empty for none
 * @param fields values by the template's field ids
 * @param critical what the branch must be told at once; there, if only blank, once it was marked
 * @param reason why a signed version is changed; empty for the first
 */
public record DraftContent(
    String template,
    Map<String, String> fields,
    String findings,
    String impression,
    Optional<String> critical,
    List<Report.KeyImage> keyImages,
    String reason) {
  private static final int MOST_FIELDS = 300;
  private static final int LONGEST_VALUE = 4000;
  private static final int LONGEST_TEXT = 20_000;
  private static final int MOST_IMAGES = 40;

  /** Bytes of a draft as JSON at most. */
  public static final int MOST_BYTES = 512 * 1024;

  /** Takes copies. */
  public DraftContent {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    keyImages = List.copyOf(keyImages);
  }

  /**
   * Reads one.
   *
   * @throws DocumentException with the member that cannot be taken
   */
  public static DraftContent read(ObjectNode json) throws DocumentException {
    Members from = new Members(json, "");
    DraftContent content =
        new DraftContent(
            from.optional("template", 100).orElse(""),
            fields(json.get("fields")),
            text(from, "findings", LONGEST_TEXT),
            text(from, "impression", LONGEST_TEXT),
            from.optional("critical", LONGEST_VALUE).map(DraftContent::plain),
            images(from, json),
            text(from, "reason", LONGEST_VALUE));
    return content;
  }

  /** Reads what {@link #json} has written. */
  static DraftContent read(String json) throws DocumentException {
    return read(CanonicalJson.read(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(Members from, String name, int longest) throws DocumentException {
    return plain(from.optional(name, longest).orElse(""));
  }

  private static List<Report.KeyImage> images(Members from, ObjectNode json)
      throws DocumentException {
    if (!json.has("keyImages")) {
      return List.of();
    }
    List<Report.KeyImage> images = from.list("keyImages", ReportJson::image);
    if (images.size() > MOST_IMAGES) {
      throw new DocumentException("are more than " + MOST_IMAGES, "/keyImages");
    }
    for (Report.KeyImage image : images) {
      if (!image.instance().matches("[0-9.]{1,64}")) {
        throw new DocumentException("has an instance that is no UID", "/keyImages");
      }
    }
    return images;
  }

  private static Map<String, String> fields(@Nullable JsonNode node) throws DocumentException {
    Map<String, String> fields = new LinkedHashMap<>();
    if (node == null) {
      return fields;
    }
    if (!(node instanceof ObjectNode object) || object.size() > MOST_FIELDS) {
      throw new DocumentException("is no object of at most " + MOST_FIELDS + " members", "/fields");
    }
    for (var member : object.properties()) {
      String id = member.getKey();
      if (!id.matches("[a-z0-9][a-z0-9-]{0,59}")) {
        throw new DocumentException("has a name of other than a-z, 0-9 and -", "/fields");
      }
      if (!member.getValue().isTextual()
          || member.getValue().textValue().length() > LONGEST_VALUE) {
        throw new DocumentException(
            "is no text of at most " + LONGEST_VALUE + " letters", "/fields/" + id);
      }
      fields.put(id, plain(member.getValue().textValue()));
    }
    return fields;
  }

  /** Letters that people can read: no control characters but line ends, no half characters. */
  private static String plain(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .replace('\r', '\n')
        .codePoints()
        .filter(letter -> letter == '\n' || letter == '\t' || !Character.isISOControl(letter))
        .map(letter -> letter >= 0xD800 && letter <= 0xDFFF ? 0xFFFD : letter)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  /** As JSON. */
  public ObjectNode json() {
    ObjectNode tree = CanonicalJson.object();
    tree.put("template", template);
    ObjectNode values = tree.putObject("fields");
    fields.forEach(values::put);
    tree.put("findings", findings).put("impression", impression);
    critical.ifPresent(words -> tree.put("critical", words));
    var images = tree.putArray("keyImages");
    keyImages.forEach(
        one -> images.addObject().put("instance", one.instance()).put("frame", one.frame()));
    tree.put("reason", reason);
    return tree;
  }

  /** As text, to be kept. */
  String text() {
    return new String(CanonicalJson.write(json()), StandardCharsets.UTF_8);
  }

  /**
   * What is missing or cannot be before it can be signed: field ids, {@code impression}, {@code
   * critical}, {@code reason}.
   *
   * @param used the template that it was written with
   * @param amends whether another version stands already
   */
  public List<String> missing(Optional<ReportTemplate> used, boolean amends) {
    List<String> missing = new ArrayList<>();
    for (ReportTemplate.Field field : used.map(ReportTemplate::fields).orElse(List.of())) {
      String value = fields.getOrDefault(field.id(), "").strip();
      if (value.isEmpty() ? field.required() : !field.takes(value)) {
        missing.add(field.id());
      }
    }
    for (String id : unfilled(used)) {
      if (!missing.contains(id)) {
        missing.add(id);
      }
    }
    if (impression.isBlank()) {
      missing.add("impression");
    }
    if (critical.filter(String::isBlank).isPresent()) {
      missing.add("critical");
    }
    if (amends && reason.isBlank()) {
      missing.add("reason");
    }
    return missing;
  }

  /** Fields whose values the words ask for by {@code {id}}, and which have none. */
  private List<String> unfilled(Optional<ReportTemplate> used) {
    String words = findings + impression + critical.orElse("");
    return used.map(ReportTemplate::fields).orElse(List.of()).stream()
        .map(ReportTemplate.Field::id)
        .filter(id -> words.contains("{" + id + "}") && fields.getOrDefault(id, "").isBlank())
        .toList();
  }

  /**
   * The same with the fields' values in the places that the template's words hold ready for them,
   * wherever the page has not put them there already.
   */
  DraftContent filled(Optional<ReportTemplate> used, Language language) {
    return new DraftContent(
        template,
        fields,
        filled(findings, used, language),
        filled(impression, used, language),
        critical.map(words -> filled(words, used, language)),
        keyImages,
        reason);
  }

  private String filled(String text, Optional<ReportTemplate> used, Language language) {
    String filled = text;
    for (ReportTemplate.Field field : used.map(ReportTemplate::fields).orElse(List.of())) {
      String value = fields.getOrDefault(field.id(), "").strip();
      if (!value.isEmpty()) {
        filled = filled.replace("{" + field.id() + "}", field.shown(value, language));
      }
    }
    return filled;
  }

  /**
   * The structured values in the order of the template; what that does not have follows, so that
   * nothing that was typed is lost.
   */
  List<Report.Field> values(Optional<ReportTemplate> used, Language language) {
    Map<String, String> left = new LinkedHashMap<>(fields);
    List<Report.Field> values = new ArrayList<>();
    for (ReportTemplate.Field field : used.map(ReportTemplate::fields).orElse(List.of())) {
      String value = left.remove(field.id());
      if (value != null && !value.isBlank()) {
        String label = field.label().in(language);
        String shown = field.shown(value.strip(), language);
        values.add(new Report.Field(field.id(), label, shown, field.unit()));
      }
    }
    left.forEach(
        (id, value) -> {
          if (!value.isBlank()) {
            values.add(new Report.Field(id, id, value.strip(), ""));
          }
        });
    return values;
  }

  /** Hides what was found. */
  @Override
  public String toString() {
    return "DraftContent[template " + template + "]";
  }
}
