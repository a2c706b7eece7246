package org.farsight.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Dictionary;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.jspecify.annotations.Nullable;

/**
 * Reads data sets of the DICOM JSON Model (PS3.18 annex F), one after the other, within the limits
 * of {@link ReadOptions}. Text becomes UTF-8, and Specific Character Set says so. Members of an
 * attribute object may stand in any order; one without {@code vr} gets the dictionary's.
 */
public final class DicomJsonReader {

  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_URI = 8192;
  private static final int ELEMENT_COST = 64;
  private static final int DELIMITERS = 0xFFFE;

  private final JsonInput in;
  private final ReadOptions options;
  private final DicomJson.BulkDataSource bulk;
  private boolean begun;
  private boolean array;
  private boolean done;
  private long memory;
  private long elements;

  /**
   * Reads from a stream.
   *
   * @param options {@code maxValueLength}, {@code maxMemory} (for each data set), {@code maxDepth}
   *     and {@code maxElements} hold
   * @param bulk gives the values that are not inline
   */
  public DicomJsonReader(InputStream in, ReadOptions options, DicomJson.BulkDataSource bulk) {
    this.in = new JsonInput(in);
    this.options = options;
    this.bulk = bulk;
  }

  /**
   * The next data set; empty after the last.
   *
   * @throws DicomFormatException if it is no DICOM JSON, or passes a limit
   */
  public Optional<DataSet> next() throws IOException {
    if (done) {
      return Optional.empty();
    }
    boolean first = !begun;
    if (first) {
      begun = true;
      array = in.accept('[');
    }
    if (array && !in.more(']', first, "") || !array && !first) {
      done = true;
      if (in.peek() != JsonInput.END) {
        throw in.error("something stands behind the JSON", "");
      }
      return Optional.empty();
    }
    memory = 0;
    elements = 0;
    JsonDataSet builder = new JsonDataSet();
    DataSet dataSet = object(0, "", builder);
    builder.declareCharacterSet(dataSet);
    return Optional.of(dataSet);
  }

  private DataSet object(int depth, String path, JsonDataSet builder) throws IOException {
    in.expect('{', path);
    DataSet dataSet = new DataSet();
    for (boolean first = true; in.more('}', first, path); first = false) {
      members(dataSet, in.name(LONGEST_NAME, path), depth, path, builder);
    }
    return dataSet;
  }

  /** One attribute object whose name is consumed. */
  private void members(DataSet to, String name, int depth, String path, JsonDataSet builder)
      throws IOException {
    int tag = tag(name, path);
    String here = (path.isEmpty() ? "" : path + ".") + Tag.toString(tag);
    charge(0, here);
    @Nullable VR vr = null;
    List<JsonDataSet.Member> values = List.of();
    byte @Nullable [] bytes = null;
    @Nullable String uri = null;
    in.expect('{', here);
    for (boolean first = true; in.more('}', first, here); first = false) {
      switch (in.name(LONGEST_NAME, here)) {
        case "vr" -> vr = vr(in.string(LONGEST_NAME, here), here);
        case "Value" -> values = values(depth, here, builder);
        case "InlineBinary" -> bytes = inline(here);
        case "BulkDataURI" -> uri = in.string(LONGEST_URI, here);
        default -> in.skip(options.maxDepth(), options.maxValueLength(), here);
      }
    }
    if (Tag.isGroupLength(tag)) {
      return;
    }
    VR known = vr == null ? Dictionary.vr(tag) : vr;
    if (known == VR.SQ && (bytes != null || uri != null)) {
      throw in.error("the items of a sequence as bytes", here); // PS3.18 §F.2.2
    }
    if (uri != null) {
      Optional<Element> elsewhere = bulk.refer(tag, known, uri, here);
      if (elsewhere.isPresent()) {
        charge(2L * (uri.length() + here.length()), here);
        to.put(elsewhere.get());
        return;
      }
      bytes = referred(uri, here);
    }
    try {
      to.put(
          bytes == null
              ? builder.element(tag, known, values)
              : new Element.Value(tag, known, even(bytes, known), false));
    } catch (IllegalArgumentException e) {
      throw in.error(String.valueOf(e.getMessage()), here);
    }
  }

