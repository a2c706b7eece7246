package org.farsight.dicom.service;

import java.util.Arrays;

/**
 * What is agreed for a query or retrieval SOP class by extended negotiation, PS3.4 §C.5: each field
 * of the service class application information is a byte, 1 where it is wanted or done. Fields that
 * are not here (adjustment to time zones, conversion of multi-frame images, matching of empty and
 * of multiple values) are never wanted and never done.
 *
 * @param relational the unique keys of the levels above need no values, and a query may have keys
 *     of any level
 * @param combinedDateTime a range of dates with one of times is one range (C-FIND only)
 * @param fuzzyNames names are matched otherwise than literally (C-FIND only)
 */
public record QueryOptions(boolean relational, boolean combinedDateTime, boolean fuzzyNames) {
  /** As it is without extended negotiation. */
  public static final QueryOptions NONE = new QueryOptions(false, false, false);

  private static final int RELATIONAL = 0;
  private static final int DATE_TIME = 1;
  private static final int FUZZY = 2;

  /** Fields of tables C.5-1 and C.5-2; of C-MOVE and C-GET there are two. */
  private static final int FIELDS = 7;

  /**
   * Reads the information of a C-FIND SOP class; fields that are missing are 0, further ones are
   * not looked at.
   */
  static QueryOptions ofFind(byte[] information) {
    return new QueryOptions(
        has(information, RELATIONAL), has(information, DATE_TIME), has(information, FUZZY));
  }

  /** Reads the information of a C-MOVE or C-GET SOP class, §C.5.2.1 and §C.5.3.1. */
  static QueryOptions ofRetrieval(byte[] information) {
    return new QueryOptions(has(information, RELATIONAL), false, false);
  }

  private static boolean has(byte[] information, int field) {
    return field < information.length && information[field] == 1;
  }

  /** What both sides do. */
  QueryOptions and(QueryOptions other) {
    return new QueryOptions(
        relational && other.relational,
        combinedDateTime && other.combinedDateTime,
        fuzzyNames && other.fuzzyNames);
  }

  /** The answer to information of that length: a field for each that was asked for. */
  byte[] answer(int length) {
    return Arrays.copyOf(fields(), Math.min(length, FIELDS));
  }

  /** The information that proposes them: up to the last field that is wanted. */
  byte[] proposal() {
    return Arrays.copyOf(fields(), fuzzyNames ? FUZZY + 1 : combinedDateTime ? DATE_TIME + 1 : 1);
  }

  private byte[] fields() {
    byte[] fields = new byte[FIELDS];
    fields[RELATIONAL] = (byte) (relational ? 1 : 0);
    fields[DATE_TIME] = (byte) (combinedDateTime ? 1 : 0);
    fields[FUZZY] = (byte) (fuzzyNames ? 1 : 0);
    return fields;
  }
}
