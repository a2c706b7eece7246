package org.farsight.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
  private final Path classes;
  private final Map<String, String> environment;

  /**
   * @param environment further variables of its processes
   */
  EngineLives(CrashSite site, Path home, Map<String, String> environment) {
    this.site = site;
    this.home = home;
    this.environment = Map.copyOf(environment);
    this.classes = site.folder().resolve("classes.jsa");
  }

  private List<String> options(List<String> further) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-Xmx400m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    options.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Dfarsight.home=" + home));
    if (Runtime.version().feature() >= 24) {
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    options.add("-D" + KillSwitch.SEGMENT_BYTES + "=" + SEGMENT);
    options.add("-D" + KillSwitch.REDO_BYTES + "=" + REDO);
    options.addAll(further);
    return options;
  }

  private ChildProcess begin(List<String> further) throws IOException {
    return ChildProcess.start(
        options(further), site.serve(), environment, READY, site.log("engine"));
  }

  /**
   * One life that ends in order: what it learns of classes halves the time of later starts, where
   * the class path consists of jars. Its log tells of nothing else.
   */
  void learn() throws IOException, InterruptedException {
    Files.deleteIfExists(classes);
    ChildProcess first = begin(List.of("-XX:ArchiveClassesAtExit=" + classes, "-Xlog:cds=off"));
    first.awaitReady(PATIENCE);
    first.stop();
  }

  /** Begins a life; it may not be ready yet. */
  ChildProcess begin() throws IOException {
    return begin(shared());
  }

  /** Begins a life that ends itself. */
  ChildProcess begin(Kill.AtPoint kill) throws IOException {
    List<String> further = shared();
    further.add("-D" + KillSwitch.KILL_AT + "=" + kill.point() + ":" + kill.passage());
    if (Kill.SWEEPING.contains(kill.point())) {
      further.add("-D" + KillSwitch.SWEEP_SECONDS + "=" + SWEPT_AFTER);
    }
    return begin(further);
  }

  private List<String> shared() {
    List<String> shared = new ArrayList<>();
    if (Files.exists(classes)) {
      shared.add("-XX:SharedArchiveFile=" + classes);
      shared.add("-Xlog:cds=off");
    }
    return shared;
  }

  /** Waits until it takes work. */
  static void awaitReady(ChildProcess engine) throws IOException, InterruptedException {
    engine.awaitReady(PATIENCE);
  }
}
