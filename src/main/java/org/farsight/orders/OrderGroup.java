package org.farsight.orders;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.farsight.hl7v2.Message;
import org.farsight.hl7v2.Segment;
import org.farsight.hl7v2.SegmentException;
import org.farsight.hl7v2.Segments;

/**
 * One ORC of a message with what follows it.
 *
 * @param number placer and filler number with issuers; groups with the same are one order
 * @param control ORC-1
 * @param lines the ORC first
 */
record OrderGroup(String number, String control, List<String> lines) {

  /** The groups of a message, in its order. */
  static List<OrderGroup> of(Message message, Segments segments) throws SegmentException {
    List<List<String>> all = new ArrayList<>();
    for (String line : message.segments()) {
      if (line.startsWith("ORC")) {
        all.add(new ArrayList<>());
      }
      if (!all.isEmpty()) {
        all.getLast().add(line);
      }
    }
    List<OrderGroup> groups = new ArrayList<>();
    for (List<String> lines : all) {
      List<Segment> parsed =
          segments.parse(
              new Message(message.header(), lines, message.charset(), message.departures()));
      Segment orc = parsed.getFirst();
      OrderNumbers numbers = new OrderNumbers(parsed);
      groups.add(new OrderGroup(numbers.key(), orc.get(1, 1), lines));
    }
    return groups;
  }

  /** The segments of a message of its own for each order. */
  static List<List<String>> ofEachOrder(Message message, List<OrderGroup> groups) {
    List<String> before =
        message.segments().stream().takeWhile(line -> !line.startsWith("ORC")).toList();
    Map<String, List<String>> orders = new LinkedHashMap<>();
    for (OrderGroup group : groups) {
      orders.computeIfAbsent(group.number(), key -> new ArrayList<>(before)).addAll(group.lines());
      if (group.control().equals("RP")) {
        // that it is replaced by another order shows in the other's ORC only
        groups.stream()
            .filter(other -> other.control().equals("RO") && !other.number().equals(group.number()))
            .findFirst()
            .ifPresent(other -> orders.get(group.number()).add(other.lines().getFirst()));
      }
    }
    return List.copyOf(orders.values());
  }

  /** Segments hold persons. */
  @Override
  public String toString() {
    return "OrderGroup[" + control + "]";
  }
}
