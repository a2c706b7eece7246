package org.farsight.ecg.cardiosoft;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.EcgFormat;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Identifier;
import org.farsight.ecg.Lead;
import org.farsight.ecg.Recording;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.xml.XmlDocument;
import org.farsight.ecg.xml.XmlElement;
import org.farsight.ecg.xml.XmlLimits;
import org.farsight.ecg.xml.XmlRule;
import org.farsight.ecg.xml.XmlText;

/**
 * Reads GE CardioSoft XML. The leads of {@code StripData} are the recording, those of {@code
 * MedianSamples} a further waveform; vector loops are computed from the medians and stay in the
 * file.
 */
public final class CardiosoftReader implements EcgReader {
  /** The format. */
  public static final EcgFormat FORMAT =
      new EcgFormat("cardiosoft", "GE CardioSoft XML", "application/xml");

  private static final String ROOT = "CardiologyXML";

  private final Set<XmlRule> rules;
  private final CardiosoftLimits limits;

  /** A reader that takes what CardioSoft exports, under the default limits. */
  public CardiosoftReader() {
    this(EnumSet.allOf(XmlRule.class), CardiosoftLimits.DEFAULT);
  }

  /**
   * @param rules the departures from XML that are read
   * @param limits what a file may be at most
   */
  public CardiosoftReader(Set<XmlRule> rules, CardiosoftLimits limits) {
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
    Strips strips = new Strips(limits.samples());
    XmlElement data =
        root.child("StripData")
            .orElseThrow(() -> new EcgFormatException("no StripData", root.path()));
    List<Lead> leads = strips.leads(data);
    if (leads.isEmpty()) {
      throw new EcgFormatException("no lead", data.path());
    }
    Optional<XmlElement> median = root.at("RestingECGMeasurements", "MedianSamples");
    List<FurtherWaveform> further = List.of();
    if (median.isPresent()) {
      further =
          List.of(
              new FurtherWaveform(
                  FurtherWaveform.Kind.REPRESENTATIVE_BEAT,
                  "MedianSamples",
                  strips.leads(median.get())));
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
        root.at("UID", "DICOMStudyUID").map(XmlElement::text).filter(uid -> !uid.isEmpty()).stream()
            .map(uid -> Identifier.of(Identifier.Kind.STUDY_INSTANCE_UID, uid))
            .toList(),
        rules.remarks());
  }
}
