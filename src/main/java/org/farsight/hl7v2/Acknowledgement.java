package org.farsight.hl7v2;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The general acknowledgement (HL7 v2 §2.13.1) in the sender's separators, version and character
 * set.
 *
 * @param code what becomes of the message
 * @param error why, where it is not taken; null for {@link Code#AA}
 */
public record Acknowledgement(Code code, @Nullable Error error) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmssZ");
  private static final int LONGEST_TEXT = 250;

  /** Acknowledgement code (table 0008). */
  public enum Code {
    /** Taken, and durable. */
    AA,
    /** Something in it is wrong: sending it again as it is does not help. */
    AE,
    /** Not for us: type, version or sender. */
    AR
  }

  /** Error code (table 0357), as far as it is used. */
  public enum Condition {
    SEGMENT_SEQUENCE(100, "Segment sequence error"),
    REQUIRED_FIELD_MISSING(101, "Required field missing"),
    DATA_TYPE(102, "Data type error"),
    TABLE_VALUE_NOT_FOUND(103, "Table value not found"),
    UNSUPPORTED_MESSAGE_TYPE(200, "Unsupported message type"),
    APPLICATION_INTERNAL(207, "Application internal error");

    private final int number;
    private final String words;

    Condition(int number, String words) {
      this.number = number;
      this.words = words;
    }
  }

  /**
   * What is wrong.
   *
   * @param condition by table 0357
   * @param location where, if it is known
   * @param text in plain words, without a value of the person
   */
  public record Error(Condition condition, Optional<Location> location, String text) {}

  /** The message is taken. */
  public static Acknowledgement accept() {
    return new Acknowledgement(Code.AA, null);
  }

  /** The message is faulty. */
  public static Acknowledgement error(
      Condition condition, Optional<Location> location, String text) {
    return new Acknowledgement(Code.AE, new Error(condition, location, text));
  }

  /** The message is not for us. */
  public static Acknowledgement reject(Condition condition, Location location, String text) {
    return new Acknowledgement(Code.AR, new Error(condition, Optional.of(location), text));
  }

  /**
   * The acknowledgement as it is sent.
   *
   * @param to what is acknowledged; empty where its header cannot be read
   * @param controlId its own MSH-10, at most 20 characters
   * @param at its own MSH-7
   */
  public byte[] to(Optional<Message> to, String controlId, OffsetDateTime at) {
    Header header = to.map(Message::header).orElseGet(Header::unreadable);
    Charset charset = to.map(Message::charset).orElse(StandardCharsets.UTF_8);
    String trigger = header.trigger().isEmpty() ? "" : component(header) + header.trigger();
    StringBuilder text = new StringBuilder("MSH").append(header.separators());
    field(text, header, header.receivingApplication());
    field(text, header, header.receivingFacility());
    field(text, header, header.sendingApplication());
    field(text, header, header.sendingFacility());
    field(text, header, TIME.format(at));
    field(text, header, "");
    field(text, header, "ACK" + trigger + (trigger.isEmpty() ? "" : component(header) + "ACK"));
    field(text, header, controlId);
    field(text, header, header.processingId().isEmpty() ? "P" : header.processingId());
    field(text, header, header.version().isEmpty() ? "2.5" : header.version());
    if (!header.characterSet().isEmpty()) {
      for (int i = 13; i < 18; i++) {
        field(text, header, "");
      }
      field(text, header, header.characterSet());
    }
    text.append("\rMSA");
    field(text, header, code.name());
    field(text, header, header.controlId());
    Error wrong = error;
    if (wrong != null) {
      field(text, header, escaped(header, wrong.text()));
      error(text, header, wrong);
    }
    return text.append('\r').toString().getBytes(charset);
  }

  /** ERR-2 location, ERR-3 condition, ERR-4 severity, ERR-8 words (HL7 v2.5 §2.15.5). */
  private static void error(StringBuilder text, Header header, Error error) {
    text.append("\rERR");
    field(text, header, "");
    field(
        text,
        header,
        error
            .location()
            .map(
                place ->
                    place.segment()
                        + component(header)
                        + place.sequence()
                        + (place.field() == 0 ? "" : component(header) + place.field()))
            .orElse(""));
    field(
        text,
        header,
        error.condition().number
            + component(header)
            + error.condition().words
            + component(header)
            + "HL70357");
    field(text, header, "E");
    field(text, header, "");
    field(text, header, "");
    field(text, header, "");
    field(text, header, escaped(header, error.text()));
  }

  private static void field(StringBuilder text, Header header, String value) {
    text.append(header.separators().charAt(0)).append(value);
  }

  private static String component(Header header) {
    return header.separators().substring(1, 2);
  }

  /** Separators within text are written as escapes (§2.7.1). */
  private static String escaped(Header header, String text) {
    String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    StringBuilder escaped = new StringBuilder();
    for (char c : cut.toCharArray()) {
      int which = header.separators().indexOf(c);
      if (which >= 0) {
        char escape = header.separators().charAt(3);
        escaped.append(escape).append("FSRET".charAt(which)).append(escape);
      } else {
        escaped.append(c < ' ' ? ' ' : c);
      }
    }
    return escaped.toString();
  }
}
