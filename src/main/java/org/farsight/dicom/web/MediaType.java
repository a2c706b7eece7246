package org.farsight.dicom.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A media type or range (RFC 9110 §8.3.1, §12.5.1).
 *
 * @param type such as {@code multipart} or {@code *}, lower case
 * @param subtype such as {@code related} or {@code *}, lower case
 * @param parameters by lower-case name, without {@code q}
 * @param quality the weight {@code q}, 0 to 1; 1 where none is given
 */
public record MediaType(
    String type, String subtype, Map<String, String> parameters, double quality) {

  public static final String DICOM = "application/dicom";
  public static final String DICOM_JSON = "application/dicom+json";
  public static final String DICOM_XML = "application/dicom+xml";
  public static final String JSON = "application/json";
  public static final String OCTET_STREAM = "application/octet-stream";
  public static final String RELATED = "multipart/related";

  private static final int LONGEST = 8192;
  private static final int MOST_PARAMETERS = 32;

  /** Takes a copy of the parameters. */
  public MediaType {
    parameters = Map.copyOf(parameters);
  }

  /** A type without parameters. */
  public static MediaType of(String essence) {
    return parse(essence)
        .orElseThrow(() -> new IllegalArgumentException(essence + " is no media type"));
  }

  /** Reads one media type; empty where the text is none. */
  public static Optional<MediaType> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    List<String> pieces = split(text, ';');
    String[] essence = pieces.getFirst().strip().toLowerCase(Locale.ROOT).split("/", -1);
    if (essence.length != 2 || !isToken(essence[0]) || !isToken(essence[1])) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    double quality = 1;
    for (String piece : pieces.subList(1, Math.min(pieces.size(), MOST_PARAMETERS))) {
      int equals = piece.indexOf('=');
      if (equals > 0) {
        String name = piece.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        String value = unquoted(piece.substring(equals + 1).strip());
        if (name.equals("q")) {
          quality = quality(value);
        } else {
          parameters.putIfAbsent(name, value);
        }
      }
    }
    return Optional.of(new MediaType(essence[0], essence[1], parameters, quality));
  }

  /**
   * Reads an Accept header: the ranges with a weight above 0, the heaviest first, else in their
   * order. What cannot be read is left out.
   */
  public static List<MediaType> accept(String header) {
    List<MediaType> ranges = new ArrayList<>();
    if (header.length() <= LONGEST) {
      for (String piece : split(header, ',')) {
        parse(piece).filter(range -> range.quality > 0).ifPresent(ranges::add);
      }
    }
    ranges.sort((a, b) -> Double.compare(b.quality, a.quality));
    return ranges;
  }

  /** Type and subtype, without parameters. */
  public String essence() {
    return type + "/" + subtype;
  }

  /** Whether the range covers a type such as {@code application/dicom}. */
  public boolean covers(String essence) {
    return essence().equals(essence)
        || type.equals("*") && subtype.equals("*")
        || subtype.equals("*") && essence.startsWith(type + "/");
  }

  /** A parameter's value. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** Of multipart/related its {@code type} parameter, of others the type itself, as a range. */
  public MediaType content() {
    if (!essence().equals(RELATED)) {
      return this;
    }
    Optional<MediaType> root = parameter("type").flatMap(MediaType::parse);
    return root.map(r -> new MediaType(r.type, r.subtype, parameters, quality))
        .orElseGet(() -> new MediaType("*", "*", parameters, quality));
  }

  private static double quality(String value) {
    try {
      double quality = Double.parseDouble(value);
      return quality >= 0 && quality <= 1 ? quality : 0;
    } catch (NumberFormatException e) {
      return 0; // a weight that cannot be read: not wanted
    }
  }

  private static String unquoted(String value) {
    if (value.length() < 2 || value.charAt(0) != '"' || !value.endsWith("\"")) {
      return value;
    }
    return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  /** Splits outside of quotes. */
  private static List<String> split(String text, char separator) {
    List<String> pieces = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        pieces.add(text.substring(start, i));
        start = i + 1;
      }
    }
    pieces.add(text.substring(start));
    return pieces;
  }

  private static boolean isToken(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c > ' ' && c < 127 && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
  }
}
