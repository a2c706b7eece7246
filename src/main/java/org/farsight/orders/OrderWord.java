package org.farsight.orders;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.ecg.Subject;
import org.farsight.exchange.Order;
import org.farsight.hl7v2.Times;

/**
 * One word about one order. What it does not say stays as it was before; an item that it says empty
 * is deleted (HL7 v2.5 §2.5.3).
 *
 * @param said when it was made, by the sender's clock; empty where it does not say
 * @param effect what it does with the order
 * @param control how it says that: ORC-1 or ServiceRequest.status
 * @param numbers of the order; the accession number is an item
 * @param ordered when the order was placed, where it says so
 * @param patient whom it is about; empty where it does not say
 * @param items what it says of the examination
 * @param notes what a person should know, without patient data
 */
public record OrderWord(
    Optional<Times.Time> said,
    Effect effect,
    String control,
    Order.Numbers numbers,
    Optional<Times.Time> ordered,
    Optional<Subject> patient,
    Map<Item, String> items,
    List<String> notes) {

  /** What a word does with an order. */
  public enum Effect {
    /** Places it, or lets it go on. */
    OPENS,
    /** Says something of it and leaves it as it stands. */
    SAYS,
    /** It is to wait. */
    HOLDS,
    /** It is taken back. */
    CANCELS,
    /** It has been done. */
    COMPLETES
  }

  /** Takes copies. */
  public OrderWord {
    items = items.isEmpty() ? Map.of() : new EnumMap<>(items);
    notes = List.copyOf(notes);
  }

  /** The number by which the site's words about this order are known as such. */
  public String key() {
    return numbers.placer().isEmpty()
        ? "filler " + numbers.filler() + issuer(numbers.fillerIssuer())
        : numbers.placer() + issuer(numbers.placerIssuer());
  }

  private static String issuer(String name) {
    return name.isEmpty() ? "" : "^" + name;
  }

  /** The number that the site knows a person by. */
  public static Optional<Subject.Id> number(Subject subject) {
    return WorklistPerson.number(subject);
  }

  /** What it says of an item; empty where it says nothing. */
  public String item(Item item) {
    return items.getOrDefault(item, "");
  }

  /** Holds a person. */
  @Override
  public String toString() {
    return "OrderWord[" + control + "]";
  }
}
