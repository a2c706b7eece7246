package org.farsight.access;

import java.time.Instant;

/**
 * That somebody opened, or tried to open, patient data.
 *
 * @param id 64 hexadecimal digits, also of its AuditEvent
 * @param at when
 * @param who login name or token
 * @param shown what people call it
 * @param role what it is to the engine
 * @param kind of what was opened
 * @param subject id of the exchange, or the address that lists
 * @param siteId of the exchange; empty where it is none
 * @param patientSystem of the patient's id; empty where there is none
 * @param patientId of the exchange; empty where there is none
 * @param allowed false where it was refused
 * @param from address that it came from
 */
public record Opening(
    String id,
    Instant at,
    String who,
    String shown,
    Role role,
    Kind kind,
    String subject,
    String siteId,
    String patientSystem,
    String patientId,
    boolean allowed,
    String from) {

  /** What is opened. */
  public enum Kind {
    /** One case. */
    CASE,
    /** A list or a search. */
    LIST
  }

  /** Hides the patient's id. */
  @Override
  public String toString() {
    return "Opening of " + subject + " by " + who;
  }
}
