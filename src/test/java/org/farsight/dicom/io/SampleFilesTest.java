package org.farsight.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.zip.CRC32;
import org.farsight.Samples;
import org.farsight.dicom.data.CharacterSetEvidence;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real files of many makers. */
final class SampleFilesTest {

  private static final ReadOptions WHOLE =
      ReadOptions.DEFAULT.withMaxValueLength(1 << 28).withMaxMemory(1L << 30);

  @Test
  void eachIsReadWholeAndUpToThePixels() throws IOException {
    int files = 0;
    for (Path path : dicom()) {
      try (Part10File whole = Part10File.open(path);
          Part10File head = Part10File.open(path)) {
        DataSet all = whole.readDataSet(WHOLE);
        DataSet some = head.readDataSet(ReadOptions.DEFAULT.withStopAt(Tag.PIXEL_DATA));
        for (Element element : some) {
          assertThat(element).as("%s %s", path, element).isEqualTo(all.element(element.tag()));
        }
        assertThat(some.contains(Tag.PIXEL_DATA)).isFalse();
        files++;
      }
    }
    assertThat(files).isGreaterThan(100);
  }

  @Test
  void eachPassesTheWalk() throws IOException {
    for (Path path : dicom()) {
      try (Part10File file = Part10File.open(path)) {
        DataSetWalk walk =
            DataSetWalk.walk(file.dataSet(), file.dataSetLength(), file.transferSyntax());
        assertThat(walk.elements()).as(path.toString()).isPositive();
        if (!file.transferSyntax().deflated()) {
          assertThat(walk.bytes()).as(path.toString()).isEqualTo(file.dataSetLength());
        }
      }
    }
  }

  @Test
  void theWalkFindsTheTruncatedOne() throws IOException {
    Path path = Samples.require("dicom-images/malformed/MR_truncated.dcm");
    try (Part10File file = Part10File.open(path)) {
      assertThatThrownBy(
              () -> DataSetWalk.walk(file.dataSet(), file.dataSetLength(), file.transferSyntax()))
          .isInstanceOfSatisfying(
              DicomFormatException.class, e -> assertThat(e.path()).isEqualTo("(7FE0,0010)"));
    }
  }

  @Test
  void theWalkFindsEachCutOfARealObject() throws IOException {
    Path path = Samples.require("dicom-images/MR_small_jpeg_ls_lossless.dcm");
    try (Part10File file = Part10File.open(path)) {
      byte[] bytes = file.dataSet().readAllBytes();
      int whole = 0;
      for (int length = 0; length < bytes.length; length++) {
        try {
          DataSetWalk.walk(Arrays.copyOf(bytes, length), file.transferSyntax());
          whole++; // cut between two elements of the outermost level
        } catch (DicomFormatException e) {
          assertThat(e.offset()).isLessThanOrEqualTo(length);
        }
      }
      DataSet dataSet = DataSetReader.read(bytes, file.transferSyntax(), WHOLE);
      assertThat(whole).isLessThanOrEqualTo(dataSet.size());
    }
  }

  @Test
  void malformedOnesGiveALocatedErrorOrADataSet() throws IOException {
    for (Path path : Samples.files("dicom-images/malformed", p -> true)) {
      try (Part10File file = Part10File.open(path)) {
        assertThat(file.readDataSet(WHOLE).size()).isNotNegative();
      } catch (DicomFormatException e) {
        assertThat(e.problem()).as(path.toString()).isNotEmpty();
      }
    }
  }

  @Test
  void whatIsWrittenIsReadAgainEqual() throws IOException {
    for (Path path : dicom()) {
      try (Part10File file = Part10File.open(path)) {
        DataSet dataSet = withoutGroupLengths(file.readDataSet(WHOLE));
        for (DataSetWriter.Lengths lengths : DataSetWriter.Lengths.values()) {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
          DataSetWriter.write(dataSet, syntax, lengths, out);
          DataSet again = DataSetReader.read(out.toByteArray(), syntax, WHOLE);
          assertThat(padded(again)).as(path.toString()).isEqualTo(padded(dataSet));
        }
      }
    }
  }

