package org.farsight.ecg.json;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.farsight.ecg.Samples;

/** JSON (RFC 8259) under construction. Commas are put by themselves. */
final class JsonText {
  private final StringBuilder text;
  private boolean comma;

  JsonText(int room) {
    this.text = new StringBuilder(room);
  }

  JsonText open(char bracket) {
    separate();
    text.append(bracket);
    comma = false;
    return this;
  }

  JsonText close(char bracket) {
    text.append(bracket);
    comma = true;
    return this;
  }

  JsonText name(String name) {
    separate();
    quote(name);
    text.append(':');
    comma = false;
    return this;
  }

  JsonText value(String value) {
    separate();
    quote(value);
    comma = true;
    return this;
  }

  /** A number with all its digits and no exponent. */
  JsonText value(BigDecimal value) {
    return literal(value.toPlainString());
  }

  JsonText value(long value) {
    return literal(Long.toString(value));
  }

  private JsonText literal(String literal) {
    separate();
    text.append(literal);
    comma = true;
    return this;
  }

  JsonText member(String name, String value) {
    return name(name).value(value);
  }

  /** A member that is left out where there is nothing to say. */
  JsonText member(String name, Optional<String> value) {
    value.ifPresent(known -> member(name, known));
    return this;
  }

  JsonText member(String name, BigDecimal value) {
    return name(name).value(value);
  }

  /** The integers in time order, null where none was recorded. */
  JsonText samples(Samples samples) {
    open('[');
    for (int i = 0; i < samples.length(); i++) {
      if (i > 0) {
        text.append(',');
      }
      if (samples.isMissing(i)) {
        text.append("null");
      } else {
        text.append(samples.at(i));
      }
    }
    return close(']');
  }

  private void separate() {
    if (comma) {
      text.append(',');
    }
  }

  /** RFC 8259 §7; a lone surrogate, which UTF-8 cannot carry, stays an escape. */
  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < value.length()
              && Character.isLowSurrogate(value.charAt(i + 1));
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (pair) {
        text.append(c).append(value.charAt(++i));
      } else if (c < 0x20 || c == 0x7F || Character.isSurrogate(c)) {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
