package org.farsight.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the bytes are: a data set or a located error, in little memory and time. */
final class HostileDataTest {

  private static final List<TransferSyntax> SYNTAXES =
      List.of(
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
          TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.JPEG_BASELINE);

  @Test
  void oneByteAtATimeReadsTheSame() throws IOException {
    for (TransferSyntax syntax : SYNTAXES) {
      byte[] bytes = DataSetWriter.toBytes(object(syntax), syntax);
      DataSet whole = DataSetReader.read(bytes, syntax, ReadOptions.DEFAULT);
      DataSet slow = DataSetReader.read(new OneByte(bytes), syntax, ReadOptions.DEFAULT);
      assertThat(slow).as(syntax.name()).isEqualTo(whole);
      assertThat(DataSetWalk.walk(new OneByte(bytes), bytes.length, syntax))
          .isEqualTo(DataSetWalk.walk(bytes, syntax));
    }
  }

  @Test
  void cutAnywhereItIsAShorterDataSetOrALocatedError() throws IOException {
    for (TransferSyntax syntax : SYNTAXES) {
      byte[] bytes = DataSetWriter.toBytes(object(syntax), syntax);
      DataSet whole = DataSetReader.read(bytes, syntax, ReadOptions.DEFAULT);
      int errors = 0;
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        try {
          assertBeginning(DataSetReader.read(cut, syntax, ReadOptions.DEFAULT), whole);
        } catch (DicomFormatException e) {
          errors++;
          assertThat(e.offset()).isNotNegative();
        }
        try {
          DataSetReader.read(new ByteArrayInputStream(cut), syntax, ReadOptions.STRICT);
        } catch (DicomFormatException e) {
          assertThat(e.problem()).isNotEmpty();
        }
      }
      assertThat(errors).as(syntax.name()).isGreaterThan(bytes.length / 2);
    }
  }

  @Test
  void aStopTagIsReachedThoughTheDataEndBehindIt() throws IOException {
    TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    byte[] bytes = DataSetWriter.toBytes(object(syntax), syntax);
    ReadOptions options = ReadOptions.DEFAULT.withStopAt(Tag.PIXEL_DATA);
    DataSet header = DataSetReader.read(bytes, syntax, options);
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 3);
    assertThat(DataSetReader.read(cut, syntax, options)).isEqualTo(header);
  }

  /** Seeded: a failure can be run again. */
  @Test
  void mutatedBytesNeverGiveAnotherException() {
    Random random = new Random(20240229);
    int read = 0;
    int refused = 0;
    for (TransferSyntax syntax : SYNTAXES) {
      byte[] original = DataSetWriter.toBytes(object(syntax), syntax);
      for (int round = 0; round < 1500; round++) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
          bytes[random.nextInt(bytes.length)] = mutation(random);
        }
        if (survives(bytes, syntax, round)) {
          read++;
        } else {
          refused++;
        }
      }
    }
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  @Test
  void randomBytesNeverGiveAnotherException() {
    Random random = new Random(8);
    int files = 0;
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      for (TransferSyntax syntax : SYNTAXES) {
        survives(bytes, syntax, round);
      }
      try (Part10File file = Part10File.read(new ByteArrayInputStream(bytes))) {
        file.readDataSet(ReadOptions.DEFAULT);
        files++;
      } catch (DicomFormatException e) {
        assertThat(e.problem()).isNotEmpty();
      } catch (IOException e) {
        fail("round " + round, e);
      }
    }
    assertThat(files).isLessThan(2000);
  }

  @Test
  void memoryDoesNotGrowWithThePixels() throws IOException {
    long length = 3L << 30;
    byte[] head =
        new DataSetBytes()
            .shortForm(Tag.MODALITY, "CS", "CT")
            .longForm(Tag.PIXEL_DATA, "OW", length)
            .bytes();
    DataSet dataSet =
        DataSetReader.read(
            new Endless(head, head.length + length),
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            ReadOptions.DEFAULT);
    assertThat(dataSet.element(Tag.PIXEL_DATA))
        .isEqualTo(new Element.Skipped(Tag.PIXEL_DATA, VR.OW, head.length, length));
    DataSetWalk walk =
        DataSetWalk.walk(
            new Endless(head, head.length + length),
            head.length + length,
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(walk.bytes()).isEqualTo(head.length + length);
  }

  @Test
  @Timeout(30)
  void elementsThatComeBackwardsTakeNoLonger() throws IOException {
    int count = 500_000;
    DataSetBytes bytes = new DataSetBytes();
    for (int i = count; i > 0; i--) {
      bytes.implicit(Tag.of(0x4000, 0) + i, 0);
    }
    DataSet dataSet =
        DataSetReader.read(
            bytes.bytes(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, ReadOptions.DEFAULT);
    assertThat(dataSet.size()).isEqualTo(count);
    int last = 0;
    for (Element element : dataSet) {
      assertThat(element.tag()).isGreaterThan(last);
      last = element.tag();
    }
  }

  @Test
  void itemsHiddenInUnCountAsMemory() throws IOException {
    DataSetBytes bytes = new DataSetBytes();
    for (int tag : new int[] {Tag.CONTENT_SEQUENCE, Tag.REFERENCED_IMAGE_SEQUENCE}) {
      bytes.longForm(tag, "UN", 8 * 8000);
      for (int i = 0; i < 8000; i++) {
        bytes.item(0);
      }
    }
    DataSet dataSet =
        DataSetReader.read(
            bytes.bytes(),
            TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
            ReadOptions.DEFAULT.withMaxMemory(1 << 20));
    assertThat(dataSet.items(Tag.CONTENT_SEQUENCE)).hasSize(8000);
    assertThat(dataSet.element(Tag.REFERENCED_IMAGE_SEQUENCE))
        .as("what is left of the memory does not hold its items")
        .isInstanceOf(Element.Value.class);
  }

  @Test
  void theHighestTagIsNoEndOfTheData() throws IOException {
    byte[] bytes =
        new DataSetBytes()
            .implicit(0xFFFFFFFF, "AB")
            .hex("01") // no header
            .bytes();
    assertThatThrownBy(() -> DataSetWalk.walk(bytes, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN))
        .isInstanceOf(DicomFormatException.class);
  }

  @Test
  void aSequenceInPlaceOfPixelsIsASequence() throws IOException {
    DataSet dataSet = new DataSet();
    dataSet.addItem(Tag.PIXEL_DATA).put(Tag.MODALITY, VR.CS, "CT");
    TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    byte[] bytes = DataSetWriter.toBytes(dataSet, syntax);
    assertThat(DataSetReader.read(bytes, syntax, ReadOptions.DEFAULT)).isEqualTo(dataSet);
  }

  /** Reads, walks and asks every getter; whether it was read. */
  private static boolean survives(byte[] bytes, TransferSyntax syntax, int round) {
    boolean read = false;
    try {
      DataSet dataSet = DataSetReader.read(bytes, syntax, ReadOptions.DEFAULT);
      askAll(dataSet);
      read = true;
      DataSetWalk.walk(bytes, syntax);
    } catch (DicomFormatException e) {
      assertThat(e.getMessage()).contains("at byte");
    } catch (IOException | RuntimeException e) {
      fail(syntax.name() + ", round " + round, e);
    }
    return read;
  }

  private static void askAll(DataSet dataSet) {
    for (Element element : dataSet) {
      int tag = element.tag();
      List<Object> answers = new ArrayList<>();
      answers.add(dataSet.string(tag));
      answers.add(dataSet.strings(tag));
      answers.add(dataSet.personName(tag));
      answers.add(dataSet.date(tag));
      answers.add(dataSet.time(tag));
      answers.add(dataSet.dateTime(tag));
      answers.add(dataSet.integer(tag));
      answers.add(dataSet.integers(tag));
      answers.add(dataSet.decimals(tag));
      assertThat(answers).doesNotContainNull();
      dataSet.items(tag).forEach(HostileDataTest::askAll);
    }
  }

  /** Bytes that matter to the structure come more often than others. */
  private static byte mutation(Random random) {
    byte[] telling = {0, -1, -2, 0x0D, (byte) 0xDD, (byte) 0xE0, 'S', 'Q', 'U', 'N', 8, 0x7F};
    return random.nextBoolean()
        ? telling[random.nextInt(telling.length)]
        : (byte) random.nextInt(256);
  }

  private static void assertBeginning(DataSet part, DataSet whole) {
    for (Element element : part) {
      Element same = whole.element(element.tag());
      if (element instanceof Element.Value) {
        assertThat(element).isEqualTo(same);
      } else {
        assertThat(same).isNotNull();
      }
    }
  }

  private static DataSet object(TransferSyntax syntax) {
    DataSet dataSet =
        new DataSet()
            .put(Tag.SPECIFIC_CHARACTER_SET, VR.CS, "", "ISO 2022 IR 58")
            .put(Tag.STUDY_DATE, VR.DA, "20240229")
            .put(Tag.PATIENT_NAME, VR.PN, "Wang^Wei=王^伟=")
            .putInts(Tag.ROWS, VR.US, 2);
    DataSet item = dataSet.addItem(Tag.CONTENT_SEQUENCE);
    item.put(Tag.TEXT_VALUE, VR.UT, "正常");
    item.addItem(Tag.CONCEPT_NAME_CODE_SEQUENCE).put(Tag.CODE_VALUE, VR.SH, "8601-7");
    item.putBytes(0x00091001, VR.UN, new byte[] {1, 2, 3, 4});
    dataSet.addItem(Tag.CONTENT_SEQUENCE).putDecimals(Tag.NUMERIC_VALUE, VR.DS, 1.5, 2);
    byte[] pixels = {1, 2, 3, 4, 5, 6, 7, 8};
    return syntax.encapsulated()
        ? dataSet.put(new Element.Fragments(Tag.PIXEL_DATA, VR.OB, List.of(new byte[0], pixels)))
        : dataSet.putBytes(Tag.PIXEL_DATA, VR.OW, pixels);
  }

  /** Hands out one byte per read. */
  private static final class OneByte extends ByteArrayInputStream {

    OneByte(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] into, int from, int length) {
      return super.read(into, from, Math.min(1, length));
    }

    @Override
    public synchronized long skip(long count) {
      return super.skip(Math.min(1, count));
    }
  }

  /** A head and then zeros up to a length, which can be skipped. */
  private static final class Endless extends InputStream {

    private final byte[] head;
    private final long length;
    private long position;

    Endless(byte[] head, long length) {
      this.head = head;
      this.length = length;
    }

    @Override
    public int read() {
      if (position >= length) {
        return -1;
      }
      int value = position < head.length ? head[(int) position] & 0xFF : 0;
      position++;
      return value;
    }

    @Override
    public int read(byte[] into, int from, int count) {
      int done = 0;
      for (int value = 0; done < count && (value = read()) >= 0; done++) {
        into[from + done] = (byte) value;
      }
      return done == 0 && count > 0 ? -1 : done;
    }

    @Override
    public long skip(long count) {
      long skipped = Math.min(count, length - position);
      position += skipped;
      return skipped;
    }
  }
}
