package org.farsight.ecg.waveform;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.farsight.ecg.Code;
import org.farsight.ecg.LeadId;

/** Coded entries (PS3.3 table 8.8-1) and the leads that they name. */
final class Coded {
  // CID 3001: MDC 2:n; before 2013 SCPECG 5.6.3-9-n. Some write the MDC code as one number.
  private static final Pattern MDC = Pattern.compile("2:(\\d{1,3})");
  private static final Pattern SCPECG = Pattern.compile("5\\.6\\.3-9-(\\d{1,3})");
  private static final Pattern MDC_NUMBER = Pattern.compile("\\d{6}");
  private static final Pattern MEANING = Pattern.compile("(?i)(?:lead\\s+)?([a-z0-9_]{1,24})\\b.*");

  private static final Pattern LATIN = Pattern.compile("[ -~]+");
  private static final String WORDS = "text";
  private static final int MOST_SHORT = 16;

  private Coded() {}

  /** The first item of a code sequence; empty where it has no code value. */
  static Optional<Code> of(DataSet data, int sequence) {
    return data.item(sequence)
        .flatMap(
            item ->
                item.string(Tag.CODE_VALUE)
                    .or(() -> item.string(Tag.LONG_CODE_VALUE))
                    .or(() -> item.string(Tag.URN_CODE_VALUE))
                    .map(
                        value ->
                            new Code(
                                item.string(Tag.CODING_SCHEME_DESIGNATOR).orElse(""),
                                value,
                                item.string(Tag.CODE_MEANING))));
  }

  /**
   * A coded entry; a value that is longer than 16 characters goes into Long Code Value. Words in a
   * script that is not Latin are no code value that every receiver takes: they are the meaning of
   * {@code text}.
   */
  static DataSet item(Code code) {
    DataSet item = Written.item();
    String value = LATIN.matcher(code.value()).matches() ? code.value() : WORDS;
    boolean fits = value.length() <= MOST_SHORT;
    item.put(fits ? Tag.CODE_VALUE : Tag.LONG_CODE_VALUE, fits ? VR.SH : VR.UC, value);
    item.put(Tag.CODING_SCHEME_DESIGNATOR, VR.SH, code.system());
    String meaning = Written.lo(code.display().orElse(code.value()));
    item.put(Tag.CODE_MEANING, VR.LO, meaning.isEmpty() ? value : meaning);
    return item;
  }

  /** The lead of CID 3001 that the code is; empty for any other code. */
  static Optional<LeadId> lead(Code code) {
    for (Pattern pattern : new Pattern[] {MDC, SCPECG}) {
      Matcher matcher = pattern.matcher(code.value());
      if (matcher.matches()) {
        return LeadId.ofScpNumber(Integer.parseInt(matcher.group(1)));
      }
    }
    if (MDC_NUMBER.matcher(code.value()).matches()) {
      return LeadId.ofMdcCode(Integer.parseInt(code.value()));
    }
    return code.value().startsWith("MDC_") ? LeadId.ofName(code.value()) : Optional.empty();
  }

  /** The lead that words such as {@code Lead I (Einthoven)} name. */
  static Optional<LeadId> leadInWords(String words) {
    Matcher matcher = MEANING.matcher(words.strip());
    return matcher.matches() ? LeadId.ofName(matcher.group(1)) : Optional.empty();
  }
}
