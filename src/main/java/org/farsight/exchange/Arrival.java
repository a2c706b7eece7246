package org.farsight.exchange;

import java.time.Instant;

/**
 * One object received and kept; it belongs to exactly one exchange.
 *
 * @param id number in the ledger, rising
 * @param exchangeId the exchange it belongs to
 * @param revision the revision of the exchange that this arrival made; no two share one
 * @param at when its last byte was here
 * @param way how it came
 * @param caller who sent it: calling AE title, remote address or folder
 * @param content where its bytes are
 * @param facts what was read from it
 * @param repeats how often the same bytes came again; they were accepted, counted and dropped
 */
public record Arrival(
    long id,
    String exchangeId,
    int revision,
    Instant at,
    Way way,
    String caller,
    Content content,
    ObjectFacts facts,
    int repeats) {}
