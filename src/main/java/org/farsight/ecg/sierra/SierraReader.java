package org.farsight.ecg.sierra;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.farsight.ecg.EcgFormat;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Identifier;
import org.farsight.ecg.Recording;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.xml.XmlDocument;
import org.farsight.ecg.xml.XmlElement;
import org.farsight.ecg.xml.XmlLimits;
import org.farsight.ecg.xml.XmlRule;
import org.farsight.ecg.xml.XmlText;

/**
 * Reads Philips Sierra XML. {@code parsedwaveforms} gives the leads, {@code repbeats} the
 * representative beat of each, with a rate and a step of their own.
 */
public final class SierraReader implements EcgReader {
  /** The format. */
  public static final EcgFormat FORMAT =
      new EcgFormat("sierra", "Philips Sierra XML", "application/xml");

  private static final String ROOT = "restingecgdata";
  private static final Set<String> TYPES = Set.of("SierraECG", "PhilipsECG");
  private static final Pattern VERSION = Pattern.compile("1\\.0[34](\\.\\d{1,3})?");

  private final Set<XmlRule> rules;
  private final SierraLimits limits;

  /** A reader that takes what carts send, under the default limits. */
  public SierraReader() {
    this(EnumSet.allOf(XmlRule.class), SierraLimits.DEFAULT);
  }

  /**
   * @param rules the departures from XML that are read
   * @param limits what a file may be at most
   */
  public SierraReader(Set<XmlRule> rules, SierraLimits limits) {
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
    check(root);
    return recording(root, inForce);
  }

  /** Another document type can have another meaning for the same elements. */
  private static void check(XmlElement root) throws EcgFormatException {
    XmlElement type = required(root, "documentinfo", "documenttype");
    if (!TYPES.contains(type.text())) {
      throw new EcgFormatException("a document type that is none of " + TYPES, type.path());
    }
    XmlElement version = required(root, "documentinfo", "documentversion");
    if (!VERSION.matcher(version.text()).matches()) {
      throw new EcgFormatException(
          "a version of the document that is neither 1.03 nor 1.04", version.path());
    }
  }

  private Recording recording(XmlElement root, RulesInForce<XmlRule> rules)
      throws EcgFormatException {
    if (root.attribute("crc").isPresent()) {
      rules.note("CRC_NOT_CHECKED", root.path());
    }
    Waveforms waveforms = new Waveforms(root, rules, limits.samples());
    Waveforms.Rhythm rhythm = waveforms.rhythm();
    List<FurtherWaveform> beats = waveforms.beats();
    Header header = new Header(root, rules);
    Results results = new Results(root, rules);
    return new Recording(
        FORMAT,
        header.subject(),
        header.acquisition(),
        rhythm.leads(),
        beats,
        results.measurements(),
        results.statements(),
        rhythm.calibration().stream().toList(),
        root.at("documentinfo", "documentname").stream().flatMap(SierraReader::named).toList(),
        rules.remarks());
  }

  /** The document's own UUID, without the ending of the file's name. */
  private static Stream<Identifier> named(XmlElement name) {
    String text = name.text();
    String bare = text.endsWith(".xml") ? text.substring(0, text.length() - 4) : text;
    return Optional.of(bare)
        .filter(value -> !value.isEmpty())
        .map(value -> Identifier.of(Identifier.Kind.SIERRA_DOCUMENT, value))
        .stream();
  }

  private static XmlElement required(XmlElement root, String... path) throws EcgFormatException {
    return root.at(path)
        .orElseThrow(() -> new EcgFormatException("no " + String.join("/", path), root.path()));
  }
}
