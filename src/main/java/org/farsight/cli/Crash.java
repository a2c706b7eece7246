package org.farsight.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.farsight.crash.CrashRun;
import org.farsight.crash.Report;
import org.farsight.exchange.KillPoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code farsight crash}: the promise, tested by killing whoever could break it. */
@Command(
    name = "crash",
    mixinStandardHelpOptions = true,
    description = {
      "Starts an engine, an archive and a FHIR server of its own, lets devices send, kills the"
          + " engine",
      "at random moments and at every kill point, also the archive and the FHIR server, and"
          + " compares",
      "what devices were told is kept with what arrived. Goes on where the last call in the same",
      "folder ended. Ends with 1 if anything was lost, doubled or stuck. See docs/crash.md."
    })
final class Crash implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "No kill is begun after so long (default: ${DEFAULT-VALUE}).")
  private double minutes = 10;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data/crash",
      description = "Folder of all that is kept, used again (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("data/crash");

  @Option(names = "--seed", description = "Of moments and objects (default: the time).")
  private long seed = System.nanoTime();

  @Option(names = "--kill-points", description = "Only kills at kill points.")
  private boolean onlyPoints;

  @Option(names = "--random", description = "Only kills at random moments.")
  private boolean onlyRandom;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after N passes through all kill points and 20 random kills.")
  private int passes;

  @Option(
      names = "--between",
      paramLabel = "N",
      defaultValue = "15",
      description = "Kills between two comparisons (default: ${DEFAULT-VALUE}).")
  private int between = 15;

  @Option(
      names = "--light",
      description = {
        "A FHIR server that knows just what is asked of it and starts at once, instead of the"
            + " stand-in."
      })
  private boolean light;

  @Option(
      names = "--power-cuts",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "Two of three ends of the engine are a loss of power: what was not synced is gone. N more",
        "are tried in copies, at any moments of its life. Needs Linux and a C compiler."
      })
  private int powerCuts;

  Crash(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (minutes <= 0 || between < 1 || passes < 0 || powerCuts < 0 || (onlyPoints && onlyRandom)) {
      throw new CommandFailure("these options make no sense", Main.WRONG_USE);
    }
    Home home = Home.ofProcess();
    Progress progress = new Progress(console);
    CrashRun.Options options =
        new CrashRun.Options(
            data,
            home.folder(),
            Duration.ofMillis((long) (minutes * 60_000)),
            passes,
            !onlyRandom,
            onlyPoints ? 0 : 20,
            between,
            seed,
            light ? Optional.empty() : Optional.of(home.hospitalJar()),
            powerCuts);
    Report report;
    try {
      LogFile.redirectTo(data.resolve("logs/crash.log"));
      report = CrashRun.run(options, progress::at);
    } catch (IOException e) {
      throw new CommandFailure("the crash test broke off: " + e.getMessage());
    } finally {
      progress.clear();
    }
    return told(report);
  }

  private int told(Report report) {
    console.out().println("seed " + seed);
    for (KillPoint point : KillPoint.values()) {
      console.out().printf("%-28s %4d%n", point.name(), report.points().getOrDefault(point, 0));
    }
    console.out().println(report.words());
    if (!report.unreached().isEmpty()) {
      console.err().println("kill points that the load did not reach: " + report.unreached());
    }
    boolean well = report.lost() + report.doubled() + report.stuck() == 0;
    if (!well) {
      console.err().println("what was found: results.jsonl in " + data.toAbsolutePath());
    }
    return well ? Main.DONE : Main.FAILED;
  }
}
