package org.farsight.ecg.muse;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.ecg.Annotation;
import org.farsight.ecg.Code;
import org.farsight.ecg.Decimals;
import org.farsight.ecg.MeasurementIntake;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Statement;
import org.farsight.ecg.xml.XmlElement;
import org.farsight.ecg.xml.XmlRule;

/** Measurements, statements and beats as MUSE has them after the last reader. */
final class Results {
  private static final String SYSTEM = "GE MUSE";
  private static final int MOST_BEATS = 100_000;

  private static final Map<String, Kind> KINDS =
      Map.of(
          "VentricularRate", Kind.HEART_RATE,
          "PRInterval", Kind.PR_INTERVAL,
          "QRSDuration", Kind.QRS_DURATION,
          "QTInterval", Kind.QT_INTERVAL,
          "QTCorrected", Kind.QTC_INTERVAL,
          "QTcFrederica", Kind.QTC_FRIDERICIA,
          "PAxis", Kind.P_AXIS,
          "RAxis", Kind.QRS_AXIS,
          "TAxis", Kind.T_AXIS);

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
          add(intake, kind, one, kind.get().unit());
        } else if (one.name().equals("AtrialRate")) {
          add(intake, kind, one, "/min");
        }
      }
    }
    root.at("QRSTimesTypes", "GlobalRR")
        .ifPresent(rr -> add(intake, Optional.of(Kind.RR_INTERVAL), rr, "ms"));
    rules.addAll(intake.remarks());
    root.child("MeasurementMatrix")
        .ifPresent(matrix -> rules.note("MEASUREMENT_MATRIX_KEPT", matrix.path()));
    return intake.measurements();
  }

  private static void add(
      MeasurementIntake intake, Optional<Kind> kind, XmlElement element, String unit) {
    intake.add(
        kind,
        element.name(),
        element.text(),
        Optional.of(unit),
        Optional.of(new Code(SYSTEM, element.name(), Optional.empty())),
        Optional.empty(),
        element.path());
  }

  /** The lines of the diagnosis; a person has gone over it where its status is that of a report. */
  List<Statement> statements() {
    List<Statement> statements = new ArrayList<>();
    boolean confirmed =
        root.at("TestDemographics", "Status")
            .filter(status -> status.text().equalsIgnoreCase("CONFIRMED"))
            .isPresent();
    Statement.Author author = confirmed ? Statement.Author.PERSON : Statement.Author.DEVICE;
    StringBuilder line = new StringBuilder();
    for (XmlElement statement :
        root.child("Diagnosis").stream().flatMap(d -> d.children("DiagnosisStatement")).toList()) {
      String text = statement.child("StmtText").map(XmlElement::text).orElse("");
      line.append(line.isEmpty() || text.isEmpty() ? "" : " ").append(text);
      boolean ends =
          statement.children("StmtFlag").anyMatch(flag -> flag.text().equals("ENDSLINE"));
      if (ends && !line.isEmpty()) {
        statements.add(new Statement(line.toString(), Optional.empty(), author));
        line.setLength(0);
      }
    }
    if (!line.isEmpty()) {
      statements.add(new Statement(line.toString(), Optional.empty(), author));
    }
    return statements;
  }

  /** Each QRS complex that MUSE has found, in milliseconds, with its type. */
  List<Annotation> beats() {
    List<Annotation> beats = new ArrayList<>();
    List<XmlElement> complexes =
        root.child("QRSTimesTypes").stream().flatMap(times -> times.children("QRS")).toList();
    for (XmlElement complex : complexes.subList(0, Math.min(MOST_BEATS, complexes.size()))) {
      Optional<BigDecimal> time =
          complex.child("Time").map(XmlElement::text).flatMap(Decimals::parse);
      Optional<String> type = complex.child("Type").map(t -> "QRS complex of type " + t.text());
      if (time.isPresent()) {
        beats.add(
            new Annotation(
                new Code(SYSTEM, "QRS", type), time, Optional.empty(), Optional.empty()));
      }
    }
    return beats;
  }
}
