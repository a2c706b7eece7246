package org.farsight.ecg.sierra;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.xml.XmlElement;

/** Which leads the channels are, and samples that are written as text. */
final class Labels {
  private static final int LIMB_LEADS = 3;
  private static final int ROUNDING = 2;

  /** Acquisitions of which version 1.03, which names no leads, means the twelve. */
  private static final Set<String> TWELVE = Set.of("STD-12", "10-WIRE", "EASI", "MIDA");

  private static final List<String> STANDARD =
      LeadId.STANDARD_12.stream().map(LeadId::label).toList();

  private Labels() {}

  /** The names of the leads in the order of the channels. */
  static List<String> of(XmlElement root, XmlElement data) throws EcgFormatException {
    Optional<String> named = data.attribute("leadlabels");
    List<String> labels = named.map(n -> Arrays.asList(n.strip().split("\\s+"))).orElse(STANDARD);
    if (named.isEmpty()) {
      XmlElement type =
          root.at("dataacquisition", "signalcharacteristics", "acquisitiontype")
              .orElseThrow(() -> new EcgFormatException("names no leads", data.path()));
      if (!TWELVE.contains(type.text())) {
        throw new EcgFormatException(
            "an acquisition of which the leads are not known", type.path());
      }
    }
    Optional<String> count = data.attribute("numberofleads");
    if (count.isPresent() && !count.get().strip().equals(Integer.toString(labels.size()))) {
      throw new EcgFormatException(
          "numberofleads does not say " + labels.size() + ", as many as are named", data.path());
    }
    return labels;
  }

  /**
   * Without compression the limb leads are taken as whole leads, as the comments of the schema say.
   * No public file shows it, so it is checked: if III is mostly not II - I, the file is refused,
   * because its limb leads may be differences as in XLI, and a wrong guess would look like an ECG.
   */
  static void requireWhole(List<int[]> channels, List<String> labels, XmlElement data)
      throws EcgFormatException {
    if (labels.size() < LIMB_LEADS
        || !labels.subList(0, LIMB_LEADS).equals(Xli.LIMBS.subList(0, LIMB_LEADS))) {
      return;
    }
    int[] one = channels.get(0);
    int[] two = channels.get(1);
    int[] three = channels.get(2);
    int held = 0;
    for (int i = 0; i < one.length; i++) {
      held += Math.abs((long) two[i] - one[i] - three[i]) <= ROUNDING ? 1 : 0;
    }
    if (held * 2L < one.length) {
      throw new EcgFormatException("uncompressed leads of which III is not II - I", data.path());
    }
  }

  /** Decimal integers, parted by blanks. */
  static int[] integers(String text, XmlElement where) throws EcgFormatException {
    String[] words = text.isEmpty() ? new String[0] : text.split("\\s+");
    int[] integers = new int[words.length];
    for (int i = 0; i < words.length; i++) {
      try {
        integers[i] = Integer.parseInt(words[i]);
      } catch (NumberFormatException e) {
        throw new EcgFormatException("sample " + i + " is no 32-bit integer", where.path());
      }
    }
    return integers;
  }
}
