package org.farsight.fhir;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.farsight.ecg.Recording;
import org.farsight.exchange.Site;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.InstantType;

/** Times as FHIR writes them, always with an offset, to the millisecond. */
final class FhirTimes {

  private static final DateTimeFormatter WITH_OFFSET =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");

  private FhirTimes() {}

  /** The zone of a recording's clock: its own offset, else that of the site. */
  static ZoneId zone(Recording recording, Site site) {
    return recording.acquisition().offset().map(ZoneId.class::cast).orElse(site.zone());
  }

  /** A local time in the zone that holds for it. */
  static DateTimeType dateTime(LocalDateTime local, ZoneId zone) {
    return new DateTimeType(WITH_OFFSET.format(local.atZone(zone)));
  }

  /** A point in time as the clock of a zone shows it. */
  static DateTimeType dateTime(Instant at, ZoneId zone) {
    return new DateTimeType(WITH_OFFSET.format(at.atZone(zone)));
  }

  /** A point in time as the clock of a zone shows it. */
  static InstantType instant(Instant at, ZoneId zone) {
    return new InstantType(WITH_OFFSET.format(at.atZone(zone)));
  }

  /** A dateTime to the day. */
  static DateTimeType day(LocalDate date) {
    return new DateTimeType(date.toString());
  }

  /** A date. */
  static DateType date(LocalDate date) {
    return new DateType(date.toString());
  }
}
