package org.farsight.ecg.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.farsight.Samples;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.EcgReaderContract;
import org.farsight.ecg.hl7v2.OruReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shared contract over every file of the test data: a new format is in it as soon as it has a
 * reader in the list and a file in the folder.
 */
class EcgFormatsTest {
  private static final EcgFormats FORMATS = EcgFormats.standard();
  private static final Path TEST_DATA = Path.of("test-data");
  private static final int CUTS = 25;
  private static final int MUTATIONS = 25;

  static Stream<Path> files() {
    return Stream.of("ecg", "dicom/ecg")
        .flatMap(folder -> walk(TEST_DATA.resolve(folder)))
        .filter(file -> !file.toString().endsWith(".md"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileHoldsTheContractOfItsReader(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    List<EcgReader> readers = FORMATS.readers().stream().filter(r -> r.recognises(bytes)).toList();
    assertThat(readers).as("exactly one reader knows %s", file).hasSize(1);

    EcgReaderContract contract = new EcgReaderContract(readers.getFirst(), bytes);
    contract.isReadAlikeTwice();
    if (readers.getFirst() instanceof OruReader) {
      // a message may end behind any segment: MLLP and HTTP tell where it does
      contract.isToldWhenCut(bytes.length / CUTS);
    } else {
      contract.isRefusedWhenCut(bytes.length / CUTS);
    }
    contract.survivesMutations(MUTATIONS, file.getFileName().toString().hashCode());
  }

  @Test
  void everyFormatHasAFileInTheTestData() {
    for (EcgReader reader : FORMATS.readers()) {
      assertThat(files().filter(file -> reader.recognises(bytes(file))))
          .as("files for %s", reader.format().title())
          .isNotEmpty();
    }
    assertThat(FORMATS.readers()).extracting(r -> r.format().id()).doesNotHaveDuplicates();
  }

  @Test
  void whatIsNoEcgHasNoReader() {
    for (String text : List.of("", "\0", "hello", "<xml/>", "<html><AnnotatedECG/></html>")) {
      assertThat(FORMATS.readerOf(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
    assertThat(FORMATS.readerOf(new byte[EcgReader.HEAD_LENGTH * 2])).isEmpty();
    assertThat(walk(TEST_DATA.resolve("dicom")).filter(file -> !file.toString().contains("ecg")))
        .isNotEmpty()
        .allSatisfy(image -> assertThat(FORMATS.readerOf(bytes(image))).isEmpty());
  }

  @Test
  void filesOfOtherMakersAndKindsHaveNoReader() {
    List<Path> others =
        Samples.files(
            ".",
            file ->
                !file.toString().contains("aecg")
                    && !file.toString().endsWith(".scp")
                    && !file.toString().contains("muse")
                    && !file.toString().contains("cardiosoft")
                    && !file.toString().contains("philips")
                    && !file.toString().contains("contec")
                    && !file.toString().contains("dicom-ecg")
                    // a result is known by its type, whatever it holds
                    && !file.toString().contains("ORU")
                    && !file.toString().endsWith("mirth-small.hl7")
                    && !file.toString().contains("malformed"));
    assertThat(others)
        .hasSizeGreaterThan(50)
        .allSatisfy(file -> assertThat(FORMATS.readerOf(bytes(file))).as("%s", file).isEmpty());
  }

  @Test
  void realFilesHoldTheContractToo() throws Exception {
    List<Path> files = new ArrayList<>(Samples.files("dicom-ecg", file -> true));
    files.addAll(Samples.files("ecg-formats/scp", file -> true));
    files.addAll(Samples.files("ecg-formats/muse", file -> true));
    files.addAll(Samples.files("ecg-formats/cardiosoft", file -> true));
    files.addAll(Samples.files("ecg-formats/contec", file -> true));
    files.addAll(
        Samples.files("ecg-formats/philips", file -> !file.toString().contains("invalid")));
    assertThat(files).hasSize(12);
    for (Path file : files) {
      EcgReader reader = FORMATS.readerOf(bytes(file)).orElseThrow();
      EcgReaderContract contract = new EcgReaderContract(reader, bytes(file));
      contract.isReadAlikeTwice();
      contract.isRefusedWhenCut(bytes(file).length / CUTS);
      contract.survivesMutations(MUTATIONS, 7);
    }
  }

  private static Stream<Path> walk(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
