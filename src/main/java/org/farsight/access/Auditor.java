package org.farsight.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.farsight.exchange.Exchange;

/**
 * Writes down who opens patient data. The same person who opens the same case again within ten
 * minutes opens it once: a viewer asks for each image of it. Safe for use by many threads.
 */
public final class Auditor {
  private static final Duration ONE = Duration.ofMinutes(10);
  private static final int MOST = 50_000;

  private final AuditTrail trail;
  private final Function<Exchange, String> patientSystem;
  private final InstantSource clock;
  private final Map<String, Instant> noted = new LinkedHashMap<>();

  /**
   * @param patientSystem gives the system of an exchange's patient id
   */
  public Auditor(AuditTrail trail, Function<Exchange, String> patientSystem, InstantSource clock) {
    this.trail = trail;
    this.patientSystem = patientSystem;
    this.clock = clock;
  }

  /** Notes that somebody opens an exchange, or is refused it; durable when this returns. */
  public void opens(Visitor visitor, Exchange exchange, boolean allowed, String from) {
    boolean named = !exchange.patientId().isEmpty();
    note(
        new Opening(
            "",
            now(),
            visitor.name(),
            visitor.shown(),
            visitor.role(),
            Opening.Kind.CASE,
            exchange.id(),
            exchange.siteId(),
            named ? patientSystem.apply(exchange) : "",
            exchange.patientId(),
            allowed,
            from));
  }

  /** Notes that somebody lists or searches, or is refused it; durable when this returns. */
  public void lists(Visitor visitor, String address, boolean allowed, String from) {
    note(
        new Opening(
            "",
            now(),
            visitor.name(),
            visitor.shown(),
            visitor.role(),
            Opening.Kind.LIST,
            address,
            visitor.site().orElse(""),
            "",
            "",
            allowed,
            from));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private void note(Opening o) {
    String key = String.join("\n", o.who(), o.subject(), Boolean.toString(o.allowed()));
    synchronized (noted) {
      Instant before = noted.get(key);
      if (before != null && before.plus(ONE).isAfter(o.at())) {
        return;
      }
    }
    String id = Secrets.digest(key + "\n" + o.at());
    trail.add(
        new Opening(
            id,
            o.at(),
            o.who(),
            o.shown(),
            o.role(),
            o.kind(),
            o.subject(),
            o.siteId(),
            o.patientSystem(),
            o.patientId(),
            o.allowed(),
            o.from()),
        o.at().minus(ONE));
    synchronized (noted) { // only now that it is durable
      noted.remove(key);
      noted.put(key, o.at());
      if (noted.size() > MOST) {
        noted.remove(noted.keySet().iterator().next());
      }
    }
  }
}
