package org.farsight.ecg.quality;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.farsight.ecg.LeadId;

/**
 * One fault of a recording. There is at most one of a kind and detail; it names every lead that has
 * it and the worst value.
 *
 * @param kind what is wrong
 * @param leads the leads it was found in; empty where it is the recording as a whole
 * @param measure what was measured and the limit it breaks; empty where there is nothing to measure
 * @param detail what tells findings of one kind apart: {@code 50 Hz}, {@code I + III = II}; else
 *     empty. Understood in every language
 */
public record Finding(Kind kind, List<LeadId> leads, Optional<Measure> measure, String detail) {

  public Finding {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(measure);
    Objects.requireNonNull(detail);
    leads = List.copyOf(leads);
  }

  /** One line in English: {@code line noise 50 Hz in II, V3: 0.061 mV (limit 0.025 mV)}. */
  public String en() {
    return told(kind.en(), " in ", ", ", ": ", " (limit ", ")");
  }

  /** One line in Simplified Chinese. */
  public String zh() {
    return told(kind.zh(), "，导联 ", "、", "：", "（限值 ", "）");
  }

  private String told(
      String words, String in, String comma, String colon, String limit, String end) {
    StringBuilder line = new StringBuilder(words);
    if (!detail.isEmpty()) {
      line.append(' ').append(detail);
    }
    if (!leads.isEmpty()) {
      line.append(in).append(leads.stream().map(LeadId::label).collect(Collectors.joining(comma)));
    }
    measure.ifPresent(
        m ->
            line.append(colon)
                .append(m.value().toPlainString() + " " + m.unit())
                .append(limit)
                .append(m.limit().toPlainString() + " " + m.unit())
                .append(end));
    return line.toString();
  }

  /**
   * A value beside the limit it breaks.
   *
   * @param value what was measured, the worst of all leads
   * @param limit the limit in force
   * @param unit the unit of both (UCUM)
   */
  public record Measure(BigDecimal value, BigDecimal limit, String unit) {
    public Measure {
      Objects.requireNonNull(value);
      Objects.requireNonNull(limit);
      Objects.requireNonNull(unit);
    }
  }

  /** What can be wrong with a recording. */
  public enum Kind {
    /** No signal in a lead: the electrode is off, or the channel dead. */
    FLAT("flat lead", "导联信号平直"),
    /** One of the twelve standard leads is not in the recording. */
    MISSING_LEAD("missing lead", "缺少导联"),
    /** Samples that the file marks as not recorded. */
    GAPS("gaps in the signal", "信号中断"),
    /** The signal was cut off at the end of the amplifier's range. */
    SATURATED("saturated signal", "信号饱和（削顶）"),
    /** The electrodes of the two arms are swapped. */
    ARM_REVERSAL("arm electrodes seem reversed", "疑似左右上肢电极接反"),
    /** The electrode of an arm or the left leg is swapped with that of the right leg. */
    LEG_REVERSAL("an electrode seems swapped with the right leg's", "疑似肢体电极与右下肢电极接错"),
    /** The limb leads contradict Einthoven's or Goldberger's law: they are not of one moment. */
    LEADS_INCONSISTENT("limb leads contradict each other", "肢体导联互相矛盾"),
    /** Two chest leads carry one signal. */
    SAME_SIGNAL("two leads carry the same signal", "两个导联信号相同"),
    /** Sampled less often than a diagnostic ECG has to be. */
    LOW_RATE("sampling rate too low", "采样率过低"),
    /** A step of the integers is larger than a diagnostic ECG allows. */
    LOW_RESOLUTION("resolution too coarse", "幅度分辨率过低"),
    /** A hum of the mains. */
    LINE_NOISE("line noise", "工频干扰"),
    /** Noise of high frequency between the beats, of muscles mostly. */
    MUSCLE_NOISE("muscle noise", "肌电干扰"),
    /** The baseline moves. */
    BASELINE_WANDER("baseline wander", "基线漂移"),
    /** Shorter than a resting ECG is. */
    SHORT("recording too short", "记录时间过短");

    private final String en;
    private final String zh;

    Kind(String en, String zh) {
      this.en = en;
      this.zh = zh;
    }

    /** The words in English. */
    public String en() {
      return en;
    }

    /** The words in Simplified Chinese. */
    public String zh() {
      return zh;
    }

    /** The code in configuration and FHIR: {@code line-noise}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind with this code. */
    public static Optional<Kind> ofCode(String code) {
      return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
    }
  }
}
