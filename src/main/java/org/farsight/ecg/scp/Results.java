package org.farsight.ecg.scp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Code;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.MeasurementIntake;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Statement;

/** What the cart has measured and what it says: sections 7, 8, 10 and 11. */
final class Results {
  /** In place of a value: not computed, lead rejected, not present. */
  private static final List<Integer> NO_VALUE = List.of(29999, 29998, 19999);

  private static final int NO_AXIS = 999;
  private static final int PER_BEAT = 16;
  private static final int PER_SPIKE_TIME = 4;
  private static final int PER_SPIKE_FACTS = 6;
  private static final int ORIGINAL = 0;
  private static final int CODED = 1;
  private static final int FULL_TEXT = 2;
  private static final String STATEMENT_CODES = "SCP-ECG";

  private static final Optional<LeadId> GLOBAL = Optional.empty();

  /** A value of section 10. */
  private record LeadValue(Optional<Kind> kind, String label, String unit) {
    static LeadValue of(Kind kind, String label) {
      return new LeadValue(Optional.of(kind), label, "ms");
    }

    static LeadValue of(String label, String unit) {
      return new LeadValue(Optional.empty(), label, unit);
    }
  }

  /** The values of section 10 that are numbers with a unit, in their order. */
  private static final List<Optional<LeadValue>> LEAD_VALUES =
      List.of(
          Optional.of(LeadValue.of(Kind.P_DURATION, "P duration")),
          Optional.of(LeadValue.of(Kind.PR_INTERVAL, "PR interval")),
          Optional.of(LeadValue.of(Kind.QRS_DURATION, "QRS duration")),
          Optional.of(LeadValue.of(Kind.QT_INTERVAL, "QT interval")),
          Optional.of(LeadValue.of("Q duration", "ms")),
          Optional.of(LeadValue.of("R duration", "ms")),
          Optional.of(LeadValue.of("S duration", "ms")),
          Optional.of(LeadValue.of("R' duration", "ms")),
          Optional.of(LeadValue.of("S' duration", "ms")),
          Optional.of(LeadValue.of("Q amplitude", "uV")),
          Optional.of(LeadValue.of("R amplitude", "uV")),
          Optional.of(LeadValue.of("S amplitude", "uV")),
          Optional.of(LeadValue.of("R' amplitude", "uV")),
          Optional.of(LeadValue.of("S' amplitude", "uV")),
          Optional.of(LeadValue.of("J point amplitude", "uV")),
          Optional.of(LeadValue.of("P+ amplitude", "uV")),
          Optional.of(LeadValue.of("P- amplitude", "uV")),
          Optional.of(LeadValue.of("T+ amplitude", "uV")),
          Optional.of(LeadValue.of("T- amplitude", "uV")),
          Optional.of(LeadValue.of("ST slope", "uV/s")),
          Optional.empty(), // morphology of P
          Optional.empty(), // morphology of T
          Optional.of(LeadValue.of("isoelectric segment at the onset of QRS", "ms")),
          Optional.of(LeadValue.of("isoelectric segment at the end of QRS", "ms")),
          Optional.of(LeadValue.of("intrinsicoid deflection", "ms")),
          Optional.empty(), // quality code
          Optional.of(LeadValue.of("ST amplitude at J + 20 ms", "uV")),
          Optional.of(LeadValue.of("ST amplitude at J + 60 ms", "uV")),
          Optional.of(LeadValue.of("ST amplitude at J + 80 ms", "uV")),
          Optional.of(LeadValue.of("ST amplitude at J + RR/16", "uV")),
          Optional.of(LeadValue.of("ST amplitude at J + RR/8", "uV")));

  private final MeasurementIntake measurements = new MeasurementIntake();
  private final List<Statement> statements = new ArrayList<>();
  private final Texts texts;

  Results(Texts texts) {
    this.texts = texts;
  }

  MeasurementIntake measurements() {
    return measurements;
  }

  List<Statement> statements() {
    return statements;
  }

  /** Section 7: intervals, then the marks of each reference beat, then the rates. */
  void global(ScpInput section) throws EcgFormatException {
    int beats = section.u8();
    int spikes = section.u8();
    String where = section.where();
    add(Kind.RR_INTERVAL, "mean RR", section.u16(), where);
    add(Kind.PP_INTERVAL, "mean PP", section.u16(), where);
    if (beats > 0) {
      beat(section.part(PER_BEAT, "section 7, reference beat 0"));
      section.skip(Math.min((beats - 1) * PER_BEAT, section.left()));
    }
    section.skip(Math.min(spikes * (PER_SPIKE_TIME + PER_SPIKE_FACTS), section.left()));
    if (section.left() < 2) {
      return;
    }
    int complexes = section.u16();
    section.skip(Math.min(complexes, section.left()));
    if (section.left() >= 6) {
      where = section.where();
      add(Kind.HEART_RATE, "ventricular rate", section.u16(), where);
      int atrial = section.u16();
      if (atrial != 0 && !NO_VALUE.contains(atrial)) {
        measurements.add(
            Optional.empty(),
            "atrial rate",
            Integer.toString(atrial),
            Optional.of("/min"),
            Optional.empty(),
            GLOBAL,
            where);
      }
      int qtc = section.u16();
      add(section.left() > 0 ? formula(section.u8()) : Kind.QTC_INTERVAL, "QTc", qtc, where);
    }
  }

