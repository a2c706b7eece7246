package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code farsight reload}: sites and targets of the changed file, without touching associations.
 */
@Command(
    name = "reload",
    description = "Lets the running engine read its configuration again.",
    mixinStandardHelpOptions = true)
final class Reload implements Callable<Integer> {

  private final Console console;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Data folder of the engine (default: ./data).")
  private Path data = Path.of("data");

  Reload(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Engines engine =
        Engines.runningOn(data)
            .orElseThrow(() -> new CommandFailure("no engine runs on " + data.toAbsolutePath()));
    JsonNode answer = engine.post("/reload");
    for (JsonNode line : answer.path("changes")) {
      console.out().println(line.asText());
    }
    return Main.DONE;
  }
}
