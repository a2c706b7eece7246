package org.farsight.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.farsight.app.Configuration;
import org.farsight.app.ConfigurationException;
import org.farsight.app.ConfigurationReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads the configuration. */
final class ConfigurationOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration (default: routes/farsight.yaml of this installation).")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Data folder (default: ./data).")
  private Path data = Path.of("data");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Wins over the file; may be repeated.")
  private List<String> overrides = List.of();

  /** The configuration, or every mistake in it. */
  Configuration read() throws CommandFailure {
    return read(config == null ? home().resolve("routes/farsight.yaml") : config, data, overrides);
  }

  /** What a file says, or every mistake in it. */
  static Configuration read(Path file, Path data, List<String> overrides) throws CommandFailure {
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(
          file + " is no file: name the configuration with --config", Main.WRONG_USE);
    }
    try {
      return ConfigurationReader.read(file, data, overrides, home());
    } catch (ConfigurationException e) {
      throw new CommandFailure(
          "the configuration has mistakes:" + System.lineSeparator() + e.getMessage());
    }
  }

  /** The data folder. */
  Path data() {
    return data;
  }

  /** Where this installation lies: told by the launcher. */
  static Path home() {
    return Home.ofProcess().folder();
  }
}
