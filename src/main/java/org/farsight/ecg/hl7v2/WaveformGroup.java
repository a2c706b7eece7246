package org.farsight.ecg.hl7v2;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Annotation;
import org.farsight.ecg.Code;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.RulesInForce;
import org.farsight.hl7v2.Header;
import org.farsight.hl7v2.Segment;
import org.farsight.hl7v2.Times;

/**
 * The channels of one Observation Sub-ID: their times, definitions, samples and annotations, in the
 * order of the message (§7.14).
 */
final class WaveformGroup {
  private static final BigDecimal NANOS_PER_MILLI = BigDecimal.valueOf(1_000_000);

  private final Header header;
  private final OruLimits limits;
  private List<Channel> channels = List.of();
  private final List<Values> values = new ArrayList<>();
  private final List<Annotation> annotations = new ArrayList<>();
  private Optional<Times.Time> start = Optional.empty();
  private int taken;
  private int missing;

  /**
   * @param limits how many samples all channels may have together, and how many may be missing
   */
  WaveformGroup(Header header, OruLimits limits) {
    this.header = header;
    this.limits = limits;
  }

  Optional<Times.Time> start() {
    return start;
  }

  /**
   * The annotations on the time axis of the whole.
   *
   * @param first when the recording starts
   */
  List<Annotation> annotations(Optional<LocalDateTime> first) {
    BigDecimal offset = offset(first);
    return annotations.stream()
        .map(
            one ->
                new Annotation(
                    one.code(), one.startMillis().map(offset::add), one.endMillis(), one.lead()))
        .toList();
  }

  boolean hasSamples() {
    return values.stream().anyMatch(one -> one.length() > 0);
  }

  int samples() {
    return taken;
  }

  /** Takes the time of the next sample; a later one than the samples so far reach leaves a gap. */
  void time(Segment obx, Times.Time time) throws EcgFormatException {
    if (start.isEmpty()) {
      start = Optional.of(time);
      return;
    }
    BigDecimal millis = millis(start.get().at(), time.at());
    for (int i = 0; i < values.size(); i++) {
      BigDecimal[] samples = millis.divideAndRemainder(channels.get(i).rate().periodMillis());
      BigDecimal gap = samples[0].subtract(BigDecimal.valueOf(values.get(i).length()));
      if (samples[1].signum() != 0) {
        throw new EcgFormatException("samples that go on between two samples", obx.at(5));
      }
      if (gap.signum() < 0) {
        throw new EcgFormatException("samples that go on before their end", obx.at(5));
      }
      if (gap.compareTo(BigDecimal.valueOf(limits.samples() - taken)) > 0) {
        throw tooMany(obx);
      }
      if (gap.compareTo(BigDecimal.valueOf(limits.gaps() - missing)) > 0) {
        throw new EcgFormatException(
            "more samples missing between its parts than the limit of " + limits.gaps(), obx.at(5));
      }
      values.get(i).gap(gap.intValueExact());
      taken += gap.intValueExact();
      missing += gap.intValueExact();
    }
  }

  void channels(Segment obx) throws EcgFormatException {
    if (hasSamples()) {
      throw new EcgFormatException("a channel definition behind the samples", obx.at(5));
    }
    channels = Channel.read(obx);
    values.clear();
    channels.forEach(channel -> values.add(new Values()));
  }

  /** Samples channel by channel: components are samples, repetitions are channels. */
  void numericArray(Segment obx) throws EcgFormatException {
    String text = obx.bulk().orElse("");
    char component = header.separators().charAt(1);
    int from = 0;
    for (Values one : defined(obx)) {
      int to = next(text, from, text.length(), header.separators().charAt(2));
      if (from > text.length()) {
        throw new EcgFormatException("samples of fewer channels than are defined", obx.at(5));
      }
      row(text, from, to, component, one, obx);
      from = to + 1;
    }
    if (from <= text.length()) {
      throw new EcgFormatException("samples of more channels than are defined", obx.at(5));
    }
  }

