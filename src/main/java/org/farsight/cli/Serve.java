package org.farsight.cli;

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

  /** Only here and only now: it is kept nowhere. */
  private void tellFirst(String password) {
    console.out().println("first sign-in 首次登录: admin / " + password);
    console.out().println("to be changed at once; shown this once 请立即修改,仅显示一次");
  }

  @Override
  public Integer call() throws Exception {
    Configuration configuration = options.read();
    configuration.warnings().forEach(console.err()::println);
    CountDownLatch stopped = new CountDownLatch(1);
    Engine engine = Engine.start(configuration);
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
