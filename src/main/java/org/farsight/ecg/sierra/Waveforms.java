package org.farsight.ecg.sierra;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.Annotation;
import org.farsight.ecg.Code;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.FurtherWaveform;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.RulesInForce;
import org.farsight.ecg.Samples;
import org.farsight.ecg.xml.XmlElement;
import org.farsight.ecg.xml.XmlRule;

/** The rhythm of {@code parsedwaveforms} and the beats of {@code repbeats}. */
final class Waveforms {
  private static final String SYSTEM = "Philips Sierra";
  private static final int BYTES_PER_SAMPLE = 2;

  /** Fewer electrodes than leads: the cart has computed all of them. */
  private static final Set<String> COMPUTED = Set.of("EASI", "MIDA");

  private final XmlElement root;
  private final RulesInForce<XmlRule> rules;
  private final int mostSamples;
  private int samples;

  Waveforms(XmlElement root, RulesInForce<XmlRule> rules, int mostSamples) {
    this.root = root;
    this.rules = rules;
    this.mostSamples = mostSamples;
  }

  /**
   * The recorded leads, and where the cart has put its calibration pulse into them: in public files
   * the last second holds 1 mV for 200 ms, in every lead at once.
   */
  record Rhythm(List<Lead> leads, Optional<Annotation> calibration) {}

