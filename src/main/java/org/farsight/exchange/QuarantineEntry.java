package org.farsight.exchange;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An object kept back, waiting for a person.
 *
 * @param id number in the ledger
 * @param at when it came first
 * @param siteId the site that sent it
 * @param way how it came
 * @param caller who sent it
 * @param exchangeId the exchange it contradicts or would have joined; null where there is none
 * @param content where its bytes are
 * @param facts what could be read from it; null where nothing could
 * @param reason which rule
 * @param why in plain words
 * @param repeats how often the same bytes came again for the same reason
 * @param settled the decision that has settled it; null while it waits
 */
public record QuarantineEntry(
    long id,
    Instant at,
    String siteId,
    Way way,
    String caller,
    @Nullable String exchangeId,
    Content content,
    @Nullable ObjectFacts facts,
    QuarantineReason reason,
    String why,
    int repeats,
    Decision.@Nullable Kind settled) {

  /** One that waits. */
  public QuarantineEntry(
      long id,
      Instant at,
      String siteId,
      Way way,
      String caller,
      @Nullable String exchangeId,
      Content content,
      @Nullable ObjectFacts facts,
      QuarantineReason reason,
      String why,
      int repeats) {
    this(id, at, siteId, way, caller, exchangeId, content, facts, reason, why, repeats, null);
  }
}
