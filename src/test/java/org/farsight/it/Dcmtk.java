package org.farsight.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The tools of DCMTK, from the search path; a test that needs one is skipped where it is not. */
final class Dcmtk {
  private Dcmtk() {}

  /** What a tool left behind: its exit code and all it printed. */
  record Run(int exitCode, String output) {}

  /** Skips the calling test where a tool is missing. */
  static void require(String... tools) {
    for (String tool : tools) {
      assumeTrue(isInstalled(tool), "DCMTK's " + tool + " is not installed");
    }
  }

  private static boolean isInstalled(String tool) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  /** Runs a tool to its end. */
  static Run run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("dcmtk", ".log");
    try {
      Process process = start(output, List.of(command));
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command[0] + " did not end: " + Files.readString(output));
      }
      return new Run(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
    } finally {
      Files.delete(output);
    }
  }

  private static Process start(Path output, List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** A running server of DCMTK. */
  record Server(Process process, int port) implements Closeable {
    /**
     * Starts one on a free port and waits until it listens.
     *
     * @param folder for its log
     * @param command for a port
     */
    static Server start(Path folder, Function<String, List<String>> command) throws IOException {
      int port;
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      List<String> words = command.apply(Integer.toString(port));
      Path log = folder.resolve(words.get(0) + ".log");
      Server server = new Server(Dcmtk.start(log, words), port);
      try {
        await().atMost(20, TimeUnit.SECONDS).until(server::isListening);
      } catch (RuntimeException e) {
        server.close();
        throw new IOException(words.get(0) + " does not listen: " + Files.readString(log), e);
      }
      return server;
    }

    private boolean isListening() {
      if (!process.isAlive()) {
        throw new IllegalStateException("it has ended");
      }
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return probe.isConnected();
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
      try {
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A running storescp that accepts all transfer syntaxes and stores bit for bit. */
  record StoreScp(Server server, Path folder) implements Closeable {
    static StoreScp start(Path folder, String... options) throws IOException {
      return new StoreScp(
          Server.start(
              folder,
              port -> {
                List<String> command = new ArrayList<>(List.of("storescp", "+B", "+xa", "-od"));
                command.add(folder.toString());
                command.addAll(List.of(options));
                command.add(port);
                return command;
              }),
          folder);
    }

    int port() {
      return server.port();
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
