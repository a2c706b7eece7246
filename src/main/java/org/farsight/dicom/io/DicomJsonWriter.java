package org.farsight.dicom.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Dictionary;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.VR;

/**
 * Writes data sets as an array of the DICOM JSON Model (PS3.18 annex F), one after the other. Text
 * is UTF-8 whatever it was, and Specific Character Set says so. Group lengths are left out. An
 * element of VR UN that the dictionary knows is written with the dictionary's VR (PS3.5 §6.2.2).
 */
public final class DicomJsonWriter implements Closeable {

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final BigInteger SAFE = BigInteger.ONE.shiftLeft(53);
  private static final int LONGEST_NUMBER = 64;
  private static final String[] GROUPS = {"Alphabetic", "Ideographic", "Phonetic"};

  private final JsonOutput out;
  private final DicomJson.BulkDataUris bulk;
  private final StringBuilder path = new StringBuilder();
  private boolean any;
  private boolean closed;

  /**
   * Writes to a stream.
   *
   * @param out is flushed, not closed
   */
  public DicomJsonWriter(OutputStream out) {
    this(DicomJson.BulkDataUris.NONE, out);
  }

  private DicomJsonWriter(DicomJson.BulkDataUris bulk, OutputStream out) {
    this.out = new JsonOutput(out);
    this.bulk = bulk;
  }

  /** One data set as one object. */
  static void object(DataSet dataSet, DicomJson.BulkDataUris bulk, OutputStream out)
      throws IOException {
    DicomJsonWriter writer = new DicomJsonWriter(bulk, out);
    writer.dataSet(dataSet);
    writer.out.flush();
  }

  /**
   * Writes the next data set with every value inline.
   *
   * @throws IllegalArgumentException if a value is not in memory or encapsulated
   */
  public void write(DataSet dataSet) throws IOException {
    write(dataSet, DicomJson.BulkDataUris.NONE);
  }

  /** Writes the next data set; what is long or not in memory is named by its BulkDataURI. */
  public void write(DataSet dataSet, DicomJson.BulkDataUris uris) throws IOException {
    out.raw(any ? ",\n" : "[");
    any = true;
    new DicomJsonWriter(uris, out).dataSet(dataSet);
  }

  private DicomJsonWriter(DicomJson.BulkDataUris bulk, JsonOutput out) {
    this.out = out;
    this.bulk = bulk;
  }

  /** Ends the array; the stream stays open. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      out.raw(any ? "]" : "[]");
      out.flush();
    }
  }

  private void dataSet(DataSet dataSet) throws IOException {
    out.raw("{");
    boolean first = true;
    int here = path.length();
    for (Element element : dataSet) {
      if (!Tag.isGroupLength(element.tag())) {
        String tag = hex(element.tag());
        path.append(tag);
        out.raw((first ? "\"" : ",\"") + tag + "\":{\"vr\":\"");
        element(dataSet, element);
        out.raw("}");
        first = false;
        path.setLength(here);
      }
    }
    out.raw("}");
  }

  static String hex(int tag) {
    String digits = Integer.toHexString(tag).toUpperCase(java.util.Locale.ROOT);
    return "0".repeat(8 - digits.length()) + digits;
  }

  private void element(DataSet dataSet, Element element) throws IOException {
    switch (element) {
      case Element.Value value -> value(dataSet, value);
      case Element.Sequence sequence -> sequence(sequence);
      case Element.Fragments fragments -> reference(fragments.vr());
      case Element.Skipped skipped -> reference(skipped.vr());
    }
  }

  private void reference(VR vr) throws IOException {
    out.raw(vr + "\",\"BulkDataURI\":");
    out.string(bulk.uri().apply(path.toString()));
  }

  private void sequence(Element.Sequence sequence) throws IOException {
    out.raw("SQ\"");
    List<DataSet> items = sequence.items();
    if (items.isEmpty()) {
      return;
    }
    int here = path.length();
    for (int i = 0; i < items.size(); i++) {
      out.raw(i == 0 ? ",\"Value\":[" : ",");
      path.append('/').append(i + 1).append('/');
      dataSet(items.get(i));
      path.setLength(here);
    }
    out.raw("]");
  }

  private void value(DataSet dataSet, Element.Value value) throws IOException {
    if (value.tag() == Tag.SPECIFIC_CHARACTER_SET) {
      characterSet(value);
      return;
    }
    VR vr = value.vr();
    if (vr == VR.UN) {
      VR known = Dictionary.vr(value.tag());
      vr = known == VR.SQ ? VR.UN : known;
    }
    if (!vr.isString() && !vr.multiValued()) {
      binary(vr, value);
      return;
    }
    out.raw(vr + "\"");
    List<String> values = dataSet.strings(value.tag());
    if (values.isEmpty() || values.stream().allMatch(String::isEmpty)) {
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      out.raw(i == 0 ? ",\"Value\":[" : ",");
      one(vr, values.get(i));
    }
    out.raw("]");
  }

  /** What it says is no longer so, whatever VR it had. */
  private void characterSet(Element.Value value) throws IOException {
    out.raw(VR.CS + "\"");
    if (value.bytes().length > 0) {
      out.raw(",\"Value\":[\"ISO_IR 192\"]");
    }
  }

  private void binary(VR vr, Element.Value value) throws IOException {
    int length = value.bytes().length;
    if (length > bulk.inlineLimit()) {
      reference(vr);
      return;
    }
    out.raw(vr + "\"");
    if (length > 0) {
      out.raw(",\"InlineBinary\":\"");
      byte[] bytes =
          new Element.Value(value.tag(), vr, value.bytes(), value.bigEndian()).bytes(false);
      out.raw(Base64.getEncoder().encode(bytes));
      out.raw("\"");
    }
  }

  private void one(VR vr, String text) throws IOException {
    if (text.isEmpty()) {
      out.raw("null");
      return;
    }
    switch (vr) {
      case PN -> name(text);
      case US, SS, UL, SL -> out.raw(text);
      case FL, FD -> {
        if (NUMBER.matcher(text).matches()) {
          out.raw(text);
        } else {
          out.string(text); // NaN and infinities: JSON has no number for them
        }
      }
      case SV, UV -> integer(text);
      case IS -> integer(text);
      case DS -> decimal(text);
      default -> out.string(text);
    }
  }

  /** As a number where every JSON reader keeps it exact, else as a string (PS3.18 §F.2.3). */
  private void integer(String text) throws IOException {
    boolean digits = text.length() <= LONGEST_NUMBER && text.matches("[+-]?\\d+");
    BigInteger number = digits ? new BigInteger(text) : SAFE;
    if (number.abs().compareTo(SAFE) < 0) {
      out.raw(number.toString());
    } else {
      out.string(text);
    }
  }

  /** As a number where it is one that a reader takes, else as the text that it is. */
  private void decimal(String text) throws IOException {
    boolean decimal =
        text.length() <= LONGEST_NUMBER
            && text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,5})?");
    if (!decimal || !JsonDataSet.isInRange(new BigDecimal(text))) {
      out.string(text);
    } else {
      out.raw(NUMBER.matcher(text).matches() ? text : new BigDecimal(text).toString());
    }
  }

  private void name(String text) throws IOException {
    String[] groups = text.split("=", -1);
    boolean first = true;
    out.raw("{");
    for (int i = 0; i < GROUPS.length && i < groups.length; i++) {
      String group = groups[i].strip();
      if (!group.isEmpty()) {
        out.raw((first ? "\"" : ",\"") + GROUPS[i] + "\":");
        out.string(group);
        first = false;
      }
    }
    out.raw("}");
  }
}
