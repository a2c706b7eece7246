package org.farsight.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.farsight.app.Configuration;
import org.farsight.app.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code farsight serve}: the engine, until it is told to stop. */
@Command(
    name = "serve",
    description = "Runs the engine. Prints 'farsight ready' when it accepts work.",
    mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {

  private final Console console;

  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  Serve(Console console) {
    this.console = console;
  }

  /** What an engine does not find as it needs it is told in words; anything else is a fault. */
  private static Engine start(Configuration configuration) throws IOException, CommandFailure {
    try {
      return Engine.start(configuration);
    } catch (IOException e) {
      if (e.getCause() instanceof RuntimeException) {
        throw e;
      }
      throw new CommandFailure("the engine cannot start: " + words(e));
    }
  }

  private static String words(IOException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e) {
      case AccessDeniedException denied ->
          denied.getFile() + " may not be written by the user that runs the engine";
      case NoSuchFileException missing -> missing.getFile() + " is not there and cannot be made";
      case FileSystemException file ->
          file.getFile() + ": " + Optional.ofNullable(file.getReason()).orElse("cannot be used");
      default -> message;
    };
  }

  /** Only here and only now: it is kept nowhere. */
  private void tellFirst(String password) {
    console.out().println("first sign-in 首次登录: admin / " + password);
    console.out().println("to be changed at once; shown this once 请立即修改，仅显示一次");
  }

  @Override
  public Integer call() throws Exception {
    Configuration configuration = options.read();
    configuration.warnings().forEach(console.err()::println);
    CountDownLatch stopped = new CountDownLatch(1);
    Engine engine = start(configuration);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  engine.close();
                  stopped.countDown();
                },
                "stop"));
    console
        .out()
        .println(
            "farsight ready http="
                + engine.httpAddress()
                + " dicom="
                + configuration.dicom().aet()
                + "@"
                + configuration.dicom().host()
                + ":"
                + engine.dicomPort()
                + " data="
                + configuration.storage().data().toAbsolutePath()
                + engine
                    .mllpPort()
                    .map(port -> " mllp=" + configuration.mllp().host() + ":" + port)
                    .orElse(""));
    engine.firstPassword().ifPresent(this::tellFirst);
    stopped.await();
    return Main.DONE;
  }
}
