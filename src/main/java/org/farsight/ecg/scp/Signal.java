package org.farsight.ecg.scp;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.SamplingRate;

/**
 * The samples of section 5 (reference beat) or 6 (rhythm), differences undone.
 *
 * @param nanovolts one step (amplitude value multiplier)
 * @param microseconds from one sample to the next
 * @param leads the integers, in the order of section 3
 */
record Signal(int nanovolts, int microseconds, List<int[]> leads) {
  /** What differences of 16-bit samples can reach; beyond it the data are none. */
  private static final int MOST = 1 << 24;

  /**
   * Reads a section.
   *
   * @param codes of section 2; empty: 16-bit integers
   * @param table the leads, which say how many samples each has in section 6
   * @param beatMillis length of the reference beat, which says it in section 5; empty for section 6
   * @param budget how many samples may still be read
   */
  static Signal read(
      ScpInput section,
      Optional<Huffman> codes,
      List<LeadTable.Entry> table,
      Optional<Integer> beatMillis,
      RulesInForce<ScpRule> rules,
      int budget)
      throws EcgFormatException {
    int nanovolts = section.u16();
    int microseconds = section.u16();
    int differences = section.u8();
    int bimodal = section.u8();
    if (nanovolts == 0 || microseconds == 0) {
      throw section.fault("a step of " + nanovolts + " nV and an interval of " + microseconds);
    }
    if (differences > 2) {
      throw section.fault("samples in encoding " + differences + "; 0, 1 and 2 are defined");
    }
    if (beatMillis.isEmpty() && bimodal == 1) {
      throw section.fault("bimodal compression, which leaves samples out, is not read");
    }
    int[] lengths = new int[table.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = section.u16();
    }
    List<int[]> leads = new ArrayList<>();
    long total = 0;
    for (int i = 0; i < lengths.length; i++) {
      LeadTable.Entry lead = table.get(i);
      long count = beatMillis.isPresent() ? beatMillis.get() * 1000L / microseconds : lead.count();
      total += count;
      if (total > budget) {
        throw section.fault("more than " + budget + " samples");
      }
      ScpInput data = section.part(lengths[i], "the samples of " + lead.label());
      int[] values = values(data, codes, (int) count, section.where(), lead, rules);
      leads.add(integrate(values, differences, data));
    }
    return new Signal(nanovolts, microseconds, leads);
  }

  private static int[] values(
      ScpInput data,
      Optional<Huffman> codes,
      int count,
      String where,
      LeadTable.Entry lead,
      RulesInForce<ScpRule> rules)
      throws EcgFormatException {
    int bytes = data.left();
    if (codes.isPresent()) {
      byte[] bits = data.bytes(bytes);
      Optional<int[]> decoded = codes.get().decode(bits, count, data);
      if (decoded.isEmpty()) {
        throw data.fault("its " + bytes + " bytes hold less than " + count + " samples");
      }
      return decoded.get();
    }
    int there = bytes / 2;
    boolean shorter =
        there > 0
            && there < count
            && rules.apply(ScpRule.SHORTER_THAN_ANNOUNCED, where + ", " + lead.label());
    if (there < count && !shorter) {
      throw data.fault("its " + bytes + " bytes hold less than " + count + " samples");
    }
    int[] values = new int[Math.min(count, there)];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.s16();
    }
    return values;
  }

  /** First differences: all but the first sample; second ones: all but the first two. */
  private static int[] integrate(int[] values, int differences, ScpInput place)
      throws EcgFormatException {
    for (int i = differences; differences > 0 && i < values.length; i++) {
      int before = values[i - 1];
      int slope = differences == 2 ? before - values[i - 2] : 0;
      values[i] += before + slope;
      if (Math.abs(values[i]) > MOST) {
        throw place.fault("sample " + (i + 1) + " is beyond every range");
      }
    }
    return values;
  }

  SamplingRate rate() {
    return SamplingRate.ofPeriodMillis(BigDecimal.valueOf(microseconds, 3));
  }

  /** Millivolt of one step. */
  BigDecimal scale() {
    return BigDecimal.valueOf(nanovolts, 6);
  }

  /**
   * The rhythm with the reference beat added again where it was subtracted (EN 1064 section 4 and
   * annex C). Where the beat has another step, both are brought to the finer one.
   */
  Signal withBeat(Signal beat, Complexes complexes, LeadTable table, ScpInput place)
      throws EcgFormatException {
    if (beat.microseconds != microseconds) {
      throw place.fault(
          "a reference beat sampled each %d us in a recording sampled each %d us"
              .formatted(beat.microseconds, microseconds));
    }
    int step = nanovolts;
    if (beat.nanovolts != nanovolts) {
      step = gcd(beat.nanovolts, nanovolts);
    }
    int ours = nanovolts / step;
    int theirs = beat.nanovolts / step;
    List<int[]> whole = new ArrayList<>();
    for (int lead = 0; lead < leads.size(); lead++) {
      int[] samples = leads.get(lead).clone();
      for (int i = 0; i < samples.length; i++) {
        samples[i] = inRange((long) samples[i] * ours, place);
      }
      long first = table.leads().get(lead).first();
      int[] shape = beat.leads.get(lead);
      long added = 0;
      for (Complexes.Zone zone : complexes.zones()) {
        if (zone.type() == 0) {
          added += add(samples, first, shape, theirs, zone, complexes.fiducial(), place);
        }
        if (added > samples.length) {
          throw place.fault("subtraction zones that overlap");
        }
      }
      whole.add(samples);
    }
    return new Signal(step, microseconds, whole);
  }

  /** Adds the beat in one zone; gives the number of samples it was added to. */
  private static long add(
      int[] samples,
      long first,
      int[] beat,
      int factor,
      Complexes.Zone zone,
      int fiducial,
      ScpInput place)
      throws EcgFormatException {
    // number of the recording's sample on which the beat's first one lies; both count from 1
    long start = zone.point() - fiducial + 1;
    long from = Math.max(Math.max(zone.first(), first), start);
    long to = Math.min(zone.last(), Math.min(first + samples.length, start + beat.length) - 1);
    for (long at = from; at <= to; at++) {
      int i = (int) (at - first);
      samples[i] = inRange(samples[i] + (long) beat[(int) (at - start)] * factor, place);
    }
    return Math.max(0, to - from + 1);
  }

  private static int inRange(long value, ScpInput place) throws EcgFormatException {
    if (Math.abs(value) > MOST) {
      throw place.fault("a sample is beyond every range once the reference beat is added");
    }
    return (int) value;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
