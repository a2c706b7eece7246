package org.farsight.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --data}: of which engine is spoken. */
final class DataFolder {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Data folder of the engine (default: ./data).")
  private Path data = Path.of("data");

  Path path() {
    return data;
  }

  /** The engine that runs on the folder; only it can change what the folder holds. */
  Engines engine() throws CommandFailure {
    return engine(data);
  }

  /** The engine that runs on a folder. */
  static Engines engine(Path data) throws CommandFailure {
    return Engines.runningOn(data)
        .orElseThrow(
            () ->
                new CommandFailure(
                    "no engine runs on "
                        + data.toAbsolutePath()
                        + ": start it with farsight serve"));
  }
}
