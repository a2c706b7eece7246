package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farsight recall EXCHANGE}: it was sent under the wrong patient. */
@Command(
    name = "recall",
    description = {
      "Takes a study or an ECG back that was sent under the wrong patient: what was written of it"
          + " is marked as entered in error, its reading task is cancelled.",
      "Where it is read already, an addendum is due; what an archive keeps is rejected there by"
          + " hand."
    },
    mixinStandardHelpOptions = true)
final class RecallCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "EXCHANGE", description = "Id of the exchange.")
  private String exchange = "";

  @Option(names = "--undo", description = "Take a recall back.")
  private boolean undo;

  @Mixin private DataFolder data = new DataFolder();

  @Mixin private Person person = new Person();

  RecallCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    String path = "/exchange/" + Engines.encode(exchange) + "/recall" + (undo ? "/undo" : "");
    JsonNode answer = data.engine().post(path, person.toJson());
    boolean chinese = Locale.getDefault().getLanguage().equals("zh");
    console.out().println(answer.path(chinese ? "zh" : "en").asText());
    return Main.DONE;
  }
}
