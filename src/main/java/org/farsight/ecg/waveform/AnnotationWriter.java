package org.farsight.ecg.waveform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.ecg.Annotation;
import org.farsight.ecg.Code;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Measurements.Measurement;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Statement;

/**
 * Writes the Waveform Annotation Sequence (PS3.3 C.10.10): statements as text, measurements as
 * numbers under the codes of CID 3227 to 3229, marks as points and stretches of time.
 */
final class AnnotationWriter {
  private static final int REFERENCED_TIME_OFFSETS = 0x0040_A138;
  private static final int MOST_TEXT = 1024;
  private static final int STATEMENTS = 0;
  private static final int MEASUREMENTS = 1;
  private static final int MARKS = 2;
  private static final int ALL_CHANNELS = 0;

  private static final String MDC = "MDC";
  private static final String UCUM = "UCUM";

  /** The codes of MDC and their meanings (PS3.16 CID 3227, 3228, 3229). */
  private static final Map<Kind, Code> CONCEPTS =
      Map.ofEntries(
          concept(Kind.HEART_RATE, "2:16016", "Ventricular Heart Rate"),
          concept(Kind.RR_INTERVAL, "2:16168", "RR interval global"),
          concept(Kind.PP_INTERVAL, "2:16140", "PP interval global"),
          concept(Kind.P_DURATION, "2:16184", "P duration global"),
          concept(Kind.PR_INTERVAL, "2:15872", "PR interval global"),
          concept(Kind.QRS_DURATION, "2:16156", "QRS duration global"),
          concept(Kind.QT_INTERVAL, "2:16160", "QT interval global"),
          concept(Kind.QTC_INTERVAL, "2:15876", "QTc interval global"),
          concept(Kind.QTC_BAZETT, "2:15880", "QTc interval global, Bazett"),
          concept(Kind.QTC_FRIDERICIA, "2:15892", "QTc interval global, Fridericia"),
          concept(Kind.P_AXIS, "2:16128", "P axis"),
          concept(Kind.QRS_AXIS, "2:16132", "QRS axis"),
          concept(Kind.T_AXIS, "2:16136", "T axis"));

  /** Units that files spell as UCUM does; any other is the file's own. */
  private static final Set<String> UCUM_UNITS =
      Set.of("ms", "s", "uV", "mV", "nV", "V", "/min", "deg", "Hz", "%", "mm", "uV.s", "mV.s");

  /** Schemes of codes by the OIDs under which an aECG names them. */
  private static final Map<String, String> SCHEMES =
      Map.of(
          "2.16.840.1.113883.6.24",
          MDC,
          "2.16.840.1.113883.6.1",
          "LN",
          "2.16.840.1.113883.6.96",
          "SCT",
          "2.16.840.1.113883.6.8",
          UCUM);

  private final List<Group> groups;
  private final List<DataSet> items = new ArrayList<>();

  /**
   * @param groups as written, so that annotations can refer to their channels
   */
  AnnotationWriter(List<Group> groups) {
    this.groups = groups;
  }

  /** Every annotation of a recording; none where it has none. */
  List<DataSet> items(Recording recording) {
    recording.statements().stream().map(Statement::text).forEach(this::say);
    recording.measurements().all().forEach(this::measurement);
    recording.annotations().forEach(this::mark);
    return items;
  }

  /** A line of text about the whole recording; a long one is parted. */
  void say(String text) {
    String rest = Written.text(text);
    while (!rest.isEmpty()) {
      boolean whole = rest.codePointCount(0, rest.length()) <= MOST_TEXT;
      int end = whole ? rest.length() : rest.offsetByCodePoints(0, MOST_TEXT);
      DataSet item = item(STATEMENTS, new long[] {1, ALL_CHANNELS});
      item.put(Tag.UNFORMATTED_TEXT_VALUE, VR.ST, rest.substring(0, end));
      rest = rest.substring(end).strip();
    }
  }

  private void measurement(Measurement measured) {
    Code name = measured.kind().map(this::concept).orElseGet(() -> named(measured));
    DataSet item =
        item(
            MEASUREMENTS,
            measured.lead().flatMap(this::channel).orElse(new long[] {1, ALL_CHANNELS}));
    item.putItems(Tag.CONCEPT_NAME_CODE_SEQUENCE, Coded.item(name));
    item.put(Tag.NUMERIC_VALUE, VR.DS, Written.ds(measured.value()));
    item.putItems(Tag.MEASUREMENT_UNITS_CODE_SEQUENCE, Coded.item(unit(measured)));
  }

  private Code concept(Kind kind) {
    Code code = CONCEPTS.get(kind);
    if (code == null) {
      throw new IllegalStateException("no code for " + kind);
    }
    return code;
  }

