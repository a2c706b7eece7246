package org.farsight.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.bench.EnginePeer;
import org.farsight.bench.Peer;
import org.farsight.bench.Peers;
import org.farsight.bench.ReceiveBench;
import org.farsight.bench.ReceiveReport;
import org.farsight.bench.Workload;
import org.farsight.dicom.ul.AeAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code farsight bench receive}: how fast we and others take objects, side by side. */
@Command(
    name = "receive",
    mixinStandardHelpOptions = true,
    description = {
      "Sends synthetic CTs, ECGs and multi-frame objects by C-STORE to the engine and to other",
      "servers, in turns, and prints medians, ratios and every setting. Starts an engine of its"
          + " own",
      "and, where they are installed, DCMTK's storescp and Orthanc, each with temporary folders."
    })
final class BenchReceive implements Callable<Integer> {
  private static final Pattern PEER =
      Pattern.compile("(?<name>[^=]+)=(?<node>[^,]+)(,pid=(?<pid>\\d{1,10}))?");
  private static final List<String> SLIM = List.of("-Xmx256m", "-XX:+UseSerialGC");

  private final Console console;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Rounds (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--minutes",
      defaultValue = "60",
      description = "No round begins after so long (default: ${DEFAULT-VALUE}).")
  private int minutes = 60;

  @Option(names = "--quick", description = "A tenth of the objects, one round: only a try.")
  private boolean quick;

  @Option(
      names = "--workload",
      paramLabel = "TEXT",
      description = "Only workloads whose name contains this; may be repeated.")
  private List<String> only = List.of();

  @Option(
      names = "--peer",
      paramLabel = "NAME=AET@HOST:PORT[,pid=N]",
      description = "A server that runs already; with its process id, CPU and memory are measured.")
  private List<String> given = List.of();

  @Option(
      names = "--orthanc",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Start Orthanc if it is installed.")
  private boolean orthanc = true;

  @Option(
      names = "--dcmtk",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Start DCMTK's storescp if it is installed.")
  private boolean dcmtk = true;

  @Option(
      names = "--limits",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Measure what client and disk allow.")
  private boolean limits = true;

  @Option(
      names = "--memory",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Measure memory and visibility.")
  private boolean memory = true;

  @Option(
      names = "--engine-options",
      paramLabel = "OPTIONS",
      description = "Java options of the engine (default: those of farsight serve).")
  private Optional<String> engineOptions = Optional.empty();

  @Option(
      names = "--quiet-seconds",
      defaultValue = "3600",
      description =
          "study.quiet-seconds of the engine (default: ${DEFAULT-VALUE}, no conversions).")
  private int quietSeconds = 3600;

  @Option(
      names = "--calling-aet",
      defaultValue = "FARSIGHT_BENCH",
      description = "Calling AE title (default: ${DEFAULT-VALUE}).")
  private String callingAet = "FARSIGHT_BENCH";

  @Option(
      names = "--where",
      paramLabel = "DIR",
      description = "Folder on the disk to measure; needs some GB (default: the temporary folder).")
  private Path where = Path.of(System.getProperty("java.io.tmpdir"));

  @Option(names = "--json", paramLabel = "FILE", description = "Writes every figure there too.")
  private Optional<Path> json = Optional.empty();

  BenchReceive(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    List<Workload> workloads =
        Workload.all(quick).stream()
            .filter(w -> only.isEmpty() || only.stream().anyMatch(w.name()::contains))
            .toList();
    if (workloads.isEmpty() || rounds < 1) {
      throw new CommandFailure("nothing to measure", Main.WRONG_USE);
    }
    ReceiveBench.Options options =
        new ReceiveBench.Options(
            workloads, quick ? 1 : rounds, Duration.ofMinutes(minutes), limits, memory, callingAet);
    List<Peer> others = new ArrayList<>();
    for (String text : given) {
      others.add(peer(text));
    }
    Progress progress = new Progress(console);
    ReceiveReport report;
    EnginePeer.Start shipped =
        start("Farsight", engineOptions.map(Bench::words).orElseGet(Bench::serveOptions));
    try (Peers peers = new Peers(where, progress::at)) {
      List<Peer> servers = new ArrayList<>(List.of(peers.engine(shipped)));
      if (dcmtk) {
        servers.addAll(peers.storeScps());
      }
      if (orthanc) {
        servers.addAll(peers.orthanc());
      }
      servers.addAll(others);
      List<Peer> slim = new ArrayList<>();
      if (memory) {
        slim.add(
            peers.engine(
                start("Farsight " + String.join(" ", SLIM), Bench.serveOptionsWith(SLIM))));
      }
      report = new ReceiveBench(options, progress::at).run(servers, slim, peers.scratch());
    } catch (IOException e) {
      progress.clear();
      throw new CommandFailure("the measurement broke off: " + e.getMessage());
    }
    progress.clear();
    BenchTable.print(report, "Farsight", options.rounds(), console.out());
    if (json.isPresent()) {
      BenchJson.write(report, "Farsight", json.get());
    }
    return Main.DONE;
  }

  private EnginePeer.Start start(String name, List<String> jvmOptions) {
    return new EnginePeer.Start(name, ConfigurationOptions.home(), jvmOptions, quietSeconds, "");
  }

  /** NAME=AET@HOST:PORT[,pid=N]. */
  static Peer peer(String text) throws CommandFailure {
    Matcher parts = PEER.matcher(text);
    if (!parts.matches()) {
      throw new CommandFailure(
          "--peer " + text + " is not NAME=AET@HOST:PORT[,pid=N]", Main.WRONG_USE);
    }
    try {
      String pid = parts.group("pid");
      return Peer.given(
          parts.group("name"),
          AeAddress.parse(parts.group("node")),
          pid == null ? 0 : Long.parseLong(pid));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("--peer " + text + ": " + e.getMessage(), Main.WRONG_USE);
    }
  }
}
