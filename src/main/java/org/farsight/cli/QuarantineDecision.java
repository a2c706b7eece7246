package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A decision about what waits, carried out by the running engine. */
abstract class QuarantineDecision implements Callable<Integer> {

  private final Console console;

  @Parameters(index = "0", paramLabel = "ID", description = "Number of the object in quarantine.")
  private String id = "";

  @Mixin private DataFolder data = new DataFolder();

  @Mixin private Person person = new Person();

  private QuarantineDecision(Console console) {
    this.console = console;
  }

  /** Posts the decision and prints what the engine says has become of it. */
  final int post(String act, ObjectNode body) throws CommandFailure, InterruptedException {
    if (!id.matches("\\d{1,18}")) {
      throw new CommandFailure(id + " is no number of an object in quarantine", Main.WRONG_USE);
    }
    JsonNode answer = data.engine().post("/quarantine/" + id + "/" + act, body);
    boolean chinese = Locale.getDefault().getLanguage().equals("zh");
    console.out().println(answer.path(chinese ? "zh" : "en").asText());
    return Main.DONE;
  }

  final ObjectNode person() {
    return person.toJson();
  }

  /** {@code farsight quarantine release ID}. */
  @Command(
      name = "release",
      description = {
        "Lets an object through: it joins its study, or takes the place of the one that is known.",
        "With the id of an exchange: its refused steps try again."
      },
      mixinStandardHelpOptions = true)
  static final class Release extends QuarantineDecision {
    Release(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws Exception {
      if (!super.id.contains("-")) {
        return post("release", person());
      }
      JsonNode answer =
          super.data.engine().post("/exchange/" + Engines.encode(super.id) + "/release", person());
      super.console.out().println("these steps try again: " + steps(answer));
      return Main.DONE;
    }
  }

  /** The steps that an answer names. */
  static String steps(JsonNode answer) {
    List<String> names =
        StreamSupport.stream(answer.path("steps").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    return String.join(", ", names);
  }

  /** {@code farsight quarantine dismiss ID}. */
  @Command(
      name = "dismiss",
      description = "An object goes nowhere and is listed no more; its bytes are kept.",
      mixinStandardHelpOptions = true)
  static final class Dismiss extends QuarantineDecision {
    Dismiss(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws Exception {
      return post("dismiss", person());
    }
  }

  /** {@code farsight quarantine assign ID SITE}. */
  @Command(
      name = "assign",
      description = "An object counts as sent by another site; it goes on if it fits there.",
      mixinStandardHelpOptions = true)
  static final class Assign extends QuarantineDecision {
    @Parameters(index = "1", paramLabel = "SITE", description = "Id of the other site.")
    private String site = "";

    Assign(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws Exception {
      return post("assign", person().put("site", site));
    }
  }
}
