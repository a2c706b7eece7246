package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farsight quarantine list}: what was kept back or refused, and why. */
@Command(
    name = "quarantine",
    description = "Lists what waits for a person's decision, and why.",
    mixinStandardHelpOptions = true)
final class Quarantine implements Callable<Integer> {

  /** What can be asked for. */
  enum Action {
    /** Everything that waits. */
    LIST
  }

  private final Console console;

  @Parameters(arity = "0..1", defaultValue = "LIST", description = "list")
  private Action action = Action.LIST;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Data folder of the engine (default: ./data).")
  private Path data = Path.of("data");

  Quarantine(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    return switch (action) {
      case LIST -> list();
    };
  }

  private int list() throws Exception {
    JsonNode all;
    try (Views views = Views.of(data)) {
      all = views.quarantine(1000);
    }
    for (JsonNode entry : all.path("objects")) {
      console
          .out()
          .println(
              entry.path("id").asLong()
                  + "  "
                  + entry.path("at").asText()
                  + "  "
                  + entry.path("site").asText()
                  + "  "
                  + entry.path("reason").asText()
                  + ": "
                  + entry.path("why").asText()
                  + "  ("
                  + entry.path("bytes").asLong()
                  + " bytes)");
    }
    for (JsonNode step : all.path("steps")) {
      console
          .out()
          .println(
              step.path("exchange").asText()
                  + "  "
                  + step.path("step").asText()
                  + ": "
                  + step.path("why").asText());
    }
    console
        .out()
        .println(
            all.path("objects").size()
                + " objects and "
                + all.path("steps").size()
                + " steps wait");
    return Main.DONE;
  }
}
