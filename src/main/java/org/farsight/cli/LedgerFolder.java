package org.farsight.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options {@code --data} and {@code --config} of commands that only look: of which engine is
 * spoken, and where its ledger is while no engine runs.
 */
final class LedgerFolder {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Data folder of the engine (default: ./data).")
  private Path data = Path.of("data");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Configuration that names the ledger's database, needed where no engine runs and the"
              + " ledger is not in the data folder.")
  private @Nullable Path config;

  /** What the ledger knows. */
  Views views() throws CommandFailure {
    return Views.of(data, config);
  }

  /** The engine that runs on the folder; only it can change what is kept. */
  Engines engine() throws CommandFailure {
    return DataFolder.engine(data);
  }
}
