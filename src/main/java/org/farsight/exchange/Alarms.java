package org.farsight.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Port: alarms in the ledger, for reading. Safe for use by many threads. */
public interface Alarms {

  /** Those whose cause lasts, the oldest first. */
  List<Alarm> open();

  /** The newest, ended ones too. */
  List<Alarm> newest(int limit);

  /** The alarm with this number. */
  Optional<Alarm> alarm(long id);

  /** What is to be told over a channel now, in the order in which it happened. */
  List<Notice> due(String channel, Instant now, int limit);

  /** What a notice tells. */
  enum Event {
    /** The alarm was raised. */
    RAISED,
    /** Its cause has ended. */
    ENDED
  }

  /**
   * Something to be told over one channel.
   *
   * @param id number in the ledger
   * @param alarmId which alarm
   * @param event what of it
   * @param channel over which channel
   * @param madeAt when it happened
   * @param attempts tries so far
   */
  record Notice(long id, long alarmId, Event event, String channel, Instant madeAt, int attempts) {}

  /** Writing, within a transaction of the ledger. */
  interface Writer {
    /**
     * Raises an alarm, unless one is open for this cause.
     *
     * @return the new one, or the one that was open
     */
    Alarm raise(Alarm.Cause cause, Alarm.Words words, Instant at);

    /** Says an open alarm in new words. */
    void describe(long id, Alarm.Words words);

    /** Ends an alarm. */
    void end(long id, Instant at);

    /** Notes who looks after an alarm; whoever was first stays noted. */
    Optional<Alarm> acknowledge(long id, String by, Instant at);

    /** Notes that something is to be told; due at once. */
    void notice(long alarmId, Event event, String channel, Instant at);

    /** A notice has been taken. */
    void told(long noticeId, Instant at);

    /** A notice was not taken and is tried again. */
    void delayed(long noticeId, String why, Instant next);

    /** A notice will not be told. */
    void givenUp(long noticeId, String why);
  }
}
