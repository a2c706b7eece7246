package org.farsight.exchange;

import java.time.Instant;

/**
 * Kept bytes that are not what they were.
 *
 * @param at when it was found
 * @param content what should be there
 * @param what is there instead, in plain words
 */
public record Damage(Instant at, Content content, String what) {}
