package org.farsight.ecg.aecg;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Samples;
import org.farsight.ecg.SamplingRate;
import org.farsight.ecg.xml.XmlElement;

/**
 * Reads sequence sets: one time sequence (GLIST_TS or GLIST_PQ: head and increment) and the lead
 * sequences that share it (SLIST_PQ or SLIST_INT: origin, scale, digits).
 */
final class SequenceSets {
  private final AecgLimits limits;
  private final RulesInForce<AecgRule> rules;
  private int leads;
  private int samples;

  SequenceSets(AecgLimits limits, RulesInForce<AecgRule> rules) {
    this.limits = limits;
    this.rules = rules;
  }

  /**
   * One set.
   *
   * @param rate how often all its leads were sampled
   * @param absolute the time of the first sample, where the set tells it by the device's clock
   * @param relativeMillis milliseconds from the series' start to the first sample, where it tells
   *     that
   * @param leads the leads with an offset of zero
   */
  record SequenceSet(
      SamplingRate rate, Optional<AecgTime> absolute, BigDecimal relativeMillis, List<Lead> leads) {

    /** The leads, starting at their place in a recording that starts at {@code start}. */
    List<Lead> startingFrom(Optional<LocalDateTime> start, Optional<LocalDateTime> series) {
      Optional<LocalDateTime> from = absolute.map(AecgTime::local).or(() -> series);
      BigDecimal offset = relativeMillis;
      if (start.isPresent() && from.isPresent()) {
        Duration between = Duration.between(start.get(), from.get());
        BigDecimal millis = BigDecimal.valueOf(between.getSeconds()).movePointRight(3);
        offset = offset.add(millis).add(BigDecimal.valueOf(between.getNano(), 6));
      }
      List<Lead> moved = new ArrayList<>();
      for (Lead lead : leads) {
        moved.add(
            new Lead(
                lead.id(),
                lead.label(),
                lead.rate(),
                lead.samples(),
                lead.scale(),
                lead.origin(),
                offset,
                lead.derivation()));
      }
      return moved;
    }
  }

  /** Reads one {@code sequenceSet}; empty where it holds no lead. */
  Optional<SequenceSet> read(XmlElement set, Optional<String> derivation)
      throws EcgFormatException {
    Optional<XmlElement> time = Optional.empty();
    List<XmlElement> signals = new ArrayList<>();
    for (XmlElement component : set.children("component").toList()) {
      for (XmlElement sequence : component.children("sequence").toList()) {
        if (isTime(sequence)) {
          time = time.or(() -> Optional.of(sequence));
        } else {
          signals.add(sequence);
        }
      }
    }
    if (signals.isEmpty()) {
      return Optional.empty();
    }
    XmlElement clock =
        time.flatMap(sequence -> sequence.child("value"))
            .orElseThrow(() -> new EcgFormatException("no time sequence", set.path()));
    SamplingRate rate = SamplingRate.ofPeriodMillis(period(clock));
    List<Lead> read = new ArrayList<>();
    for (XmlElement sequence : signals) {
      read.add(lead(sequence, rate, derivation));
    }
    Optional<XmlElement> head = clock.child("head");
    boolean relative =
        typeOf(clock).equals("GLIST_PQ") || head.flatMap(h -> h.attribute("unit")).isPresent();
    BigDecimal offset =
        relative && head.isPresent() ? Quantity.millis(head.get()) : BigDecimal.ZERO;
    Optional<AecgTime> absolute =
        relative ? Optional.empty() : head.flatMap(h -> AecgTimes.of(h, rules));
    return Optional.of(new SequenceSet(rate, absolute, offset, read));
  }

  private static boolean isTime(XmlElement sequence) {
    String code =
        sequence
            .child("code")
            .flatMap(c -> c.attribute("code"))
            .orElse("")
            .toUpperCase(Locale.ROOT);
    String type = sequence.child("value").map(SequenceSets::typeOf).orElse("");
    return code.startsWith("TIME_") || type.startsWith("GLIST_");
  }

  private static String typeOf(XmlElement value) {
    String type = value.attribute("type").orElse("");
    return type.substring(type.indexOf(':') + 1).strip().toUpperCase(Locale.ROOT);
  }

  private BigDecimal period(XmlElement clock) throws EcgFormatException {
    XmlElement increment =
        clock
            .child("increment")
            .orElseThrow(() -> new EcgFormatException("no increment", clock.path()));
    return Quantity.periodMillis(increment, rules);
  }

  private Lead lead(XmlElement sequence, SamplingRate rate, Optional<String> derivation)
      throws EcgFormatException {
    if (++leads > limits.leads()) {
      throw new EcgFormatException("more than " + limits.leads() + " leads", sequence.path());
    }
    String code =
        sequence
            .child("code")
            .flatMap(c -> c.attribute("code"))
            .orElseThrow(() -> new EcgFormatException("a sequence without a code", sequence.path()))
            .strip();
    XmlElement value =
        sequence
            .child("value")
            .orElseThrow(() -> new EcgFormatException("a lead without a value", sequence.path()));
    Optional<LeadId> id = LeadId.ofName(code);
    Optional<String> computed = id.filter(LeadId::isDerived).map(lead -> "computed by the device");
    return new Lead(
        id,
        id.map(LeadId::label).orElse(code),
        rate,
        samples(value),
        scale(value),
        origin(value),
        BigDecimal.ZERO,
        derivation.or(() -> computed));
  }

  private Samples samples(XmlElement value) throws EcgFormatException {
    String type = typeOf(value);
    if (!type.isEmpty() && !type.equals("SLIST_PQ") && !type.equals("SLIST_INT")) {
      throw new EcgFormatException("a lead is no SLIST_PQ or SLIST_INT", value.path());
    }
    XmlElement digits =
        value
            .child("digits")
            .orElseThrow(() -> new EcgFormatException("a lead without digits", value.path()));
    int[] integers = Digits.parse(digits.text(), limits.samples() - samples, digits.path());
    if (integers.length == 0) {
      throw new EcgFormatException("a lead without samples", digits.path());
    }
    samples += integers.length;
    return Samples.of(integers);
  }

  private BigDecimal scale(XmlElement value) throws EcgFormatException {
    Optional<XmlElement> scale = value.child("scale");
    if (scale.isEmpty()) {
      return Quantity.unitless(value.path(), rules);
    }
    BigDecimal millivolts = Quantity.millivolts(scale.get(), rules);
    if (millivolts.signum() == 0) {
      throw new EcgFormatException("a scale of zero", scale.get().path());
    }
    return millivolts;
  }

  private BigDecimal origin(XmlElement value) throws EcgFormatException {
    Optional<XmlElement> origin = value.child("origin");
    if (origin.isEmpty() || Quantity.number(origin.get()).signum() == 0) {
      return BigDecimal.ZERO;
    }
    return Quantity.millivolts(origin.get(), rules);
  }
}
