package org.farsight.app;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.EcgFormatException;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.Catalogue;
import org.farsight.exchange.Description;
import org.farsight.exchange.Exchange;
import org.farsight.exchange.Ledger;
import org.farsight.exchange.Sites;
import org.farsight.web.EcgSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When examinations were made, as their objects say it: an ECG's start, else Study Date and Time
 * (0008,0020), (0008,0030). A clock without an offset is the site's.
 *
 * @param sites in force
 */
record AcquisitionTimes(Ledger ledger, Catalogue catalogue, EcgSource ecgs, Supplier<Sites> sites) {
  private static final Logger log = LoggerFactory.getLogger(AcquisitionTimes.class);

  /** Empty where no object says it. */
  Optional<Instant> of(Exchange exchange) {
    ZoneId zone = sites.get().ofExchange(exchange.siteId()).zone();
    try {
      Optional<Instant> ecg = ecg(exchange, zone);
      return ecg.isPresent() ? ecg : study(exchange, zone);
    } catch (IOException | EcgFormatException e) {
      log.warn("when {} was made cannot be read: {}", exchange.id(), e.toString());
      return Optional.empty();
    }
  }

  private Optional<Instant> ecg(Exchange exchange, ZoneId zone)
      throws IOException, EcgFormatException {
    for (Arrival arrival : ledger.arrivals(exchange.id(), 0)) {
      if (ecgs.mayBeEcg(arrival)) {
        return ecgs.recording(arrival)
            .map(recording -> recording.acquisition())
            .flatMap(acquisition -> start(acquisition, zone));
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> start(Acquisition acquisition, ZoneId zone) {
    return acquisition
        .start()
        .map(
            start ->
                acquisition
                    .offset()
                    .map(start::toInstant)
                    .orElseGet(() -> start.atZone(zone).toInstant()));
  }

  private Optional<Instant> study(Exchange exchange, ZoneId zone) throws IOException {
    List<Description.Study> found = new ArrayList<>();
    catalogue.studies(
        Catalogue.Selection.of(
            Optional.of(exchange.siteId()), Set.of(exchange.key()), Set.of(), Set.of()),
        entry -> {
          found.add(entry.study());
          return false;
        });
    return found.stream().findFirst().flatMap(study -> time(study.date(), study.time(), zone));
  }

  /** DA and TM of PS3.5 §6.2; without a time there is no moment to tell. */
  static Optional<Instant> time(String date, String time, ZoneId zone) {
    if (!time.matches("[0-9]{4}([0-9]{2}(\\.[0-9]{1,6})?)?")) {
      return Optional.empty();
    }
    String seconds = time.length() >= 6 ? time.substring(0, 6) : time + "00";
    try {
      return Optional.of(
          LocalDate.parse(date, DateTimeFormatter.BASIC_ISO_DATE)
              .atTime(LocalTime.parse(seconds, DateTimeFormatter.ofPattern("HHmmss")))
              .atZone(zone)
              .toInstant());
    } catch (DateTimeException e) {
      return Optional.empty(); // a device may write what is no day
    }
  }
}
