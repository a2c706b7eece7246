package org.farsight.ecg.waveform;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.ecg.Annotation;
import org.farsight.ecg.Code;
import org.farsight.ecg.Decimals;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.MeasurementCodes;
import org.farsight.ecg.MeasurementIntake;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Statement;

/**
 * Reads the Waveform Annotation Sequence (PS3.3 C.10.10) in its simple forms: a text, a coded
 * statement, a number with a unit, a point or stretch of time.
 */
final class Annotations {
  private static final int REFERENCED_TIME_OFFSETS = 0x0040_A138;

  private final List<MultiplexGroup> groups;
  private final int rhythm;
  private final RulesInForce<WaveformRule> rules;
  private final MeasurementIntake intake = new MeasurementIntake();
  private final List<Statement> statements = new ArrayList<>();
  private final List<Annotation> marks = new ArrayList<>();

  /**
   * @param groups the multiplex groups, to turn sample positions into times
   * @param rhythm the number of the group that is the recording
   */
  Annotations(List<MultiplexGroup> groups, int rhythm, RulesInForce<WaveformRule> rules) {
    this.groups = groups;
    this.rhythm = rhythm;
    this.rules = rules;
  }

  void read(DataSet data) {
    Place root = new Place(data, "");
    for (int i = 0; i < data.items(Tag.WAVEFORM_ANNOTATION_SEQUENCE).size(); i++) {
      annotation(root.item(Tag.WAVEFORM_ANNOTATION_SEQUENCE, i));
    }
    rules.addAll(intake.remarks());
  }

  Measurements measurements() {
    return intake.measurements();
  }

  List<Statement> statements() {
    return statements;
  }

  List<Annotation> marks() {
    return marks;
  }

  private void annotation(Place place) {
    DataSet item = place.data();
    Optional<Code> name = Coded.of(item, Tag.CONCEPT_NAME_CODE_SEQUENCE);
    Optional<Code> value = Coded.of(item, Tag.CONCEPT_CODE_SEQUENCE);
    if (name.isPresent() && item.contains(Tag.NUMERIC_VALUE)) {
      measurement(place, name.get());
    } else if (name.isPresent() && isTemporal(item)) {
      mark(place, value.orElse(name.get()));
    } else if (value.isPresent()) {
      Code code = value.get();
      statement(code.display().orElse(code.value()), value);
    } else {
      item.string(Tag.UNFORMATTED_TEXT_VALUE)
          .or(() -> item.string(Tag.TEXT_VALUE))
          .ifPresent(text -> statement(text, name));
    }
  }

  private void statement(String text, Optional<Code> code) {
    statements.add(new Statement(text, code, Statement.Author.UNSTATED));
  }

  private void measurement(Place place, Code name) {
    DataSet item = place.data();
    Optional<Kind> kind = MeasurementCodes.kind(name.value());
    Scope scope = scope(item);
    boolean rate = kind.equals(Optional.of(Kind.HEART_RATE));
    if (rate
        && !scope.whole()
        && rules.apply(
            WaveformRule.HEART_RATE_IS_GLOBAL, place.of(Tag.REFERENCED_WAVEFORM_CHANNELS))) {
      scope = Scope.WHOLE;
    }
    // a value of a channel that is no lead is none of the ECG's own
    Optional<Kind> known = scope.isOfNoLead() ? Optional.empty() : kind;
    for (Optional<LeadId> lead : scope.each()) {
      intake.add(
          known,
          name.display().orElse(name.value()),
          item.string(Tag.NUMERIC_VALUE).orElse(""),
          Coded.of(item, Tag.MEASUREMENT_UNITS_CODE_SEQUENCE).map(Code::value),
          Optional.of(name),
          lead,
          place.of(Tag.NUMERIC_VALUE));
    }
  }

  private static boolean isTemporal(DataSet item) {
    return item.contains(Tag.REFERENCED_SAMPLE_POSITIONS) || item.contains(REFERENCED_TIME_OFFSETS);
  }

  private void mark(Place place, Code code) {
    DataSet item = place.data();
    Optional<MultiplexGroup> group = group(item);
    if (group.isEmpty() || group.get().number() != rhythm) {
      rules.note("MARK_OUTSIDE_THE_RHYTHM", place.path());
      return;
    }
    List<BigDecimal> times = times(item, group.get());
    if (times.isEmpty()) {
      rules.note("TIME_NOT_UNDERSTOOD", place.path());
      return;
    }
    boolean segment =
        times.size() > 1
            && item.string(Tag.TEMPORAL_RANGE_TYPE).filter("SEGMENT"::equals).isPresent();
    for (Optional<LeadId> lead : scope(item).each()) {
      if (segment) {
        marks.add(new Annotation(code, Optional.of(times.get(0)), Optional.of(times.get(1)), lead));
      } else {
        times.forEach(
            time -> marks.add(new Annotation(code, Optional.of(time), Optional.empty(), lead)));
      }
    }
  }

  /** Milliseconds from the recording's start; sample positions count from 1. */
  private static List<BigDecimal> times(DataSet item, MultiplexGroup group) {
    List<BigDecimal> times = new ArrayList<>();
    for (int position : item.integers(Tag.REFERENCED_SAMPLE_POSITIONS)) {
      BigDecimal samples = BigDecimal.valueOf(position - 1L);
      times.add(
          Decimals.plain(samples.multiply(group.rate().periodMillis()).add(group.offsetMillis())));
    }
    for (String offset : item.strings(REFERENCED_TIME_OFFSETS)) {
      Decimals.parse(offset).map(t -> t.add(group.offsetMillis())).ifPresent(times::add);
    }
    return times;
  }

  private Optional<MultiplexGroup> group(DataSet item) {
    int[] channels = item.integers(Tag.REFERENCED_WAVEFORM_CHANNELS);
    // Without a reference an annotation belongs to the whole recording (PS3.3 C.10.10).
    int number = channels.length == 0 ? rhythm : channels[0];
    return groups.stream().filter(g -> g.number() == number).findFirst();
  }

  /**
   * What an annotation belongs to.
   *
   * @param whole all channels of a group, or the recording
   * @param leads else the leads among the channels that it names
   */
  private record Scope(boolean whole, Set<LeadId> leads) {
    static final Scope WHOLE = new Scope(true, Set.of());

    boolean isOfNoLead() {
      return !whole && leads.isEmpty();
    }

    /** Each lead; once without a lead where none is named. */
    List<Optional<LeadId>> each() {
      return leads.isEmpty()
          ? List.of(Optional.empty())
          : leads.stream().map(Optional::of).toList();
    }
  }

  /** Pairs of group and channel; channel 0 means all channels of the group (PS3.3 C.10.10). */
  private Scope scope(DataSet item) {
    int[] pairs = item.integers(Tag.REFERENCED_WAVEFORM_CHANNELS);
    Set<LeadId> leads = new LinkedHashSet<>();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      int number = pairs[i];
      int channel = pairs[i + 1];
      if (channel < 1) {
        return Scope.WHOLE;
      }
      groups.stream()
          .filter(g -> g.number() == number && channel <= g.channels().size())
          .findFirst()
          .flatMap(g -> g.channels().get(channel - 1))
          .ifPresent(leads::add);
    }
    return pairs.length < 2 ? Scope.WHOLE : new Scope(false, leads);
  }
}