  private static Code named(Measurement measured) {
    String label = Written.lo(measured.label());
    return measured
        .code()
        .map(code -> foreign(code, label))
        .orElseGet(
            () ->
                new Code(
                    GroupWriter.OWN_SCHEME,
                    label.isEmpty() ? "unnamed" : Written.sh(label),
                    Optional.of(label)));
  }

  /** A code of the file; a scheme that DICOM has no designator for becomes ours. */
  private static Code foreign(Code code, String otherwise) {
    String scheme = SCHEMES.getOrDefault(code.system(), code.system());
    boolean known = !scheme.isEmpty() && scheme.matches("[A-Z0-9]{1,16}");
    String value = Written.line(code.value());
    return new Code(
        known ? scheme : GroupWriter.OWN_SCHEME,
        value.isEmpty() ? "unnamed" : value,
        code.display().map(Written::lo).filter(s -> !s.isEmpty()).or(() -> meaning(otherwise)));
  }

  private static Optional<String> meaning(String words) {
    return words.isEmpty() ? Optional.empty() : Optional.of(words);
  }

  private static Code unit(Measurement measured) {
    if (measured.kind().equals(Optional.of(Kind.HEART_RATE))) {
      return new Code(UCUM, "{H.B.}/min", Optional.of("heart beats per minute"));
    }
    String unit =
        measured
            .kind()
            .map(Kind::unit)
            .or(measured::unit)
            .map(Written::sh)
            .filter(words -> !words.isEmpty())
            .orElse("1");
    return unit.equals("1")
        ? new Code(UCUM, unit, Optional.of("no units"))
        : new Code(
            UCUM_UNITS.contains(unit) ? UCUM : GroupWriter.OWN_SCHEME, unit, Optional.of(unit));
  }

  private void mark(Annotation mark) {
    List<BigDecimal> times = new ArrayList<>();
    mark.startMillis().ifPresent(times::add);
    mark.endMillis().ifPresent(times::add);
    if (times.isEmpty()) {
      return;
    }
    long[] channel = mark.lead().flatMap(this::channel).orElse(new long[] {1, ALL_CHANNELS});
    Group group = groups.get((int) channel[0] - 1);
    DataSet item = item(MARKS, channel);
    item.put(Tag.TEMPORAL_RANGE_TYPE, VR.CS, times.size() > 1 ? "SEGMENT" : "POINT");
    item.putItems(
        Tag.CONCEPT_NAME_CODE_SEQUENCE,
        Coded.item(foreign(mark.code(), Written.lo(mark.code().value()))));
    Optional<long[]> positions = positions(times, group);
    if (positions.isPresent()) {
      item.putInts(Tag.REFERENCED_SAMPLE_POSITIONS, VR.UL, positions.get());
    } else {
      item.put(
          REFERENCED_TIME_OFFSETS,
          VR.DS,
          times.stream()
              .map(time -> Written.ds(time.subtract(group.offsetMillis())))
              .toArray(String[]::new));
    }
  }

  /** Sample positions, from 1, of times that fall on samples of the group; else empty. */
  private static Optional<long[]> positions(List<BigDecimal> times, Group group) {
    long[] positions = new long[times.size()];
    for (int i = 0; i < positions.length; i++) {
      BigDecimal since = times.get(i).subtract(group.offsetMillis());
      BigDecimal samples = since.divide(group.rate().periodMillis(), 0, RoundingMode.HALF_EVEN);
      boolean exact = samples.multiply(group.rate().periodMillis()).compareTo(since) == 0;
      boolean inside =
          samples.signum() >= 0 && samples.compareTo(BigDecimal.valueOf(group.samples())) < 0;
      if (!exact || !inside) {
        return Optional.empty();
      }
      positions[i] = samples.longValueExact() + 1;
    }
    return Optional.of(positions);
  }

  /** Group and channel of a lead, both counted from 1; the first where it is in several. */
  private Optional<long[]> channel(LeadId id) {
    for (int g = 0; g < groups.size(); g++) {
      List<Lead> leads = groups.get(g).leads();
      for (int c = 0; c < leads.size(); c++) {
        if (leads.get(c).id().equals(Optional.of(id))) {
          return Optional.of(new long[] {g + 1, c + 1});
        }
      }
    }
    return Optional.empty();
  }

  private DataSet item(int annotationGroup, long[] channel) {
    DataSet item = Written.item();
    item.putInts(Tag.REFERENCED_WAVEFORM_CHANNELS, VR.US, channel);
    item.putInts(Tag.ANNOTATION_GROUP_NUMBER, VR.US, annotationGroup);
    items.add(item);
    return item;
  }

  private static Map.Entry<Kind, Code> concept(Kind kind, String value, String meaning) {
    return Map.entry(kind, new Code(MDC, value, Optional.of(meaning)));
  }
}
