package org.farsight.ecg.critical;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.EcgFormat;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Measurements.Kind;
import org.farsight.ecg.Measurements.Measurement;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Samples;
import org.farsight.ecg.SamplingRate;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Statement.Author;
import org.farsight.ecg.Subject;

/** Recordings that say something, with no signal worth the name. */
public final class Tables {

  private final List<Measurement> measurements = new ArrayList<>();
  private final List<Statement> statements = new ArrayList<>();
  private int seconds = 10;

  /** A recording that says nothing yet. */
  public static Tables saying() {
    return new Tables();
  }

  /** A global measurement in its own unit. */
  public Tables measured(Kind kind, double value) {
    measurements.add(
        new Measurement(
            Optional.of(kind),
            kind.name(),
            BigDecimal.valueOf(value),
            Optional.of(kind.unit()),
            Optional.empty(),
            Optional.empty()));
    return this;
  }

  /** A measurement that we know by the cart's label only. */
  public Tables labelled(String label, double value, String unit) {
    measurements.add(
        new Measurement(
            Optional.empty(),
            label,
            BigDecimal.valueOf(value),
            Optional.of(unit),
            Optional.empty(),
            Optional.empty()));
    return this;
  }

  /** A statement of the cart. */
  public Tables cart(String text) {
    statements.add(new Statement(text, Optional.empty(), Author.DEVICE));
    return this;
  }

  /** A statement of a person. */
  public Tables person(String text) {
    statements.add(new Statement(text, Optional.empty(), Author.PERSON));
    return this;
  }

  /** How long it is. */
  public Tables seconds(int value) {
    seconds = value;
    return this;
  }

  /** The recording. */
  public Recording recording() {
    Lead lead =
        Lead.recorded(
            LeadId.II,
            SamplingRate.ofHertz(BigDecimal.valueOf(500)),
            Samples.of(new int[500 * seconds]),
            new BigDecimal("0.005"));
    return new Recording(
        new EcgFormat("made", "made", "application/octet-stream"),
        Subject.UNNAMED,
        new Acquisition(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Acquisition.Device.UNNAMED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of()),
        List.of(lead),
        List.of(),
        new Measurements(measurements),
        statements,
        List.of(),
        List.of(),
        List.of());
  }
}
