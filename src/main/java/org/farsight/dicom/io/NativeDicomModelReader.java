package org.farsight.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Dictionary;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;
import org.jspecify.annotations.Nullable;

/**
 * Reads a data set of the Native DICOM Model (PS3.19 annex A.1), within the limits of {@link
 * ReadOptions}. Text becomes UTF-8, and Specific Character Set says so. Private elements that stand
 * with their creator and without a block get one. Documents with a DTD are refused, so that there
 * are no entities. An XML attribute is held as it comes: the caller limits the length of all.
 */
public final class NativeDicomModelReader {

  private static final int ELEMENT_COST = 64;

  /** XML elements around and within those of the items, which are two deep each. */
  private static final int DEPTH_BESIDE = 16;

  private static final String NOT_UTF_8 = "text that is not UTF-8";
  private static final List<String> ENCODINGS = List.of("UTF-8", "UTF8", "US-ASCII", "ASCII");
  private static final int DELIMITERS = 0xFFFE;
  private static final int MOST_VALUES = 1 << 16;
  private static final List<String> GROUPS = List.of("Alphabetic", "Ideographic", "Phonetic");
  private static final List<String> COMPONENTS =
      List.of("FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix");

  private final XMLStreamReader xml;
  private final ReadOptions options;
  private final DicomJson.BulkDataSource bulk;
  private final JsonDataSet builder = new JsonDataSet();
  private long memory;
  private long elements;

  private NativeDicomModelReader(
      XMLStreamReader xml, ReadOptions options, DicomJson.BulkDataSource bulk) {
    this.xml = xml;
    this.options = options;
    this.bulk = bulk;
  }

