package org.farsight.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.farsight.bench.EnginePeer;
import org.farsight.bench.LargeBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code farsight bench large}: objects around 4 GB through the engine to an archive. */
@Command(
    name = "large",
    mixinStandardHelpOptions = true,
    description = {
      "Sends a native multi-frame object just below 2^32 bytes and an encapsulated one beyond it"
          + " to",
      "an engine with a small heap, which stores and forwards both; compares digests at the end."
    })
final class BenchLarge implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--megabytes",
      defaultValue = "4096",
      description = "Size of the objects (default: ${DEFAULT-VALUE}).")
  private int megabytes = 4096;

  @Option(
      names = "--engine-options",
      paramLabel = "OPTIONS",
      defaultValue = "-Xmx256m -XX:+UseSerialGC",
      description = "Added to the Java options of farsight serve (default: ${DEFAULT-VALUE}).")
  private String engineOptions = "";

  @Option(
      names = "--where",
      paramLabel = "DIR",
      description = "Folder with 9 GB to spare (default: the temporary folder).")
  private Path where = Path.of(System.getProperty("java.io.tmpdir"));

  BenchLarge(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (megabytes < 2 || megabytes > 4096) {
      throw new CommandFailure("--megabytes is a number from 2 to 4096", Main.WRONG_USE);
    }
    Progress progress = new Progress(console);
    EnginePeer.Start start =
        EnginePeer.Start.asShipped(
            ConfigurationOptions.home(), Bench.serveOptionsWith(Bench.words(engineOptions)));
    List<LargeBench.Way> ways;
    try {
      ways = new LargeBench(progress::at).run(where, start, megabytes);
    } catch (IOException e) {
      throw new CommandFailure("the measurement broke off: " + e.getMessage());
    } finally {
      progress.clear();
    }
    TextTable table =
        new TextTable("object", "bytes", "received s", "forwarded s", "same bytes", "peak RSS MB");
    for (LargeBench.Way way : ways) {
      table.row(
          way.name(),
          Long.toString(way.bytes()),
          "%.1f".formatted(way.received()),
          way.forwarded().map("%.1f"::formatted).orElse("never"),
          way.same() ? "yes" : "NO",
          "%.0f".formatted(way.peakRss() / 1e6));
    }
    table.lines().forEach(console.out()::println);
    console.out().println("engine: java " + String.join(" ", start.jvmOptions()));
    return ways.stream().allMatch(LargeBench.Way::same) ? Main.DONE : Main.FAILED;
  }
}
