package org.farsight.ecg.aecg;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.Annotation;
import org.farsight.ecg.Code;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.MeasurementCodes;
import org.farsight.ecg.MeasurementIntake;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Statement;
import org.farsight.ecg.xml.XmlElement;

/**
 * Reads annotation sets. A global measurement is taken once for each kind: from the set itself
 * before one inside a beat, from a device's set before a person's, from the rhythm before the
 * representative beat, and of several beats from the first.
 */
final class Annotations {
  private static final String INTERPRETATION = "MDC_ECG_INTERPRETATION";
  private static final Set<String> FOREIGN_RESULTS =
      Set.of("interpretation", "diagnosis", "conclusion", "result");

  private final RulesInForce<AecgRule> rules;
  private final Optional<LocalDateTime> start;
  private final List<Statement> statements = new ArrayList<>();
  private final List<Annotation> annotations = new ArrayList<>();
  private final List<Found> found = new ArrayList<>();

  Annotations(RulesInForce<AecgRule> rules, Optional<LocalDateTime> start) {
    this.rules = rules;
    this.start = start;
  }

  /** A value with what decides whether it is the one to take. */
  private record Found(
      int rank,
      String code,
      Code asCode,
      String value,
      Optional<String> unit,
      Optional<LeadId> lead,
      XmlElement annotation) {}

  /** Where an annotation stands: in which kind of set, inside a beat or not, under which lead. */
  private record Context(
      String series, boolean derived, Statement.Author author, int depth, Optional<LeadId> lead) {

    int rank() {
      return (author == Statement.Author.PERSON ? 4 : 0) + (depth > 0 ? 2 : 0) + (derived ? 1 : 0);
    }

    Context below(Optional<LeadId> container) {
      // A container that is a lead (Mindray) is no beat: its values stay measurements of that lead.
      return new Context(series, derived, author, depth + 1, container.or(() -> lead));
    }
  }

  /** Reads the annotation sets of a series, {@code derived} or not. */
  void read(XmlElement series, boolean derived) {
    for (XmlElement subjectOf : series.children("subjectOf").toList()) {
      for (XmlElement set : subjectOf.children("annotationSet").toList()) {
        Statement.Author author = author(set);
        components(set, new Context(series.path(), derived, author, 0, Optional.empty()));
      }
    }
  }

