package org.farsight.exchange;

import java.time.Instant;
import java.util.Optional;
import org.farsight.exchange.Worklist.ScheduledStep;

/**
 * An examination that was asked for, as the newest word about it says. Each word about an order (an
 * HL7 v2 message, a FHIR ServiceRequest) is an arrival of the order's own exchange. Holds a person,
 * so {@code toString} says only what may be logged.
 *
 * @param id of its exchange
 * @param siteId the site that ordered
 * @param status whether it still stands
 * @param priority how urgent
 * @param numbers under which it is known
 * @param card the patient's id card as the order writes it, not checked; empty where it says none
 * @param orderedAt when it was placed
 * @param scheduledAt when the examination is to begin; empty where nothing is said
 * @param step the examination, with procedure and patient
 */
public record Order(
    String id,
    String siteId,
    Status status,
    Priority priority,
    Numbers numbers,
    String card,
    Instant orderedAt,
    Optional<Instant> scheduledAt,
    ScheduledStep step) {

  /** Whether an order still stands. */
  public enum Status {
    /** It is to be done. */
    OPEN,
    /** It is to be done, but not now (ORC-1 HD; ServiceRequest.status on-hold). */
    ON_HOLD,
    /** Somebody has taken it back (ORC-1 CA, DC; ServiceRequest.status revoked). */
    CANCELLED,
    /** It has been done (ORC-5 CM; ServiceRequest.status completed). */
    COMPLETED;

    /** Whether it is still to be done. */
    public boolean stands() {
      return switch (this) {
        case OPEN, ON_HOLD -> true;
        case CANCELLED, COMPLETED -> false;
      };
    }
  }

  /**
   * The numbers of an order; each may be empty, placer and filler are not both.
   *
   * @param placer given by who orders (ORC-2, HL7 v2.5 §4.5.1.2)
   * @param placerIssuer its assigning authority as it was written
   * @param filler given by who examines (ORC-3)
   * @param fillerIssuer its assigning authority as it was written
   * @param accession Accession Number (0008,0050)
   */
  public record Numbers(
      String placer, String placerIssuer, String filler, String fillerIssuer, String accession) {}

  /** The same, standing otherwise. */
  public Order with(Status other) {
    return new Order(id, siteId, other, priority, numbers, card, orderedAt, scheduledAt, step);
  }

  @Override
  public String toString() {
    return "Order " + id + " " + status;
  }
}
