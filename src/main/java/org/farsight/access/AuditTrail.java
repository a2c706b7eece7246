package org.farsight.access;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Port: openings of patient data that are kept. They are added and never changed, but for what
 * became of telling the FHIR server. Each change is durable. Safe for many threads.
 */
public interface AuditTrail {

  /**
   * Adds one.
   *
   * @param unlessSince where the same person did the same to the same subject after this with the
   *     same outcome, nothing is added
   */
  void add(Opening opening, Instant unlessSince);

  /** Those that the FHIR server is to be told of, the oldest first. */
  List<Opening> waiting(int limit);

  /** The newest, the newest first. */
  List<Opening> newest(int limit);

  /** The FHIR server has these. */
  void told(Collection<String> ids, Instant at);

  /** The FHIR server will not have this one. */
  void refused(String id, String why);
}
