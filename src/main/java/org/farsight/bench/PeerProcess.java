package org.farsight.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program started for a measurement, in a temporary folder that goes with it. */
final class PeerProcess {
  private static final Duration START = Duration.ofMinutes(1);

  private final Process process;
  private final Path folder;
  private final Thread atExit;

  private PeerProcess(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
    this.atExit = new Thread(this::kill);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts a program; its output goes to {@code log} in the folder.
   *
   * @param folder is deleted in the end
   */
  static PeerProcess start(Path folder, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new PeerProcess(process, folder);
  }

  long pid() {
    return process.pid();
  }

  Path folder() {
    return folder;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits until something listens on the port.
   *
   * @throws IOException with the end of its output if the program ends before, or takes too long
   */
  void awaitPort(int port) throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (!isListening(port)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException("it did not start:\n" + tail());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  String tail() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("log"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  private static boolean isListening(int port) {
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return probe.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Whether a program of this name is on the search path. */
  static boolean isInstalled(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Arrays.stream(path.split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Ends the program and deletes its folder. */
  void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
    delete(folder);
  }

  /** Deletes a folder with all it holds. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
