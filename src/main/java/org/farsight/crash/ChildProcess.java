package org.farsight.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
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
  private final Thread reader;
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  private ChildProcess(Process process, Pattern ready) {
    this.process = process;
    this.atExit = new Thread(process::destroyForcibly);
    this.reader =
        Thread.ofPlatform().daemon().name("child-output").unstarted(() -> this.read(ready));
  }

  /**
   * Starts a command.
   *
   * @param environment further variables of its environment
   * @param ready what it prints when it works
   */
  static ChildProcess start(
      List<String> command, Map<String, String> environment, Pattern ready, Path log)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    ChildProcess child = new ChildProcess(builder.start(), ready);
    Runtime.getRuntime().addShutdownHook(child.atExit);
    child.reader.start();
    return child;
  }

  private void read(Pattern pattern) {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
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

  /** All that it printed before its end. */
  List<String> lines() throws InterruptedException {
    reader.join();
    return List.copyOf(lines);
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
