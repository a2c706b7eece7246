package org.farsight.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The stand-in hospital's FHIR server as a child process. It ends with this process, even when this
 * one is killed, because its standard input then ends.
 */
final class HospitalProcess implements AutoCloseable {
  private static final String READY = "fhir ready ";
  private static final Duration UNTIL_READY = Duration.ofMinutes(5);
  private static final Duration UNTIL_ENDED = Duration.ofSeconds(30);
  private static final int LINES_OF_LOG = 30;

  /**
   * What to start.
   *
   * @param jar the server's program
   * @param data where the database and the log are kept
   * @param port 0 for a free one
   * @param databaseUrl JDBC URL; a database file below {@code data} if empty
   * @param brief whether it will run for minutes only: it then starts in less than two thirds of
   *     the time and would be slower later
   */
  record Options(Path jar, Path data, int port, Optional<String> databaseUrl, boolean brief) {}

  private final Process process;
  private final Path log;
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  private HospitalProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts the server and returns at once; {@link #awaitReady} tells when it answers. */
  static HospitalProcess start(Options options) throws IOException {
    Path log = Files.createDirectories(options.data().resolve("logs")).resolve("hospital.log");
    Process process =
        new ProcessBuilder(command(options))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    HospitalProcess hospital = new HospitalProcess(process, log);
    Thread.ofPlatform().daemon().name("hospital-output").start(hospital::readOutput);
    return hospital;
  }

  /**
   * The address of the FHIR server once it answers.
   *
   * @throws CommandFailure with the end of the server's log if it does not start
   */
  String awaitReady() throws CommandFailure, InterruptedException {
    try {
      return ready.get(UNTIL_READY.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new CommandFailure("the FHIR server did not start; its log " + log + " ends:" + tail());
    } catch (TimeoutException e) {
      throw new CommandFailure(
          "the FHIR server did not answer within "
              + UNTIL_READY.toMinutes()
              + " minutes; its log "
              + log
              + " ends:"
              + tail());
    }
  }

  /** Completes when the server has ended, for whatever reason. */
  CompletableFuture<Process> ended() {
    return process.onExit();
  }

  /** Its process id. */
  long pid() {
    return process.pid();
  }

  /** Where the server writes its log. */
  Path log() {
    return log;
  }

  /** Ends the server in order; kills it if it takes more than half a minute. */
  @Override
  public void close() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The pipe breaks when the server has ended by itself: what was wanted.
      process.destroy();
    }
    try {
      if (!process.waitFor(UNTIL_ENDED.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> command(Options options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1200m");
    // 300 MB less than the default collector, which gains nothing on a store this small
    command.add("-XX:+UseSerialGC");
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Dstdout.encoding=UTF-8");
    if (options.brief()) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    if (Runtime.version().feature() >= 24) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    String further = System.getenv().getOrDefault("FARSIGHT_HOSPITAL_OPTS", "");
    command.addAll(List.of(further.trim().split("\\s+")));
    command.removeIf(String::isEmpty);
    command.addAll(List.of("-jar", options.jar().toString()));
    command.addAll(List.of("--data", options.data().toString()));
    command.addAll(List.of("--fhir-port", String.format(Locale.ROOT, "%d", options.port())));
    options.databaseUrl().ifPresent(url -> command.addAll(List.of("--database-url", url)));
    command.add("--stop-with-parent");
    return command;
  }

  private void readOutput() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(READY)) {
          ready.complete(line.substring(READY.length()).trim());
        }
      }
      ready.completeExceptionally(new IOException("ended before it was ready"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      List<String> last = lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size());
      return last.isEmpty() ? " (it is empty)" : "\n  " + String.join("\n  ", last);
    } catch (IOException e) {
      return " (it cannot be read: " + e.getMessage() + ")";
    }
  }
}
