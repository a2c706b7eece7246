package org.farsight.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The core hospital's two servers as processes that can be killed. */
final class Hospital implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready .*");
  private static final Pattern FHIR_READY = Pattern.compile("fhir ready .*");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final List<String> SMALL =
      List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final CrashSite site;
  private final Optional<Path> standIn;
  private final Map<Server, ChildProcess> running = new EnumMap<>(Server.class);

  /** One of them. */
  enum Server {
    /** The DICOM archive. */
    ARCHIVE,
    /** The FHIR server. */
    FHIR
  }

  /**
   * @param standIn program of the stand-in FHIR server; empty: the light one
   */
  Hospital(CrashSite site, Optional<Path> standIn) {
    this.site = site;
    this.standIn = standIn;
  }

  /** Starts what is not running; returns when all of it answers. */
  void up() throws IOException, InterruptedException {
    for (Server server : Server.values()) {
      ChildProcess child = running.get(server);
      if (child == null || !child.isAlive()) {
        running.put(server, start(server));
      }
    }
    for (ChildProcess child : running.values()) {
      child.awaitReady(PATIENCE);
    }
  }

  private ChildProcess start(Server server) throws IOException {
    return switch (server) {
      case ARCHIVE -> peer("archive", site.archive(), site.ports().archive());
      case FHIR ->
          standIn.isPresent()
              ? standIn(standIn.get())
              : peer("fhir", site.fhir(), site.ports().fhir());
    };
  }

  private ChildProcess peer(String what, Path folder, int port) throws IOException {
    List<String> command = Program.command(SMALL);
    command.addAll(List.of("crash-peer", what, "--folder", folder.toString(), "--port", "" + port));
    return ChildProcess.start(command, Map.of(), READY, site.log(what));
  }

  private ChildProcess standIn(Path jar) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1200m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-jar", jar.toString(), "--data", site.fhir().toString()));
    command.addAll(List.of("--fhir-port", "" + site.ports().fhir(), "--stop-with-parent"));
    return ChildProcess.start(command, Map.of(), FHIR_READY, site.log("fhir"));
  }

  /** SIGKILL. */
  void kill(Server server) throws InterruptedException {
    ChildProcess child = running.remove(server);
    if (child != null) {
      child.kill();
    }
  }

  @Override
  public void close() {
    try {
      for (ChildProcess child : running.values()) {
        child.stop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // they end with this process
    }
    running.clear();
  }
}
