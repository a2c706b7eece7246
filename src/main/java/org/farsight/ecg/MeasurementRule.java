package org.farsight.ecg;

/** What readers do with values of carts that cannot be what they seem; each is told as a remark. */
public enum MeasurementRule {
  /**
   * An interval or rate of 0 means that it was not measured and is left out: Mortara writes a PP
   * interval of 0 beside a good RR, patient monitors a QTc of 0. An axis of 0 degrees is a value.
   */
  ZERO_IS_NOT_MEASURED,
  /**
   * An axis is in degrees whatever unit stands beside it: several carts write every measurement
   * with the unit ms, their axes too.
   */
  AXIS_IS_IN_DEGREES,
  /**
   * A measurement without a unit is in its usual one, milliseconds or degrees: a Philips PageWriter
   * writes the unit beside heart rate and QTc, and none beside RR, PR, QRS and QT.
   */
  ABSENT_UNIT_IS_THE_USUAL,
  /** A unit that the measurement cannot have: the value is left out, because no scale is safe. */
  UNIT_NOT_UNDERSTOOD,
  /** Text where a number belongs: the value is left out. */
  NOT_A_NUMBER
}
