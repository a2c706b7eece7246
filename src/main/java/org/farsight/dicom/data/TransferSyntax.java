package org.farsight.dicom.data;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a data set is written as bytes, PS3.5 annex A.
 *
 * @param uid the Transfer Syntax UID
 * @param name its name in PS3.6 annex A, or {@code Private} and the like where it has none
 * @param explicitVr whether element headers name the VR
 * @param bigEndian whether numbers stand with the high byte first
 * @param deflated whether the data set is compressed as a whole (RFC 1951)
 * @param encapsulated whether Pixel Data is a sequence of compressed fragments
 */
public record TransferSyntax(
    String uid,
    String name,
    boolean explicitVr,
    boolean bigEndian,
    boolean deflated,
    boolean encapsulated) {

  public static final TransferSyntax IMPLICIT_VR_LITTLE_ENDIAN =
      new TransferSyntax(
          "1.2.840.10008.1.2", "Implicit VR Little Endian", false, false, false, false);
  public static final TransferSyntax EXPLICIT_VR_LITTLE_ENDIAN =
      new TransferSyntax(
          "1.2.840.10008.1.2.1", "Explicit VR Little Endian", true, false, false, false);
  public static final TransferSyntax ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN =
      encapsulated(
          "98", "Encapsulated Uncompressed Explicit VR Little Endian", "1.2.840.10008.1.2.1.");
  public static final TransferSyntax DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN =
      new TransferSyntax(
          "1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", true, false, true, false);
  public static final TransferSyntax EXPLICIT_VR_BIG_ENDIAN =
      new TransferSyntax("1.2.840.10008.1.2.2", "Explicit VR Big Endian", true, true, false, false);
  public static final TransferSyntax RLE_LOSSLESS =
      encapsulated("5", "RLE Lossless", "1.2.840.10008.1.2.");
  public static final TransferSyntax JPEG_BASELINE = jpeg("50", "JPEG Baseline (Process 1)");
  public static final TransferSyntax JPEG_EXTENDED = jpeg("51", "JPEG Extended (Process 2 and 4)");
  public static final TransferSyntax JPEG_LOSSLESS =
      jpeg("57", "JPEG Lossless, Non-Hierarchical (Process 14)");
  public static final TransferSyntax JPEG_LOSSLESS_SV1 =
      jpeg("70", "JPEG Lossless, Non-Hierarchical, First-Order Prediction");
  public static final TransferSyntax JPEG_LS_LOSSLESS = jpeg("80", "JPEG-LS Lossless");
  public static final TransferSyntax JPEG_LS_NEAR_LOSSLESS =
      jpeg("81", "JPEG-LS Lossy (Near-Lossless)");
  public static final TransferSyntax JPEG_2000_LOSSLESS = jpeg("90", "JPEG 2000 (Lossless Only)");
  public static final TransferSyntax JPEG_2000 = jpeg("91", "JPEG 2000");

  private static final Map<String, TransferSyntax> KNOWN =
      Arrays.asList(
              IMPLICIT_VR_LITTLE_ENDIAN,
              EXPLICIT_VR_LITTLE_ENDIAN,
              ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN,
              DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
              EXPLICIT_VR_BIG_ENDIAN,
              RLE_LOSSLESS,
              JPEG_BASELINE,
              JPEG_EXTENDED,
              JPEG_LOSSLESS,
              JPEG_LOSSLESS_SV1,
              JPEG_LS_LOSSLESS,
              JPEG_LS_NEAR_LOSSLESS,
              JPEG_2000_LOSSLESS,
              JPEG_2000,
              jpeg("92", "JPEG 2000 Part 2 Multi-component (Lossless Only)"),
              jpeg("93", "JPEG 2000 Part 2 Multi-component"),
              jpeg("100", "MPEG2 Main Profile / Main Level"),
              jpeg("100.1", "Fragmentable MPEG2 Main Profile / Main Level"),
              jpeg("101", "MPEG2 Main Profile / High Level"),
              jpeg("101.1", "Fragmentable MPEG2 Main Profile / High Level"),
              jpeg("102", "MPEG-4 AVC/H.264 High Profile / Level 4.1"),
              jpeg("102.1", "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.1"),
              jpeg("103", "MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1"),
              jpeg("103.1", "Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1"),
              jpeg("104", "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video"),
              jpeg("105", "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video"),
              jpeg("106", "MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2"),
              jpeg("107", "HEVC/H.265 Main Profile / Level 5.1"),
              jpeg("108", "HEVC/H.265 Main 10 Profile / Level 5.1"),
              jpeg("110", "JPEG XL Lossless"),
              jpeg("111", "JPEG XL JPEG Recompression"),
              jpeg("112", "JPEG XL"),
              jpeg("201", "High-Throughput JPEG 2000 (Lossless Only)"),
              jpeg("202", "High-Throughput JPEG 2000 with RPCL Options (Lossless Only)"),
              jpeg("203", "High-Throughput JPEG 2000"),
              // GE: implicit VR little endian with the pixels in big endian
              new TransferSyntax(
                  "1.2.840.113619.5.2",
                  "GE Private Implicit VR Big Endian Pixels",
                  false,
                  false,
                  false,
                  false))
          .stream()
          .collect(Collectors.toUnmodifiableMap(TransferSyntax::uid, Function.identity()));

  /**
   * The transfer syntax of a UID. An unknown or private one is taken as explicit VR little endian
   * with encapsulated pixel data, which is what the standard demands of every new one (PS3.5 §A.4).
   */
  public static TransferSyntax of(String uid) {
    TransferSyntax known = KNOWN.get(uid);
    return known != null ? known : new TransferSyntax(uid, uid, true, false, false, true);
  }

  /** Whether the UID is in the table. */
  public static boolean isKnown(String uid) {
    return KNOWN.containsKey(uid);
  }

  /** All transfer syntaxes of the table. */
  public static Iterable<TransferSyntax> all() {
    return KNOWN.values();
  }

  private static TransferSyntax jpeg(String last, String name) {
    return encapsulated(last, name, "1.2.840.10008.1.2.4.");
  }

  private static TransferSyntax encapsulated(String last, String name, String root) {
    return new TransferSyntax(root + last, name, true, false, false, true);
  }
}