  /**
   * Reads one document.
   *
   * @param options {@code maxValueLength}, {@code maxMemory}, {@code maxDepth} and {@code
   *     maxElements} hold
   * @param bulk gives the values that are not inline
   * @throws NativeDicomModelException if it is no such document, or passes a limit
   */
  public static DataSet read(InputStream in, ReadOptions options, DicomJson.BulkDataSource bulk)
      throws IOException {
    try {
      XMLStreamReader xml = XmlInput.open(in, 2 * options.maxDepth() + DEPTH_BESIDE);
      try {
        return new NativeDicomModelReader(xml, options, bulk).document();
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      boolean text = e.getNestedException() instanceof CharacterCodingException;
      if (e.getNestedException() instanceof IOException broken && !text) {
        throw broken;
      }
      String problem = text ? NOT_UTF_8 : "no well-formed XML";
      throw new NativeDicomModelException(problem, e.getLocation(), "");
    } catch (CharacterCodingException e) {
      throw new NativeDicomModelException(NOT_UTF_8, null, "");
    }
  }

  private NativeDicomModelException error(String problem, String path) {
    return new NativeDicomModelException(problem, xml.getLocation(), path);
  }

  private DataSet document() throws XMLStreamException, IOException {
    String encoding = xml.getCharacterEncodingScheme();
    if (encoding != null && !ENCODINGS.contains(encoding.toUpperCase(Locale.ROOT))) {
      throw error("another encoding than UTF-8", "");
    }
    int event = xml.next();
    while (event != XMLStreamConstants.START_ELEMENT) {
      if (event == XMLStreamConstants.DTD) {
        throw error("a DTD, which is not taken", "");
      }
      event = xml.next();
    }
    if (!xml.getLocalName().equals("NativeDicomModel")) {
      throw error("a document that is no NativeDicomModel", "");
    }
    DataSet dataSet = dataSet(0, "");
    while (xml.hasNext()) {
      xml.next(); // comments; anything else is no XML
    }
    builder.declareCharacterSet(dataSet);
    return dataSet;
  }

  /**
   * Steps to the next child of the element that is open.
   *
   * @return its name; empty where the element ends
   */
  private Optional<String> child(String path) throws XMLStreamException, IOException {
    while (true) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          return Optional.of(xml.getLocalName());
        }
        case XMLStreamConstants.END_ELEMENT -> {
          return Optional.empty();
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (!xml.isWhiteSpace()) {
            throw error("text between elements", path);
          }
        }
        case XMLStreamConstants.ENTITY_REFERENCE -> throw error("an entity", path);
        default -> {
          // comments and processing instructions say nothing
        }
      }
    }
  }

  /** The text of the element that is open, up to its end. */
  private String text(String path) throws XMLStreamException, IOException {
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (xml.next()) {
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          charge(2L * xml.getTextLength(), path);
          text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
        }
        case XMLStreamConstants.END_ELEMENT -> {
          return text.toString();
        }
        case XMLStreamConstants.START_ELEMENT -> throw error("an element within a value", path);
        case XMLStreamConstants.ENTITY_REFERENCE -> throw error("an entity", path);
        default -> {
          // comments and processing instructions say nothing
        }
      }
      if (text.length() > 4L * options.maxValueLength() / 3 + 4) {
        throw error("a value of more than " + options.maxValueLength() + " bytes", path);
      }
    }
  }

  private void charge(long bytes, String path) throws NativeDicomModelException {
    memory += bytes;
    if (memory > options.maxMemory()) {
      throw error("the values take more than " + options.maxMemory() + " bytes", path);
    }
  }

  // -------------------------------------------------------------- attributes

  private DataSet dataSet(int depth, String path) throws XMLStreamException, IOException {
    DataSet dataSet = new DataSet();
    PrivateBlocks blocks = new PrivateBlocks(builder);
    Optional<String> name = child(path);
    while (name.isPresent()) {
      if (!name.get().equals("DicomAttribute")) {
        throw error("an element that is no DicomAttribute", path);
      }
      attribute(dataSet, blocks, depth, path);
      name = child(path);
    }
    try {
      blocks.addTo(dataSet);
    } catch (IllegalArgumentException e) {
      throw error(String.valueOf(e.getMessage()), path);
    }
    return dataSet;
  }

  private void attribute(DataSet to, PrivateBlocks blocks, int depth, String path)
      throws XMLStreamException, IOException {
    int tag = tag(path);
    String here = (path.isEmpty() ? "" : path + ".") + Tag.toString(tag);
    String creator = Optional.ofNullable(xml.getAttributeValue(null, "privateCreator")).orElse("");
    charge(ELEMENT_COST + 2L * creator.length(), here);
    if (++elements > options.maxElements()) {
      throw error("more than " + options.maxElements() + " elements", here);
    }
    VR vr = vr(tag, here);
    Element element = values(tag, vr, depth, here);
    if (Tag.isGroupLength(tag) && creator.isEmpty()) {
      return;
    }
    if (creator.isEmpty() || !Tag.isPrivate(tag)) {
      to.put(element);
    } else {
      blocks.add(creator, element);
    }
  }

  private int tag(String path) throws NativeDicomModelException {
    String text = Optional.ofNullable(xml.getAttributeValue(null, "tag")).orElse("");
    if (!text.matches("[0-9A-Fa-f]{8}")) {
      throw error("a tag that is not eight hexadecimal digits", path);
    }
    int tag = Integer.parseUnsignedInt(text, 16);
    if (Tag.group(tag) == DELIMITERS) {
      throw error("a tag of group FFFE, which no element has", path); // PS3.5 §7.5
    }
    return tag;
  }

  private VR vr(int tag, String path) throws NativeDicomModelException {
    String text = xml.getAttributeValue(null, "vr");
    if (text == null) {
      return Dictionary.vr(tag);
    }
    VR vr = text.length() == 2 ? VR.of(text.charAt(0), text.charAt(1)) : null;
    if (vr == null) {
      throw error("a vr that PS3.5 does not know", path);
    }
    return vr;
  }

  private Element values(int tag, VR vr, int depth, String here)
      throws XMLStreamException, IOException {
    List<JsonDataSet.@Nullable Member> values = new ArrayList<>();
    Element bytes = null;
    Optional<String> name = child(here);
    while (name.isPresent()) {
      switch (name.get()) {
        case "Value" -> place(values, number(values, here), new JsonDataSet.Text(text(here)), here);
        case "PersonName" -> place(values, number(values, here), personName(here), here);
        case "Item" -> item(values, depth, here);
        case "BulkData" -> bytes = referred(tag, vr, here);
        case "InlineBinary" -> bytes = inline(tag, vr, here);
        default -> throw error("an element that a DicomAttribute does not have", here);
      }
      name = child(here);
    }
    if (bytes != null) {
      if (!values.isEmpty()) {
        throw error("values beside InlineBinary or BulkData", here);
      }
      return bytes;
    }
    List<JsonDataSet.Member> all = new ArrayList<>();
    values.forEach(value -> all.add(value == null ? new JsonDataSet.Nothing() : value));
    try {
      return builder.element(tag, vr, all);
    } catch (IllegalArgumentException e) {
      throw error(String.valueOf(e.getMessage()), here);
    }
  }

  /** The number of the value that is open, from 1; without one it is the next. */
  private int number(List<JsonDataSet.@Nullable Member> values, String path)
      throws NativeDicomModelException {
    String text = xml.getAttributeValue(null, "number");
    if (text == null) {
      return values.size() + 1;
    }
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw error("a number that counts no value", path);
    }
    return Integer.parseInt(text);
  }

  private void place(
      List<JsonDataSet.@Nullable Member> values, int number, JsonDataSet.Member value, String path)
      throws NativeDicomModelException {
    if (number > values.size() + MOST_VALUES) {
      throw error("a value far behind the one before", path);
    }
    while (values.size() < number) {
      charge(ELEMENT_COST, path);
      values.add(null);
    }
    if (values.get(number - 1) != null) {
      throw error("two values of one number", path);
    }
    values.set(number - 1, value);
  }

  private void item(List<JsonDataSet.@Nullable Member> values, int depth, String path)
      throws XMLStreamException, IOException {
    if (depth >= options.maxDepth()) {
      throw error("sequences nested deeper than " + options.maxDepth(), path);
    }
    int number = number(values, path);
    DataSet item = dataSet(depth + 1, path + "[" + number + "]");
    place(values, number, new JsonDataSet.Item(item), path);
  }

  private JsonDataSet.Member personName(String path) throws XMLStreamException, IOException {
    String[] groups = {"", "", ""};
    Optional<String> name = child(path);
    while (name.isPresent()) {
      int group = GROUPS.indexOf(name.get());
      if (group < 0) {
        throw error("an element that a PersonName does not have", path);
      }
      groups[group] = components(path);
      name = child(path);
    }
    return new JsonDataSet.Name(String.join("=", groups));
  }

  private String components(String path) throws XMLStreamException, IOException {
    String[] components = {"", "", "", "", ""};
    Optional<String> name = child(path);
    while (name.isPresent()) {
      int component = COMPONENTS.indexOf(name.get());
      if (component < 0) {
        throw error("an element that a name does not have", path);
      }
      components[component] = text(path);
      name = child(path);
    }
    return String.join("^", components).replaceAll("\\^+$", "");
  }

  // ------------------------------------------------------------------- bytes

  private Element inline(int tag, VR vr, String path) throws XMLStreamException, IOException {
    String text = text(path);
    try {
      return element(tag, vr, Base64.getMimeDecoder().decode(text), path);
    } catch (IllegalArgumentException e) {
      throw error("InlineBinary is not in base64", path);
    }
  }

  private Element referred(int tag, VR vr, String path) throws XMLStreamException, IOException {
    String uri = xml.getAttributeValue(null, "uri");
    if (uri == null) {
      String uuid = xml.getAttributeValue(null, "uuid");
      if (uuid == null) {
        throw error("a BulkData without uri", path);
      }
      uri = "urn:uuid:" + uuid;
    }
    if (vr == VR.SQ) {
      throw error("the items of a sequence as bytes", path);
    }
    charge(2L * (uri.length() + path.length()), path);
    if (child(path).isPresent()) {
      throw error("an element within BulkData", path);
    }
    Optional<Element> elsewhere = bulk.refer(tag, vr, uri, path);
    if (elsewhere.isPresent()) {
      return elsewhere.get();
    }
    Optional<byte[]> bytes = bulk.read(uri);
    if (bytes.isEmpty()) {
      throw error("no bulk data behind its uri", path);
    }
    charge(bytes.get().length, path);
    return element(tag, vr, bytes.get(), path);
  }

  private Element element(int tag, VR vr, byte[] bytes, String path)
      throws NativeDicomModelException {
    if (vr == VR.SQ) {
      throw error("the items of a sequence as bytes", path);
    }
    Element element = new DataSet().putBytes(tag, vr, bytes).element(tag);
    if (element == null) {
      throw new IllegalStateException("what was put is not there");
    }
    return element;
  }
}
