package org.farsight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The real files of many makers that tests read in place and that are never part of this
 * repository: {@code ../shared/samples}, or the folder named by {@code -Dfarsight.samples}. A test
 * that needs them is reported as skipped where the folder is missing.
 */
public final class Samples {

  private Samples() {}

  /** The folder, whether it exists or not. */
  public static Path dir() {
    return Path.of(System.getProperty("farsight.samples", "../shared/samples"));
  }

  /** The folder; skips the calling test where it is missing. */
  public static Path require() {
    assumeTrue(Files.isDirectory(dir()), "no sample files at " + dir());
    return dir();
  }

  /** One sample; skips the calling test where the folder is missing. */
  public static Path require(String relative) {
    Path file = require().resolve(relative);
    assertThat(file).as("a sample named by a test").exists();
    return file;
  }

  /** All regular files below a folder of the samples that fit, sorted; skips where missing. */
  public static List<Path> files(String folder, Predicate<Path> fits) {
    try (Stream<Path> walk = Files.walk(require(folder))) {
      return walk.filter(Files::isRegularFile).filter(fits).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
