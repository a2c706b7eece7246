package org.farsight.ecg.hl7v2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.Code;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.MeasurementCodes;
import org.farsight.ecg.MeasurementIntake;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Remark;
import org.farsight.ecg.Statement;
import org.farsight.hl7v2.Segment;

/** Observations that are a number are measurements, those that are text are statements. */
final class Results {
  private static final Set<String> TEXT = Set.of("ST", "TX", "FT", "CE", "CWE");
  private static final Set<String> NUMBER = Set.of("NM", "SN");

  private final MeasurementIntake measurements = new MeasurementIntake();
  private final List<Statement> statements = new ArrayList<>();

  /** Takes one observation; false if it is neither. */
  boolean take(Segment obx) {
    String type = obx.get(2, 1);
    if (NUMBER.contains(type)) {
      number(obx, type);
      return true;
    }
    if (TEXT.contains(type)) {
      text(obx, type);
      return true;
    }
    return false;
  }

  Measurements measurements() {
    return measurements.measurements();
  }

  List<Remark> remarks() {
    return measurements.remarks();
  }

  List<Statement> statements() {
    return statements;
  }

  private void number(Segment obx, String type) {
    // SN: comparator and number (§2A.69); only an exact number is a measurement
    boolean exact = type.equals("NM") || obx.get(5, 1).isEmpty() || obx.get(5, 1).equals("=");
    String value = type.equals("NM") ? obx.get(5, 1) : exact ? obx.get(5, 2) : "";
    Optional<Measurements.Kind> kind =
        kind(obx.get(3, 1))
            .or(() -> kind(obx.get(3, 2)))
            .or(() -> kind(obx.get(3, 4)))
            .or(() -> kind(obx.get(3, 5)));
    measurements.add(
        kind,
        obx.some(3, 2).orElse(obx.get(3, 1)),
        value,
        obx.some(6, 1),
        code(obx, 3, 0),
        // the sub-id names the lead where the value belongs to one
        obx.some(4, 1).flatMap(LeadId::ofName),
        obx.at(5));
  }

  private static Optional<Measurements.Kind> kind(String code) {
    return code.isEmpty() ? Optional.empty() : MeasurementCodes.kind(code);
  }

  private void text(Segment obx, String type) {
    boolean coded = type.equals("CE") || type.equals("CWE");
    // OBX-16: a person answers for it
    Statement.Author author =
        obx.get(16, 1).isEmpty() && obx.get(16, 2).isEmpty()
            ? Statement.Author.UNSTATED
            : Statement.Author.PERSON;
    for (int i = 0; i < obx.repetitions(5); i++) {
      String one = obx.get(5, i, coded ? 2 : 1, 1);
      String text = coded && one.isEmpty() ? obx.get(5, i, 1, 1) : one;
      Optional<Code> code = coded ? code(obx, 5, i) : Optional.empty();
      text.lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .forEach(line -> statements.add(new Statement(line, code, author)));
    }
  }

  private static Optional<Code> code(Segment obx, int field, int repetition) {
    String value = obx.get(field, repetition, 1, 1);
    String meaning = obx.get(field, repetition, 2, 1);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Code(
                obx.get(field, repetition, 3, 1),
                value,
                Optional.of(meaning).filter(text -> !text.isEmpty())));
  }
}
