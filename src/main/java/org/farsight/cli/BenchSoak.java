package org.farsight.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.farsight.bench.EnginePeer;
import org.farsight.bench.Peer;
import org.farsight.bench.Peers;
import org.farsight.bench.SoakBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code farsight bench soak}: many associations at once for long. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = {
      "Keeps many associations open at once, each sending ECGs, and watches the engine's memory.",
      "Ends with 1 on any error, or if memory grew by more than --most-growth."
    })
final class BenchSoak implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--associations",
      defaultValue = "200",
      description = "At once, up to 400 (default: ${DEFAULT-VALUE}).")
  private int associations = 200;

  @Option(names = "--minutes", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
  private double minutes = 10;

  @Option(
      names = "--pause-millis",
      defaultValue = "2000",
      description = "Between two objects of an association (default: ${DEFAULT-VALUE}).")
  private int pauseMillis = 2000;

  @Option(
      names = "--most-growth",
      paramLabel = "MB",
      defaultValue = "32",
      description = "Median of the last third less that of the second (default: ${DEFAULT-VALUE}).")
  private int mostGrowth = 32;

  @Option(
      names = "--quiet-seconds",
      defaultValue = "5",
      description = "study.quiet-seconds: how soon ECGs are converted (default: ${DEFAULT-VALUE}).")
  private int quietSeconds = 5;

  @Option(
      names = "--engine-options",
      paramLabel = "OPTIONS",
      defaultValue = "-Xmx512m",
      description = "Added to the Java options of farsight serve (default: ${DEFAULT-VALUE}).")
  private String engineOptions = "";

  @Option(
      names = "--where",
      paramLabel = "DIR",
      description = "Folder with some GB to spare (default: the temporary folder).")
  private Path where = Path.of(System.getProperty("java.io.tmpdir"));

  BenchSoak(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (associations < 1 || associations > 400 || minutes <= 0 || pauseMillis < 0) {
      throw new CommandFailure("these options make no sense", Main.WRONG_USE);
    }
    Progress progress = new Progress(console);
    EnginePeer.Start start =
        new EnginePeer.Start(
            "Farsight",
            ConfigurationOptions.home(),
            Bench.serveOptionsWith(Bench.words(engineOptions)),
            quietSeconds,
            "");
    SoakBench.Outcome outcome;
    try (Peers peers = new Peers(where, progress::at)) {
      Peer engine = peers.engine(start);
      outcome =
          new SoakBench(progress::at)
              .run(
                  engine,
                  new SoakBench.Options(
                      associations,
                      Duration.ofMillis((long) (minutes * 60_000)),
                      Duration.ofMillis(pauseMillis)));
    } catch (IOException e) {
      throw new CommandFailure("the measurement broke off: " + e.getMessage());
    } finally {
      progress.clear();
    }
    return told(outcome, start);
  }

  private int told(SoakBench.Outcome outcome, EnginePeer.Start start) {
    console
        .out()
        .printf(
            "%d associations for %.1f minutes: %d objects, %d errors, engine's memory grew by"
                + " %.1f MB%n",
            associations,
            minutes,
            outcome.objects(),
            outcome.errors().size(),
            outcome.growth() / 1e6);
    List<String> rss = outcome.rss().stream().map(b -> "%.0f".formatted(b / 1e6)).toList();
    console.out().println("RSS in MB over time: " + String.join(" ", rss));
    console.out().println("engine: java " + String.join(" ", start.jvmOptions()));
    outcome.errors().stream().distinct().limit(10).forEach(console.err()::println);
    boolean well = outcome.errors().isEmpty() && outcome.growth() <= mostGrowth * 1e6;
    return well ? Main.DONE : Main.FAILED;
  }
}