  private static byte[] even(byte[] bytes, VR vr) {
    return new DataSet().putBytes(Tag.PIXEL_DATA, vr, bytes).bytes(Tag.PIXEL_DATA);
  }

  private int tag(String name, String path) throws DicomFormatException {
    if (!name.matches("[0-9A-Fa-f]{8}")) {
      throw in.error("a member that is no tag of eight hexadecimal digits", path);
    }
    int tag = Integer.parseUnsignedInt(name, 16);
    if (Tag.group(tag) == DELIMITERS) {
      throw in.error("a tag of group FFFE, which no element has", path); // PS3.5 §7.5
    }
    return tag;
  }

  private VR vr(String text, String path) throws DicomFormatException {
    VR vr = text.length() == 2 ? VR.of(text.charAt(0), text.charAt(1)) : null;
    if (vr == null) {
      throw in.error("a vr that PS3.5 does not know", path);
    }
    return vr;
  }

  private void charge(long bytes, String path) throws DicomFormatException {
    memory += ELEMENT_COST + bytes;
    elements++;
    if (memory > options.maxMemory()) {
      throw in.error("the values take more than " + options.maxMemory() + " bytes", path);
    }
    if (elements > options.maxElements()) {
      throw in.error("more than " + options.maxElements() + " elements", path);
    }
  }

  private byte[] inline(String path) throws IOException {
    long longest = 4L * options.maxValueLength() / 3 + 4;
    String text = in.string((int) Math.min(Integer.MAX_VALUE - 8, longest), path);
    charge(text.length(), path);
    try {
      return java.util.Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw in.error("InlineBinary is not in base64", path);
    }
  }

  private byte[] referred(String uri, String path) throws IOException {
    byte[] bytes =
        bulk.read(uri).orElseThrow(() -> in.error("no bulk data behind its BulkDataURI", path));
    charge(bytes.length, path);
    return bytes;
  }

  private List<JsonDataSet.Member> values(int depth, String path, JsonDataSet builder)
      throws IOException {
    in.expect('[', path);
    List<JsonDataSet.Member> values = new ArrayList<>();
    for (boolean first = true; in.more(']', first, path); first = false) {
      switch (in.peek()) {
        case '"' -> {
          String text = in.string(options.maxValueLength(), path);
          charge(2L * text.length(), path);
          values.add(new JsonDataSet.Text(text));
        }
        case 'n' -> {
          in.literal("null", path);
          charge(0, path);
          values.add(new JsonDataSet.Nothing());
        }
        case '{' -> {
          charge(0, path);
          values.add(nested(depth, path + "[" + (values.size() + 1) + "]", builder));
        }
        default -> {
          charge(0, path);
          values.add(new JsonDataSet.Number(in.number(path)));
        }
      }
    }
    return values;
  }

  /** An item or a person name: their members' names tell which; without any it is either. */
  private JsonDataSet.Member nested(int depth, String path, JsonDataSet builder)
      throws IOException {
    if (depth >= options.maxDepth()) {
      throw in.error("sequences nested deeper than " + options.maxDepth(), path);
    }
    in.expect('{', path);
    DataSet item = new DataSet();
    String[] groups = {"", "", ""};
    boolean isName = false;
    for (boolean first = true; in.more('}', first, path); first = false) {
      String name = in.name(LONGEST_NAME, path);
      int group = List.of("Alphabetic", "Ideographic", "Phonetic").indexOf(name);
      if (group < 0) {
        members(item, name, depth + 1, path, builder);
      } else if (in.peek() == 'n') {
        in.literal("null", path);
        isName = true;
      } else {
        groups[group] = in.string(options.maxValueLength(), path);
        charge(2L * groups[group].length(), path);
        isName = true;
      }
    }
    if (isName && !item.isEmpty()) {
      throw in.error("an object that is both a person name and an item", path);
    }
    return isName ? new JsonDataSet.Name(String.join("=", groups)) : new JsonDataSet.Item(item);
  }
}
