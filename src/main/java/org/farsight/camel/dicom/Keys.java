package org.farsight.camel.dicom;

import java.util.Map;
import java.util.OptionalInt;
import org.apache.camel.Message;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Dictionary;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;

/**
 * The identifier of a query or the attributes of a step, from a message body: a {@link DataSet}, a
 * map of keywords and values, or text with one {@code Keyword=value} to a line. A keyword is one of
 * PS3.6, or a tag in eight hexadecimal digits; several values are separated by a backslash.
 */
final class Keys {

  private static final String UTF_8 = "ISO_IR 192";

  private Keys() {}

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException where the body is none of these, naming no value
   */
  static DataSet of(Message message) {
    Object body = message.getBody();
    return switch (body) {
      case DataSet dataSet -> dataSet;
      case Map<?, ?> map -> of(map);
      case String text -> of(text);
      case null -> throw new IllegalArgumentException("the body is empty: it has to hold the keys");
      default ->
          throw new IllegalArgumentException(
              "the keys are a DataSet, a Map or text, not a " + body.getClass().getName());
    };
  }

  private static DataSet of(Map<?, ?> map) {
    DataSet dataSet = new DataSet();
    map.forEach((key, value) -> put(dataSet, String.valueOf(key), value == null ? "" : value));
    return withCharacterSet(dataSet);
  }

  private static DataSet of(String text) {
    DataSet dataSet = new DataSet();
    text.lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              String key = equals < 0 ? line : line.substring(0, equals);
              put(dataSet, key.strip(), equals < 0 ? "" : line.substring(equals + 1).strip());
            });
    return withCharacterSet(dataSet);
  }

  private static void put(DataSet dataSet, String key, Object value) {
    OptionalInt known = Dictionary.tag(key);
    int tag;
    if (known.isPresent()) {
      tag = known.getAsInt();
    } else if (key.matches("[0-9A-Fa-f]{8}")) {
      tag = Integer.parseUnsignedInt(key, 16);
    } else {
      throw new IllegalArgumentException("no attribute has the keyword '" + key + "'");
    }
    VR vr = Dictionary.vr(tag);
    String text = String.valueOf(value);
    if (vr == VR.SQ && value instanceof Map<?, ?> item) {
      dataSet.putItems(tag, of(item));
    } else if (vr == VR.SQ && text.isEmpty()) {
      dataSet.putItems(tag);
    } else if (!vr.isString()) {
      throw new IllegalArgumentException(
          Tag.toString(tag) + " has the VR " + vr + ": only a DataSet can hold it");
    } else if (text.isEmpty()) {
      dataSet.put(tag, vr);
    } else {
      dataSet.put(tag, vr, text.split("\\\\", -1));
    }
  }

  /** Keys beyond ASCII need a word about their characters. */
  private static DataSet withCharacterSet(DataSet dataSet) {
    return dataSet.contains(Tag.SPECIFIC_CHARACTER_SET)
        ? dataSet
        : dataSet.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, UTF_8);
  }
}
