package org.farsight.cli;

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

  /** Options separated by spaces. */
  static List<String> words(String options) {
    return Arrays.stream(options.trim().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
