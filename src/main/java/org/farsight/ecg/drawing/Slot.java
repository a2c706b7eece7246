package org.farsight.ecg.drawing;

import java.util.List;
import org.farsight.ecg.Lead;

/**
 * A lead's place on the sheet.
 *
 * @param label the name printed
 * @param stretches the lead's recorded stretches in time; none where it is missing
 * @param inverted drawn upside down (Cabrera's -aVR)
 */
record Slot(String label, List<Lead> stretches, boolean inverted) {
  private static final double MILLIS = 1000;

  Slot {
    stretches = List.copyOf(stretches);
  }

  boolean isMissing() {
    return stretches.isEmpty();
  }

  boolean isDerived() {
    return stretches.stream().anyMatch(Lead::isDerived);
  }

  /** When a stretch begins on the recording's time axis. */
  static double startOf(Lead lead) {
    return lead.offsetMillis().doubleValue() / MILLIS;
  }

  /** When a stretch ends. */
  static double endOf(Lead lead) {
    return startOf(lead) + lead.durationMillis().doubleValue() / MILLIS;
  }

  /** Whether it has any sample between these two times, missing ones counted. */
  boolean covers(double from, double to) {
    return stretches.stream().anyMatch(lead -> startOf(lead) < to && endOf(lead) > from);
  }

  /** When its first stretch begins. */
  double start() {
    return stretches.stream().mapToDouble(Slot::startOf).min().orElse(0);
  }
}