  /** Takes result texts from elements that the schema does not know. */
  void readForeign(XmlElement root) {
    for (String name : FOREIGN_RESULTS) {
      for (String spelling :
          List.of(name, name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))) {
        for (XmlElement element : root.descendants(spelling)) {
          String text = element.text();
          if (!text.isEmpty() && rules.apply(AecgRule.FOREIGN_RESULT_TEXT, element.path())) {
            statements.add(new Statement(text, Optional.empty(), Statement.Author.UNSTATED));
          }
        }
      }
    }
  }

  List<Statement> statements() {
    return statements;
  }

  List<Annotation> annotations() {
    return annotations;
  }

  /** The measurements, chosen as the class says. */
  Measurements measurements() {
    MeasurementIntake intake = new MeasurementIntake();
    Set<Kind> have = EnumSet.noneOf(Kind.class);
    for (int rank = 0; rank < 8; rank++) {
      for (Found one : found) {
        if (one.rank == rank) {
          take(one, intake, have);
        }
      }
    }
    rules.addAll(intake.remarks());
    return intake.measurements();
  }

  private static void take(Found one, MeasurementIntake intake, Set<Kind> have) {
    Optional<Kind> kind = MeasurementCodes.kind(one.code);
    boolean global = one.lead.isEmpty();
    if (global && kind.isPresent() && have.contains(kind.get())) {
      return;
    }
    if (global && kind.isEmpty() && one.rank >= 2) {
      // An unknown value of one beat among many says nothing about the recording.
      return;
    }
    intake.add(
        kind,
        one.asCode.display().orElse(one.code),
        one.value,
        one.unit,
        Optional.of(one.asCode),
        one.lead,
        one.annotation.path());
    if (global && kind.isPresent()) {
      have.add(kind.get());
    }
  }

  private static Statement.Author author(XmlElement set) {
    Optional<XmlElement> type = set.at("author", "assignedEntity", "assignedAuthorType");
    if (type.flatMap(t -> t.child("assignedPerson")).isPresent()) {
      return Statement.Author.PERSON;
    }
    return type.flatMap(t -> t.child("assignedDevice")).isPresent()
        ? Statement.Author.DEVICE
        : Statement.Author.UNSTATED;
  }

  private void components(XmlElement holder, Context context) {
    for (XmlElement component : holder.children("component").toList()) {
      for (XmlElement annotation : component.children("annotation").toList()) {
        annotation(annotation, context);
      }
    }
  }

  private void annotation(XmlElement annotation, Context context) {
    Optional<Code> code = annotation.child("code").flatMap(Annotations::code);
    Optional<XmlElement> value = annotation.child("value");
    String name = code.map(Code::value).orElse("").toUpperCase(Locale.ROOT);
    Optional<LeadId> lead = leadOf(annotation).or(context::lead);
    if (name.startsWith(INTERPRETATION) || name.equals("MDC_ECG_RHY")) {
      value.ifPresent(v -> statement(v, code, context.author));
    } else if (code.isPresent()
        && value.isPresent()
        && value.get().attribute("value").isPresent()) {
      String number = value.get().attribute("value").orElse("");
      found.add(
          new Found(
              context.rank(),
              code.get().value(),
              code.get(),
              number,
              value.get().attribute("unit"),
              lead,
              annotation));
    }
    Optional<Code> marked = value.flatMap(Annotations::code).or(() -> code);
    if (marked.isPresent() && !boundaries(annotation).isEmpty()) {
      mark(annotation, marked.get(), lead, context);
    }
    components(annotation, context.below(code.flatMap(c -> LeadId.ofName(c.value()))));
  }

  private void statement(XmlElement value, Optional<Code> code, Statement.Author author) {
    Optional<Code> coded = code(value);
    String text = value.allText();
    if (text.isEmpty()) {
      text = coded.map(c -> c.display().orElse(c.value())).orElse("");
    }
    if (text.isEmpty()) {
      text = value.attribute("value").orElse("");
    }
    if (!text.isEmpty()) {
      statements.add(new Statement(text, coded.or(() -> code), author));
    }
  }

  private static Optional<Code> code(XmlElement coded) {
    return coded
        .attribute("code")
        .map(
            value ->
                new Code(
                    coded
                        .attribute("codeSystem")
                        .or(() -> coded.attribute("codeSystemName"))
                        .orElse(""),
                    value.strip(),
                    coded.attribute("displayName")));
  }

  private static List<XmlElement> boundaries(XmlElement annotation) {
    List<XmlElement> boundaries = new ArrayList<>();
    annotation
        .children("support")
        .flatMap(support -> support.children("supportingROI"))
        .flatMap(roi -> roi.children("component"))
        .flatMap(component -> component.children("boundary"))
        .forEach(boundaries::add);
    return boundaries;
  }

  private static Optional<LeadId> leadOf(XmlElement annotation) {
    return boundaries(annotation).stream()
        .flatMap(b -> b.child("code").flatMap(c -> c.attribute("code")).stream())
        .flatMap(code -> LeadId.ofName(code).stream())
        .findFirst();
  }

  private void mark(XmlElement annotation, Code what, Optional<LeadId> lead, Context context) {
    if (context.derived) {
      // Its times count from the start of the beat, not of the recording.
      rules.note("MARK_OUTSIDE_THE_RHYTHM", context.series);
      return;
    }
    for (XmlElement boundary : boundaries(annotation)) {
      Optional<XmlElement> value = boundary.child("value");
      if (value.isEmpty()) {
        continue;
      }
      Optional<BigDecimal> low = millis(value.get().child("low"));
      Optional<BigDecimal> high = millis(value.get().child("high"));
      Optional<BigDecimal> point = millis(value);
      if (low.isPresent() || high.isPresent() || point.isPresent()) {
        annotations.add(new Annotation(what, low.or(() -> point), high, lead));
      }
    }
  }

  private Optional<BigDecimal> millis(Optional<XmlElement> time) {
    if (time.isEmpty() || time.get().attribute("value").isEmpty()) {
      return Optional.empty();
    }
    try {
      if (time.get().attribute("unit").isPresent()) {
        return Optional.of(Quantity.millis(time.get()));
      }
      return AecgTimes.of(time.get(), rules).flatMap(this::sinceStart);
    } catch (EcgFormatException e) {
      rules.note("TIME_NOT_UNDERSTOOD", e.where());
      return Optional.empty();
    }
  }

  private Optional<BigDecimal> sinceStart(AecgTime time) {
    return start.map(
        from -> {
          Duration between = Duration.between(from, time.local());
          return BigDecimal.valueOf(between.getSeconds())
              .movePointRight(3)
              .add(BigDecimal.valueOf(between.getNano(), 6));
        });
  }
}