  /** The formula by which QT was corrected: 1 is Bazett's; the others have no kind of their own. */
  private static Kind formula(int code) {
    return code == 1 ? Kind.QTC_BAZETT : Kind.QTC_INTERVAL;
  }

  /** Onsets and offsets in ms from the beat's start: the intervals lie between them. */
  private void beat(ScpInput marks) throws EcgFormatException {
    String where = marks.where();
    int onsetP = marks.u16();
    int offsetP = marks.u16();
    int onsetQrs = marks.u16();
    int offsetQrs = marks.u16();
    int offsetT = marks.u16();
    interval(Kind.P_DURATION, "P onset to P offset", onsetP, offsetP, where);
    interval(Kind.PR_INTERVAL, "P onset to QRS onset", onsetP, onsetQrs, where);
    interval(Kind.QRS_DURATION, "QRS onset to QRS offset", onsetQrs, offsetQrs, where);
    interval(Kind.QT_INTERVAL, "QRS onset to T offset", onsetQrs, offsetT, where);
    axis(Kind.P_AXIS, "P axis", marks.s16(), where);
    axis(Kind.QRS_AXIS, "QRS axis", marks.s16(), where);
    axis(Kind.T_AXIS, "T axis", marks.s16(), where);
  }

  private void interval(Kind kind, String label, int from, int to, String where) {
    if (!NO_VALUE.contains(from) && !NO_VALUE.contains(to) && to > from) {
      add(kind, label, to - from, where);
    }
  }

  private void axis(Kind kind, String label, int degrees, String where) {
    if (degrees != NO_AXIS) {
      add(kind, label, degrees, where);
    }
  }

  private void add(Kind kind, String label, int value, String where) {
    if (!NO_VALUE.contains(value)) {
      measurements.add(
          Optional.of(kind),
          label,
          Integer.toString(value),
          Optional.of(kind.unit()),
          Optional.empty(),
          GLOBAL,
          where);
    }
  }

  /** Section 10: for each lead a list of values, as long as the cart has measured. */
  void perLead(ScpInput section) throws EcgFormatException {
    int leads = section.u16();
    section.skip(2); // the maker's own field
    for (int i = 0; i < leads && section.left() > 0; i++) {
      Optional<LeadId> lead = LeadId.ofScpNumber(section.u16());
      ScpInput values = section.part(section.u16(), "section 10, lead " + (i + 1));
      for (int v = 0; v < LEAD_VALUES.size() && values.left() >= 2; v++) {
        String where = values.where();
        int value = values.s16();
        Optional<LeadValue> what = LEAD_VALUES.get(v);
        if (what.isPresent() && lead.isPresent() && !NO_VALUE.contains(value)) {
          measurements.add(
              what.get().kind(),
              what.get().label(),
              Integer.toString(value),
              Optional.of(what.get().unit()),
              Optional.empty(),
              lead,
              where);
        }
      }
    }
  }

  /** Section 8: statements in full text. */
  void fullText(ScpInput section) throws EcgFormatException {
    Statement.Author author = author(section);
    int count = section.u8();
    for (int i = 0; i < count; i++) {
      section.skip(1);
      ScpInput text = section.part(section.u16(), "section 8, statement " + (i + 1));
      String where = text.where();
      texts
          .text(text.bytes(text.left()), where)
          .ifPresent(t -> statements.add(new Statement(t, Optional.empty(), author)));
    }
  }

  /**
   * Section 11: statements by universal statement codes, or text; the logic between is kept out.
   */
  void coded(ScpInput section) throws EcgFormatException {
    Statement.Author author = author(section);
    int count = section.u8();
    for (int i = 0; i < count; i++) {
      section.skip(1);
      ScpInput statement = section.part(section.u16(), "section 11, statement " + (i + 1));
      String where = statement.where();
      int type = statement.left() > 0 ? statement.u8() : 0;
      Optional<String> text = texts.text(statement.bytes(statement.left()), where);
      if (text.isPresent() && type == CODED) {
        Code code = new Code(STATEMENT_CODES, text.get(), Optional.empty());
        statements.add(new Statement(text.get(), Optional.of(code), author));
      } else if (text.isPresent() && type == FULL_TEXT) {
        statements.add(new Statement(text.get(), Optional.empty(), author));
      }
    }
  }

  /** Whether a person has read it over; date and time of that follow. */
  private static Statement.Author author(ScpInput section) throws EcgFormatException {
    int confirmed = section.u8();
    section.skip(7);
    return confirmed == ORIGINAL ? Statement.Author.DEVICE : Statement.Author.PERSON;
  }
}
