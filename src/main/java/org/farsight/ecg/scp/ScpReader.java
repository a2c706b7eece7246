package org.farsight.ecg.scp;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.EcgFormat;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Lead;
import org.farsight.ecg.Recording;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Samples;
import org.farsight.ecg.SamplingRate;

/**
 * Reads SCP-ECG records. The rhythm of section 6 gives the leads, with the reference beat added
 * where it was subtracted; the reference beat of section 5 is a further waveform.
 */
public final class ScpReader implements EcgReader {
  /** The format. */
  public static final EcgFormat FORMAT =
      new EcgFormat("scp-ecg", "SCP-ECG", "application/octet-stream");

  private static final int MARK_AT = ScpRecord.HEADER + 10;

  /** Sections that version 3 of the standard has added; they stay in the original bytes. */
  private static final Map<Integer, String> LATER =
      Map.of(
          12, "long-term rhythm",
          13, "stress tests and drug trials",
          14, "selected sequences",
          15, "beat-by-beat measurements",
          16, "measurements of selected beats",
          17, "pacemaker spikes",
          18, "additional annotations");

  private final Set<ScpRule> rules;
  private final ScpLimits limits;

  /** A reader that takes what carts send, under the default limits. */
  public ScpReader() {
    this(ScpRule.usual(), ScpLimits.DEFAULT);
  }

  /**
   * @param rules the departures from the standard that are read
   * @param limits what a file may be at most
   */
  public ScpReader(Set<ScpRule> rules, ScpLimits limits) {
    this.rules = Set.copyOf(rules);
    this.limits = limits;
  }

  @Override
  public EcgFormat format() {
    return FORMAT;
  }

  /** By the mark in the header of section 0, which every version from 1.3 on demands. */
  @Override
  public boolean recognises(byte[] head) {
    byte[] mark = ScpRecord.MARK.getBytes(StandardCharsets.US_ASCII);
    return head.length >= MARK_AT + mark.length
        && Arrays.equals(head, MARK_AT, MARK_AT + mark.length, mark, 0, mark.length);
  }

  @Override
  public Recording read(byte[] file) throws EcgFormatException {
    if (file.length > limits.bytes()) {
      throw new EcgFormatException(
          file.length + " bytes are above the limit of " + limits.bytes(), "byte 0");
    }
    if (!recognises(file)) {
      throw new EcgFormatException("no mark SCPECG in section 0", "byte " + MARK_AT);
    }
    RulesInForce<ScpRule> inForce = new RulesInForce<>(rules);
    return new Reading(ScpRecord.read(file, inForce), inForce, limits.samples()).recording();
  }

  /** One record being read. */
  private static final class Reading {
    private final ScpRecord record;
    private final RulesInForce<ScpRule> rules;
    private final int mostSamples;

    Reading(ScpRecord record, RulesInForce<ScpRule> rules, int mostSamples) {
      this.record = record;
      this.rules = rules;
      this.mostSamples = mostSamples;
    }

    Recording recording() throws EcgFormatException {
      Header header = Header.read(required(1), rules);
      Optional<Huffman> codes = Optional.empty();
      Optional<ScpInput> codeSection = record.section(2);
      if (codeSection.isPresent()) {
        codes = Optional.of(Huffman.read(codeSection.get()));
      }
      LeadTable table = LeadTable.read(required(3));
      Optional<ScpInput> complexSection = record.section(4);
      Optional<Complexes> complexes = Optional.empty();
      if (complexSection.isPresent()) {
        complexes = Optional.of(Complexes.read(complexSection.get()));
      }
      Optional<Signal> beat = beat(codes, table, complexes);
      Signal rhythm = rhythm(codes, table, complexes, beat);
      Results results = results(header.texts());
      rules.addAll(results.measurements().remarks());
      nameTheRest();
      return new Recording(
          FORMAT,
          header.subject(),
          header.acquisition(),
          leads(rhythm, table),
          beat.map(b -> List.of(further(b, table))).orElse(List.of()),
          results.measurements().measurements(),
          results.statements(),
          List.of(),
          List.of(),
          rules.remarks());
    }

