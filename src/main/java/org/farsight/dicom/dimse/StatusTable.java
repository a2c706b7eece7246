package org.farsight.dicom.dimse;

import java.util.List;
import java.util.Optional;

/** The names of status codes: PS3.4 table B.2-1 for C-STORE, PS3.7 §9.1 and annex C for all. */
final class StatusTable {
  private record Row(int from, int to, String name) {}

  private static Row row(int code, String name) {
    return new Row(code, code, name);
  }

  private static final List<Row> ROWS =
      List.of(
          row(0x0000, "success"),
          // PS3.7 annex C.3 and C.4
          row(0x0001, "requested optional attributes are not supported"),
          row(0x0107, "attribute list error"),
          row(0x0116, "attribute value out of range"),
          // PS3.7 annex C.5
          row(0x0105, "no such attribute"),
          row(0x0106, "invalid attribute value"),
          row(0x0110, "processing failure"),
          row(0x0111, "duplicate SOP instance"),
          row(0x0112, "no such SOP instance"),
          row(0x0113, "no such event type"),
          row(0x0114, "no such argument"),
          row(0x0115, "invalid argument value"),
          row(0x0117, "invalid SOP instance"),
          row(0x0118, "no such SOP class"),
          row(0x0119, "class-instance conflict"),
          row(0x0120, "missing attribute"),
          row(0x0121, "missing attribute value"),
          row(0x0122, "SOP class not supported"),
          row(0x0123, "no such action"),
          row(0x0124, "not authorized"),
          row(0x0210, "duplicate invocation"),
          row(0x0211, "unrecognized operation"),
          row(0x0212, "mistyped argument"),
          row(0x0213, "resource limitation"),
          // PS3.4 tables C.4-1 and C.4-2
          row(0xA701, "out of resources: unable to calculate the number of matches"),
          row(0xA702, "out of resources: unable to perform sub-operations"),
          row(0xA801, "move destination unknown"),
          // PS3.4 table B.2-1
          new Row(0xA700, 0xA7FF, "out of resources"),
          new Row(0xA900, 0xA9FF, "data set does not match SOP class"),
          new Row(0xC000, 0xCFFF, "cannot understand"),
          row(0xB000, "coercion of data elements"),
          row(0xB006, "elements discarded"),
          row(0xB007, "data set does not match SOP class (stored)"),
          row(0xFE00, "cancelled"),
          row(0xFF00, "pending"),
          row(0xFF01, "pending, optional keys not supported"));

  private StatusTable() {}

  static Optional<String> name(int code) {
    return ROWS.stream()
        .filter(row -> code >= row.from() && code <= row.to())
        .findFirst()
        .map(Row::name);
  }
}
