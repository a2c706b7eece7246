package org.farsight.ecg.waveform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.Samples;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.EcgReader;
import org.farsight.ecg.Recording;
import org.farsight.ecg.formats.EcgFormats;

/** Every ECG of this project's test data and of the samples, in every format that is read. */
public final class EcgFileSet {
  private static final EcgFormats FORMATS = EcgFormats.standard();

  private EcgFileSet() {}

  /**
   * A file and what is in it.
   *
   * @param path where it is
   * @param recording what a reader makes of it
   */
  public record EcgFile(Path path, Recording recording) {
    @Override
    public String toString() {
      return path.getFileName().toString();
    }
  }

  /** All files that are read; those of the samples only where these are there. */
  public static List<EcgFile> all() {
    List<Path> paths = new ArrayList<>();
    for (String folder : List.of("ecg", "dicom/ecg")) {
      paths.addAll(below(Path.of("test-data").resolve(folder)));
    }
    if (Files.isDirectory(Samples.dir())) {
      for (String folder : List.of("ecg-formats", "dicom-ecg")) {
        paths.addAll(below(Samples.dir().resolve(folder)));
      }
    }
    return paths.stream().map(EcgFileSet::read).flatMap(Optional::stream).toList();
  }

  private static Optional<EcgFile> read(Path path) {
    try {
      byte[] bytes = Files.readAllBytes(path);
      Optional<EcgReader> reader = FORMATS.readerOf(bytes);
      return reader.isEmpty()
          ? Optional.empty()
          : Optional.of(new EcgFile(path, reader.get().read(bytes)));
    } catch (EcgFormatException e) {
      return Optional.empty(); // broken on purpose: the readers' own tests hold what is said of it
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
