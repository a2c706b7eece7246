package org.farsight.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.dicom.data.CharacterSetEvidence;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetWalk;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.ReadOptions;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The data set reader: the first byte chooses the transfer syntax and how strict it is, the rest is
 * the data set.
 */
final class DataSetFuzzTest {
  private static final long MEMORY = 1 << 20;
  private static final int STRICT = 0x80;

  static final List<TransferSyntax> SYNTAXES =
      List.of(
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
          TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.JPEG_BASELINE);

  static Stream<byte[]> seeds() {
    return DataSetSeeds.all();
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isADataSetOrARefusalThatSaysWhere(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    TransferSyntax syntax = SYNTAXES.get((input[0] & 0x7F) % SYNTAXES.size());
    ReadOptions options =
        ((input[0] & STRICT) == 0 ? ReadOptions.DEFAULT : ReadOptions.STRICT)
            .withMaxMemory(MEMORY)
            .withMaxValueLength(1 << 16);
    byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
    Optional<DataSet> whole =
        attempt(bytes.length, syntax, () -> DataSetReader.read(bytes, syntax, options));
    Optional<DataSet> slow =
        attempt(
            bytes.length, syntax, () -> DataSetReader.read(new Trickle(bytes), syntax, options));
    assertThat(slow).as("one byte at a time").isEqualTo(whole);
    boolean walked =
        attempt(
                bytes.length,
                syntax,
                () -> DataSetWalk.walk(stream(bytes), bytes.length, syntax, options))
            .isPresent();
    if (whole.isPresent()) {
      assertThat(walked).as("the walk agrees").isTrue();
      stops(bytes, syntax, options, whole.get());
      Asked.everything(whole.get());
      CharacterSetEvidence.examine(whole.get())
          .ifPresent(evidence -> Asked.everything(whole.get().readAs(evidence.found())));
      Written.again(whole.get(), syntax, options);
      Written.recoded(bytes, syntax, whole.get(), options);
      Written.asJson(whole.get());
    }
    events(bytes, syntax, options);
  }

  /** What is read up to a tag is the beginning of the whole. */
  private static void stops(byte[] bytes, TransferSyntax syntax, ReadOptions options, DataSet whole)
      throws IOException {
    if (!Written.isOrdered(bytes, syntax, options)) {
      return; // what follows a later tag is not seen: documented
    }
    DataSet head = DataSetReader.read(bytes, syntax, options.withStopAt(Tag.PIXEL_DATA));
    for (Element element : whole) {
      if (Integer.compareUnsigned(element.tag(), Tag.PIXEL_DATA) < 0) {
        assertThat(head.element(element.tag())).isEqualTo(element);
      }
    }
  }

  /** The pull reader: each event has its place, and values are read or transferred at will. */
  private static void events(byte[] bytes, TransferSyntax syntax, ReadOptions options) {
    try (DataSetReader reader = new DataSetReader(stream(bytes), syntax, options)) {
      long last = 0;
      int open = 0;
      for (var event = reader.next(); event != DataSetReader.Event.END; event = reader.next()) {
        assertThat(reader.position()).isGreaterThanOrEqualTo(last);
        last = reader.position();
        switch (event) {
          case SEQUENCE, ITEM, FRAGMENTS -> open++;
          case SEQUENCE_END, ITEM_END, FRAGMENTS_END -> open--;
          case ELEMENT, FRAGMENT -> {
            long begin = reader.position();
            if ((reader.tag() & 1) == 0) {
              reader.transferValue(OutputStream.nullOutputStream());
            } else {
              assertThat(reader.readValue()).hasSize((int) reader.length());
            }
            assertThat(reader.position() - begin).isEqualTo(reader.length());
          }
          case END -> throw new IllegalStateException("the loop has ended");
        }
        assertThat(reader.path()).isNotEmpty();
        assertThat(open).isNotNegative();
      }
      assertThat(open).as("what was begun has ended").isZero();
    } catch (DicomFormatException e) {
      located(e);
    } catch (IOException e) {
      throw new AssertionError("memory cannot fail", e);
    }
  }

  private static ByteArrayInputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  /** The result; empty where the bytes are refused in a way that helps. */
  private static <T> Optional<T> attempt(
      int length, TransferSyntax syntax, Cost.Reading<T> reading) {
    try {
      return Optional.of(Cost.within(Cost.ofDataSet(length, syntax.deflated(), MEMORY), reading));
    } catch (DicomFormatException e) {
      located(e);
      return Optional.empty();
    } catch (IOException e) {
      throw new AssertionError("memory cannot fail", e);
    }
  }

  static void located(DicomFormatException e) {
    assertThat(e.offset()).isNotNegative();
    assertThat(e.problem()).isNotBlank();
    assertThat(e.getMessage()).hasSizeLessThan(4096);
  }
}
