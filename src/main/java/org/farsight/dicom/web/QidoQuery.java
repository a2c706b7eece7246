package org.farsight.dicom.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Dictionary;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;

/**
 * The query parameters of a Search transaction, PS3.18 §8.3.4.
 *
 * @param identifier the matching keys, and empty ones for what is to be included, in UTF-8
 * @param includeAll whether {@code includefield=all} was given
 * @param fuzzy whether fuzzy matching of names was asked for
 * @param limit results at most; -1 where no limit was given
 * @param offset results to leave out at the beginning
 */
public record QidoQuery(
    DataSet identifier, boolean includeAll, boolean fuzzy, int limit, int offset) {

  private static final int MOST_PARAMETERS = 200;
  private static final int LONGEST_VALUE = 64 << 10;
  private static final int DEEPEST = 8;

  /** A parameter and its value, decoded. */
  public record Parameter(String name, String value) {
    /** The name only: a value may concern a person. */
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Reads parameters.
   *
   * @throws IllegalArgumentException in words that tell the parameter and never its value
   */
  public static QidoQuery parse(List<Parameter> parameters) {
    if (parameters.size() > MOST_PARAMETERS) {
      throw new IllegalArgumentException("more than " + MOST_PARAMETERS + " query parameters");
    }
    DataSet identifier = new DataSet().put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192");
    Map<String, String> once = new LinkedHashMap<>();
    List<String> included = new ArrayList<>();
    for (Parameter parameter : parameters) {
      switch (parameter.name()) {
        case "limit", "offset", "fuzzymatching" ->
            once.put(parameter.name(), parameter.value().strip());
        case "includefield" -> included.addAll(List.of(parameter.value().split(",")));
        default -> match(identifier, parameter);
      }
    }
    boolean all = false;
    for (String field : included) {
      if (field.strip().equalsIgnoreCase("all")) {
        all = true;
      } else {
        include(identifier, field.strip());
      }
    }
    return new QidoQuery(
        identifier,
        all,
        yes(once.getOrDefault("fuzzymatching", "false")),
        number(once, "limit", -1),
        number(once, "offset", 0));
  }

  private static boolean yes(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("fuzzymatching is true or false");
    };
  }

  private static int number(Map<String, String> once, String name, int otherwise) {
    String value = once.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(name + " is a number from 0 to 999999999");
    }
    return Integer.parseInt(value);
  }

  private static void match(DataSet identifier, Parameter parameter) {
    if (parameter.value().length() > LONGEST_VALUE) {
      throw new IllegalArgumentException(parameter.name() + " has too long a value");
    }
    List<Integer> path = path(parameter.name());
    DataSet item = item(identifier, path);
    int tag = path.getLast();
    VR vr = vr(tag, parameter.name());
    String value = parameter.value();
    try {
      if (vr == VR.SQ) {
        throw new IllegalArgumentException("a sequence is matched by its attributes");
      } else if (vr == VR.UI) {
        item.put(tag, vr, value.split("[,\\\\]")); // PS3.18 §8.3.4.1: a list of UIDs
      } else if (vr.isString()) {
        item.put(tag, vr, value);
      } else if (value.isEmpty()) {
        item.putBytes(tag, vr, new byte[0]);
      } else {
        item.putInts(tag, vr, Long.parseLong(value.strip()));
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          parameter.name() + " has a value that does not fit its VR " + vr, e);
    }
  }

  private static void include(DataSet identifier, String field) {
    List<Integer> path = path(field);
    DataSet item = item(identifier, path);
    int tag = path.getLast();
    if (!item.contains(tag)) {
      VR vr = vr(tag, field);
      if (vr == VR.SQ) {
        item.putItems(tag);
      } else {
        item.putBytes(tag, vr, new byte[0]);
      }
    }
  }

  /** The item in which the last tag of the path stands; sequences before it are made. */
  private static DataSet item(DataSet identifier, List<Integer> path) {
    DataSet item = identifier;
    for (int tag : path.subList(0, path.size() - 1)) {
      item = item.items(tag).isEmpty() ? item.addItem(tag) : item.items(tag).getFirst();
    }
    return item;
  }

  private static List<Integer> path(String name) {
    List<Integer> path = new ArrayList<>();
    String[] pieces = name.split("\\.", -1);
    for (String piece : pieces) {
      path.add(tag(piece, name));
    }
    for (int tag : path.subList(0, path.size() - 1)) {
      if (Dictionary.vr(tag) != VR.SQ) {
        throw new IllegalArgumentException(
            printable(name) + " has a dot behind what is no sequence");
      }
    }
    if (path.size() > DEEPEST) {
      throw new IllegalArgumentException("sequences nested deeper than " + DEEPEST);
    }
    return path;
  }

  private static int tag(String piece, String name) {
    if (piece.matches("[0-9A-Fa-f]{8}")) {
      return Integer.parseUnsignedInt(piece, 16);
    }
    OptionalInt tag = Dictionary.tag(piece);
    return tag.orElseThrow(
        () ->
            new IllegalArgumentException(
                printable(name)
                    + " is no attribute by keyword or tag, nor limit, offset, includefield or"
                    + " fuzzymatching"));
  }

  private static VR vr(int tag, String name) {
    VR vr = Dictionary.vr(tag);
    if (vr == VR.UN) {
      throw new IllegalArgumentException(printable(name) + " is an attribute of unknown VR");
    }
    return vr;
  }

  private static String printable(String name) {
    String shown = name.length() > 80 ? name.substring(0, 80) + "…" : name;
    return shown.replaceAll("[^!-~]", "?");
  }
}
