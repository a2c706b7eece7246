package org.farsight.dicom.web;

import static org.farsight.dicom.web.StowResponse.CANNOT_UNDERSTAND;
import static org.farsight.dicom.web.StowResponse.TRANSFER_SYNTAX_NOT_SUPPORTED;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.DicomJson;
import org.jspecify.annotations.Nullable;

/**
 * Puts one object together from its metadata and the bulk data that they name. The same request
 * always gives the same bytes: explicit VR little endian, or the transfer syntax of the compressed
 * pixels; sequences of undefined length; an empty Basic Offset Table; text in UTF-8.
 */
final class Composition implements DicomJson.BulkDataSource {

  private static final int AVAILABLE_TRANSFER_SYNTAX_UID = 0x0008_3002;
  private static final int EXTENDED_OFFSET_TABLE = 0x7FE0_0001;
  private static final int EXTENDED_OFFSET_TABLE_LENGTHS = 0x7FE0_0002;
  private static final int FIRST_GROUP = 0x0008;
  private static final int LONGEST_UID = 64;
  private static final long LONGEST = 0xFFFF_FFFEL;

  /** What the metadata say of a value elsewhere. */
  private record Reference(String uri, String path) {}

  private final BulkDataParts parts;
  private final URI from;
  private final PartSpool spool;
  private final List<Reference> references = new ArrayList<>();
  private final List<DataSetWriter.@Nullable Found> found = new ArrayList<>();
  private Optional<TransferSyntax> declared = Optional.empty();
  private @Nullable TransferSyntax compressed;

  /**
   * Of one object.
   *
   * @param from the address of the metadata
   */
  Composition(BulkDataParts parts, URI from, PartSpool spool) {
    this.parts = parts;
    this.from = from;
    this.spool = spool;
  }

  @Override
  public Optional<byte[]> read(String uri) {
    return Optional.empty();
  }

  @Override
  public Optional<Element> refer(int tag, VR vr, String uri, String path) {
    references.add(new Reference(uri, path));
    return Optional.of(new Element.Skipped(tag, vr, references.size() - 1L, 0));
  }

  /** The object, once its metadata are read. */
  Composed compose(DataSet set) throws IOException {
    String sopClass = uid(set, Tag.SOP_CLASS_UID).orElse("");
    String sopInstance = uid(set, Tag.SOP_INSTANCE_UID).orElse("");
    try {
      String study = required(set, Tag.STUDY_INSTANCE_UID);
      String series = required(set, Tag.SERIES_INSTANCE_UID);
      required(set, Tag.SOP_CLASS_UID);
      required(set, Tag.SOP_INSTANCE_UID);
      withoutFileMeta(set);
      set.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192");
      for (int i = 0; i < references.size(); i++) {
        found.add(null);
      }
      resolve(set);
      TransferSyntax syntax = compressed;
      if (syntax == null) {
        syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
      } else if (isNative(set.element(Tag.PIXEL_DATA))) {
        throw new RefusedException(
            TRANSFER_SYNTAX_NOT_SUPPORTED,
            Tag.toString(Tag.PIXEL_DATA) + ": uncompressed beside compressed pixel data");
      }
      Rope rope = new Rope(spool);
      DataSetWriter.write(set, syntax, this::value, rope);
      return new Composed.Instance(
          sopClass, sopInstance, study, series, syntax, rope.length(), rope.open());
    } catch (RefusedException e) {
      return new Composed.Refused(sopClass, sopInstance, e.reason(), e.why());
    }
  }

  private static Optional<String> uid(DataSet set, int tag) {
    return set.string(tag).filter(text -> text.length() <= LONGEST_UID);
  }

  private static String required(DataSet set, int tag) throws RefusedException {
    return uid(set, tag)
        .orElseThrow(() -> new RefusedException(CANNOT_UNDERSTAND, Tag.toString(tag) + ": no UID"));
  }

