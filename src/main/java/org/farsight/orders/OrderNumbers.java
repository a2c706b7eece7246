package org.farsight.orders;

import java.util.List;
import java.util.Optional;
import org.farsight.exchange.Order;
import org.farsight.hl7v2.Segment;

/**
 * Placer and filler number of a group: ORC-2 and ORC-3, else OBR-2 and OBR-3 (entity identifiers,
 * HL7 v2.5 §2.A.28).
 */
record OrderNumbers(List<Segment> group) {

  /** The numbers; each is empty where it is not said. */
  Order.Numbers numbers() {
    return new Order.Numbers(value(2, 1), issuer(2), value(3, 1), issuer(3), "");
  }

  /**
   * What tells one order of a message from another; the filler may be named in some groups only.
   */
  String key() {
    Order.Numbers numbers = numbers();
    return numbers.placer().isEmpty()
        ? "filler " + numbers.filler() + "^" + numbers.fillerIssuer()
        : numbers.placer() + "^" + numbers.placerIssuer();
  }

  private Optional<Segment> naming(int field) {
    return group.stream()
        .filter(segment -> segment.name().equals("ORC") || segment.name().equals("OBR"))
        .filter(segment -> !segment.get(field, 1).isEmpty())
        .findFirst();
  }

  private String value(int field, int component) {
    return naming(field).map(segment -> segment.get(field, component)).orElse("");
  }

  /** The universal id, else the namespace. */
  private String issuer(int field) {
    String universal = value(field, 3);
    return universal.isEmpty() ? value(field, 2) : universal;
  }
}
