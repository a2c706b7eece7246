package org.farsight.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.DocumentException;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, asked for one by one; whoever has asked for all says {@link
 * #done}, so that no member goes unread.
 */
final class Members {
  /** Characters of a text at most; free text of several lines. */
  static final int LONG = 64 * 1024;

  /** Characters of a name or an id at most. */
  static final int SHORT = 1024;

  private static final int MOST_ITEMS = 100_000;

  private final ObjectNode object;
  private final String path;
  private final Set<String> asked = new HashSet<>();

  Members(ObjectNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /** How to read one of a list. */
  @FunctionalInterface
  interface Reading<T> {
    T read(Members members) throws DocumentException;
  }

  private @Nullable JsonNode at(String name) {
    asked.add(name);
    return object.get(name);
  }

  String where(String name) {
    return path + "/" + name;
  }

  Optional<String> optional(String name, int longest) throws DocumentException {
    JsonNode node = at(name);
    if (node == null) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw new DocumentException("is no text", where(name));
    }
    if (node.textValue().length() > longest) {
      throw new DocumentException("is longer than " + longest + " characters", where(name));
    }
    return Optional.of(node.textValue());
  }

  /** A text that must be there, if only empty. */
  String text(String name, int longest) throws DocumentException {
    return optional(name, longest)
        .orElseThrow(() -> new DocumentException("is missing", where(name)));
  }

  String word(String name) throws DocumentException {
    return text(name, SHORT);
  }

  int whole(String name, int least, int most) throws DocumentException {
    JsonNode node = at(name);
    if (node == null || !node.isInt() || node.intValue() < least || node.intValue() > most) {
      throw new DocumentException("is no whole number from " + least + " to " + most, where(name));
    }
    return node.intValue();
  }

  Instant time(String name) throws DocumentException {
    String text = word(name);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new DocumentException("is no time of ISO 8601 in UTC", where(name));
    }
  }

  Optional<LocalDate> date(String name) throws DocumentException {
    Optional<String> text = optional(name, SHORT);
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeException e) {
      throw new DocumentException("is no date of ISO 8601", where(name));
    }
  }

  <E extends Enum<E>> E one(String name, Class<E> set) throws DocumentException {
    String text = word(name);
    for (E value : set.getEnumConstants()) {
      if (name(value).equals(text)) {
        return value;
      }
    }
    throw new DocumentException("is a word that is not known", where(name));
  }

  /** The word for it in JSON, as FHIR writes such codes. */
  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Members below(String name) throws DocumentException {
    if (at(name) instanceof ObjectNode one) {
      return new Members(one, where(name));
    }
    throw new DocumentException("is no object", where(name));
  }

  <T> List<T> list(String name, Reading<T> reading) throws DocumentException {
    JsonNode node = at(name);
    if (node == null || !node.isArray()) {
      throw new DocumentException("is no list", where(name));
    }
    if (node.size() > MOST_ITEMS) {
      throw new DocumentException("has more than " + MOST_ITEMS + " items", where(name));
    }
    List<T> all = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      if (!(node.get(i) instanceof ObjectNode one)) {
        throw new DocumentException("is no object", where(name) + "/" + i);
      }
      Members members = new Members(one, where(name) + "/" + i);
      all.add(reading.read(members));
      members.done();
    }
    return all;
  }

  List<String> texts(String name, int longest) throws DocumentException {
    JsonNode node = at(name);
    if (node == null || !node.isArray() || node.size() > MOST_ITEMS) {
      throw new DocumentException("is no list", where(name));
    }
    List<String> all = new ArrayList<>(node.size());
    for (JsonNode one : node) {
      if (!one.isTextual() || one.textValue().length() > longest) {
        throw new DocumentException("is no text of at most " + longest, where(name));
      }
      all.add(one.textValue());
    }
    return all;
  }

  /**
   * Says that all has been asked for.
   *
   * @throws DocumentException if there is a member that nobody has asked for
   */
  void done() throws DocumentException {
    for (var member : object.properties()) {
      if (!asked.contains(member.getKey())) {
        throw new DocumentException("has a member that is not known", path.isEmpty() ? "/" : path);
      }
    }
  }
}