    private ScpInput required(int number) throws EcgFormatException {
      return record
          .section(number)
          .orElseThrow(
              () -> new EcgFormatException("section " + number + " is missing", "section 0"));
    }

    private Optional<Signal> beat(
        Optional<Huffman> codes, LeadTable table, Optional<Complexes> complexes)
        throws EcgFormatException {
      Optional<ScpInput> section = record.section(5);
      if (section.isEmpty() || complexes.isEmpty() || complexes.get().beatMillis() == 0) {
        return Optional.empty();
      }
      Optional<Integer> millis = Optional.of(complexes.get().beatMillis());
      Signal beat = Signal.read(section.get(), codes, table.leads(), millis, rules, mostSamples);
      return Optional.of(beat);
    }

    private Signal rhythm(
        Optional<Huffman> codes,
        LeadTable table,
        Optional<Complexes> complexes,
        Optional<Signal> beat)
        throws EcgFormatException {
      ScpInput section = required(6);
      Signal rhythm =
          Signal.read(section, codes, table.leads(), Optional.empty(), rules, mostSamples);
      if (!table.beatSubtracted()) {
        return rhythm;
      }
      if (beat.isEmpty() || complexes.isEmpty()) {
        throw section.fault(
            "section 3 says that a reference beat was subtracted, and section 4 or 5 lacks it");
      }
      return rhythm.withBeat(beat.get(), complexes.get(), table, section);
    }

    private Results results(Texts texts) throws EcgFormatException {
      Results results = new Results(texts);
      Optional<ScpInput> global = record.section(7);
      if (global.isPresent()) {
        results.global(global.get());
      }
      Optional<ScpInput> fullText = record.section(8);
      if (fullText.isPresent()) {
        results.fullText(fullText.get());
      }
      Optional<ScpInput> perLead = record.section(10);
      if (perLead.isPresent()) {
        results.perLead(perLead.get());
      }
      Optional<ScpInput> coded = record.section(11);
      if (coded.isPresent()) {
        results.coded(coded.get());
      }
      return results;
    }

    private void nameTheRest() {
      for (int number : record.numbers()) {
        if (number == 9 && record.section(9).isPresent()) {
          rules.note("MANUFACTURER_SECTION_KEPT", "section 9");
        } else if (number > 11) {
          String what = LATER.getOrDefault(number, "not in the standard");
          rules.note("SECTION_KEPT (" + what + ")", "section " + number);
        }
      }
    }

    private List<Lead> leads(Signal rhythm, LeadTable table) {
      List<Lead> leads = new ArrayList<>();
      long start = table.start();
      for (int i = 0; i < rhythm.leads().size(); i++) {
        LeadTable.Entry entry = table.leads().get(i);
        BigDecimal offset =
            rhythm.rate().periodMillis().multiply(BigDecimal.valueOf(entry.first() - start));
        leads.add(lead(entry, rhythm.rate(), rhythm.leads().get(i), rhythm.scale(), offset));
      }
      return leads;
    }

    private static FurtherWaveform further(Signal beat, LeadTable table) {
      List<Lead> leads = new ArrayList<>();
      for (int i = 0; i < beat.leads().size(); i++) {
        LeadTable.Entry entry = table.leads().get(i);
        int[] samples = beat.leads().get(i);
        leads.add(lead(entry, beat.rate(), samples, beat.scale(), BigDecimal.ZERO));
      }
      return new FurtherWaveform(FurtherWaveform.Kind.REPRESENTATIVE_BEAT, "reference beat", leads);
    }

    private static Lead lead(
        LeadTable.Entry entry,
        SamplingRate rate,
        int[] samples,
        BigDecimal scale,
        BigDecimal offsetMillis) {
      return new Lead(
          entry.id(),
          entry.label(),
          rate,
          Samples.of(samples),
          scale,
          BigDecimal.ZERO,
          offsetMillis,
          Optional.empty());
    }
  }
}
