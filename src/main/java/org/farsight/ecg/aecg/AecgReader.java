package org.farsight.ecg.aecg;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.EcgFormat;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Lead;
import org.farsight.ecg.Recording;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.aecg.SequenceSets.SequenceSet;
import org.farsight.ecg.xml.XmlDocument;
import org.farsight.ecg.xml.XmlElement;
import org.farsight.ecg.xml.XmlLimits;
import org.farsight.ecg.xml.XmlText;

/**
 * Reads HL7 aECG files. The rhythm series gives the leads; a sequence set that repeats a lead which
 * is already there, and every derived series, becomes a further waveform.
 */
public final class AecgReader implements EcgReader {
  /** The format. */
  public static final EcgFormat FORMAT = new EcgFormat("aecg", "HL7 aECG", "application/xml");

  private static final String ROOT = "AnnotatedECG";

  private static final Set<String> COMPUTED = Set.of("BEAT", "MEDIAN", "AVERAGE", "DERIVED");

  private final Set<AecgRule> rules;
  private final AecgLimits limits;

  /** A reader that takes what carts send, under the default limits. */
  public AecgReader() {
    this(AecgRule.all(), AecgLimits.DEFAULT);
  }

  /**
   * @param rules the departures from the schema that are read
   * @param limits what a file may be at most
   */
  public AecgReader(Set<AecgRule> rules, AecgLimits limits) {
    this.rules = Set.copyOf(rules);
    this.limits = limits;
  }

  @Override
  public EcgFormat format() {
    return FORMAT;
  }

  @Override
  public boolean recognises(byte[] head) {
    return XmlText.root(head).filter(ROOT::equals).isPresent();
  }

  @Override
  public Recording read(byte[] file) throws EcgFormatException {
    if (file.length > limits.bytes()) {
      throw new EcgFormatException("longer than " + limits.bytes() + " bytes", "byte 0");
    }
    RulesInForce<AecgRule> inForce = new RulesInForce<>(rules);
    XmlElement root =
        XmlDocument.parse(
            XmlText.decode(file, (rule, where) -> inForce.apply(AecgRule.of(rule), where)),
            new XmlLimits(limits.depth(), limits.elements()));
    if (!root.name().equals(ROOT)) {
      throw new EcgFormatException("the root is no " + ROOT, "/");
    }
    if (root.attribute("xmlns").isEmpty() && !inForce.apply(AecgRule.NO_NAMESPACE, root.path())) {
      throw new EcgFormatException("the root has no namespace", root.path());
    }
    return new Reading(root, inForce, new SequenceSets(limits, inForce)).recording();
  }

  /** One file being read. */
  private static final class Reading {
    private final XmlElement root;
    private final RulesInForce<AecgRule> rules;
    private final SequenceSets sets;
    private final List<Lead> leads = new ArrayList<>();
    private final List<FurtherWaveform> further = new ArrayList<>();
    private final List<XmlElement> allSeries = new ArrayList<>();
    private final Set<String> labels = new HashSet<>();

    Reading(XmlElement root, RulesInForce<AecgRule> rules, SequenceSets sets) {
      this.root = root;
      this.rules = rules;
      this.sets = sets;
    }

    Recording recording() throws EcgFormatException {
      List<XmlElement> rhythm = new ArrayList<>();
      List<XmlElement> derived = new ArrayList<>();
      for (XmlElement component : root.children("component").toList()) {
        component.children("series").forEach(s -> (isRhythm(s) ? rhythm : derived).add(s));
      }
      for (XmlElement series : rhythm) {
        series
            .children("derivation")
            .flatMap(derivation -> derivation.children("derivedSeries"))
            .forEach(derived::add);
      }
      allSeries.addAll(rhythm);
      allSeries.addAll(derived);
      Optional<AecgTime> first = readRhythm(rhythm);
      for (XmlElement series : derived) {
        readDerived(series);
      }
      if (leads.isEmpty()) {
        throw new EcgFormatException("no rhythm series with a lead", root.path());
      }
      return assemble(rhythm, derived, first);
    }

    private Recording assemble(
        List<XmlElement> rhythm, List<XmlElement> derived, Optional<AecgTime> first) {
      Header header = new Header(root, rules);
      var acquisition = header.acquisition(rhythm.stream().findFirst(), first);
      Annotations annotations = new Annotations(rules, acquisition.start());
      rhythm.forEach(series -> annotations.read(series, false));
      derived.forEach(series -> annotations.read(series, true));
      annotations.readForeign(root);
      return new Recording(
          FORMAT,
          header.subject(),
          acquisition,
          leads,
          further,
          annotations.measurements(),
          annotations.statements(),
          annotations.annotations(),
          header.identifiers(allSeries),
          rules.remarks());
    }

    /** Fills the leads; the answer is the time of the first sample, where a sequence tells it. */
    private Optional<AecgTime> readRhythm(List<XmlElement> rhythm) throws EcgFormatException {
      Optional<AecgTime> first = Optional.empty();
      Optional<LocalDateTime> start = Optional.empty();
      for (XmlElement series : rhythm) {
        Optional<LocalDateTime> low =
            AecgTimes.bound(series.child("effectiveTime"), "low", rules).map(AecgTime::local);
        for (XmlElement setElement : sequenceSets(series)) {
          Optional<SequenceSet> set = sets.read(setElement, Optional.empty());
          if (set.isEmpty()) {
            continue;
          }
          if (leads.isEmpty()) {
            first = set.get().absolute();
            start = first.map(AecgTime::local).or(() -> low);
          }
          place(set.get().startingFrom(start, low), set.get(), codeOf(series));
        }
      }
      return first;
    }

    private void place(List<Lead> placed, SequenceSet set, String name) {
      List<String> names = placed.stream().map(Lead::label).toList();
      boolean fresh =
          names.stream().noneMatch(labels::contains)
              && names.stream().distinct().count() == names.size();
      if (fresh || leads.isEmpty()) {
        leads.addAll(placed);
        labels.addAll(names);
      } else {
        further.add(new FurtherWaveform(FurtherWaveform.Kind.RHYTHM, name, set.leads()));
      }
    }

    private void readDerived(XmlElement series) throws EcgFormatException {
      String code = codeOf(series);
      boolean beat = code.toUpperCase(Locale.ROOT).contains("BEAT");
      for (XmlElement setElement : sequenceSets(series)) {
        Optional<SequenceSet> set = sets.read(setElement, Optional.of(code));
        if (set.isPresent()) {
          further.add(
              new FurtherWaveform(
                  beat ? FurtherWaveform.Kind.REPRESENTATIVE_BEAT : FurtherWaveform.Kind.DERIVED,
                  code,
                  set.get().leads()));
        }
      }
    }

    private static List<XmlElement> sequenceSets(XmlElement series) {
      return series
          .children("component")
          .flatMap(component -> component.children("sequenceSet"))
          .toList();
    }

    private static String codeOf(XmlElement series) {
      return series.child("code").flatMap(c -> c.attribute("code")).orElse("").strip();
    }

    // What is not marked as computed is the recording: writers leave the code out, or write their
    // own.
    private static boolean isRhythm(XmlElement series) {
      String code = codeOf(series).toUpperCase(Locale.ROOT);
      return COMPUTED.stream().noneMatch(code::contains);
    }
  }
}
