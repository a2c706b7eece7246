package org.farsight.ecg.cardiosoft;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.ecg.Annotation;
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

/** Measurements, global and per lead, statements, and the beats of the rhythm. */
final class Results {
  private static final String SYSTEM = "GE CardioSoft";
  private static final int MOST_BEATS = 100_000;

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("VentricularRate", Kind.HEART_RATE),
          Map.entry("RRInterval", Kind.RR_INTERVAL),
          Map.entry("PPInterval", Kind.PP_INTERVAL),
          Map.entry("PDuration", Kind.P_DURATION),
          Map.entry("PQInterval", Kind.PR_INTERVAL),
          Map.entry("QRSDuration", Kind.QRS_DURATION),
          Map.entry("QTInterval", Kind.QT_INTERVAL),
          Map.entry("QTCInterval", Kind.QTC_INTERVAL),
          Map.entry("PAxis", Kind.P_AXIS),
          Map.entry("RAxis", Kind.QRS_AXIS),
          Map.entry("TAxis", Kind.T_AXIS));

  /** The maker's words for units that we know under others. */
  private static final Map<String, String> UNITS = Map.of("BPM", "/min", "degrees", "deg");

  private final XmlElement root;
  private final RulesInForce<XmlRule> rules;

  Results(XmlElement root, RulesInForce<XmlRule> rules) {
    this.root = root;
    this.rules = rules;
  }

  Measurements measurements() {
    MeasurementIntake intake = new MeasurementIntake();
    for (XmlElement group : root.children("RestingECGMeasurements").toList()) {
      for (XmlElement one : group.children()) {
        Optional<Kind> kind = Optional.ofNullable(KINDS.get(one.name()));
        if (kind.isPresent()) {
          add(intake, kind, one, one.text(), Optional.empty());
        }
      }
      group.child("MeasurementTable").ifPresent(table -> perLead(intake, table));
    }
    rules.addAll(intake.remarks());
    return intake.measurements();
  }

  /** A row for each measurement: its values in the order of the leads, parted by commas. */
  private void perLead(MeasurementIntake intake, XmlElement table) {
    List<Optional<LeadId>> leads = new ArrayList<>();
    for (String name : split(table.child("LeadOrder").map(XmlElement::text).orElse(""))) {
      leads.add(LeadId.ofName(name));
    }
    for (XmlElement row : table.children()) {
      List<String> values = split(row.text());
      if (row.attribute("units").isEmpty()) {
        continue;
      }
      if (values.size() > leads.size()) {
        rules.note("MORE_VALUES_THAN_LEADS", row.path());
        continue;
      }
      for (int i = 0; i < values.size(); i++) {
        if (leads.get(i).isPresent()) {
          add(intake, Optional.empty(), row, values.get(i), leads.get(i));
        }
      }
    }
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      parts.add(part.strip());
    }
    return parts;
  }

  private static void add(
      MeasurementIntake intake,
      Optional<Kind> kind,
      XmlElement element,
      String value,
      Optional<LeadId> lead) {
    intake.add(
        kind,
        element.name(),
        value,
        element.attribute("units").map(unit -> UNITS.getOrDefault(unit, unit)),
        Optional.of(new Code(SYSTEM, element.name(), Optional.empty())),
        lead,
        element.path());
  }

  /** The lines of the interpretation: the program's, unless a person has typed over them. */
  List<Statement> statements() {
    List<Statement> statements = new ArrayList<>();
    for (XmlElement interpretation : root.children("Interpretation").toList()) {
      for (String line : lines(interpretation)) {
        statements.add(new Statement(line, Optional.empty(), Statement.Author.UNSTATED));
      }
    }
    return statements;
  }

  private static List<String> lines(XmlElement interpretation) {
    List<String> lines = new ArrayList<>();
    interpretation.text().lines().map(String::strip).forEach(lines::add);
    for (XmlElement below : interpretation.children()) {
      lines.add(below.allText());
    }
    lines.removeIf(String::isEmpty);
    return lines;
  }

  /** {@code Time} and {@code BeatClass} in turn. */
  List<Annotation> beats() {
    List<Annotation> beats = new ArrayList<>();
    Optional<BigDecimal> time = Optional.empty();
    List<XmlElement> results =
        root.at("StripData", "ArrhythmiaResults").map(XmlElement::children).orElse(List.of());
    for (XmlElement one : results) {
      if (one.name().equals("Time")) {
        time = Decimals.parse(one.text());
      } else if (one.name().equals("BeatClass") && time.isPresent() && beats.size() < MOST_BEATS) {
        Code code = new Code(SYSTEM, "BeatClass", Optional.of(one.text()));
        beats.add(new Annotation(code, time, Optional.empty(), Optional.empty()));
      }
    }
    return beats;
  }
}
