package org.farsight.intake;

import java.time.Instant;
import org.farsight.exchange.Way;

/**
 * Where an object counts as coming from when it joins an exchange.
 *
 * @param siteId the site
 * @param way how it came
 * @param caller who sent it
 * @param at when it joins
 */
record Sender(String siteId, Way way, String caller, Instant at) {

  static Sender of(Waiting.Candidate candidate) {
    Incoming incoming = candidate.incoming();
    return new Sender(incoming.site().id(), incoming.way(), incoming.caller(), candidate.at());
  }
}
