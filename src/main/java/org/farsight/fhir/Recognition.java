package org.farsight.fhir;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Recording;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Recordings;
import org.farsight.exchange.Recordings.Written;
import org.farsight.exchange.Site;

/**
 * Tells of each ECG of one conversion whether it has been written before: by another exchange, or
 * by this one from another object. Two recordings are one if patient (id and issuer), start of the
 * acquisition and sample digest agree; what lacks one of the three is one of its own, and no UID
 * says anything, as carts write the same into every file.
 */
final class Recognition {

  private final Recordings recordings;
  private final Exchange exchange;
  private final Site site;
  private final List<Written> found = new ArrayList<>();
  private boolean fresh;

  Recognition(Recordings recordings, Exchange exchange, Site site) {
    this.recordings = recordings;
    this.exchange = exchange;
    this.site = site;
  }

  /**
   * Takes one recording.
   *
   * @return where it was written first, if that was not from this arrival
   */
  Optional<Written> earlier(Recording recording, Arrival arrival) {
    Optional<Written> first = key(recording).flatMap(key -> first(key, arrival));
    fresh |= first.isEmpty();
    return first;
  }

  private Optional<Written> first(String key, Arrival arrival) {
    Written own = new Written(key, exchange.id(), arrival.content().digest());
    Written first =
        found.stream()
            .filter(one -> one.key().equals(key))
            .findFirst()
            .or(() -> recordings.written(key))
            .orElse(own);
    if (!found.contains(first)) {
      found.add(first);
    }
    return first.equals(own) ? Optional.empty() : Optional.of(first);
  }

  /** Whether there was a recording that had not been written before. */
  boolean hasNew() {
    return fresh;
  }

  /** What was found: recordings of this exchange, and of others. */
  List<Written> found() {
    return List.copyOf(found);
  }

  /** To the second: some formats tell no more. */
  private Optional<String> key(Recording recording) {
    if (exchange.patientId().isBlank() || recording.acquisition().start().isEmpty()) {
      return Optional.empty();
    }
    ZoneId zone = recording.acquisition().offset().map(ZoneId.class::cast).orElse(site.zone());
    Instant start =
        recording
            .acquisition()
            .start()
            .get()
            .truncatedTo(ChronoUnit.SECONDS)
            .atZone(zone)
            .toInstant();
    return Optional.of(
        Digests.sha256(
            String.join(
                "\n",
                Identifiers.patientSystem(site, exchange.patientIssuer()),
                exchange.patientId(),
                start.toString(),
                recording.sampleDigest())));
  }
}
