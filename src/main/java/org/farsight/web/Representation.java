package org.farsight.web;

import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.Recoding;
import org.farsight.dicom.web.MediaType;
import org.farsight.dicom.web.PixelMediaType;

/**
 * In which form an object is given, PS3.18 §8.7.3: as it is stored, or an uncompressed one
 * re-encoded. Compressed pixels are never transcoded.
 */
final class Representation {

  private static final String ANY = "*";

  private Representation() {}

  /**
   * In which transfer syntax an object is given as {@code application/dicom}. Where the client
   * names none it gets an uncompressed object in explicit VR little endian, which is the default of
   * PS3.18 §8.7.3.5.2, and a compressed one as it is stored.
   *
   * @return empty where the range does not fit
   */
  static Optional<TransferSyntax> ofDicom(MediaType range, TransferSyntax stored) {
    if (!range.content().covers(MediaType.DICOM)) {
      return Optional.empty();
    }
    String wanted =
        range
            .parameter("transfer-syntax")
            .orElse(stored.encapsulated() ? ANY : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid());
    if (wanted.equals(ANY) || wanted.equals(stored.uid())) {
      return Optional.of(stored);
    }
    TransferSyntax target = TransferSyntax.of(wanted);
    return Recoding.possible(stored, target) ? Optional.of(target) : Optional.empty();
  }

  /**
   * The media type in which frames are given.
   *
   * @param encapsulated whether they are in fragments
   * @return empty where the range does not fit
   */
  static Optional<String> ofFrames(MediaType range, TransferSyntax stored, boolean encapsulated) {
    MediaType content = range.content();
    String own = encapsulated ? PixelMediaType.of(stored) : MediaType.OCTET_STREAM;
    String syntax = syntaxOfFrames(stored, encapsulated);
    String wanted = range.parameter("transfer-syntax").orElse("");
    boolean fits = wanted.isEmpty() || wanted.equals(ANY) || wanted.equals(syntax);
    if (fits && content.covers(own)) {
      return Optional.of(own);
    }
    // as before PS3.18 2016: compressed frames as octets, whose transfer syntax the client names
    boolean octets = !wanted.isEmpty() && content.covers(MediaType.OCTET_STREAM);
    return fits && octets ? Optional.of(MediaType.OCTET_STREAM) : Optional.empty();
  }

  /** Native frames are given in little endian, whatever they are stored in. */
  static String syntaxOfFrames(TransferSyntax stored, boolean encapsulated) {
    return encapsulated ? stored.uid() : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
  }

  /** Whether the client takes DICOM JSON. */
  static boolean takesJson(List<MediaType> accepted) {
    return accepted.stream()
        .anyMatch(r -> r.covers(MediaType.DICOM_JSON) || r.covers(MediaType.JSON));
  }

  /** Whether a range asks for parts. */
  static boolean isMultipart(MediaType range) {
    return range.type().equals("multipart");
  }
}
