package org.farsight.ecg.edf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes EDF and EDF+ files for tests, from the specifications and without a line of the reader.
 */
public final class EdfText {
  private final List<SignalText> signals = new ArrayList<>();
  private final List<byte[][]> records = new ArrayList<>();
  private String patient = "X X X X";
  private String recording = "Startdate 02-MAR-2026 X X X";
  private String reserved = "";
  private String date = "02.03.26";
  private String time = "08.03.07";
  private String seconds = "1";
  private String count = "";

  /**
   * The header's fields of a signal.
   *
   * @param range physical minimum and maximum, digital minimum and maximum
   */
  private record SignalText(String label, String dimension, String[] range, int samples) {}

  /** The patient field, at most 80 bytes, as characters up to 255. */
  public EdfText patient(String text) {
    patient = text;
    return this;
  }

  public EdfText recording(String text) {
    recording = text;
    return this;
  }

  /** {@code EDF+C}, {@code EDF+D}, or nothing for EDF. */
  public EdfText reserved(String text) {
    reserved = text;
    return this;
  }

  public EdfText started(String newDate, String newTime) {
    date = newDate;
    time = newTime;
    return this;
  }

  /** Seconds of a data record. */
  public EdfText seconds(String text) {
    seconds = text;
    return this;
  }

  /** The number of data records, where it is to be another than there are. */
  public EdfText count(String text) {
    count = text;
    return this;
  }

  /** Adds a signal; its range as physical minimum, maximum, digital minimum, maximum. */
  public EdfText signal(String label, String dimension, int samples, String... range) {
    signals.add(new SignalText(label, dimension, range, samples));
    return this;
  }

  /** Adds a signal of text. */
  public EdfText annotations(int bytes) {
    return signal("EDF Annotations", "", bytes / 2, "-1", "1", "-32768", "32767");
  }

  /** Adds a data record: the bytes of each signal, which are padded with zeros. */
  public EdfText record(byte[]... parts) {
    records.add(parts);
    return this;
  }

  /** Samples as bytes. */
  public static byte[] samples(int... values) {
    byte[] bytes = new byte[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[2 * i] = (byte) values[i];
      bytes[2 * i + 1] = (byte) (values[i] >> 8);
    }
    return bytes;
  }

  /**
   * Time-stamped annotation lists, written with {@code ;} for byte 20, {@code ~} for byte 21 and
   * {@code $} for the zero.
   */
  public static byte[] lists(String text) {
    return text.replace(';', '\u0014')
        .replace('~', '\u0015')
        .replace('$', '\0')
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The file. */
  public byte[] file() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    field(out, "0", 8);
    field(out, patient, 80);
    field(out, recording, 80);
    field(out, date, 8);
    field(out, time, 8);
    field(out, "" + 256 * (signals.size() + 1), 8);
    field(out, reserved, 44);
    field(out, count.isEmpty() ? "" + records.size() : count, 8);
    field(out, seconds, 8);
    field(out, "" + signals.size(), 4);
    fields(out, SignalText::label, 16);
    fields(out, signal -> "", 80);
    fields(out, SignalText::dimension, 8);
    for (int i = 0; i < 4; i++) {
      int which = i;
      fields(out, signal -> signal.range()[which], 8);
    }
    fields(out, signal -> "", 80);
    fields(out, signal -> "" + signal.samples(), 8);
    fields(out, signal -> "", 32);
    for (byte[][] parts : records) {
      for (int i = 0; i < parts.length; i++) {
        out.writeBytes(parts[i]);
        out.writeBytes(new byte[2 * signals.get(i).samples() - parts[i].length]);
      }
    }
    return out.toByteArray();
  }

  private void fields(ByteArrayOutputStream out, Function<SignalText, String> text, int length) {
    signals.forEach(signal -> field(out, text.apply(signal), length));
  }

  private static void field(ByteArrayOutputStream out, String text, int length) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length > length) {
      throw new IllegalArgumentException(text + " is longer than " + length);
    }
    out.writeBytes(bytes);
    out.writeBytes(" ".repeat(length - bytes.length).getBytes(StandardCharsets.ISO_8859_1));
  }
}
