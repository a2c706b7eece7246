package org.farsight.ecg.contec;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.Acquisition;
import org.farsight.ecg.DerivedLeads;
import org.farsight.ecg.EcgFormat;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Identifier;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Measurements;
import org.farsight.ecg.Recording;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Samples;
import org.farsight.ecg.SamplingRate;

/**
 * Reads Contec's native file: {@link Header}, then a row of eight 16-bit little-endian values for
 * each sampling, then a row of zeros and 21 bytes.
 *
 * <p>The columns are II, III and V1 to V6. The values are written in excess 2048, so that 2048 is 0
 * mV: they are taken as the signed numbers that they stand for, as conversions of the same ECG have
 * them. 26624 (0x6800) stands where nothing was recorded, as from electrodes that are not
 * connected. I, aVR, aVL and aVF are not in the file: they are derived and say so.
 */
public final class ContecReader implements EcgReader {
  /** The format. */
  public static final EcgFormat FORMAT =
      new EcgFormat("contec", "Contec ECG", "application/octet-stream");

  private static final List<LeadId> COLUMNS =
      List.of(
          LeadId.II, LeadId.III, LeadId.V1, LeadId.V2, LeadId.V3, LeadId.V4, LeadId.V5, LeadId.V6);
  private static final int ROW = 2 * COLUMNS.size();
  private static final int FOOTER = ROW + 21;
  private static final int ZERO_MILLIVOLT = 2048;
  private static final int HIGHEST = 2 * ZERO_MILLIVOLT - 1;
  private static final int MISSING = 0x6800;
  private static final SamplingRate RATE = SamplingRate.ofHertz(BigDecimal.valueOf(800));
  private static final BigDecimal STEP = new BigDecimal("0.005");

  private final Set<ContecRule> rules;
  private final ContecLimits limits;

  /** A reader that takes what the cart saves, under the default limits. */
  public ContecReader() {
    this(EnumSet.allOf(ContecRule.class), ContecLimits.DEFAULT);
  }

  /**
   * @param rules what is assumed of which the file says nothing
   * @param limits what a file may be at most
   */
  public ContecReader(Set<ContecRule> rules, ContecLimits limits) {
    this.rules = Set.copyOf(rules);
    this.limits = limits;
  }

  @Override
  public EcgFormat format() {
    return FORMAT;
  }

  /**
   * The format has no mark. It is known by a header whose every byte is as in known files, a clock
   * that shows a date and time among them, and by samples of which all that the head shows are
   * either 12 bits or the mark of a missing one.
   */
  @Override
  public boolean recognises(byte[] head) {
    if (head.length < Header.LENGTH + ROW + FOOTER || Header.fault(head).isPresent()) {
      return false;
    }
    for (int at = Header.LENGTH; at + 1 < head.length - FOOTER; at += 2) {
      if (!isSample(u16(head, at))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Recording read(byte[] file) throws EcgFormatException {
    if (file.length > limits.bytes()) {
      throw new EcgFormatException("longer than " + limits.bytes() + " bytes", "byte 0");
    }
    Optional<Integer> fault = Header.fault(file);
    if (fault.isPresent()) {
      throw new EcgFormatException("not the header of a Contec file", "byte " + fault.get());
    }
    int rows = (file.length - Header.LENGTH - FOOTER) / ROW;
    if (rows < 1 || (file.length - Header.LENGTH - FOOTER) % ROW != 0) {
      throw new EcgFormatException(
          "a length that is not that of whole rows of eight samples", "byte " + file.length);
    }
    RulesInForce<ContecRule> inForce = new RulesInForce<>(rules);
    if (!inForce.apply(ContecRule.ECG90A_RATE_AND_STEP, "byte " + Header.LENGTH)) {
      throw new EcgFormatException("no sampling rate and no step", "byte " + Header.LENGTH);
    }
    checkEnd(file, Header.LENGTH + rows * ROW, inForce);
    List<Lead> leads = leads(file, rows);
    leads.addAll(DerivedLeads.ofLimbs(leads));
    return recording(new Header(file, inForce), leads, inForce);
  }

  private static Recording recording(
      Header header, List<Lead> leads, RulesInForce<ContecRule> rules) {
    Acquisition.Device device =
        new Acquisition.Device(
            Optional.of("Contec"), Optional.empty(), Optional.empty(), Optional.empty());
    Acquisition acquisition =
        new Acquisition(
            Optional.of(header.start()),
            Optional.empty(),
            Optional.empty(),
            device,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new Recording(
        FORMAT,
        header.subject(),
        acquisition,
        leads,
        List.of(),
        Measurements.NONE,
        List.of(),
        List.of(),
        List.of(Identifier.of(Identifier.Kind.CASE_NUMBER, header.caseNumber())),
        rules.remarks());
  }

  /** The first row of zeros ends the samples; of the bytes behind it nothing is known. */
  private static void checkEnd(byte[] file, int end, RulesInForce<ContecRule> rules)
      throws EcgFormatException {
    int first = Header.LENGTH;
    while (first < end && !isZeros(file, first)) {
      first += ROW;
    }
    if (first < end || !isZeros(file, end)) {
      throw new EcgFormatException(
          "the row of zeros that ends the samples is not where the length puts it",
          "byte " + first);
    }
    for (int i = end + ROW; i < file.length; i++) {
      if (file[i] != 0) {
        rules.note("BYTES_NOT_UNDERSTOOD_KEPT", "byte " + i);
      }
    }
  }

  private static boolean isZeros(byte[] file, int row) {
    for (int i = row; i < row + ROW; i++) {
      if (file[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static List<Lead> leads(byte[] file, int rows) throws EcgFormatException {
    List<Lead> leads = new ArrayList<>();
    for (int column = 0; column < COLUMNS.size(); column++) {
      int[] values = new int[rows];
      BitSet missing = new BitSet();
      for (int i = 0; i < rows; i++) {
        int at = Header.LENGTH + i * ROW + 2 * column;
        int value = u16(file, at);
        if (!isSample(value)) {
          throw new EcgFormatException("a sample of " + value + ", above 12 bits", "byte " + at);
        }
        if (value == MISSING) {
          missing.set(i);
        } else {
          values[i] = value - ZERO_MILLIVOLT;
        }
      }
      leads.add(Lead.recorded(COLUMNS.get(column), RATE, Samples.of(values, missing), STEP));
    }
    return leads;
  }

  private static boolean isSample(int value) {
    return value <= HIGHEST || value == MISSING;
  }

  private static int u16(byte[] bytes, int at) {
    return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << Byte.SIZE;
  }
}
