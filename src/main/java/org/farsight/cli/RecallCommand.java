package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
      "Archives are told by a rejection note; where one takes none the answer says that it is"
          + " rejected there by hand. Where it is read already, an addendum is due."
    },
    mixinStandardHelpOptions = true)
final class RecallCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "EXCHANGE", description = "Id of the exchange.")
  private String exchange = "";

  @Option(names = "--undo", description = "Take a recall back.")
  private boolean undo;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "What archives are told: wrong-patient (default) or wrong-worklist-entry.")
  private String reason = "";

  @Mixin private DataFolder data = new DataFolder();

  @Mixin private Person person = new Person();

  RecallCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    String path = "/exchange/" + Engines.encode(exchange) + "/recall" + (undo ? "/undo" : "");
    ObjectNode decision = person.toJson();
    if (!reason.isEmpty()) {
      decision.put("reason", reason);
    }
    JsonNode answer = data.engine().post(path, decision);
    boolean chinese = Locale.getDefault().getLanguage().equals("zh");
    console.out().println(answer.path(chinese ? "zh" : "en").asText());
    return Main.DONE;
  }
}
