package org.farsight.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Dictionary;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.DicomJson;
import org.farsight.dicom.io.DicomJsonReader;
import org.farsight.dicom.io.DicomJsonWriter;
import org.farsight.dicom.io.Leniency;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.io.Recoding;

/** What was read is written and read again: it has to be the same. */
final class Written {
  private static final long LARGE = 1L << 30;
  private static final int LONGEST_SHORT = 0xFFFE;

  private Written() {}

  /** Writes in the same transfer syntax, by delimiters and by lengths, and reads again. */
  static void again(DataSet dataSet, TransferSyntax syntax, ReadOptions options)
      throws IOException {
    if (!isWritable(dataSet, syntax)) {
      return;
    }
    DataSet expected = normal(dataSet);
    for (DataSetWriter.Lengths lengths : DataSetWriter.Lengths.values()) {
      if (lengths == DataSetWriter.Lengths.DEFINED && !syntax.explicitVr()) {
        continue; // a private sequence cannot be told from a private value then
      }
      byte[] bytes = bytes(expected, syntax, lengths);
      DataSet read = DataSetReader.read(bytes, syntax, options.withMaxMemory(LARGE));
      assertThat(values(read)).as("values").isEqualTo(values(expected));
      if (syntax.explicitVr()) {
        assertThat(read).as("written with %s lengths", lengths).isEqualTo(expected);
      }
      assertThat(bytes(read, syntax, lengths)).as("bytes of the second writing").isEqualTo(bytes);
    }
  }

  /**
   * Re-encodes the bytes as they stream by: the same values in implicit VR little endian. Where
   * tags come twice the data set holds the last, and nothing is known of the one before: a UN that
   * is no sequence cannot be read in implicit VR.
   */
  static void recoded(byte[] bytes, TransferSyntax from, DataSet dataSet, ReadOptions read)
      throws IOException {
    if (!Recoding.possible(from)
        || !isWritable(dataSet, from)
        || !isOrdered(bytes, from, read)
        || !meansTheSameInImplicitVr(dataSet)) {
      return;
    }
    byte[] recoded;
    try (InputStream in =
        Recoding.toImplicitLittleEndian(new ByteArrayInputStream(bytes), -1, from)) {
      recoded = in.readAllBytes();
    }
    TransferSyntax to = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
    ReadOptions options = ReadOptions.DEFAULT.withMaxMemory(LARGE);
    // A UN of known length goes over as it is, with a group length that may hide in it.
    assertThat(values(normal(DataSetReader.read(recoded, to, options))))
        .as("re-encoded")
        .isEqualTo(values(normal(dataSet)));
  }

  /** As JSON, long values and fragments by reference: what we write we read. */
  static void asJson(DataSet dataSet) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (DicomJsonWriter writer = new DicomJsonWriter(json)) {
      writer.write(dataSet, new DicomJson.BulkDataUris(64, path -> "bulk/" + path));
    }
    DicomJsonReader reader =
        new DicomJsonReader(
            new ByteArrayInputStream(json.toByteArray()),
            ReadOptions.DEFAULT.withMaxMemory(LARGE),
            uri -> Optional.of(new byte[0]));
    assertThat(reader.next()).isPresent();
    assertThat(reader.next()).isEmpty();
  }

  /** Whether no element has a VR so wrong that nobody can tell what it is without it. */
  private static boolean meansTheSameInImplicitVr(DataSet dataSet) {
    for (Element element : dataSet) {
      boolean same =
          switch (element) {
            case Element.Value value -> Dictionary.vr(value.tag()) != VR.SQ;
            case Element.Sequence sequence ->
                sequence.tag() != Tag.PIXEL_DATA
                    && !Tag.isGroupLength(sequence.tag())
                    && sequence.items().stream().allMatch(Written::meansTheSameInImplicitVr);
            case Element.Fragments fragments -> false;
            case Element.Skipped skipped -> false;
          };
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static byte[] bytes(DataSet dataSet, TransferSyntax syntax, DataSetWriter.Lengths lengths)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataSetWriter.write(dataSet, syntax, lengths, out);
    return out.toByteArray();
  }

  /** Whether tags ascend: only then a stop tag has a meaning. */
  static boolean isOrdered(byte[] bytes, TransferSyntax syntax, ReadOptions options)
      throws IOException {
    try {
      DataSetReader.read(
          bytes, syntax, options.withLeniencies(without(options, Leniency.UNORDERED)));
      return true;
    } catch (DicomFormatException e) {
      return false;
    }
  }

  private static Set<Leniency> without(ReadOptions options, Leniency leniency) {
    Set<Leniency> rest = new HashSet<>(options.leniencies());
    rest.remove(leniency);
    return rest;
  }

  /**
   * Whether all was read into memory and the syntax can express it. A UN of odd length is left out:
   * the padding can make a sequence of it.
   */
  private static boolean isWritable(DataSet dataSet, TransferSyntax syntax) {
    for (Element element : dataSet) {
      boolean writable =
          switch (element) {
            case Element.Value value ->
                value.vr().longLength()
                    ? value.vr() != VR.UN || (value.bytes().length & 1) == 0
                    : value.bytes().length <= LONGEST_SHORT;
            case Element.Sequence sequence ->
                sequence.items().stream().allMatch(item -> isWritable(item, syntax));
            case Element.Fragments fragments -> syntax.explicitVr();
            case Element.Skipped skipped -> false;
          };
      if (!writable) {
        return false;
      }
    }
    return true;
  }

  /**
   * The same without group lengths, with little endian values of even length and at least the empty
   * Basic Offset Table, as a writer leaves it.
   */
  private static DataSet normal(DataSet dataSet) {
    DataSet normal = new DataSet();
    for (Element element : dataSet) {
      if (Tag.isGroupLength(element.tag())) {
        continue;
      }
      switch (element) {
        case Element.Value value -> normal.putBytes(value.tag(), value.vr(), value.bytes(false));
        case Element.Sequence sequence ->
            normal.putItems(
                sequence.tag(), sequence.items().stream().map(Written::normal).toList());
        case Element.Fragments fragments ->
            normal.put(new Element.Fragments(fragments.tag(), VR.OB, even(fragments.fragments())));
        case Element.Skipped skipped -> throw new IllegalStateException("checked before");
      }
    }
    return normal;
  }

  private static List<byte[]> even(List<byte[]> fragments) {
    List<byte[]> even = new ArrayList<>();
    for (byte[] fragment : fragments.isEmpty() ? List.of(new byte[0]) : fragments) {
      even.add(Arrays.copyOf(fragment, fragment.length + (fragment.length & 1)));
    }
    return even;
  }

  /** Paths and value bytes: what even implicit VR keeps where a VR depends on another element. */
  private static List<String> values(DataSet dataSet) {
    List<String> values = new ArrayList<>();
    values("", dataSet, values);
    return values;
  }

  private static void values(String path, DataSet dataSet, List<String> into) {
    for (Element element : dataSet) {
      String here = path + Tag.toString(element.tag());
      switch (element) {
        case Element.Value value -> into.add(here + Arrays.toString(value.bytes(false)));
        case Element.Fragments fragments ->
            fragments.fragments().forEach(f -> into.add(here + Arrays.toString(f)));
        case Element.Skipped skipped -> into.add(here + " skipped");
        case Element.Sequence sequence -> {
          into.add(here + sequence.items().size());
          int number = 0;
          for (DataSet item : sequence.items()) {
            values(here + "[" + ++number + "].", item, into);
          }
        }
      }
    }
  }
}
