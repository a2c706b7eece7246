package org.farsight.fhir;

import java.util.Optional;
import java.util.regex.Pattern;

/** Text as FHIR's types allow it (R4 §2.24.0.1). */
final class FhirText {

  /** A FHIR string holds no more than 1 MB; far above every DICOM text of meaning. */
  private static final int LONGEST = 200_000;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");

  private FhirText() {}

  /**
   * The text without characters that a FHIR string must not hold (controls but tab, CR and LF;
   * unpaired surrogates), without spaces around it, cut at the longest length; empty if nothing is
   * left.
   */
  static Optional<String> clean(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints().filter(FhirText::isAllowed).limit(LONGEST).forEach(kept::appendCodePoint);
    String stripped = kept.toString().strip();
    return stripped.isEmpty() ? Optional.empty() : Optional.of(stripped);
  }

  /** As {@link #clean}, with every run of spaces and line ends made one space: for codes. */
  static Optional<String> code(String text) {
    return clean(text).map(kept -> kept.replaceAll("\\s+", " ").strip());
  }

  /** Whether the text may stand in an element of type id. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  private static boolean isAllowed(int c) {
    return (c >= 0x20 && c != 0x7F && !isSurrogate(c) && !(c >= 0x80 && c < 0xA0))
        || c == '\t'
        || c == '\n'
        || c == '\r';
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }
}
