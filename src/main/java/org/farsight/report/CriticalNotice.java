package org.farsight.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A critical value that the branch must be told of at once. Holds a person and what was found, so
 * {@code toString} says only what may be logged.
 *
 * @param exchangeId the examination
 * @param cause who says so
 * @param subject who was examined
 * @param examination what was done
 * @param values what is critical, one line each, in the words of the rule or the reader
 * @param at when it was found; of one that was taken back, when that was
 * @param withdrawn why it counts no more, where it was told and then taken back
 */
public record CriticalNotice(
    String exchangeId,
    Cause cause,
    Report.Subject subject,
    Report.Examination examination,
    List<String> values,
    Instant at,
    Optional<Withdrawal> withdrawn) {

  /** Takes a copy. */
  public CriticalNotice {
    values = List.copyOf(values);
  }

  /** One that counts. */
  public CriticalNotice(
      String exchangeId,
      Cause cause,
      Report.Subject subject,
      Report.Examination examination,
      List<String> values,
      Instant at) {
    this(exchangeId, cause, subject, examination, values, at, Optional.empty());
  }

  /** Who says that a value is critical. */
  public enum Cause {
    /** A rule of the table of critical values. */
    RULE("found by a rule", "规则提示"),
    /** The reader's mark in a signed report. */
    READER("reported by the reader", "医师报告");

    private final String en;
    private final String zh;

    Cause(String en, String zh) {
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

  /** Why a notice counts no more. The branch was told, so it is told that too. */
  public enum Withdrawal {
    /** A later version of the report marks nothing as critical. */
    AMENDED(
        "taken back: the report was amended and marks no critical value any more",
        "已撤回：报告已更正，不再标记危急值"),
    /** The examination was sent under the wrong patient. */
    RECALLED("taken back: the examination was sent under the wrong patient", "已撤回：该检查的患者信息有误，已召回");

    private final String en;
    private final String zh;

    Withdrawal(String en, String zh) {
      this.en = en;
      this.zh = zh;
    }

    /** In English. */
    public String en() {
      return en;
    }

    /** In Simplified Chinese. */
    public String zh() {
      return zh;
    }
  }

  /** Whether another notice says the same of the same examination, whatever is known of it. */
  public boolean saysAs(CriticalNotice other) {
    return exchangeId.equals(other.exchangeId)
        && cause == other.cause
        && values.equals(other.values)
        && at.equals(other.at)
        && withdrawn.equals(other.withdrawn);
  }

  /**
   * What the branch has done about it.
   *
   * @param by who, by name: a person, not a program
   * @param action what was done, in that person's words
   * @param answers which notice: its exchange, a slash, the revision that was answered
   */
  public record Acknowledgement(String by, String action, Instant at, String answers) {
    /** Hides the words. */
    @Override
    public String toString() {
      return "Acknowledgement[" + at + "]";
    }
  }

  @Override
  public String toString() {
    return "CriticalNotice of exchange " + exchangeId + " by " + cause;
  }
}
