package org.farsight.orders;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an order's modality is that of an examination. Orders write words of HL7 table 0074 or of
 * the hospital's own, devices the defined terms of PS3.3 §C.7.3.1.1.1; what means the same device
 * stands in one row.
 */
final class Modalities {

  /** One row: what is one kind of examination, and why. */
  private record Row(String why, Set<String> codes) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(
              "EKG is the German and older word, EC the word of HL7 table 0074",
              Set.of("ECG", "EKG", "EC")),
          new Row(
              "one projection X-ray: which of these a device writes follows from its detector",
              Set.of("DX", "CR", "DR", "XR", "RG", "RX")),
          new Row(
              "RUS, VUS, OUS, CUS are words of HL7 table 0074",
              Set.of("US", "RUS", "VUS", "OUS", "CUS", "ECHO")),
          new Row("NMR is the word of HL7 table 0074", Set.of("MR", "MRI", "NMR")),
          new Row("CTH is the word of HL7 table 0074 for CT", Set.of("CT", "CTH")),
          new Row("NMS is the word of HL7 table 0074", Set.of("NM", "NMS")),
          new Row("PET is what people say", Set.of("PT", "PET")),
          new Row("DSA is what people say of angiography", Set.of("XA", "DSA")),
          new Row("MAM is what people say", Set.of("MG", "MAM")));

  /** Words of orders that name a department, not a device (HL7 table 0074), or nothing. */
  private static final Set<String> VAGUE_ORDERS = Set.of("", "RAD", "IMG", "OTH", "OT");

  /** Objects that are made beside or after the examination; they do not say how it was made. */
  private static final Set<String> BESIDE =
      Set.of("OT", "SR", "PR", "KO", "DOC", "SEG", "REG", "FID", "RWV", "AU");

  private Modalities() {}

  /** What can be said of an order and an examination. */
  enum Fit {
    /** They are for the same kind of device. */
    YES,
    /** They are for different ones. */
    NO,
    /** One of them does not say. */
    UNKNOWN
  }

  /** Compares an order's modality with those of an examination's objects: one of them is enough. */
  static Fit fit(String ordered, List<String> made) {
    String order = canonical(ordered);
    List<String> devices =
        made.stream().map(Modalities::canonical).filter(code -> !BESIDE.contains(code)).toList();
    if (VAGUE_ORDERS.contains(order) || devices.isEmpty()) {
      return Fit.UNKNOWN;
    }
    return devices.contains(order) ? Fit.YES : Fit.NO;
  }

  /** All codes of a row become the same one. */
  private static String canonical(String code) {
    String plain = code.strip().toUpperCase(Locale.ROOT);
    Optional<Row> row = ROWS.stream().filter(one -> one.codes().contains(plain)).findFirst();
    return row.map(one -> one.codes().stream().sorted().findFirst().orElse(plain)).orElse(plain);
  }
}
