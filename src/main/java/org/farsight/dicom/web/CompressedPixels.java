package org.farsight.dicom.web;

import static org.farsight.dicom.web.StowResponse.CANNOT_UNDERSTAND;
import static org.farsight.dicom.web.StowResponse.TRANSFER_SYNTAX_NOT_SUPPORTED;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;

/**
 * Compressed pixel data as a Store request brings it (PS3.18 §8.7.3.3.2): one part for each frame,
 * one for a video. Each becomes one fragment.
 *
 * @param syntax the transfer syntax
 * @param fragments where they lie
 * @param image what the first says of itself, where it is of a kind that is read
 */
record CompressedPixels(
    TransferSyntax syntax, List<PartSpool.Range> fragments, Optional<Codestream> image) {

  /** The longest fragment, PS3.5 §7.1.2 and §A.4. */
  private static final long LONGEST = 0xFFFF_FFFEL;

  /** Names that clients still use, and their present ones. */
  private static final Map<String, String> OLD_NAMES =
      Map.of(
          "image/x-dicom-rle", "image/dicom-rle",
          "image/dicom+rle", "image/dicom-rle",
          "image/x-jls", "image/jls",
          "image/j2c", "image/jp2",
          "image/jpg", "image/jpeg",
          "video/mpeg", "video/mpeg2",
          "video/h265", "video/H265");

  /** The transfer syntax of a media type without a parameter, PS3.18 table 8.7.3-5. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "image/jpeg", "1.2.840.10008.1.2.4.70",
          "image/dicom-rle", "1.2.840.10008.1.2.5",
          "image/jls", "1.2.840.10008.1.2.4.80",
          "image/jp2", "1.2.840.10008.1.2.4.90",
          "image/jpx", "1.2.840.10008.1.2.4.92",
          "image/jphc", "1.2.840.10008.1.2.4.201",
          "image/jxl", "1.2.840.10008.1.2.4.110",
          "video/mpeg2", "1.2.840.10008.1.2.4.100",
          "video/mp4", "1.2.840.10008.1.2.4.102",
          "video/H265", "1.2.840.10008.1.2.4.107");

  private static final List<String> READ = List.of("image/jpeg", "image/jls", "image/jp2");

  /** Whether a part is compressed pixel data, by its media type. */
  static boolean is(MediaType type) {
    return type.type().equals("image") || type.type().equals("video");
  }

  /**
   * Looks at the parts of one pixel data element.
   *
   * @param set the data set that it stands in, which gets what it lacks of the Image Pixel
   *     Description Macro
   * @param declared the transfer syntax that the metadata name, where they name one
   * @param where the element, for messages
   */
  static CompressedPixels of(
      List<BulkDataParts.Part> parts,
      DataSet set,
      Optional<TransferSyntax> declared,
      PartSpool spool,
      String where)
      throws RefusedException, IOException {
    String type = type(parts.getFirst(), where);
    int frames = type.startsWith("video/") ? 1 : set.integer(Tag.NUMBER_OF_FRAMES).orElse(1);
    if (parts.size() != frames) {
      throw new RefusedException(
          CANNOT_UNDERSTAND,
          where + ": " + parts.size() + " parts of " + type + " for " + frames + " frames");
    }
    List<PartSpool.Range> fragments = new ArrayList<>();
    Optional<Codestream> first = Optional.empty();
    TransferSyntax syntax = null;
    for (BulkDataParts.Part part : parts) {
      Optional<Codestream> image = image(part, type, spool);
      TransferSyntax own = syntax(part, type, declared, image, where);
      if (syntax != null && !own.equals(syntax)) {
        throw unsupported(part, where, "frames of several transfer syntaxes");
      }
      if (syntax == null) {
        first = image;
        syntax = own;
        image.ifPresent(one -> one.describe(set));
      }
      check(part, image, set, where);
      fragments.add(fragment(part, image, where));
    }
    return new CompressedPixels(Objects.requireNonNull(syntax), List.copyOf(fragments), first);
  }

  private static String type(BulkDataParts.Part part, String where) throws RefusedException {
    String essence = part.type().essence();
    String type = OLD_NAMES.getOrDefault(essence, essence);
    if (!DEFAULTS.containsKey(type)) {
      throw unsupported(part, where, "pixel data as " + essence);
    }
    return type;
  }

  private static RefusedException unsupported(BulkDataParts.Part part, String where, String what) {
    return new RefusedException(
        TRANSFER_SYNTAX_NOT_SUPPORTED, where + ", part " + part.number() + ": " + what);
  }

  private static Optional<Codestream> image(BulkDataParts.Part part, String type, PartSpool spool)
      throws IOException {
    if (!READ.contains(type)) {
      return Optional.empty();
    }
    try (InputStream in = spool.open(part.bytes())) {
      return Codestream.read(in);
    }
  }

  private static TransferSyntax syntax(
      BulkDataParts.Part part,
      String type,
      Optional<TransferSyntax> declared,
      Optional<Codestream> image,
      String where)
      throws RefusedException {
    Optional<TransferSyntax> named =
        part.type().parameter("transfer-syntax").map(TransferSyntax::of);
    if (named.isPresent() && !PixelMediaType.of(named.get()).equals(type)) {
      throw unsupported(part, where, "a transfer syntax that " + type + " does not have");
    }
    named = named.or(() -> declared.filter(one -> PixelMediaType.of(one).equals(type)));
    if (named.isPresent()) {
      if (image.isPresent() && !image.get().fits(named.get())) {
        throw unsupported(part, where, "an image of another kind than its transfer syntax");
      }
      return named.get();
    }
    if (image.isPresent() && !PixelMediaType.of(image.get().syntax()).equals(type)) {
      throw unsupported(part, where, "an image of another kind than its media type");
    }
    if (image.isEmpty() && READ.contains(type)) {
      throw unsupported(part, where, "no image of " + type + " that DICOM has");
    }
    return image.map(Codestream::syntax).orElseGet(() -> byDefault(type));
  }

  private static TransferSyntax byDefault(String type) {
    return TransferSyntax.of(DEFAULTS.getOrDefault(type, ""));
  }

  private static void check(
      BulkDataParts.Part part, Optional<Codestream> image, DataSet set, String where)
      throws RefusedException {
    int rows = set.integer(Tag.ROWS).orElse(0);
    int columns = set.integer(Tag.COLUMNS).orElse(0);
    if (rows < 1 || columns < 1) {
      throw new RefusedException(
          CANNOT_UNDERSTAND, where + ": Rows or Columns are missing, and the pixels do not tell");
    }
    if (image.filter(one -> one.rows() != rows || one.columns() != columns).isPresent()) {
      throw new RefusedException(
          CANNOT_UNDERSTAND,
          where + ", part " + part.number() + ": an image of other Rows and Columns");
    }
  }

  private static PartSpool.Range fragment(
      BulkDataParts.Part part, Optional<Codestream> image, String where) throws RefusedException {
    PartSpool.Range all = part.bytes();
    long offset = image.map(Codestream::offset).orElse(0L);
    long rest = all.length() - offset;
    long length = image.map(Codestream::length).filter(one -> one >= 0).orElse(rest);
    if (length > rest || length < 1 || length > LONGEST) {
      throw new RefusedException(
          CANNOT_UNDERSTAND, where + ", part " + part.number() + ": its length is no fragment's");
    }
    return all.piece(offset, length);
  }
}
