package org.farsight.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A resource's JSON with a mark in place of each value that could be another one and be as right: a
 * name, a number that was measured, a time, a digest. Two resources of one shape are both right or
 * both wrong. A value that is not plainly right by its own datatype stands as it is, as does every
 * code, system, profile and all else that a rule may ask about, so that it makes a shape of its
 * own. Names of one another (UUIDs, digests, exchanges) are counted, so that what refers to what is
 * part of the shape.
 */
final class Shape {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Begins each mark; in a JSON text as the library writes it this character is escaped. */
  private static final char MARK = '\u0001';

  private static final Pattern NAME =
      Pattern.compile(
          "urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b"
              + "|\\b[0-9a-f]{64}\\b"
              + "|\\b[0-9A-HJKMNP-TV-Z]{26}\\b");

  private static final Set<String> TEXTS =
      Set.of("text", "family", "given", "valueString", "title");
  private static final Set<String> TIMES =
      Set.of("effectiveDateTime", "date", "authoredOn", "recorded", "birthDate", "issued");

  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)"
              + "(T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-](0\\d|1[0-3]):[0-5]\\d))?");
  private static final Pattern SHA1 = Pattern.compile("[A-Za-z0-9+/]{27}=");
  private static final Pattern UID = Pattern.compile("urn:oid:[0-2](\\.(0|[1-9]\\d{0,38})){1,20}");
  private static final Pattern CARD = Pattern.compile("\\d{17}[\\dX]");
  private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}._/-]{1,200}");
  private static final Pattern SOUGHT = Pattern.compile("%7C[A-Za-z0-9%._~*+-]+");
  private static final int LONGEST = 20_000;

  private final StringBuilder shape;
  private final Map<String, Integer> names = new HashMap<>();

  private Shape(int room) {
    this.shape = new StringBuilder(room);
  }

  /**
   * The shape of a resource.
   *
   * @param json FHIR JSON
   */
  static String of(String json) {
    Shape shape = new Shape(json.length());
    try {
      shape.node(JSON.readTree(json), "", new Place(JSON.createObjectNode(), ""));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON", e);
    }
    return shape.shape.toString();
  }

  /** The object that an element stands in, and the name of that. */
  private record Place(JsonNode object, String name) {}

  private void node(JsonNode node, String name, Place place) {
    if (node.isObject()) {
      shape.append('{');
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        shape.append(field.getKey()).append(':');
        node(field.getValue(), field.getKey(), new Place(node, name));
      }
      shape.append('}');
    } else if (node.isArray()) {
      shape.append('[');
      node.forEach(one -> node(one, name, place));
      shape.append(']');
    } else if (node.isTextual() && isFree(node.textValue(), name, place)) {
      shape.append(MARK);
    } else if (node.isTextual()) {
      text(searched(node.toString(), name, place));
    } else if (node.isNumber() && isMeasured(name, place)) {
      shape.append(MARK);
    } else {
      shape.append(node).append(',');
    }
  }

  /** Text in quotes, with names counted in the order in which they come. */
  private void text(String quoted) {
    Matcher matcher = NAME.matcher(quoted);
    while (matcher.find()) {
      int number = names.computeIfAbsent(matcher.group(), unused -> names.size());
      matcher.appendReplacement(shape, "");
      shape.append(MARK).append(matcher.group().length()).append('#').append(number).append(MARK);
    }
    matcher.appendTail(shape);
  }

  /** A search by identifier holds what the identifier says. */
  private static String searched(String quoted, String name, Place place) {
    boolean search = name.equals("ifNoneExist") || name.equals("url") && place.object.has("method");
    return search ? SOUGHT.matcher(quoted).replaceAll("%7C" + MARK) : quoted;
  }

  private static boolean isFree(String value, String name, Place place) {
    if (TEXTS.contains(name)) {
      return isPlain(value);
    }
    if (TIMES.contains(name)) {
      return isTime(value);
    }
    return switch (name) {
      case "value" -> isIdentifier(value, place.object.path("system").asText());
      case "hash" -> SHA1.matcher(value).matches();
      default -> false;
    };
  }

  /** Numbers that one value only has: no rule compares them with another. */
  private static boolean isMeasured(String name, Place place) {
    return name.equals("value") && place.name.equals("valueQuantity")
        || name.equals("size") && place.name.equals("attachment");
  }

  /** Our own systems have rules for their values: those are names and stand as they are. */
  private static boolean isIdentifier(String value, String system) {
    if (system.isEmpty() || system.startsWith(Identifiers.BASE)) {
      return false;
    }
    return switch (system) {
      case Identifiers.RESIDENT_ID -> CARD.matcher(value).matches();
      case Identifiers.DICOM_UID -> UID.matcher(value).matches();
      default -> TOKEN.matcher(value).matches();
    };
  }

  private static boolean isTime(String value) {
    Matcher matcher = TIME.matcher(value);
    if (!matcher.matches()) {
      return false;
    }
    try {
      int year = LocalDate.parse(matcher.group(1)).getYear();
      return year > 1800 && year < 2200;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** Letters, digits and the like: nothing that is white space around it, control or markup. */
  private static boolean isPlain(String value) {
    return !value.isBlank()
        && value.length() <= LONGEST
        && value.equals(value.strip())
        && value.codePoints().allMatch(Shape::isPlain);
  }

  private static boolean isPlain(int letter) {
    return switch (Character.getType(letter)) {
      case Character.CONTROL -> letter == '\n' || letter == '\t';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> letter != '<' && letter != '>' && letter != '&';
    };
  }
}
