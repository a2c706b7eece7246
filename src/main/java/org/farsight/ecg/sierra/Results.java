package org.farsight.ecg.sierra;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.farsight.ecg.Code;
import org.farsight.ecg.Decimals;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.MeasurementIntake;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Statement;
import org.farsight.ecg.xml.XmlElement;
import org.farsight.ecg.xml.XmlRule;

/**
 * Measurements and statements. The values of the interpretation, which a person may have edited,
 * stand above those that the program keeps for itself (schema 1.04.01, comments on {@code
 * internalmeasurements}); amplitudes are in microvolt, times in milliseconds.
 */
final class Results {
  private static final String SYSTEM = "Philips Sierra";
  private static final String SEVERITY = SYSTEM + " severity";
  private static final String P_DURATION = "pdur";

  /** Version 1.03 calls means what 1.04 does not. */
  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("heartrate", Kind.HEART_RATE),
          Map.entry("meanventrate", Kind.HEART_RATE),
          Map.entry("rrint", Kind.RR_INTERVAL),
          Map.entry(P_DURATION, Kind.P_DURATION),
          Map.entry("print", Kind.PR_INTERVAL),
          Map.entry("meanprint", Kind.PR_INTERVAL),
          Map.entry("qrsdur", Kind.QRS_DURATION),
          Map.entry("meanqrsdur", Kind.QRS_DURATION),
          Map.entry("qtint", Kind.QT_INTERVAL),
          Map.entry("meanqtint", Kind.QT_INTERVAL),
          Map.entry("meanqtc", Kind.QTC_INTERVAL),
          Map.entry("qtcb", Kind.QTC_BAZETT),
          Map.entry("qtcf", Kind.QTC_FRIDERICIA),
          Map.entry("pfrontaxis", Kind.P_AXIS),
          Map.entry("qrsfrontaxis", Kind.QRS_AXIS),
          Map.entry("tfrontaxis", Kind.T_AXIS));

  /** What is carried under the file's own word, and its unit. */
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("atrialrate", "/min"),
          Map.entry(P_DURATION, "ms"),
          Map.entry("qtintdispersion", "ms"),
          Map.entry("i40frontaxis", "deg"),
          Map.entry("t40frontaxis", "deg"),
          Map.entry("stfrontaxis", "deg"),
          Map.entry("phorizaxis", "deg"),
          Map.entry("i40horizaxis", "deg"),
          Map.entry("t40horizaxis", "deg"),
          Map.entry("qrshorizaxis", "deg"),
          Map.entry("sthorizaxis", "deg"),
          Map.entry("thorizaxis", "deg"));

  /** Of one lead: durations and intervals in milliseconds, amplitudes in microvolt. */
  private static final Map<String, String> OF_A_LEAD =
      Map.ofEntries(
          Map.entry("pamp", "uV"),
          Map.entry("pdur", "ms"),
          Map.entry("qamp", "uV"),
          Map.entry("qdur", "ms"),
          Map.entry("ramp", "uV"),
          Map.entry("rdur", "ms"),
          Map.entry("samp", "uV"),
          Map.entry("sdur", "ms"),
          Map.entry("vat", "ms"),
          Map.entry("qrsppk", "uV"),
          Map.entry("qrsdur", "ms"),
          Map.entry("ston", "uV"),
          Map.entry("stmid", "uV"),
          Map.entry("st80", "uV"),
          Map.entry("stend", "uV"),
          Map.entry("tamp", "uV"),
          Map.entry("tdur", "ms"),
          Map.entry("print", "ms"),
          Map.entry("qtint", "ms"));

  /** What stands in the place of a number that there is not (schema 1.03, TYPEinvalid). */
  private static final Set<String> INVALID =
      Set.of("", "Indeterminate", "Invalid", "Failed", "Unknown");

  private final XmlElement root;
  private final RulesInForce<XmlRule> rules;

  Results(XmlElement root, RulesInForce<XmlRule> rules) {
    this.root = root;
    this.rules = rules;
  }

  Measurements measurements() {
    MeasurementIntake intake = new MeasurementIntake();
    Set<Kind> taken = EnumSet.noneOf(Kind.class);
    List<String> others = new ArrayList<>();
    for (XmlElement group : groups()) {
      Set<Kind> ofThis = EnumSet.noneOf(Kind.class);
      for (XmlElement one : group.children()) {
        Optional<Kind> kind = kind(one, group);
        boolean first = kind.map(k -> !taken.contains(k)).orElse(!others.contains(one.name()));
        String unit = kind.map(Kind::unit).orElse(OTHERS.getOrDefault(one.name(), ""));
        if (first && !unit.isEmpty() && isMeasured(one)) {
          add(intake, kind, one, unit, Optional.empty());
          kind.ifPresentOrElse(ofThis::add, () -> others.add(one.name()));
        }
      }
      taken.addAll(ofThis);
    }
    perLead(intake);
    rules.addAll(intake.remarks());
    return intake.measurements();
  }

  private List<XmlElement> groups() {
    return Stream.of(
            interpretation().flatMap(i -> i.child("globalmeasurements")),
            interpretation().flatMap(i -> i.child("interpretationmeasurements")),
            root.at("internalmeasurements", "crossleadmeasurements"),
            root.at("measurements", "globalmeasurements"))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * A P wave cannot last longer than from its onset to that of the QRS complex; carts write there
   * the place of its end in the representative beat. Such a value is carried under the file's word.
   */
  private Optional<Kind> kind(XmlElement one, XmlElement group) {
    Optional<Kind> kind = Optional.ofNullable(KINDS.get(one.name()));
    if (kind.equals(Optional.of(Kind.P_DURATION))) {
      var duration = Decimals.parse(one.text());
      var interval = group.child("print").map(XmlElement::text).flatMap(Decimals::parse);
      if (duration.isPresent()
          && interval.isPresent()
          && duration.get().compareTo(interval.get()) > 0) {
        rules.note("P_DURATION_ABOVE_PR_INTERVAL", one.path());
        return Optional.empty();
      }
    }
    return kind;
  }

  private void perLead(MeasurementIntake intake) {
    List<XmlElement> leads =
        Stream.of("internalmeasurements", "measurements")
            .flatMap(name -> root.at(name, "leadmeasurements").stream())
            .flatMap(all -> all.children("leadmeasurement"))
            .toList();
    for (XmlElement lead : leads) {
      Optional<LeadId> id = lead.attribute("leadname").flatMap(Waveforms::leadId);
      if (id.isEmpty()) {
        rules.note("MEASUREMENTS_OF_AN_UNKNOWN_LEAD_LEFT_OUT", lead.path());
        continue;
      }
      for (XmlElement one : lead.children()) {
        String unit = OF_A_LEAD.getOrDefault(one.name(), "");
        if (!unit.isEmpty() && !INVALID.contains(one.text())) {
          add(intake, Optional.empty(), one, unit, id);
        }
      }
    }
  }

  private boolean isMeasured(XmlElement one) {
    boolean measured = !INVALID.contains(one.text());
    if (!measured && !one.text().isEmpty()) {
      rules.note("NOT_MEASURED_SAYS_THE_FILE", one.path());
    }
    return measured;
  }

  private static void add(
      MeasurementIntake intake,
      Optional<Kind> kind,
      XmlElement element,
      String unit,
      Optional<LeadId> lead) {
    intake.add(
        kind,
        element.name(),
        element.text(),
        Optional.of(unit),
        Optional.of(new Code(SYSTEM, element.name(), Optional.empty())),
        lead,
        element.path());
  }

  /** The lines of the newest interpretation, then its severity. */
  List<Statement> statements() {
    Optional<XmlElement> newest = interpretation();
    List<Statement> statements = new ArrayList<>();
    boolean confirmed = root.attribute("status").filter("Confirmed"::equals).isPresent();
    for (XmlElement line : newest.stream().flatMap(i -> i.children("statement")).toList()) {
      boolean edited = line.attribute("editedflag").filter("True"::equalsIgnoreCase).isPresent();
      Optional<String> left = text(line, "leftstatement");
      String right = text(line, "rightstatement").map(r -> "(" + r + ")").orElse("");
      String whole = (left.orElse("") + " " + right).strip();
      if (!whole.isEmpty()) {
        Optional<Code> code = text(line, "statementcode").map(c -> new Code(SYSTEM, c, left));
        statements.add(new Statement(whole, code, author(confirmed || edited)));
      }
    }
    Optional<XmlElement> severity = newest.flatMap(i -> i.child("severity"));
    if (severity.isPresent() && !severity.get().text().isEmpty()) {
      String words = severity.get().text();
      Optional<Code> code =
          severity.get().attribute("code").map(c -> new Code(SEVERITY, c, Optional.of(words)));
      statements.add(new Statement(words, code, author(confirmed)));
    }
    return statements;
  }

  private static Statement.Author author(boolean person) {
    return person ? Statement.Author.PERSON : Statement.Author.DEVICE;
  }

  private static Optional<String> text(XmlElement line, String name) {
    return line.child(name).map(XmlElement::text).filter(text -> !text.isEmpty());
  }

  /** The newest by its date and time, which as texts have the order of time. */
  private Optional<XmlElement> interpretation() {
    List<XmlElement> all =
        root.child("interpretations").stream().flatMap(i -> i.children("interpretation")).toList();
    if (all.size() > 1) {
      rules.note("OLDER_INTERPRETATIONS_LEFT_OUT", root.path() + "/interpretations");
    }
    return all.stream()
        .max(
            Comparator.comparing(
                i -> i.attribute("date").orElse("") + "T" + i.attribute("time").orElse("")));
  }
}