  private void row(String text, int from, int to, char separator, Values one, Segment obx)
      throws EcgFormatException {
    int at = from;
    while (at <= to) {
      int end = next(text, at, to, separator);
      add(one, text, at, end, obx);
      at = end + 1;
    }
  }

  /** Samples as they were taken: repetitions are times, components are channels. */
  void multiplexedArray(Segment obx) throws EcgFormatException {
    String text = obx.bulk().orElse("");
    int from = 0;
    while (from < text.length()) {
      int to = next(text, from, text.length(), header.separators().charAt(2));
      int at = from;
      for (Values one : defined(obx)) {
        int end = at > to ? to : next(text, at, to, header.separators().charAt(1));
        add(one, text, Math.min(at, to), end, obx);
        at = end + 1;
      }
      if (at <= to) {
        throw new EcgFormatException("samples of more channels than are defined", obx.at(5));
      }
      from = to + 1;
    }
  }

  /** Annotations at the time that the samples have reached, one for each channel. */
  void annotation(Segment obx) {
    for (int i = 0; i < Math.min(obx.repetitions(5), channels.size()); i++) {
      String value = obx.get(5, i, 1, 1);
      if (!value.isEmpty()) {
        String meaning = obx.get(5, i, 2, 1);
        BigDecimal at =
            channels
                .get(i)
                .rate()
                .periodMillis()
                .multiply(BigDecimal.valueOf(values.get(i).length()));
        annotations.add(
            new Annotation(
                new Code(
                    obx.get(5, i, 3, 1),
                    value,
                    Optional.of(meaning).filter(text -> !text.isEmpty())),
                Optional.of(at),
                Optional.empty(),
                channels.get(i).lead()));
      }
    }
  }

  /**
   * The channels as leads; one whose unit is no voltage is left out with a remark.
   *
   * @param first when the recording starts
   */
  List<Lead> leads(Optional<LocalDateTime> first, RulesInForce<OruRule> rules, String where) {
    BigDecimal offset = offset(first);
    List<Lead> leads = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      Channel channel = channels.get(i);
      if (channel.millivolts().isEmpty()) {
        rules.note("CHANNEL_IS_NO_VOLTAGE", where);
      } else if (values.get(i).length() > 0) {
        leads.add(lead(channel, values.get(i), offset));
      }
    }
    return leads;
  }

  private BigDecimal offset(Optional<LocalDateTime> first) {
    return first.isPresent() && start.isPresent()
        ? millis(first.get(), start.get().at())
        : BigDecimal.ZERO;
  }

  private static Lead lead(Channel channel, Values values, BigDecimal offset) {
    BigDecimal step = channel.scale().multiply(channel.millivolts().orElseThrow());
    return new Lead(
        channel.lead(),
        channel.lead().map(LeadId::label).orElse(channel.label()),
        channel.rate(),
        values.samples(),
        step.movePointLeft(values.decimals()),
        channel.baseline().multiply(step).negate(),
        offset.add(channel.skewMillis()),
        Optional.empty());
  }

  private List<Values> defined(Segment obx) throws EcgFormatException {
    if (values.isEmpty()) {
      throw new EcgFormatException("samples without a channel definition", obx.at(5));
    }
    return values;
  }

  private void add(Values one, String text, int from, int to, Segment obx)
      throws EcgFormatException {
    if (taken == limits.samples()) {
      throw tooMany(obx);
    }
    taken++;
    one.add(text, from, to, obx.at(5));
  }

  private EcgFormatException tooMany(Segment obx) {
    return new EcgFormatException("more samples than the limit of " + limits.samples(), obx.at(5));
  }

  private static int next(String text, int from, int to, char separator) {
    int at = from;
    while (at < to && text.charAt(at) != separator) {
      at++;
    }
    return at;
  }

  private static BigDecimal millis(LocalDateTime from, LocalDateTime to) {
    Duration between = Duration.between(from, to);
    return BigDecimal.valueOf(between.getSeconds())
        .multiply(BigDecimal.valueOf(1000))
        .add(BigDecimal.valueOf(between.getNano()).divide(NANOS_PER_MILLI));
  }
}