  Rhythm rhythm() throws EcgFormatException {
    XmlElement data =
        root.at("waveforms", "parsedwaveforms")
            .orElseThrow(() -> new EcgFormatException("no waveforms/parsedwaveforms", root.path()));
    Signal signal = Signal.ofRhythm(root, data);
    int count = signal.count(data, "durationperchannel");
    List<String> labels = Labels.of(root, data);
    take((long) count * labels.size(), data);
    List<int[]> channels = channels(data, signal, labels, count);
    Optional<String> derivation =
        root.at("dataacquisition", "signalcharacteristics", "acquisitiontype")
            .map(XmlElement::text)
            .filter(COMPUTED::contains);
    List<Lead> leads = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      leads.add(lead(labels.get(i), signal, channels.get(i), derivation));
    }
    List<int[]> spare = channels.subList(labels.size(), channels.size());
    Optional<Annotation> calibration = Optional.empty();
    if (!spare.isEmpty()) {
      calibration = calibration(spare, channels.getFirst(), signal, data);
    }
    return new Rhythm(leads, calibration);
  }

  private List<int[]> channels(XmlElement data, Signal signal, List<String> labels, int count)
      throws EcgFormatException {
    String encoding = data.attribute("dataencoding").orElse("");
    Optional<String> compression = compression(data);
    if (compression.isEmpty()) {
      List<int[]> whole = split(integers(data, encoding, signal), labels.size(), count, data);
      Labels.requireWhole(whole, labels, data);
      return whole;
    }
    if (!compression.get().equals("XLI") || !encoding.equals("Base64")) {
      throw new EcgFormatException("neither plain nor XLI in Base64", data.path());
    }
    if (labels.size() < Xli.LIMBS.size()
        || !labels.subList(0, Xli.LIMBS.size()).equals(Xli.LIMBS)) {
      throw new EcgFormatException(
          "XLI whose first leads are not " + String.join(" ", Xli.LIMBS), data.path());
    }
    byte[] bytes = base64(data);
    int most = mostSamples / count;
    List<int[]> channels = Xli.channels(bytes, count, most, data.path());
    if (channels.size() < labels.size()) {
      throw new EcgFormatException(
          channels.size() + " channels for " + labels.size() + " leads", data.path());
    }
    take((long) count * (channels.size() - labels.size()), data);
    return Xli.leads(channels);
  }

  /** Version 1.03 has a flag and a method, 1.04 the method alone, where there is one. */
  private static Optional<String> compression(XmlElement data) {
    boolean plain = data.attribute("compressflag").filter("False"::equalsIgnoreCase).isPresent();
    Optional<String> method =
        data.attribute("compression").or(() -> data.attribute("compressmethod"));
    return plain ? Optional.empty() : method.filter(m -> !m.equalsIgnoreCase("Uncompressed"));
  }

  private static List<int[]> split(int[] all, int leads, int count, XmlElement data)
      throws EcgFormatException {
    if (all.length != (long) leads * count) {
      throw new EcgFormatException(
          "%d samples where %d leads of %d are announced".formatted(all.length, leads, count),
          data.path());
    }
    List<int[]> split = new ArrayList<>();
    for (int i = 0; i < leads; i++) {
      split.add(Arrays.copyOfRange(all, i * count, (i + 1) * count));
    }
    return split;
  }

  /** Channels behind the named ones are empty, but for the calibration pulse that all have. */
  private Optional<Annotation> calibration(
      List<int[]> spare, int[] lead, Signal signal, XmlElement data) {
    int[] first = spare.getFirst();
    int from = 0;
    while (from < first.length && first[from] == 0) {
      from++;
    }
    int to = from;
    while (to < first.length && first[to] == first[from]) {
      to++;
    }
    boolean alike = Arrays.equals(first, from, to, lead, from, to);
    for (int[] channel : spare) {
      alike = alike && Arrays.equals(channel, first);
    }
    boolean quietBehind = Arrays.stream(first, to, first.length).allMatch(value -> value == 0);
    if (!alike || !quietBehind) {
      rules.note("CHANNELS_WITHOUT_A_NAME_LEFT_OUT", data.path());
      return Optional.empty();
    }
    if (from == to) {
      return Optional.empty();
    }
    Code code = new Code(SYSTEM, "calibration", Optional.of("calibration pulse in every lead"));
    return Optional.of(
        new Annotation(
            code,
            Optional.of(signal.millis(from)),
            Optional.of(signal.millis(to)),
            Optional.empty()));
  }

  /** The representative beats: one waveform, whose leads may differ in length. */
  List<FurtherWaveform> beats() throws EcgFormatException {
    Optional<XmlElement> beats = root.at("waveforms", "repbeats");
    if (beats.isEmpty()) {
      return List.of();
    }
    Optional<Signal> signal = Signal.ofBeats(beats.get());
    if (signal.isEmpty() || beats.get().attribute("compression").isPresent()) {
      rules.note("REPRESENTATIVE_BEATS_LEFT_OUT", beats.get().path());
      return List.of();
    }
    String encoding = beats.get().attribute("dataencoding").orElse("");
    List<Lead> leads = new ArrayList<>();
    for (XmlElement beat : beats.get().children("repbeat").toList()) {
      XmlElement data = beat.child("waveform").orElse(beat);
      if (!data.text().isEmpty()) {
        leads.add(beat(beat, data, encoding, signal.get()));
      }
    }
    String method = beats.get().attribute("repbeatmethod").orElse("representative beat");
    return leads.isEmpty()
        ? List.of()
        : List.of(new FurtherWaveform(FurtherWaveform.Kind.REPRESENTATIVE_BEAT, method, leads));
  }

  private Lead beat(XmlElement beat, XmlElement data, String encoding, Signal signal)
      throws EcgFormatException {
    String label =
        beat.attribute("leadname")
            .orElseThrow(() -> new EcgFormatException("a beat without leadname", beat.path()));
    int count = signal.count(data, "duration");
    take(count, data);
    int[] integers = integers(data, encoding, signal);
    if (integers.length != count) {
      throw new EcgFormatException(
          "%d samples where the duration is that of %d".formatted(integers.length, count),
          data.path());
    }
    return lead(label, signal, integers, Optional.empty());
  }

  private static Lead lead(
      String label, Signal signal, int[] integers, Optional<String> derivation) {
    Optional<LeadId> id = leadId(label);
    return new Lead(
        id,
        id.map(LeadId::label).orElse(label),
        signal.rate(),
        Samples.of(integers),
        signal.scale(),
        signal.origin(),
        BigDecimal.ZERO,
        derivation);
  }

  /** The lead with this name of the schema: {@code C4} is V4, {@code -aVR} its negative. */
  static Optional<LeadId> leadId(String label) {
    if (label.equals("-aVR")) {
      return Optional.of(LeadId.AVR_NEGATIVE);
    }
    boolean chest = label.matches("C[1-9]R?");
    return LeadId.ofName(chest ? "V" + label.substring(1) : label);
  }

  private static int[] integers(XmlElement data, String encoding, Signal signal)
      throws EcgFormatException {
    if (encoding.equals("Plain")) {
      return Labels.integers(data.text(), data);
    }
    if (!encoding.equals("Base64")) {
      throw new EcgFormatException("a dataencoding that is neither Base64 nor Plain", data.path());
    }
    byte[] bytes = base64(data);
    if (bytes.length % BYTES_PER_SAMPLE != 0) {
      throw new EcgFormatException("half a sample at the end", data.path());
    }
    int[] integers = new int[bytes.length / BYTES_PER_SAMPLE];
    for (int i = 0; i < integers.length; i++) {
      int word = bytes[2 * i] & 0xFF | (bytes[2 * i + 1] & 0xFF) << Byte.SIZE;
      integers[i] = signal.signed() ? (short) word : word;
    }
    return integers;
  }

  private static byte[] base64(XmlElement data) throws EcgFormatException {
    try {
      return Base64.getMimeDecoder().decode(data.text());
    } catch (IllegalArgumentException e) {
      throw new EcgFormatException("no base64", data.path(), e);
    }
  }

  private void take(long more, XmlElement where) throws EcgFormatException {
    if (more > mostSamples - samples) {
      throw new EcgFormatException("more samples than the limit of " + mostSamples, where.path());
    }
    samples += (int) more;
  }
}
