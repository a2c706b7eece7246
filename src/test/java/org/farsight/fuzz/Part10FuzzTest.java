package org.farsight.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.junit.jupiter.params.provider.MethodSource;

/** Files, with or without preamble and header. */
final class Part10FuzzTest {
  private static final long MEMORY = 1 << 20;
  private static final ReadOptions OPTIONS = ReadOptions.DEFAULT.withMaxMemory(MEMORY);

  private record Read(String facts, DataSet meta, TransferSyntax syntax, Optional<DataSet> data) {}

  static Stream<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (TransferSyntax syntax : DataSetFuzzTest.SYNTAXES) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Part10File.write(out, DataSetSeeds.object(syntax), syntax, "FARSIGHT");
      byte[] file = out.toByteArray();
      seeds.add(file);
      seeds.add(Arrays.copyOfRange(file, 128, file.length)); // no preamble
      seeds.add(Arrays.copyOfRange(file, 132, file.length)); // nor DICM
    }
    DataSetSeeds.all().forEach(seed -> seeds.add(Arrays.copyOfRange(seed, 1, seed.length)));
    return seeds.stream();
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isAFileOrARefusalThatSaysWhere(byte[] bytes) throws IOException {
    Optional<Read> whole = read(bytes, new ByteArrayInputStream(bytes));
    assertThat(read(bytes, new Trickle(bytes))).as("one byte at a time").isEqualTo(whole);
    if (whole.isPresent() && whole.get().data().isPresent()) {
      Asked.everything(whole.get().meta());
      Asked.everything(whole.get().data().get());
      writtenAgain(whole.get(), whole.get().data().get());
    }
  }

  private static Optional<Read> read(byte[] bytes, InputStream in) throws IOException {
    // the syntax is not known before, and each may say that it is deflated
    long most = Cost.ofDataSet(bytes.length, true, MEMORY);
    try {
      return Optional.of(Cost.within(most, () -> read(in)));
    } catch (DicomFormatException e) {
      DataSetFuzzTest.located(e);
      return Optional.empty();
    }
  }

  private static Read read(InputStream in) throws IOException {
    in.reset();
    try (Part10File file = Part10File.read(in)) {
      assertThat(file.dataSetOffset()).isNotNegative();
      String facts = file.sopClass() + " " + file.sopInstance() + " " + file.dataSetOffset();
      return new Read(facts, file.fileMeta(), file.transferSyntax(), dataSet(file));
    }
  }

  private static Optional<DataSet> dataSet(Part10File file) throws IOException {
    try {
      return Optional.of(file.readDataSet(OPTIONS));
    } catch (DicomFormatException e) {
      DataSetFuzzTest.located(e);
      assertThat(e.offset() >= file.dataSetOffset() || file.transferSyntax().deflated()).isTrue();
      return Optional.empty();
    }
  }

  /** A new header before the same data set: what it says is read back. */
  private static void writtenAgain(Read read, DataSet dataSet) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String uid = Uid.TWELVE_LEAD_ECG_WAVEFORM_STORAGE;
    Part10File.writeHeader(out, uid, "2.25.7", TransferSyntax.RLE_LOSSLESS, "FARSIGHT");
    int header = out.size();
    try (Part10File file = Part10File.read(new ByteArrayInputStream(out.toByteArray()))) {
      assertThat(file.sopClass()).contains(uid);
      assertThat(file.sopInstance()).contains("2.25.7");
      assertThat(file.transferSyntax()).isEqualTo(TransferSyntax.RLE_LOSSLESS);
      assertThat(file.dataSetOffset()).isEqualTo(header);
    }
    Written.again(dataSet, read.syntax(), OPTIONS);
  }
}
