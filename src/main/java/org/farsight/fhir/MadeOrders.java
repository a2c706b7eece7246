package org.farsight.fhir;

import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ServiceRequest;

/** Orders that were made for examinations, as servers know them. */
public final class MadeOrders {

  private MadeOrders() {}

  /** What it is found by that was made for an examination; one order may be made of several. */
  public static Stream<Identifier> keys(ServiceRequest order) {
    return order.getIdentifier().stream().filter(MadeOrders::isKey);
  }

  /** Whether somebody has ordered it: it has a number of who orders or who examines. */
  public static boolean isOrder(ServiceRequest order) {
    return order.getIdentifier().stream()
        .anyMatch(identifier -> !isKey(identifier) && !isAccession(identifier));
  }

  private static boolean isKey(Identifier identifier) {
    return Identifiers.UNORDERED.equals(identifier.getSystem());
  }

  private static boolean isAccession(Identifier identifier) {
    return identifier.getType().hasCoding(Identifiers.IDENTIFIER_TYPE, "ACSN");
  }

  /** The query of a search for one identifier. */
  public static String search(Identifier key) {
    return "identifier=" + TransactionBundle.token(key);
  }

  /**
   * A made order becomes the order that came after its examination: it gets the identifiers that it
   * lacks and what the order says; its id, and with it all that hangs on it, stays.
   */
  public static void become(ServiceRequest made, ServiceRequest order) {
    for (Identifier identifier : order.getIdentifier()) {
      boolean known =
          made.getIdentifier().stream()
              .anyMatch(
                  other ->
                      identifier.getSystem().equals(other.getSystem())
                          && identifier.getValue().equals(other.getValue()));
      if (!known) {
        made.addIdentifier(identifier.copy());
      }
    }
    made.setStatus(order.getStatus()).setPriority(order.getPriority());
    if (order.hasCode()) {
      made.setCode(order.getCode().copy());
    }
    if (order.hasOccurrence()) {
      made.setOccurrence(order.getOccurrence().copy());
    }
    made.setAuthoredOnElement(order.getAuthoredOnElement().copy());
    order.getReasonCode().forEach(reason -> made.addReasonCode(reason.copy()));
    made.addNote().setText("The order came after its examination and is this one now.");
  }
}
