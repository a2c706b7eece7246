package org.farsight.exchange;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person should look after. Each cause has one at a time; it ends by itself with
 * its cause.
 *
 * @param id number in the ledger
 * @param cause what it is about
 * @param words what was found, without patient data
 * @param raisedAt when it was found first
 * @param endedAt when its cause had ended; null while that lasts
 * @param acknowledged who looks after it; null while nobody has said so
 */
public record Alarm(
    long id,
    Cause cause,
    Words words,
    Instant raisedAt,
    @Nullable Instant endedAt,
    @Nullable Acknowledgement acknowledged) {

  /** The rules by which alarms are raised. */
  public enum Kind {
    /** A site sends nothing although it usually would. */
    SITE_SILENT("a site is silent", "站点无数据"),
    /** Steps that could run wait, too many or too long. */
    BACKLOG("work is piling up", "任务积压"),
    /** A disk is nearly full. */
    DISK("a disk is nearly full", "磁盘空间不足"),
    /** Exchanges have not arrived somewhere in the time set for it. */
    CLOCK_OVERDUE("a clock is overdue", "时限超期"),
    /** A certificate ends soon, or has ended. */
    CERTIFICATE("a certificate ends", "证书到期"),
    /** A target takes nothing any more. */
    TARGET_DOWN("a target is down", "目标不可用"),
    /** Cases are not read in the time set for it. */
    READING_OVERDUE("a read is overdue", "阅片超时"),
    /** Another program did to a reading task what the state table forbids. */
    READING_CONFLICT("a reading task was changed against the rules", "阅片任务被违规改动"),
    /** Nobody at the branch has answered a critical value in the time set for it. */
    CRITICAL_UNANSWERED("a critical value is not acknowledged", "危急值未确认"),
    /** A critical value has not come to its branch in the time set for it. */
    CRITICAL_NOT_TOLD("a critical value has not reached its branch", "危急值未送达");

    private final String en;
    private final String zh;

    Kind(String en, String zh) {
      this.en = en;
      this.zh = zh;
    }

    /** In a few English words. */
    public String en() {
      return en;
    }

    /** In a few Chinese words. */
    public String zh() {
      return zh;
    }
  }

  /**
   * What an alarm is about.
   *
   * @param subject a site's id, a step's name, a disk's or a certificate's name
   */
  public record Cause(Kind kind, String subject) {}

  /** The same said twice: in English and in Simplified Chinese. */
  public record Words(String en, String zh) {}

  /**
   * Somebody looks after it.
   *
   * @param by who, as given
   */
  public record Acknowledgement(Instant at, String by) {}

  /** Whether its cause lasts. */
  public boolean isOpen() {
    return endedAt == null;
  }

  /** When its cause had ended. */
  public Optional<Instant> ended() {
    return Optional.ofNullable(endedAt);
  }

  /** Who looks after it. */
  public Optional<Acknowledgement> acknowledgement() {
    return Optional.ofNullable(acknowledged);
  }

  /** The same after its cause has ended. */
  public Alarm ended(Instant at) {
    return new Alarm(id, cause, words, raisedAt, at, acknowledged);
  }
}
