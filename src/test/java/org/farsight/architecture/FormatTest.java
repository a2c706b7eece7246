package org.farsight.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The formatter as a test, so that it runs on the JDK that compiles (which may be newer than the
 * one that runs Maven). {@code main} writes what the test demands.
 */
class FormatTest {

  private static final List<Path> ROOTS =
      List.of(Path.of("src/main/java"), Path.of("src/test/java"), Path.of("src/hospital/src"));

  @Test
  void everySourceFileIsFormattedAsGoogleJavaFormatWould() throws Exception {
    List<Path> sources = sources();
    assertThat(sources).as("found the sources").hasSizeGreaterThan(2);
    List<Path> odd = new ArrayList<>();
    for (Path file : sources) {
      String text = Files.readString(file);
      if (!text.equals(format(text))) {
        odd.add(file);
      }
    }
    assertThat(odd).as("run ./farsight format to put these right").isEmpty();
  }

  @Test
  void aBadlyFormattedFileIsSeen() throws Exception {
    String bad = "class A{int b ;}\n";
    assertThat(format(bad)).isNotEqualTo(bad);
  }

  /** Formats every source file in place. */
  public static void main(String[] args) throws Exception {
    for (Path file : sources()) {
      String text = Files.readString(file);
      String formatted = format(text);
      if (!text.equals(formatted)) {
        Files.writeString(file, formatted);
      }
    }
  }

  private static String format(String text) throws Exception {
    Formatter formatter =
        new Formatter(
            JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.GOOGLE).build());
    String ordered =
        ImportOrderer.reorderImports(
            RemoveUnusedImports.removeUnusedImports(text), JavaFormatterOptions.Style.GOOGLE);
    return formatter.formatSource(ordered);
  }

  private static List<Path> sources() throws Exception {
    List<Path> found = new ArrayList<>();
    for (Path root : ROOTS) {
      if (Files.isDirectory(root)) {
        try (Stream<Path> walk = Files.walk(root)) {
          walk.filter(p -> p.toString().endsWith(".java")).forEach(found::add);
        }
      }
    }
    return found;
  }
}
