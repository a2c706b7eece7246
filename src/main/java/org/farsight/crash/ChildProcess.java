package org.farsight.crash;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command of this program as a process of its own, to be killed. Its standard error is appended
 * to a file; it ends with this process.
 */
final class ChildProcess {
  private final Process process;
  private final CompletableFuture<Matcher> ready = new CompletableFuture<>();
  private final Thread atExit;

  private ChildProcess(Process process) {
    this.process = process;
    this.atExit = new Thread(process::destroyForcibly);
  }

  /**
   * Starts {@code java OPTIONS org.farsight.cli.Main ARGUMENTS}.
   *
   * @param environment further variables of its environment
   * @param ready what it prints when it works
   */
  static ChildProcess start(
      List<String> javaOptions,
      List<String> arguments,
      Map<String, String> environment,
      Pattern ready,
      Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    command.addAll(List.of("-cp", classPath(), "org.farsight.cli.Main"));
    command.addAll(arguments);
    return watch(command, environment, ready, log);
  }

  /** Starts any command. */
  static ChildProcess watch(
      List<String> command, Map<String, String> environment, Pattern ready, Path log)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    ChildProcess child = new ChildProcess(builder.start());
    Runtime.getRuntime().addShutdownHook(child.atExit);
    Thread.ofPlatform().daemon().name("child-output").start(() -> child.read(ready));
    return child;
  }

  /** Without folders of test classes: their log configuration is not the program's. */
  private static String classPath() {
    List<String> parts = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!Files.exists(Path.of(part, "logback-test.xml"))) {
        parts.add(Path.of(part).toAbsolutePath().toString());
      }
    }
    return String.join(File.pathSeparator, parts);
  }

  private void read(Pattern pattern) {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.matches()) {
          ready.complete(matcher);
        }
      }
      ready.completeExceptionally(new IOException("it ended before it was ready"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  /**
   * What it printed when it was ready.
   *
   * @throws IOException if it ended before, or takes too long
   */
  Matcher awaitReady(Duration patience) throws IOException, InterruptedException {
    try {
      return ready.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("it was not ready after " + patience.toSeconds() + " s", e);
    }
  }

  boolean isReady() {
    return ready.isDone() && !ready.isCompletedExceptionally();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end; false if it goes on. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Its exit code once it has ended. */
  int exitCode() {
    return process.exitValue();
  }

  /** SIGKILL; returns when it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    gone();
  }

  /** SIGTERM; returns when it is gone. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    gone();
  }

  private void gone() throws InterruptedException {
    process.waitFor();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // this process is ending itself
    }
  }
}
