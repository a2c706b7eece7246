package org.farsight.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.farsight.app.Configuration;
import org.farsight.ledger.Restore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code farsight restore DIR --data DIR}: a backup into an empty data folder. */
@Command(
    name = "restore",
    description = "Brings a backup into an empty data folder, held to its digests.",
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "DIR", description = "Folder of the backup.")
  private Path from = Path.of("");

  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  RestoreCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Configuration.Storage storage = options.read().storage();
    if (Engines.runningOn(options.data()).isPresent()) {
      throw new CommandFailure("an engine runs on " + options.data().toAbsolutePath());
    }
    try {
      Restore.Result result =
          new Restore(
                  from.toAbsolutePath().normalize(),
                  storage.store().toAbsolutePath().normalize(),
                  storage.ledger().toAbsolutePath().normalize(),
                  new ByteProgress(console))
              .run();
      console
          .out()
          .println(
              options.data().toAbsolutePath()
                  + " is as it was at "
                  + result.made()
                  + ": "
                  + result.files()
                  + " files, "
                  + result.bytes()
                  + " bytes, all as they were backed up");
      if (!result.ledger()) {
        console.out().println("the ledger is not in this backup: restore it on its server");
      }
      return Main.DONE;
    } catch (IOException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }
}
