package org.farsight.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.crash.ClassArchive;
import org.farsight.crash.Program;

/**
 * {@code farsight serve} as a process of its own, with the class path of the tests. Its standard
 * error is appended to a file, so that several in one home leave one log.
 *
 * @param process the process
 * @param view how it looks from outside
 * @param dicomPort of its listener
 * @param log its standard error
 * @param classes makes the next start shorter, if this one ends in order
 */
record EngineProcess(
    Process process, EngineView view, int dicomPort, Path log, ClassArchive classes)
    implements AutoCloseable {

  private static final Pattern READY =
      Pattern.compile("farsight ready http=(\\S+) dicom=\\S+:(\\d+) data=.*");

  /** Starts it; returns when it says that it is ready. */
  static EngineProcess start(EngineHome home, List<String> jvmOptions, List<String> settings)
      throws IOException {
    Path log = home.folder().resolve("engine.log");
    List<String> options = new ArrayList<>(List.of("-Xmx400m"));
    // a short start matters more here than speed later on
    options.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    options.addAll(jvmOptions);
    ClassArchive classes = ClassArchive.in(Files.createDirectories(Path.of("target")), "engine");
    options.addAll(classes.make());
    options.addAll(classes.use());
    List<String> command = Program.command(options);
    command.addAll(home.serve(settings));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
        return new EngineProcess(
            process, EngineView.of(ready.group(1)), Integer.parseInt(ready.group(2)), log, classes);
      }
    }
    throw new IOException("the engine ended before it was ready:\n" + Files.readString(log));
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() throws InterruptedException {
    view.close();
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    view.close();
    process.destroy();
    try {
      process.waitFor();
      classes.made();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
