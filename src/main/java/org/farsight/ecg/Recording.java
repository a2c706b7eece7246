package org.farsight.ecg;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One electrocardiogram as its file tells it.
 *
 * @param format the file's format
 * @param subject the person
 * @param acquisition when, where, with what
 * @param leads the rhythm recording in the file's own order; at least one
 * @param further waveforms beside it, kept apart: representative beats and the like
 * @param measurements the cart's measurements
 * @param statements the interpretation that the file carries
 * @param annotations marks on the time axis
 * @param identifiers the names that the file gives to itself
 * @param remarks where the reader had to decide
 */
public record Recording(
    EcgFormat format,
    Subject subject,
    Acquisition acquisition,
    List<Lead> leads,
    List<FurtherWaveform> further,
    Measurements measurements,
    List<Statement> statements,
    List<Annotation> annotations,
    List<Identifier> identifiers,
    List<Remark> remarks)
    implements EcgContent {

  public Recording {
    Objects.requireNonNull(format);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(acquisition);
    Objects.requireNonNull(measurements);
    leads = List.copyOf(leads);
    further = List.copyOf(further);
    statements = List.copyOf(statements);
    annotations = List.copyOf(annotations);
    identifiers = List.copyOf(identifiers);
    remarks = List.copyOf(remarks);
    if (leads.isEmpty()) {
      throw new IllegalArgumentException("a recording has at least one lead");
    }
  }

  /** The first lead with this id. */
  public Optional<Lead> lead(LeadId id) {
    return leads.stream().filter(lead -> lead.id().equals(Optional.of(id))).findFirst();
  }

  /** The first identifier of this kind. */
  public Optional<Identifier> identifier(Identifier.Kind kind) {
    return identifiers.stream().filter(identifier -> identifier.kind() == kind).findFirst();
  }

  /**
   * A digest of what was recorded: SHA-256 over name, rate, origin, offset, gaps and voltages of
   * each lead; computed leads are left out, as one format stores them and another does not. It does
   * not depend on the order of the leads, on the steps in which voltages are told, nor on the
   * format, so that the same ECG converted from one to the other without a loss has the same
   * digest.
   *
   * @return 64 hexadecimal digits in lower case
   */
  public String sampleDigest() {
    return SampleDigest.of(leads);
  }

  /** The same recording of another person, {@link Subject#UNNAMED} to leave the person out. */
  public Recording of(Subject person) {
    return new Recording(
        format,
        person,
        acquisition,
        leads,
        further,
        measurements,
        statements,
        annotations,
        identifiers,
        remarks);
  }

  @Override
  public String toString() {
    return "Recording[" + format.id() + ", " + leads.size() + " leads, person not shown]";
  }
}
