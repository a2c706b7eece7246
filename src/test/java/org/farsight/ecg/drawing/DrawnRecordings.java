package org.farsight.ecg.drawing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.EcgFormat;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Samples;
import org.farsight.ecg.SamplingRate;
import org.farsight.ecg.Statement;
import org.farsight.ecg.Subject;

/** Recordings whose samples are known, for tests of the paper. */
public final class DrawnRecordings {
  /** Two and a half microvolt a step. */
  public static final BigDecimal STEP = new BigDecimal("0.0025");

  private DrawnRecordings() {}

  /** Samples by a formula, at 500 Hz, 2.5 microvolt a step. */
  public static Lead lead(LeadId id, int count, IntUnaryOperator formula) {
    return lead(id, count, 500, formula);
  }

  /** Samples by a formula. */
  public static Lead lead(LeadId id, int count, int hertz, IntUnaryOperator formula) {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = formula.applyAsInt(i);
    }
    SamplingRate rate = SamplingRate.ofHertz(BigDecimal.valueOf(hertz));
    return Lead.recorded(id, rate, Samples.of(values), STEP);
  }

  /** The same lead, beginning later. */
  public static Lead later(Lead lead, String offsetMillis) {
    return new Lead(
        lead.id(),
        lead.label(),
        lead.rate(),
        lead.samples(),
        lead.scale(),
        lead.origin(),
        new BigDecimal(offsetMillis),
        lead.derivation());
  }

  /** The twelve leads for ten seconds at 500 Hz: saw teeth, each lead its own height. */
  public static List<Lead> twelve() {
    List<Lead> leads = new ArrayList<>();
    for (LeadId id : LeadId.STANDARD_12) {
      int height = 100 + 20 * leads.size();
      leads.add(lead(id, 5000, i -> i % 400 < 10 ? (i % 400) * height / 10 : 0));
    }
    return leads;
  }

  /** A recording of these leads of a woman of 61. */
  public static Recording recording(List<Lead> leads) {
    return recording(leads, "陈丽华", List.of());
  }

  /** A recording with a name and statements. */
  public static Recording recording(List<Lead> leads, String name, List<String> statements) {
    return new Recording(
        new EcgFormat("test", "Test", "application/octet-stream"),
        new Subject(
            List.of(new Subject.Id("QS000123", Optional.empty())),
            Optional.of(Subject.Name.ofText(name)),
            Optional.of(Subject.Sex.FEMALE),
            Optional.of(LocalDate.of(1965, 3, 2))),
        new Acquisition(
            Optional.of(LocalDateTime.of(2026, 11, 22, 8, 30, 15)),
            Optional.empty(),
            Optional.of(ZoneOffset.ofHours(8)),
            Acquisition.Device.UNNAMED,
            Optional.of("青山镇卫生院"),
            Optional.empty(),
            Optional.empty(),
            List.of()),
        leads,
        List.of(),
        Measurements.NONE,
        statements.stream()
            .map(text -> new Statement(text, Optional.empty(), Statement.Author.DEVICE))
            .toList(),
        List.of(),
        List.of(),
        List.of());
  }
}
