package org.farsight.alarm;

import java.time.Duration;
import java.util.Map;

/**
 * The limits of the rules.
 *
 * @param lookEvery how often the rules look
 * @param settle how long a cause must be gone before its alarm ends
 * @param silence a site is never silent sooner than this, {@code bySite} aside
 * @param weeks how many weeks a site's usual hours are learnt from
 * @param bySite what was set for a site, by its id
 * @param backlogSteps more steps than this that wait for one target are a backlog
 * @param backlogLate a step that waits longer than this after its time is a backlog
 * @param diskPercent less free disk than this is too little
 * @param fhirClock from the first byte of an exchange until a FHIR server has it; zero: not watched
 * @param archiveClock from the first byte until an archive has it; zero: not watched
 * @param certificate so long before the end of a certificate
 * @param failures so many tries in a row that fail mean that a target is down
 */
public record AlarmRules(
    Duration lookEvery,
    Duration settle,
    Duration silence,
    int weeks,
    Map<String, SiteHours> bySite,
    int backlogSteps,
    Duration backlogLate,
    int diskPercent,
    Duration fhirClock,
    Duration archiveClock,
    Duration certificate,
    int failures) {

  /** Takes a copy. */
  public AlarmRules {
    bySite = Map.copyOf(bySite);
  }

  /** The usual limits. */
  public static final AlarmRules DEFAULT =
      new AlarmRules(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMinutes(60),
          6,
          Map.of(),
          1000,
          Duration.ofMinutes(30),
          10,
          Duration.ofMinutes(15),
          Duration.ofMinutes(15),
          Duration.ofDays(30),
          10);

  /**
   * What was set for a site.
   *
   * @param hours in which it works; empty: its usual hours are learnt
   * @param silence so long within its hours without anything is too long; zero: not watched
   */
  public record SiteHours(OpeningHours hours, Duration silence) {}

  /** What holds for a site. */
  SiteHours of(String site) {
    return bySite.getOrDefault(site, new SiteHours(OpeningHours.UNKNOWN, silence));
  }
}
