package org.farsight.testdata;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * A DICOM object as the generator writes it. On purpose it shares no code with {@code
 * org.farsight.dicom}: what the engine reads was written by somebody else.
 *
 * <p>Elements are named as in PS3.6, {@code "0008,0060 CS Modality"}: tag, value representation,
 * keyword.
 */
final class DicomObject {
  static final String IMPLICIT_LE = "1.2.840.10008.1.2";
  static final String EXPLICIT_LE = "1.2.840.10008.1.2.1";
  static final String RLE = "1.2.840.10008.1.2.5";

  private static final String LONG_FORM = "OB OD OF OL OV OW SQ SV UC UN UR UT UV";
  private static final int UNDEFINED_LENGTH = 0xFFFFFFFF;

  /** VR and the value for a transfer syntax being explicit or not. */
  private record Field(String vr, Function<Boolean, byte[]> value, boolean undefinedLength) {}

  private final TreeMap<Integer, Field> fields = new TreeMap<>(Integer::compareUnsigned);
  private final Charset charset;

  /**
   * @param charset of the values of LO, LT, PN, SH, ST and UT; the term for (0008,0005) is the
   *     caller's
   */
  DicomObject(Charset charset) {
    this.charset = charset;
  }

  /** A UID under 2.25 that is the same for the same name (PS3.5 §B.2). */
  static String uid(String name) {
    UUID uuid = UUID.nameUUIDFromBytes(("farsight test-data " + name).getBytes(charsetOfNames()));
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    return "2.25." + new BigInteger(1, bytes.array());
  }

  /** Text values; no value writes the element empty (type 2). */
  DicomObject text(String element, String... values) {
    String vr = vr(element);
    byte[] bytes = String.join("\\", values).getBytes(charset);
    return put(element, padded(bytes, vr.equals("UI") ? 0 : ' '));
  }

  /** Numbers written as decimal or integer strings. */
  DicomObject numbers(String element, double... values) {
    StringBuilder text = new StringBuilder();
    for (double value : values) {
      text.append(text.isEmpty() ? "" : "\\");
      text.append(
          value == StrictMath.rint(value) ? Long.toString((long) value) : Double.toString(value));
    }
    return text(element, text.toString());
  }

  /** 16 bit numbers (US). */
  DicomObject shorts(String element, int... values) {
    ByteBuffer bytes = little(2 * values.length);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return put(element, bytes.array());
  }

  /** A reference to another element (AT). */
  DicomObject tag(String element, int tag) {
    return put(element, little(4).putShort((short) (tag >>> 16)).putShort((short) tag).array());
  }

  /** Opaque bytes, padded to an even length. */
  DicomObject bytes(String element, byte[] value) {
    return put(element, padded(value, 0));
  }

  /** A sequence of defined length. */
  DicomObject items(String element, DicomObject... items) {
    fields.put(
        parse(element), new Field("SQ", explicit -> encodeItems(List.of(items), explicit), false));
    return this;
  }

  /** Pixel Data encapsulated, one fragment per frame, with a Basic Offset Table (PS3.5 §A.4). */
  DicomObject frames(List<byte[]> frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer offsets = little(4 * frames.size());
    int offset = 0;
    for (byte[] frame : frames) {
      offsets.putInt(offset);
      offset += 8 + frame.length + frame.length % 2;
    }
    item(out, offsets.array());
    for (byte[] frame : frames) {
      item(out, padded(frame, 0));
    }
    out.writeBytes(little(8).putInt(0xE0DDFFFE).putInt(0).array());
    byte[] value = out.toByteArray();
    fields.put(0x7FE00010, new Field("OB", explicit -> value, true));
    return this;
  }

  /** The object as a file with preamble and File Meta Information (PS3.10 §7.1). */
  byte[] part10(String transferSyntax) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[128]);
    out.writeBytes("DICM".getBytes(charsetOfNames()));
    DicomObject meta = new DicomObject(charsetOfNames());
    meta.bytes("0002,0001 OB FileMetaInformationVersion", new byte[] {0, 1});
    meta.put("0002,0002 UI MediaStorageSOPClassUID", value(0x00080016));
    meta.put("0002,0003 UI MediaStorageSOPInstanceUID", value(0x00080018));
    meta.text("0002,0010 UI TransferSyntaxUID", transferSyntax);
    meta.text("0002,0012 UI ImplementationClassUID", uid("generator"));
    meta.text("0002,0013 SH ImplementationVersionName", "FARSIGHT_TESTDAT");
    byte[] group2 = meta.encode(true);
    DicomObject length = new DicomObject(charsetOfNames());
    length.put(
        "0002,0000 UL FileMetaInformationGroupLength", little(4).putInt(group2.length).array());
    out.writeBytes(length.encode(true));
    out.writeBytes(group2);
    out.writeBytes(encode(!transferSyntax.equals(IMPLICIT_LE)));
    return out.toByteArray();
  }

  private byte[] value(int tag) {
    return Objects.requireNonNull(fields.get(tag), "no SOP Class or Instance UID")
        .value()
        .apply(true);
  }

  private DicomObject put(String element, byte[] value) {
    fields.put(parse(element), new Field(vr(element), explicit -> value, false));
    return this;
  }

  private byte[] encode(boolean explicit) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    fields.forEach(
        (tag, field) -> {
          byte[] value = field.value().apply(explicit);
          int length = field.undefinedLength() ? UNDEFINED_LENGTH : value.length;
          ByteBuffer header = little(12).putShort((short) (tag >>> 16)).putShort((short) (int) tag);
          if (!explicit) {
            header.putInt(length);
          } else {
            header.put(field.vr().getBytes(charsetOfNames()));
            if (LONG_FORM.contains(field.vr())) {
              header.putShort((short) 0).putInt(length);
            } else if (length <= 0xFFFF) {
              header.putShort((short) length);
            } else {
              throw new IllegalStateException("too long for its VR: " + Integer.toHexString(tag));
            }
          }
          out.write(header.array(), 0, header.position());
          out.writeBytes(value);
        });
    return out.toByteArray();
  }

  private static byte[] encodeItems(List<DicomObject> items, boolean explicit) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    items.forEach(item -> item(out, item.encode(explicit)));
    return out.toByteArray();
  }

  private static void item(ByteArrayOutputStream out, byte[] value) {
    out.writeBytes(little(8).putInt(0xE000FFFE).putInt(value.length).array());
    out.writeBytes(value);
  }

  private static int parse(String element) {
    return Integer.parseUnsignedInt(element.substring(0, 4) + element.substring(5, 9), 16);
  }

  private static String vr(String element) {
    return element.substring(10, 12);
  }

  private static byte[] padded(byte[] value, int padding) {
    if (value.length % 2 == 0) {
      return value;
    }
    byte[] even = java.util.Arrays.copyOf(value, value.length + 1);
    even[value.length] = (byte) padding;
    return even;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Charset charsetOfNames() {
    return StandardCharsets.US_ASCII;
  }
}
