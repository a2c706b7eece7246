package org.farsight.ecg.edf;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.EcgFormat;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Recording;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.SamplingRate;

/**
 * Reads EDF and EDF+ files. Signals that are no ECG lead are left out, each with a remark. The gaps
 * of a discontiguous file are missing samples; one whose records do not start at a sample of each
 * lead is refused.
 */
public final class EdfReader implements EcgReader {
  /** The format. */
  public static final EcgFormat FORMAT = new EcgFormat("edf", "EDF/EDF+", "application/edf");

  /** Seconds; the specification has less than one, extracts of a long file more. */
  private static final BigDecimal FURTHEST_START = BigDecimal.valueOf(100L * 24 * 3600);

  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  private final Set<EdfRule> rules;
  private final EdfLimits limits;

  /** A reader that takes what recorders write, under the default limits. */
  public EdfReader() {
    this(EnumSet.allOf(EdfRule.class), EdfLimits.DEFAULT);
  }

  /**
   * @param rules the departures from the specification that are read
   * @param limits what a file may be at most
   */
  public EdfReader(Set<EdfRule> rules, EdfLimits limits) {
    this.rules = Set.copyOf(rules);
    this.limits = limits;
  }

  @Override
  public EcgFormat format() {
    return FORMAT;
  }

  /** By the version, and a header length that fits the number of signals. */
  @Override
  public boolean recognises(byte[] head) {
    return Header.isHere(head);
  }

  @Override
  public Recording read(byte[] file) throws EcgFormatException {
    if (file.length > limits.bytes()) {
      throw new EcgFormatException(
          file.length + " bytes are above the limit of " + limits.bytes(), "byte 0");
    }
    RulesInForce<EdfRule> inForce = new RulesInForce<>(rules);
    Header header = Header.read(file);
    return new Reading(header, DataRecords.of(file, header, inForce), inForce, limits).recording();
  }

  /** One file being read. */
  private record Reading(
      Header header, DataRecords records, RulesInForce<EdfRule> rules, EdfLimits limits) {

    Recording recording() throws EcgFormatException {
      Annotations annotations = new Annotations(limits.annotations());
      BigDecimal first = header.kind().isPlus() ? times(annotations) : BigDecimal.ZERO;
      List<Lead> leads = leads();
      return new Recording(
          FORMAT,
          Persons.read(header, rules),
          Times.read(header, first, rules),
          leads,
          List.of(),
          Measurements.NONE,
          List.of(),
          annotations.from(first),
          List.of(),
          rules.remarks());
    }

    /** Reads all annotations; the start of the first record, in seconds. */
    private BigDecimal times(Annotations annotations) throws EcgFormatException {
      List<Integer> signals = new ArrayList<>();
      for (int i = 0; i < header.signals().size(); i++) {
        if (header.signals().get(i).isAnnotations()) {
          signals.add(i);
        }
      }
      if (signals.isEmpty()) {
        throw new EcgFormatException("EDF+ without a signal EDF Annotations", "byte 256");
      }
      BigDecimal first = BigDecimal.ZERO;
      for (int record = 0; record < records.count(); record++) {
        for (int signal : signals) {
          boolean keepsTime = signal == signals.getFirst();
          byte[] bytes = records.bytes(record, signal);
          if (!keepsTime && (bytes.length == 0 || bytes[0] == 0)) {
            continue; // only the first annotation signal must say something in each record
          }
          BigDecimal onset = annotations.read(bytes, records.at(record, signal));
          if (keepsTime) {
            first = record == 0 ? onset : first;
            records.startsAt(onset.subtract(first));
          }
        }
      }
      if (first.abs().compareTo(FURTHEST_START) > 0) {
        throw new EcgFormatException(
            "the first data record starts days from the header's time", "byte " + header.length());
      }
      if (header.seconds().signum() > 0
          && records.hasGaps()
          && header.kind() == Header.Kind.CONTIGUOUS
          && !rules.apply(EdfRule.GAPS_IN_A_CONTIGUOUS_FILE, "byte 192")) {
        throw new EcgFormatException("a contiguous file has gaps", "byte 192");
      }
      return first;
    }

    private List<Lead> leads() throws EcgFormatException {
      List<Lead> leads = new ArrayList<>();
      long samples = 0;
      for (int i = 0; i < header.signals().size(); i++) {
        Signal signal = header.signals().get(i);
        Optional<String> name = signal.leadName();
        if (signal.isAnnotations()) {
          continue;
        }
        if (name.isEmpty() || signal.millivolts().isEmpty()) {
          rules.note(
              name.isEmpty() ? "SIGNAL_IS_NO_ECG_LEAD" : "ECG_SIGNAL_IS_NO_VOLTAGE",
              signal.label().where());
          continue;
        }
        if (signal.samples() == 0 || header.seconds().signum() == 0) {
          throw signal.label().fault("has no sampling rate");
        }
        samples += records.length(i);
        if (samples > limits.samples()) {
          throw new EcgFormatException(
              "more samples than the limit of " + limits.samples(), signal.label().where());
        }
        leads.add(lead(i, signal, name.get()));
      }
      if (leads.isEmpty()) {
        throw new EcgFormatException(
            "none of " + header.signals().size() + " signals is an ECG lead", "byte 256");
      }
      return leads;
    }

    private Lead lead(int index, Signal signal, String name) throws EcgFormatException {
      Signal.Calibration calibration = signal.calibration(rules);
      Optional<LeadId> id = LeadId.ofName(name);
      BigDecimal samples = BigDecimal.valueOf(signal.samples());
      SamplingRate rate =
          new SamplingRate(
              samples.divide(header.seconds(), MathContext.DECIMAL128),
              header.seconds().multiply(THOUSAND).divide(samples, MathContext.DECIMAL128));
      return new Lead(
          id,
          id.map(LeadId::label).orElse(signal.label().text()),
          rate,
          records.samples(index),
          calibration.scale(),
          calibration.origin(),
          BigDecimal.ZERO,
          Optional.empty());
    }
  }
}
