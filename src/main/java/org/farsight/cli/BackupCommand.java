package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.farsight.app.Configuration;
import org.farsight.ledger.Backup;
import org.farsight.ledger.SqlLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code farsight backup DIR}: by the running engine; where none runs, by this process. */
@Command(
    name = "backup",
    description = {
      "Copies ledger and content store into a folder, while the engine runs.",
      "Into a folder with an earlier backup only what is new is copied."
    },
    mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
  private static final long ASK_EVERY = 200;

  private final Console console;

  @Parameters(paramLabel = "DIR", description = "Folder of the backup, on another disk.")
  private Path to = Path.of("");

  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  BackupCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Path folder = to.toAbsolutePath().normalize();
    Optional<Engines> engine = Engines.runningOn(options.data());
    if (engine.isPresent()) {
      byEngine(engine.get(), folder);
    } else {
      byMyself(folder);
    }
    return Main.DONE;
  }

  private void byEngine(Engines engine, Path folder) throws CommandFailure, InterruptedException {
    JsonNode asked = new ObjectMapper().createObjectNode().put("to", folder.toString());
    JsonNode state = engine.post("/backup", asked);
    ByteProgress progress = new ByteProgress(console);
    while (state.path("running").asBoolean()) {
      TimeUnit.MILLISECONDS.sleep(ASK_EVERY);
      state = engine.get("/backup");
      progress.show(state.path("copied").asLong(), state.path("bytes").asLong());
    }
    if (state.has("why")) {
      throw new CommandFailure(state.path("why").asText());
    }
    tell(
        folder,
        new Backup.Result(
            state.path("files").asInt(),
            state.path("bytes").asLong(),
            state.path("copied").asLong(),
            state.path("ledger").asBoolean()));
  }

  private void byMyself(Path folder) throws CommandFailure {
    Configuration.Storage storage = options.read().storage();
    if (!java.nio.file.Files.isDirectory(storage.store())) {
      throw new CommandFailure(
          "no engine runs on "
              + options.data().toAbsolutePath()
              + " and it holds no store: name the folder with --data");
    }
    try (SqlLedger ledger = SqlLedger.open(storage.ledgerOptions().withStore(storage.store()))) {
      ByteProgress progress = new ByteProgress(console);
      tell(folder, new Backup(ledger, storage.store(), folder, progress).run());
    } catch (IOException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private void tell(Path folder, Backup.Result result) {
    console
        .out()
        .println(
            folder
                + ": "
                + result.files()
                + " files, "
                + result.bytes()
                + " bytes, of which "
                + result.copied()
                + " were copied now");
    if (!result.ledger()) {
      console
          .out()
          .println(
              "the ledger is on a database server and not in this backup: back it up there, before"
                  + " the store");
    }
  }
}
