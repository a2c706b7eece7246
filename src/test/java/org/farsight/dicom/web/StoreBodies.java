package org.farsight.dicom.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Bodies of Store requests with metadata and bulk data, of boundary {@code b}. */
public final class StoreBodies {

  private static final String OCTETS = "application/octet-stream";

  private StoreBodies() {}

  /** The UIDs of a CT image and its patient, as members of a JSON object. */
  public static String uids(String number) {
    return "\"00020010\":{\"vr\":\"UI\",\"Value\":[\"1.2.840.10008.1.2.2\"]},"
        + "\"00080005\":{\"vr\":\"CS\",\"Value\":[\"GB18030\"]},"
        + "\"00080016\":{\"vr\":\"UI\",\"Value\":[\"1.2.840.10008.5.1.4.1.1.2\"]},"
        + "\"00080018\":{\"vr\":\"UI\",\"Value\":[\"1.2.3."
        + number
        + "\"]},\"0020000D\":{\"vr\":\"UI\",\"Value\":[\"1.2.3\"]},"
        + "\"0020000E\":{\"vr\":\"UI\",\"Value\":[\"1.2.3.9\"]},"
        + "\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"Zhao^Mingyuan\","
        + "\"Ideographic\":\"赵^明远\"}]}";
  }

  /** The same with a description of pixels, and these. */
  public static String image(String number, int rows, int columns, int bits, String pixels) {
    return uids(number)
        + ",\"00280002\":{\"vr\":\"US\",\"Value\":[1]},\"00280010\":{\"vr\":\"US\",\"Value\":["
        + rows
        + "]},\"00280011\":{\"vr\":\"US\",\"Value\":["
        + columns
        + "]},\"00280100\":{\"vr\":\"US\",\"Value\":["
        + bits
        + "]},\"7FE00010\":{\"vr\":\"OB\","
        + pixels
        + "}";
  }

  /** The same of 8 bits in XML, with what {@code BulkData} says. */
  public static String xml(String number, int rows, int columns, String bulkData) {
    return "<?xml version='1.0' encoding='UTF-8'?><NativeDicomModel>"
        + xml("00020010", "UI", "1.2.840.10008.1.2.2")
        + xml("00080005", "CS", "GB18030")
        + xml("00080016", "UI", "1.2.840.10008.5.1.4.1.1.2")
        + xml("00080018", "UI", "1.2.3." + number)
        + xml("0020000D", "UI", "1.2.3")
        + xml("0020000E", "UI", "1.2.3.9")
        + "<DicomAttribute tag='00100010' vr='PN'><PersonName number='1'>"
        + "<Alphabetic><FamilyName>Zhao</FamilyName><GivenName>Mingyuan</GivenName></Alphabetic>"
        + "<Ideographic><FamilyName>赵</FamilyName><GivenName>明远</GivenName></Ideographic>"
        + "</PersonName></DicomAttribute>"
        + xml("00280002", "US", "1")
        + xml("00280010", "US", String.valueOf(rows))
        + xml("00280011", "US", String.valueOf(columns))
        + xml("00280100", "US", "8")
        + "<DicomAttribute tag='7FE00010' vr='OB'><BulkData "
        + bulkData
        + "/></DicomAttribute></NativeDicomModel>";
  }

  private static String xml(String tag, String vr, String value) {
    return "<DicomAttribute tag='%s' vr='%s'><Value number='1'>%s</Value></DicomAttribute>"
        .formatted(tag, vr, value);
  }

  /** An array of objects. */
  public static String json(String... objects) {
    return "[{" + String.join("},{", objects) + "}]";
  }

  /** Text as bytes. */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Noise. */
  public static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** A JPEG without an image: the headers of one with a scan. */
  public static byte[] jpeg(int frame, int rows, int columns, int samples, int parameter) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 4, 1, 2});
    out.writeBytes(new byte[] {(byte) 0xFF, (byte) frame, 0, (byte) (8 + 3 * samples), 8, 0});
    out.writeBytes(new byte[] {(byte) rows, 0, (byte) columns, (byte) samples});
    for (int i = 0; i < samples; i++) {
      out.writeBytes(new byte[] {(byte) (i + 1), (byte) (i == 0 ? 0x22 : 0x11), 0});
    }
    out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xDA, 0, (byte) (6 + 2 * samples)});
    out.write(samples);
    out.writeBytes(new byte[2 * samples]);
    out.writeBytes(new byte[] {(byte) parameter, 0, 0, 1, 2, 3, (byte) 0xFF, (byte) 0xD9});
    return out.toByteArray();
  }

  /** The main header of a JPEG 2000 codestream. */
  public static byte[] j2k(int rows, int columns, boolean reversible) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0xFF, 0x4F, (byte) 0xFF, 0x51, 0, 41, 0, 0});
    out.writeBytes(new byte[] {0, 0, 0, (byte) columns, 0, 0, 0, (byte) rows});
    out.writeBytes(new byte[24]);
    out.writeBytes(new byte[] {0, 1, 7, 1, 1});
    out.writeBytes(new byte[] {(byte) 0xFF, 0x52, 0, 12, 0, 0, 0, 1, 0, 1, 4, 4, 0});
    out.write(reversible ? 1 : 0);
    return out.toByteArray();
  }

  /** Metadata, and names with their octets. */
  public static byte[] message(String metadata, Object... bulk) {
    List<byte[]> parts = new ArrayList<>();
    parts.add(part("Content-Type: application/dicom+json", utf8(metadata)));
    for (int i = 0; i < bulk.length; i += 2) {
      parts.add(octets((String) bulk[i], (byte[]) bulk[i + 1]));
    }
    return related(parts.toArray(new byte[0][]));
  }

  /** A part of octets. */
  public static byte[] octets(String location, byte[] bytes) {
    return part("Content-Type: " + OCTETS + "\r\nContent-Location: " + location, bytes);
  }

  /** A part. */
  public static byte[] part(String headers, byte[] bytes) {
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    part.writeBytes(utf8("--b\r\n" + headers + "\r\n\r\n"));
    part.writeBytes(bytes);
    part.writeBytes(utf8("\r\n"));
    return part.toByteArray();
  }

  /** A body of parts. */
  public static byte[] related(byte[]... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(part);
    }
    body.writeBytes(utf8("--b--\r\n"));
    return body.toByteArray();
  }
}
