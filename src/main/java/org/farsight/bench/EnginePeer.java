package org.farsight.bench;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.dicom.ul.AeAddress;

/**
 * Our engine as it is shipped, {@code farsight serve} as a process of its own: ledger, journal and
 * doorbell on, routes of the installation, no target unless one is named. Studies become complete
 * only after the measurements, so that no conversion runs beside another server's turn.
 */
public final class EnginePeer implements Peer {
  /** The site that ECGs come from. */
  static final String SITE = "bench";

  private static final Pattern READY =
      Pattern.compile("farsight ready http=(\\S+) dicom=\\S+:(\\d+) data=.*");

  private static final String CONFIGURATION =
      """
      http:
        host: 127.0.0.1
        port: 0
      dicom:
        host: 127.0.0.1
        port: 0
        unknown-callers: accept
        max-associations: 400
      mllp:
        port: 0
      study:
        quiet-seconds: %d
        max-wait-seconds: 86400
      %s
      """;

  private final PeerProcess process;
  private final Start start;
  private final String http;
  private final int port;

  /**
   * How it is started.
   *
   * @param name for the tables
   * @param home of the installation, with routes and profiles
   * @param jvmOptions of the engine's process
   * @param quietSeconds until a study is converted
   * @param archive {@code AET@host:port} to deliver to; empty for none
   * @param fhir base address of the FHIR server to deliver to; empty for none
   */
  public record Start(
      String name,
      Path home,
      List<String> jvmOptions,
      int quietSeconds,
      String archive,
      String fhir) {

    /** One that delivers to no FHIR server. */
    public Start(
        String name, Path home, List<String> jvmOptions, int quietSeconds, String archive) {
      this(name, home, jvmOptions, quietSeconds, archive, "");
    }

    /** As the launcher starts it; nothing is converted for an hour. */
    public static Start asShipped(Path home, List<String> jvmOptions) {
      return new Start("Farsight", home, jvmOptions, 3600, "");
    }

    Start withJvmOptions(String newName, List<String> options) {
      return new Start(newName, home, options, quietSeconds, archive, fhir);
    }
  }

  private EnginePeer(PeerProcess process, Start start, String http, int port) {
    this.process = process;
    this.start = start;
    this.http = http;
    this.port = port;
  }

  /**
   * Starts an engine; returns when it is ready.
   *
   * @param folder for all it keeps, deleted in the end
   */
  public static EnginePeer start(Path folder, Start start)
      throws IOException, InterruptedException {
    Path routes = Files.createDirectories(folder.resolve("routes"));
    try (DirectoryStream<Path> originals =
        Files.newDirectoryStream(start.home().resolve("routes"), "*.camel.yaml")) {
      for (Path original : originals) {
        Files.copy(original, routes.resolve(original.getFileName()));
      }
    }
    String targets =
        (start.archive().isEmpty() ? "" : "archive: " + start.archive() + "\n")
            + (start.fhir().isEmpty() ? "" : "fhir:\n  url: " + start.fhir() + "\n")
            + "sites:\n  "
            + SITE
            + ":\n    name: Bench\n";
    Path configuration = routes.resolve("farsight.yaml");
    Files.writeString(configuration, CONFIGURATION.formatted(start.quietSeconds(), targets));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(start.jvmOptions());
    command.add("-Dfarsight.home=" + start.home());
    command.addAll(List.of("-cp", classPath(), "org.farsight.cli.Main", "serve"));
    command.addAll(List.of("--config", configuration.toString()));
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    PeerProcess process = PeerProcess.start(folder, command);
    try {
      Matcher ready = awaitReady(process);
      return new EnginePeer(process, start, ready.group(1), Integer.parseInt(ready.group(2)));
    } catch (IOException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  /** Without folders of test classes: their log configuration is not the engine's. */
  private static String classPath() {
    List<String> parts = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!Files.exists(Path.of(part, "logback-test.xml"))) {
        parts.add(Path.of(part).toAbsolutePath().toString());
      }
    }
    return String.join(File.pathSeparator, parts);
  }

  private static Matcher awaitReady(PeerProcess process) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    Path log = process.folder().resolve("log");
    while (process.isAlive() && System.nanoTime() < end) {
      for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
        Matcher ready = READY.matcher(line);
        if (ready.matches()) {
          return ready;
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new IOException("the engine did not start:\n" + process.tail());
  }

  @Override
  public String name() {
    return start.name();
  }

  @Override
  public AeAddress address() {
    return new AeAddress("FARSIGHT", "127.0.0.1", port);
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.of(process.pid());
  }

  @Override
  public String settings() {
    return "engine as shipped: embedded ledger, synced before the answer; queue and doorbell on; "
        + (start.archive().isEmpty() ? "no target" : "archive " + start.archive())
        + "; studies complete after "
        + start.quietSeconds()
        + " s; java "
        + String.join(" ", start.jvmOptions());
  }

  @Override
  public Map<String, String> views() {
    return Map.of(
        "/exchange", http + "/exchange?id={instance}",
        "QIDO-RS", http + "/dicom-web/studies?StudyInstanceUID={study}");
  }

  /** Where it takes ECG files. */
  public URI ecgs() {
    return URI.create(http + "/ecg?site=" + SITE);
  }

  /** Where it keeps what it takes. */
  Path folder() {
    return process.folder();
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
