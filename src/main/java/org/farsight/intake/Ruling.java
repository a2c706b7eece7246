package org.farsight.intake;

/** What became of a decision about something that was kept back. */
public sealed interface Ruling {

  /**
   * It is done.
   *
   * @param exchangeId the exchange that the object has joined; empty where it joined none
   * @param en what was done, in English
   * @param zh what was done, in Simplified Chinese
   */
  record Done(String exchangeId, String en, String zh) implements Ruling {}

  /**
   * Nothing was changed but what is said: it waits on.
   *
   * @param en why and what can be done, in English
   * @param zh why and what can be done, in Simplified Chinese
   */
  record NotDone(String en, String zh) implements Ruling {}

  /** Nothing has this number. */
  record Unknown() implements Ruling {}
}
