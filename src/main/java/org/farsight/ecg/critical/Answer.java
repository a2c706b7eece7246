package org.farsight.ecg.critical;

/** Whether a condition holds. */
sealed interface Answer {

  /** It holds. */
  record Yes(Verdict.Evidence evidence) implements Answer {}

  /** It does not. */
  record No() implements Answer {}

  /** The recording does not tell. */
  record Unknown(Words reason) implements Answer {}
}
