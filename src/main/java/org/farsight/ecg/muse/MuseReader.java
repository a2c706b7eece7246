package org.farsight.ecg.muse;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.DerivedLeads;
import org.farsight.ecg.EcgFormat;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Lead;
import org.farsight.ecg.Recording;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.xml.XmlDocument;
import org.farsight.ecg.xml.XmlElement;
import org.farsight.ecg.xml.XmlLimits;
import org.farsight.ecg.xml.XmlRule;
import org.farsight.ecg.xml.XmlText;

/**
 * Reads GE MUSE XML. The waveform of type Rhythm gives the leads, those of type Median are further
 * waveforms; limb leads that the file leaves out are derived and say so.
 */
public final class MuseReader implements EcgReader {
  /** The format. */
  public static final EcgFormat FORMAT = new EcgFormat("muse", "GE MUSE XML", "application/xml");

  private static final String ROOT = "RestingECG";
  private static final String RHYTHM = "Rhythm";

  private final Set<XmlRule> rules;
  private final MuseLimits limits;

  /** A reader that takes what MUSE exports, under the default limits. */
  public MuseReader() {
    this(EnumSet.allOf(XmlRule.class), MuseLimits.DEFAULT);
  }

  /**
   * @param rules the departures from XML that are read
   * @param limits what a file may be at most
   */
  public MuseReader(Set<XmlRule> rules, MuseLimits limits) {
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
    RulesInForce<XmlRule> inForce = new RulesInForce<>(rules);
    XmlElement root = XmlDocument.parse(XmlText.decode(file, inForce::apply), XmlLimits.DEFAULT);
    if (!root.name().equals(ROOT)) {
      throw new EcgFormatException("the root is no " + ROOT, "/");
    }
    return recording(root, inForce);
  }

  private Recording recording(XmlElement root, RulesInForce<XmlRule> rules)
      throws EcgFormatException {
    Waveforms waveforms = new Waveforms(rules, limits.samples());
    List<Lead> leads = new ArrayList<>();
    List<FurtherWaveform> further = new ArrayList<>();
    for (XmlElement waveform : root.children("Waveform").toList()) {
      List<Lead> read = waveforms.leads(waveform);
      String type = waveform.child("WaveformType").map(XmlElement::text).orElse("");
      if (type.equalsIgnoreCase(RHYTHM) && leads.isEmpty()) {
        leads.addAll(read);
        leads.addAll(DerivedLeads.ofLimbs(read));
      } else if (!read.isEmpty()) {
        further.add(new FurtherWaveform(kind(type), type, read));
      }
    }
    if (leads.isEmpty()) {
      throw new EcgFormatException("no waveform of type Rhythm with a lead", root.path());
    }
    Header header = new Header(root, rules);
    Results results = new Results(root, rules);
    return new Recording(
        FORMAT,
        header.subject(),
        header.acquisition(),
        leads,
        further,
        results.measurements(),
        results.statements(),
        results.beats(),
        List.of(),
        rules.remarks());
  }

  private static FurtherWaveform.Kind kind(String type) {
    return Optional.of(type)
        .filter(t -> t.equalsIgnoreCase(RHYTHM))
        .map(t -> FurtherWaveform.Kind.RHYTHM)
        .orElse(FurtherWaveform.Kind.REPRESENTATIVE_BEAT);
  }
}
