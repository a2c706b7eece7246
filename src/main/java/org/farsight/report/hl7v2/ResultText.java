package org.farsight.report.hl7v2;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.farsight.exchange.DocumentException;
import org.farsight.hl7v2.Header;
import org.farsight.hl7v2.Segment;
import org.farsight.report.ForeignDocument;

/** The observations of a result, taken apart: what is seen, what it means, the file. */
final class ResultText {
  private static final Set<String> TEXTS = Set.of("TX", "FT", "ST", "CE", "CWE");
  private static final Set<String> VOID = Set.of("D", "W", "X");

  /** Abnormal flags (table 0078) that nobody may overlook. */
  private static final Set<String> CRITICAL = Set.of("AA", "HH", "LL", "PP");

  private static final Set<String> IMPRESSIONS = Set.of("19005-8", "18844-1", "GDT", "IMP");
  private static final Pattern IMPRESSION =
      Pattern.compile("impression|conclusion|diagnos|诊断|结论|印象|意见", Pattern.CASE_INSENSITIVE);
  private static final Set<String> FINDINGS = Set.of("59776-5", "18782-3", "DES");
  private static final Pattern FINDING =
      Pattern.compile("finding|description|所见|描述|表现", Pattern.CASE_INSENSITIVE);

  /** "Study Instance UID" of DCM (PS3.16), as IHE RAD has it in OBX-3. */
  private static final String STUDY = "113014";

  private static final int PARTS = 5;

  private final Header header;
  private final List<String> findings = new ArrayList<>();
  private final List<String> impressions = new ArrayList<>();
  private final List<String> others = new ArrayList<>();
  private final Set<String> studies = new LinkedHashSet<>();
  private Optional<String> critical = Optional.empty();
  private Optional<byte[]> pdf = Optional.empty();

  ResultText(Header header) {
    this.header = header;
  }

  /** Whether an observation counts no more (OBX-11, table 0085). */
  static boolean isVoid(Segment obx) {
    return VOID.contains(obx.get(11, 1));
  }

  void add(Segment obx) throws DocumentException {
    String type = obx.get(2, 1);
    if (obx.get(3, 1).equals(STUDY)) {
      obx.some(5, 1).ifPresent(studies::add);
    } else if (type.equals("ED")) {
      encapsulated(obx);
    } else if (TEXTS.contains(type)) {
      text(obx, type);
    }
  }

  private void text(Segment obx, String type) {
    List<String> lines = new ArrayList<>();
    boolean coded = type.startsWith("C");
    for (int i = 0; i < obx.repetitions(5); i++) {
      String line = obx.get(5, i, coded ? 2 : 1, 1);
      lines.add(line.isEmpty() ? obx.get(5, i, 1, 1) : line);
    }
    String text = String.join("\n", lines).strip();
    if (text.isEmpty()) {
      return;
    }
    String code = obx.get(3, 1);
    String words = obx.get(3, 2) + " " + obx.get(3, 3);
    if (IMPRESSIONS.contains(code) || IMPRESSION.matcher(code + words).find()) {
      impressions.add(text);
    } else if (FINDINGS.contains(code) || FINDING.matcher(code + words).find()) {
      findings.add(text);
    } else {
      others.add(text);
    }
    if (critical.isEmpty() && CRITICAL.contains(obx.get(8, 1).toUpperCase(Locale.ROOT))) {
      critical = Optional.of(text);
    }
  }

  private void encapsulated(Segment obx) throws DocumentException {
    String component = Pattern.quote(header.separators().substring(1, 2));
    String[] parts = obx.bulk().orElse("").split(component, PARTS);
    if (parts.length < PARTS || !parts[3].strip().equalsIgnoreCase("Base64")) {
      throw new DocumentException("encapsulated data that are no base64", obx.at(5));
    }
    byte[] bytes;
    try {
      String data = parts[PARTS - 1].split(component, 2)[0];
      bytes = Base64.getDecoder().decode(data.replaceAll("\\s+", ""));
    } catch (IllegalArgumentException e) {
      throw new DocumentException("encapsulated data that are no base64", obx.at(5));
    }
    if (bytes.length > ForeignDocument.MOST_BYTES) {
      throw new DocumentException(
          "a file longer than " + ForeignDocument.MOST_BYTES + " bytes", obx.at(5));
    }
    boolean isPdf =
        bytes.length > 4
            && bytes[0] == '%'
            && bytes[1] == 'P'
            && bytes[2] == 'D'
            && bytes[3] == 'F';
    if (isPdf && pdf.isEmpty()) {
      pdf = Optional.of(bytes);
    }
  }

  boolean isEmpty() {
    return pdf.isEmpty() && findings().isEmpty() && impression().isEmpty();
  }

  List<String> studies() {
    return List.copyOf(studies);
  }

  Optional<String> critical() {
    return critical;
  }

  Optional<byte[]> pdf() {
    return pdf;
  }

  /** What is seen; what is told as neither, where the conclusion is told apart. */
  String findings() {
    List<String> all = new ArrayList<>(findings);
    if (!impressions.isEmpty()) {
      all.addAll(others);
    }
    return cut(String.join("\n", all));
  }

  /** The conclusion; where nothing is called so, what is told as neither. */
  String impression() {
    return cut(String.join("\n", impressions.isEmpty() ? others : impressions));
  }

  private static String cut(String text) {
    int most = ResultReader.LONGEST_TEXT;
    return text.length() <= most ? text : text.substring(0, most);
  }
}
