package org.farsight.ecg.aecg;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A point in time (HL7 v3 TS): {@code YYYYMMDDHHMMSS.UUUU+ZZzz}, from the right as short as the
 * writer likes.
 *
 * @param local the device's clock, missing parts filled with the first month, day, hour …
 * @param offset its offset from UTC, where given
 * @param wholeDate whether year, month and day are all given
 * @param punctuated whether it was written with dashes, colons, a blank or T
 */
record AecgTime(
    LocalDateTime local, Optional<ZoneOffset> offset, boolean wholeDate, boolean punctuated) {

  private static final Pattern DIGITS =
      Pattern.compile(
          "(\\d{4})(\\d\\d)?(\\d\\d)?(\\d\\d)?(\\d\\d)?(\\d\\d)?(?:[.,](\\d{1,9}))?"
              + "(Z|[+-]\\d\\d:?\\d\\d)?");
  private static final Pattern PUNCTUATED =
      Pattern.compile(
          "(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?:[ T]+(\\d{1,2}):?(\\d\\d)(?::?(\\d\\d)"
              + "(?:[.,](\\d{1,9}))?)?)?\\s*(Z|[+-]\\d\\d:?\\d\\d)?");
  private static final int MAX_LENGTH = 40;

  /** The time that the text is; empty where it is none. */
  static Optional<AecgTime> parse(String text) {
    String bare = text.strip();
    if (bare.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Matcher digits = DIGITS.matcher(bare);
    if (digits.matches()) {
      return of(digits, false);
    }
    Matcher punctuated = PUNCTUATED.matcher(bare);
    return punctuated.matches() ? of(punctuated, true) : Optional.empty();
  }

  private static Optional<AecgTime> of(Matcher m, boolean punctuated) {
    try {
      LocalDateTime local =
          LocalDateTime.of(
              part(m, 1, 0),
              part(m, 2, 1),
              part(m, 3, 1),
              part(m, 4, 0),
              part(m, 5, 0),
              part(m, 6, 0),
              nanos(m.group(7)));
      Optional<ZoneOffset> offset = Optional.ofNullable(m.group(8)).map(ZoneOffset::of);
      return Optional.of(new AecgTime(local, offset, m.group(3) != null, punctuated));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int part(Matcher matcher, int group, int otherwise) {
    String digits = matcher.group(group);
    return digits == null ? otherwise : Integer.parseInt(digits);
  }

  private static int nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
  }
}
