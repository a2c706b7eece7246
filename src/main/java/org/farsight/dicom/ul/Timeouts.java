package org.farsight.dicom.ul;

import java.time.Duration;

/**
 * How long an association waits. Every wait has an end, so that no peer can hold a thread for ever.
 *
 * @param connect for the opening of the TCP connection
 * @param artim for the whole A-ASSOCIATE request or answer, and for the peer to close the
 *     connection after a rejection, a release or an abort (ARTIM timer, PS3.8 §9.1.5)
 * @param idle for the next byte from the peer of an open association, between messages and within
 *     them
 * @param response for the first byte of the answer to a message or to a release
 * @param write for the peer to take one write to the socket
 */
public record Timeouts(
    Duration connect, Duration artim, Duration idle, Duration response, Duration write) {
  public Timeouts {
    for (Duration duration : new Duration[] {connect, artim, idle, response, write}) {
      if (duration.isNegative() || duration.isZero() || duration.toDays() > 1) {
        throw new IllegalArgumentException("time-out " + duration + ", not within 0 to one day");
      }
    }
  }

  /** 10 s to connect, 30 s for ARTIM, 60 s for the rest. */
  public static Timeouts standard() {
    return new Timeouts(
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60));
  }

  /** The same with another idle time-out. */
  public Timeouts withIdle(Duration changed) {
    return new Timeouts(connect, artim, changed, response, write);
  }

  /** The same with another ARTIM time-out. */
  public Timeouts withArtim(Duration changed) {
    return new Timeouts(connect, changed, idle, response, write);
  }

  /** The same with another response time-out. */
  public Timeouts withResponse(Duration changed) {
    return new Timeouts(connect, artim, idle, changed, write);
  }

  /** The same with another write time-out. */
  public Timeouts withWrite(Duration changed) {
    return new Timeouts(connect, artim, idle, response, changed);
  }
}
