package org.farsight.dicom.web;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.farsight.dicom.data.TransferSyntax;

/** Which media type the pixels of a transfer syntax have, PS3.18 tables 8.7.3-2, -4 and -5. */
public final class PixelMediaType {

  private static final Map<String, List<String>> TABLE =
      new TreeMap<>(
          Map.of(
              "image/jpeg", List.of("4.50", "4.51", "4.57", "4.70"),
              "image/dicom-rle", List.of("5"),
              "image/jls", List.of("4.80", "4.81"),
              "image/jp2", List.of("4.90", "4.91"),
              "image/jpx", List.of("4.92", "4.93"),
              "image/jphc", List.of("4.201", "4.202", "4.203"),
              "image/jxl", List.of("4.110", "4.111", "4.112"),
              "video/mpeg2", List.of("4.100", "4.100.1", "4.101", "4.101.1"),
              "video/mp4",
                  List.of(
                      "4.102", "4.102.1", "4.103", "4.103.1", "4.104", "4.104.1", "4.105",
                      "4.105.1", "4.106", "4.106.1"),
              "video/H265", List.of("4.107", "4.108")));

  private static final String ROOT = "1.2.840.10008.1.2.";

  private PixelMediaType() {}

  /**
   * The media type of frames as they are stored: {@code application/octet-stream} for uncompressed
   * ones and for those of a private syntax.
   */
  public static String of(TransferSyntax syntax) {
    if (syntax.encapsulated() && syntax.uid().startsWith(ROOT)) {
      String last = syntax.uid().substring(ROOT.length());
      for (Map.Entry<String, List<String>> row : TABLE.entrySet()) {
        if (row.getValue().contains(last)) {
          return row.getKey();
        }
      }
    }
    return MediaType.OCTET_STREAM;
  }

  /** Whether the pixels are a video: one stream, which is no sequence of frames. */
  static boolean isVideo(TransferSyntax syntax) {
    return of(syntax).startsWith("video/");
  }
}
