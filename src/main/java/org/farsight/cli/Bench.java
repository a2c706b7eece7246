package org.farsight.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code farsight bench}: measurements that anybody can repeat, see docs/performance.md. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures the engine and other servers. See docs/performance.md.",
    synopsisSubcommandLabel = "COMMAND")
final class Bench {

  /** How the launcher starts {@code serve}; without a launcher as Java does by itself. */
  static List<String> serveOptions() {
    return words(System.getProperty("farsight.serve-options", ""));
  }

  /** The same with others; a size or collector of the heap that these name wins. */
  static List<String> serveOptionsWith(List<String> others) {
    List<String> options = new ArrayList<>(serveOptions());
    options.removeIf(o -> isHeap(o) && others.stream().anyMatch(Bench::isHeap));
    options.removeIf(o -> isCollector(o) && others.stream().anyMatch(Bench::isCollector));
    options.addAll(others);
    return options;
  }

  private static boolean isHeap(String option) {
    return option.startsWith("-Xmx") || option.startsWith("-Xms");
  }

  private static boolean isCollector(String option) {
    return option.matches("-XX:\\+Use\\w*GC");
  }

  /** Options separated by spaces. */
  static List<String> words(String options) {
    return Arrays.stream(options.trim().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