  /** Group 0002 belongs to a file, which is not made of what a client says it would be. */
  private void withoutFileMeta(DataSet set) throws RefusedException {
    declared =
        set.string(Tag.TRANSFER_SYNTAX_UID)
            .or(() -> set.string(AVAILABLE_TRANSFER_SYNTAX_UID))
            .map(TransferSyntax::of);
    List<Integer> meta = new ArrayList<>();
    for (Element element : set) {
      int group = Tag.group(element.tag());
      if (group == 0x0002) {
        meta.add(element.tag());
      } else if (group < FIRST_GROUP) {
        throw new RefusedException(
            CANNOT_UNDERSTAND, Tag.toString(element.tag()) + ": no element of a data set");
      }
    }
    meta.forEach(set::remove);
    // they tell where fragments lie that are not made yet
    set.remove(EXTENDED_OFFSET_TABLE).remove(EXTENDED_OFFSET_TABLE_LENGTHS);
  }

  private boolean isNative(@Nullable Element pixels) {
    return pixels instanceof Element.Value
        || pixels instanceof Element.Skipped skipped && !value(skipped).encapsulated();
  }

  private DataSetWriter.Found value(Element.Skipped skipped) {
    DataSetWriter.Found value = found.get((int) skipped.offset());
    if (value == null) {
      throw new IllegalStateException("a value that was not looked for");
    }
    return value;
  }

  // ---------------------------------------------------------------- values

