package org.farsight.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stand-in core hospital's FHIR server, on a free port with an empty database. One is started
 * for all scenarios of a test run: they share it, so each uses patients, studies and sites of its
 * own. A scenario that counts everything starts a fresh one. Each ends with the JVM of the tests at
 * the latest.
 */
public final class HospitalServer implements AutoCloseable {

  private static final String READY = "fhir ready ";
  private static @Nullable HospitalServer running;

  private final String url;
  private final Process process;
  private final Path data;

  private HospitalServer(String url, Process process, Path data) {
    this.url = url;
    this.process = process;
    this.data = data;
  }

  /** The server that scenarios share; skips the calling test where it has not been built. */
  public static synchronized HospitalServer require() {
    if (running == null) {
      running = fresh();
    }
    return running;
  }

  /** A server of its own, empty; skips the calling test where it has not been built. */
  public static HospitalServer fresh() {
    Path jar = Path.of(System.getProperty("farsight.hospital", "src/hospital/target/hospital.jar"));
    assumeTrue(Files.isRegularFile(jar), "the stand-in hospital is not built: no " + jar);
    try {
      return start(jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Base of the FHIR R4 server, without a slash at the end. */
  public String url() {
    return url;
  }

  private static HospitalServer start(Path jar) throws IOException {
    Path data = Files.createTempDirectory("farsight-hospital");
    Path log = data.resolve("hospital.log");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx1g",
                    // a short life: the quick compiler alone saves 10 s of CPU at the start
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-jar",
                    jar.toString(),
                    "--data",
                    data.toString(),
                    "--fhir-port",
                    "0",
                    // ends when this JVM does, however it ends
                    "--stop-with-parent"))
            .redirectError(log.toFile())
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
        String url = line.substring(READY.length()).strip();
        HospitalServer server =
            new HospitalServer(
                url.endsWith("/") ? url.substring(0, url.length() - 1) : url, process, data);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
      }
    }
    throw new IOException("the hospital ended before it was ready:\n" + Files.readString(log));
  }

  /** Stops it and removes its data; once. */
  @Override
  public synchronized void close() {
    process.destroy();
    try {
      process.waitFor();
      if (!Files.exists(data)) {
        return;
      }
      try (Stream<Path> files = Files.walk(data)) {
        for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      System.err.println("left behind: " + data + " (" + e.getMessage() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