  @Test
  void aReencodedObjectIsTheSameByteForByteWhereTheWritersRulesAreTheSame() throws IOException {
    Path path = Samples.require("dicom-images/MR_small_RLE.dcm");
    try (Part10File file = Part10File.open(path)) {
      byte[] bytes = file.dataSet().readAllBytes();
      DataSet dataSet = DataSetReader.read(bytes, file.transferSyntax(), WHOLE);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      DataSetWriter.write(dataSet, file.transferSyntax(), DataSetWriter.Lengths.UNDEFINED, out);
      assertThat(out.toByteArray()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "chrArab, قباني^لنزار",
    "chrFren, Buc^Jérôme",
    "chrFrenMulti, Buc^Jérôme",
    "chrGerm, Äneas^Rüdiger",
    "chrGreek, Διονυσιος",
    "chrH31, Yamada^Tarou=山田^太郎=やまだ^たろう",
    "chrHbrw, שרון^דבורה",
    "chrI2, Hong^Gildong=洪^吉洞=홍^길동",
    "chrJapMulti, やまだ^たろう",
    "chrKoreanMulti, 김희중",
    "chrRuss, Люкceмбypг",
    "chrX1, Wang^XiaoDong=王^小東",
    "chrX2, Wang^XiaoDong=王^小东",
    "Lena-latin1, Test-éüäöò",
    "Lena-cyrillic, Test-Дћ",
    "Lena-arabic, Test-ص",
    "Lena-utf8, Test-éüäöòДΘĝ"
  })
  void namesInEachCharacterSet(String name, String expected) throws IOException {
    DataSet dataSet = header("dicom-charsets/" + name + ".dcm");
    String text = dataSet.string(Tag.PATIENT_NAME).orElseThrow();
    assertThat(text.replaceAll("=+$", "")).startsWith(expected);
    assertThat(CharacterSetEvidence.examine(dataSet)).isEmpty();
  }

  @Test
  void shiftJisUnderKatakanaIsFound() throws IOException {
    DataSet dataSet = header("dicom-charsets/Lena-shift-jis.dcm");
    CharacterSetEvidence evidence = CharacterSetEvidence.examine(dataSet).orElseThrow();
    assertThat(evidence.rule()).isEqualTo(CharacterSetEvidence.Rule.SHIFT_JIS_AS_ISO_IR_13);
    assertThat(dataSet.readAs(evidence.found()).string(Tag.PATIENT_NAME)).contains("Test-ДΘﾈ");
  }

  @Test
  void noSampleIsMistakenForChinese() throws IOException {
    for (Path path : dicom()) {
      try (Part10File file = Part10File.open(path)) {
        DataSet dataSet = file.readDataSet(ReadOptions.DEFAULT.withStopAt(Tag.PIXEL_DATA));
        assertThat(CharacterSetEvidence.examine(dataSet).map(CharacterSetEvidence::rule))
            .as(path.toString())
            .isNotEqualTo(Optional.of(CharacterSetEvidence.Rule.GBK_UNDECLARED));
      }
    }
  }

  /** Each element on each level, compared with what an independent reader says. */
  @Test
  void pydicomReadsTheSameValues() throws IOException, InterruptedException {
    List<PydicomValues.Row> rows = PydicomValues.of(dicom());
    Map<Path, Map<String, Element>> read = new HashMap<>();
    Map<Element, DataSet> owners = new IdentityHashMap<>();
    List<String> differences = new ArrayList<>();
    for (PydicomValues.Row row : rows) {
      if (!read.containsKey(row.file())) {
        Map<String, Element> elements = new HashMap<>();
        try (Part10File file = Part10File.open(row.file())) {
          flatten("", repaired(file.readDataSet(WHOLE)), elements, owners);
        }
        read.put(row.file(), elements);
      }
      Element element = Objects.requireNonNull(read.get(row.file())).get(row.path());
      String ours =
          element == null
              ? "absent"
              : ours(row, element, Objects.requireNonNull(owners.get(element)));
      if (!privateUn(element) && !ours.equals(theirs(row))) {
        differences.add(row + " but " + ours);
      }
    }
    assertThat(differences).isEmpty();
    assertThat(rows).hasSizeGreaterThan(5000);
  }

  private static String ours(PydicomValues.Row row, Element element, DataSet owner) {
    int tag = element.tag();
    return switch (row.kind()) {
      case "items" -> Integer.toString(owner.items(tag).size());
      case "numbers" -> numbers(Arrays.stream(owner.decimals(tag)));
      case "bytes" -> {
        byte[] bytes = field(element);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        yield String.format("%d %08x", bytes.length, crc.getValue());
      }
      default -> withoutEmptyGroups(row, String.join("\\", owner.strings(tag)));
    };
  }

  private static String theirs(PydicomValues.Row row) {
    return row.kind().equals("numbers") && !row.value().isEmpty()
        ? numbers(Arrays.stream(row.value().split("\\\\", -1)).mapToDouble(Double::parseDouble))
        : withoutEmptyGroups(row, row.value());
  }

  /** pydicom leaves out the empty groups at the end of a person name. */
  private static String withoutEmptyGroups(PydicomValues.Row row, String text) {
    return row.vr().equals("PN") ? text.replaceAll("=+$", "") : text.strip();
  }

  private static String numbers(DoubleStream numbers) {
    return numbers.mapToObj(Double::toString).collect(Collectors.joining("\\"));
  }

  /** The value field as pydicom keeps it: of fragments, items with headers but no delimiter. */
  private static byte[] field(Element element) {
    return switch (element) {
      case Element.Value value -> value.bytes();
      case Element.Fragments fragments -> {
        DataSetBytes field = new DataSetBytes();
        for (byte[] fragment : fragments.fragments()) {
          field.item(fragment.length).hex(HexFormat.of().formatHex(fragment));
        }
        yield field.bytes();
      }
      case Element.Sequence sequence -> new byte[0];
      case Element.Skipped skipped -> new byte[0];
    };
  }

  /** pydicom takes ISO_IR 13 as Shift JIS without asking. */
  private static DataSet repaired(DataSet dataSet) {
    return CharacterSetEvidence.examine(dataSet)
        .map(evidence -> dataSet.readAs(evidence.found()))
        .orElse(dataSet);
  }

  /** pydicom knows the VRs of some private elements that the file says are UN. */
  private static boolean privateUn(@Nullable Element element) {
    return element != null && element.vr() == VR.UN && Tag.isPrivate(element.tag());
  }

  private static void flatten(
      String path, DataSet dataSet, Map<String, Element> into, Map<Element, DataSet> owners) {
    for (Element element : dataSet) {
      String here = path + Tag.toString(element.tag());
      into.put(here, element);
      owners.put(element, dataSet);
      int number = 1;
      for (DataSet item : dataSet.items(element.tag())) {
        flatten(here + "[" + number++ + "].", item, into, owners);
      }
    }
  }

  private static DataSet header(String sample) throws IOException {
    try (Part10File file = Part10File.open(Samples.require(sample))) {
      return file.readDataSet(ReadOptions.DEFAULT.withStopAt(Tag.PIXEL_DATA));
    }
  }

  private static List<Path> dicom() {
    List<Path> files = new ArrayList<>();
    for (String folder : new String[] {"dicom-images", "dicom-charsets", "dicom-ecg"}) {
      files.addAll(Samples.files(folder, p -> !p.toString().contains("malformed")));
    }
    return files;
  }

  private static DataSet withoutGroupLengths(DataSet dataSet) {
    DataSet without = new DataSet();
    for (Element element : dataSet) {
      if (Tag.isGroupLength(element.tag())) {
        continue;
      }
      without.put(
          element instanceof Element.Sequence sequence
              ? new Element.Sequence(
                  sequence.tag(),
                  sequence.items().stream().map(SampleFilesTest::withoutGroupLengths).toList())
              : element);
    }
    return without;
  }

  /** The same with even values, as a writer makes them. */
  private static DataSet padded(DataSet dataSet) {
    DataSet even = new DataSet();
    for (Element element : dataSet) {
      switch (element) {
        case Element.Value value -> even.putBytes(value.tag(), value.vr(), value.bytes(false));
        case Element.Sequence sequence ->
            even.putItems(
                sequence.tag(), sequence.items().stream().map(SampleFilesTest::padded).toList());
        case Element.Fragments fragments ->
            even.put(
                new Element.Fragments(
                    fragments.tag(),
                    VR.OB,
                    fragments.fragments().stream()
                        .map(f -> Arrays.copyOf(f, f.length + (f.length & 1)))
                        .toList()));
        case Element.Skipped skipped -> even.put(skipped);
      }
    }
    return even;
  }
}
