package org.farsight.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;

/**
 * The engine's lives, one after the other, on the same data. Small segments and a small redo log
 * make new segments and laps come within seconds; a short start matters more than speed later on.
 */
final class EngineLives {
  private static final Pattern READY = Pattern.compile("farsight ready .*");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  static final long SEGMENT = 2 << 20;
  static final int REDO = 256 << 10;

  /** Seconds: longer than a device takes to bring a late image, whatever dies meanwhile. */
  private static final int SWEPT_AFTER = 15;

  private final CrashSite site;
  private final Path home;
  private final ClassArchive classes;
  private final Map<String, String> environment;

  /**
   * @param environment further variables of its processes
   */
  EngineLives(CrashSite site, Path home, Map<String, String> environment) throws IOException {
    this.site = site;
    this.home = home;
    this.environment = Map.copyOf(environment);
    this.classes = ClassArchive.in(site.folder(), "engine");
  }

  private ChildProcess begin(List<String> further) throws IOException {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-Xmx400m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    options.add("-Dfarsight.home=" + home);
    options.add("-D" + KillSwitch.SEGMENT_BYTES + "=" + SEGMENT);
    options.add("-D" + KillSwitch.REDO_BYTES + "=" + REDO);
    options.add("-D" + KillSwitch.UNCHECKED + "=true");
    options.addAll(further);
    List<String> command = Program.command(options);
    command.addAll(site.serve());
    return ChildProcess.start(command, environment, READY, site.log("engine"));
  }

  /** One life that ends in order, and leaves an archive of classes for those that do not. */
  void learn() throws IOException, InterruptedException {
    List<String> make = classes.make();
    if (!make.isEmpty()) {
      ChildProcess first = begin(make);
      first.awaitReady(PATIENCE);
      first.stop();
      classes.made();
    }
  }

  /** Begins a life; it may not be ready yet. */
  ChildProcess begin() throws IOException {
    return begin(classes.use());
  }

  /**
   * Begins a life that ends itself.
   *
   * @param arms points, and at which passage of each
   */
  ChildProcess begin(Map<KillPoint, Integer> arms) throws IOException {
    List<String> further = new ArrayList<>(classes.use());
    String at =
        arms.entrySet().stream()
            .map(arm -> arm.getKey() + ":" + arm.getValue())
            .collect(Collectors.joining(","));
    further.add("-D" + KillSwitch.KILL_AT + "=" + at);
    if (PointsPass.needSweeping(arms.keySet())) {
      further.add("-D" + KillSwitch.SWEEP_SECONDS + "=" + SWEPT_AFTER);
    }
    return begin(further);
  }

  /**
   * The point at which an engine has ended itself.
   *
   * @throws IOException if it has ended for another reason
   */
  static KillPoint killedAt(ChildProcess engine) throws IOException, InterruptedException {
    for (String line : engine.lines()) {
      // others of its threads may still have said that it is ready
      if (line.startsWith(KillSwitch.LAST_WORDS)) {
        return KillPoint.valueOf(line.substring(KillSwitch.LAST_WORDS.length()));
      }
    }
    throw new IOException("the engine has ended by itself with " + engine.exitCode());
  }

  /** Waits until it takes work. */
  static void awaitReady(ChildProcess engine) throws IOException, InterruptedException {
    engine.awaitReady(PATIENCE);
  }
}
