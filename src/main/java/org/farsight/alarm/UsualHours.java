package org.farsight.alarm;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How likely a site sends something in each hour of the week, learnt from the hours in which it
 * did. Of {@code n} hours of a kind (Tuesdays from nine to ten) in which {@code k} brought
 * something, one is taken to bring something with {@code k / (n + 1)}: the last hour may always
 * have been chance.
 */
final class UsualHours {
  private static final int HOURS = 7 * 24;

  /** Fewer hours with something in them tell nothing. */
  private static final int LEAST_BUSY = 20;

  /** Nor does a shorter time. */
  private static final Duration LEAST_TIME = Duration.ofDays(13);

  /** A silence that has lasted longer is not looked at further. */
  private static final int MOST_HOURS = 14 * 24;

  private final ZoneId zone;
  private final double[] likely;

  private UsualHours(ZoneId zone, double[] likely) {
    this.zone = zone;
    this.likely = likely;
  }

  /**
   * Learns from a time.
   *
   * @param busy beginnings of hours in which something came, in order
   * @param to the end of that time: the last sign of life
   * @return null where it was too short or too little came
   */
  static @org.jspecify.annotations.Nullable UsualHours learnt(
      List<Instant> busy, Instant to, ZoneId zone) {
    if (busy.size() < LEAST_BUSY
        || Duration.between(busy.getFirst(), to).compareTo(LEAST_TIME) < 0) {
      return null;
    }
    int[] seen = new int[HOURS];
    int[] all = new int[HOURS];
    for (Instant hour : busy) {
      seen[slot(hour, zone)]++;
    }
    Instant last = to.truncatedTo(ChronoUnit.HOURS);
    for (Instant hour = busy.getFirst(); !hour.isAfter(last); hour = hour.plusSeconds(3600)) {
      all[slot(hour, zone)]++;
    }
    double[] likely = new double[HOURS];
    for (int i = 0; i < HOURS; i++) {
      likely[i] = seen[i] / (all[i] + 1.0);
    }
    return new UsualHours(zone, likely);
  }

  private static int slot(Instant at, ZoneId zone) {
    ZonedDateTime local = at.atZone(zone);
    return (local.getDayOfWeek().getValue() - 1) * 24 + local.getHour();
  }

  /** How likely nothing comes for so long, from 0 to 1. */
  double chanceOfSilence(Instant from, Instant to) {
    double chance = 1;
    Instant at = from;
    for (int i = 0; i < MOST_HOURS && at.isBefore(to); i++) {
      Instant next = at.truncatedTo(ChronoUnit.HOURS).plusSeconds(3600);
      Instant end = next.isBefore(to) ? next : to;
      double part = Duration.between(at, end).toMillis() / 3_600_000.0;
      chance *= Math.pow(1 - likely[slot(at, zone)], part);
      at = end;
    }
    return chance;
  }
}
