package org.farsight.alarm;

import org.farsight.exchange.Alarm;

/**
 * What a rule finds now.
 *
 * @param cause what it is about
 * @param words what was found, without patient data
 */
public record Finding(Alarm.Cause cause, Alarm.Words words) {

  static Finding of(Alarm.Kind kind, String subject, String en, String zh) {
    return new Finding(new Alarm.Cause(kind, subject), new Alarm.Words(en, zh));
  }
}