  private void resolve(DataSet set) throws RefusedException, IOException {
    List<Element> elements = new ArrayList<>();
    set.forEach(elements::add);
    for (Element element : elements) {
      switch (element) {
        case Element.Skipped skipped -> resolve(set, skipped);
        case Element.Sequence sequence -> {
          for (DataSet item : sequence.items()) {
            if (item.contains(Tag.SPECIFIC_CHARACTER_SET)) {
              item.put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "ISO_IR 192");
            }
            resolve(item);
          }
        }
        case Element.Value value -> {
          if (Frames.isPixelData(value.tag()) && value.bytes().length > 0) {
            String where = Tag.toString(value.tag());
            checkLength(set, value.bytes().length, where);
            VR vr = nativeVr(set, value.tag(), value.vr());
            set.put(new Element.Value(value.tag(), vr, value.bytes(), false));
          }
        }
        case Element.Fragments fragments -> {
          // JSON has no fragments
        }
      }
    }
  }

  private void resolve(DataSet set, Element.Skipped skipped) throws RefusedException, IOException {
    int index = (int) skipped.offset();
    Reference reference = references.get(index);
    String where = reference.path();
    List<BulkDataParts.Part> named = parts.find(reference.uri(), from);
    if (named.isEmpty()) {
      throw new RefusedException(
          CANNOT_UNDERSTAND, where + ": no part of the request is at its BulkDataURI");
    }
    if (!Frames.isPixelData(skipped.tag())) {
      found.set(index, plain(skipped, named, where));
    } else if (!CompressedPixels.is(named.getFirst().type())) {
      found.set(index, pixels(set, named, where));
      VR vr = nativeVr(set, skipped.tag(), skipped.vr());
      set.put(new Element.Skipped(skipped.tag(), vr, index, 0));
    } else {
      CompressedPixels pixels = CompressedPixels.of(named, set, declared, spool, where);
      if (compressed != null && !compressed.equals(pixels.syntax())) {
        throw new RefusedException(
            TRANSFER_SYNTAX_NOT_SUPPORTED, where + ": pixel data of several transfer syntaxes");
      }
      compressed = pixels.syntax();
      List<DataSetWriter.LongValue> fragments = new ArrayList<>();
      pixels.fragments().forEach(one -> fragments.add(new Ranges(List.of(one))));
      found.set(index, new DataSetWriter.Found(true, fragments));
    }
  }

  /** A value that is no pixel data. */
  private DataSetWriter.Found plain(
      Element.Skipped skipped, List<BulkDataParts.Part> named, String where)
      throws RefusedException, IOException {
    if (named.size() > 1) {
      throw new RefusedException(
          CANNOT_UNDERSTAND, where + ": " + named.size() + " parts are at its BulkDataURI");
    }
    BulkDataParts.Part part = named.getFirst();
    // PS3.18 §10.5.2: a document may come as what it is
    if (skipped.tag() != Tag.ENCAPSULATED_DOCUMENT) {
      checkPlain(part, where);
    }
    if (skipped.vr().usesCharacterSet() && !isUtf8(part.bytes())) {
      throw new RefusedException(
          CANNOT_UNDERSTAND, where + ", part " + part.number() + ": text that is not UTF-8");
    }
    return one(List.of(part.bytes()), where);
  }

  private static void checkPlain(BulkDataParts.Part part, String where) throws RefusedException {
    String syntax = part.type().parameter("transfer-syntax").orElse("");
    boolean littleEndian =
        syntax.isEmpty()
            || syntax.equals(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid())
            || syntax.equals(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());
    if (!part.type().essence().equals(MediaType.OCTET_STREAM) || !littleEndian) {
      throw new RefusedException(
          TRANSFER_SYNTAX_NOT_SUPPORTED,
          where + ", part " + part.number() + ": no little endian " + MediaType.OCTET_STREAM);
    }
  }

  private boolean isUtf8(PartSpool.Range range) throws IOException {
    try (InputStream in = new BufferedInputStream(spool.open(range));
        Reader text = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder())) {
      text.transferTo(Writer.nullWriter());
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static DataSetWriter.Found one(List<PartSpool.Range> ranges, String where)
      throws RefusedException {
    Ranges value = new Ranges(ranges);
    if (value.length() > LONGEST) {
      throw new RefusedException(
          CANNOT_UNDERSTAND, where + ": longer than 32 bits can say (PS3.5 §7.1.2)");
    }
    return new DataSetWriter.Found(false, List.of(value));
  }

  // ------------------------------------------------------ uncompressed pixels

  private static DataSetWriter.Found pixels(
      DataSet set, List<BulkDataParts.Part> named, String where) throws RefusedException {
    List<PartSpool.Range> frames = new ArrayList<>();
    for (BulkDataParts.Part part : named) {
      checkPlain(part, where);
      frames.add(part.bytes());
    }
    DataSetWriter.Found value = one(frames, where);
    checkLength(set, value.values().getFirst().length(), where);
    return value;
  }

  /** Rows, Columns and the like must make the very length, PS3.5 §8.1.1; a byte may be padding. */
  private static void checkLength(DataSet set, long length, String where) throws RefusedException {
    long expected;
    try {
      int frames = set.integer(Tag.NUMBER_OF_FRAMES).orElse(1);
      expected = (Math.multiplyExact(Frames.frameBits(set), (long) frames) + 7) / 8;
    } catch (DicomFormatException e) {
      throw new RefusedException(CANNOT_UNDERSTAND, where + ": " + e.problem());
    } catch (ArithmeticException e) {
      throw new RefusedException(CANNOT_UNDERSTAND, where + ": more frames than there can be");
    }
    if (length != expected && length != expected + (expected & 1)) {
      throw new RefusedException(
          CANNOT_UNDERSTAND,
          where
              + ": "
              + length
              + " bytes, but Rows, Columns, Number of Frames, Samples per Pixel and Bits Allocated"
              + " make "
              + expected);
    }
  }

  /** OW above 8 bits, else OB or OW (PS3.5 §A.2). */
  private static VR nativeVr(DataSet set, int tag, VR named) {
    return switch (tag) {
      case Tag.FLOAT_PIXEL_DATA -> VR.OF;
      case Tag.DOUBLE_FLOAT_PIXEL_DATA -> VR.OD;
      default -> named == VR.OB && set.integer(Tag.BITS_ALLOCATED).orElse(16) <= 8 ? VR.OB : VR.OW;
    };
  }

  /** Bytes one after the other that stay where they are. */
  private record Ranges(List<PartSpool.Range> ranges) implements DataSetWriter.LongValue {
    @Override
    public long length() {
      return ranges.stream().mapToLong(PartSpool.Range::length).sum();
    }

    @Override
    public void writeTo(OutputStream out) {
      if (!(out instanceof Rope rope)) {
        throw new IllegalArgumentException("bytes that stay where they are need a rope");
      }
      ranges.forEach(rope::refer);
    }
  }
}
