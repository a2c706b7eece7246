package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code farsight patient}: which ids are one person's, and a person's decision about it. */
@Command(
    name = "patient",
    description = {
      "Shows which ids are one person's, and carries out a person's decision about it.",
      "An id is written as 'system|id', or alone where one issuer only has it."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class PatientCommand {

  private PatientCommand() {}

  /** The command with those below it. */
  static CommandLine of(Console console) {
    CommandLine line = new CommandLine(new PatientCommand());
    line.addSubcommand(new Show(console));
    line.addSubcommand(new Decisions(console));
    line.addSubcommand(new Merge(console));
    line.addSubcommand(new Unmerge(console));
    line.addSubcommand(new Link(console));
    line.addSubcommand(new Unlink(console));
    return line;
  }

  private static String key(JsonNode key) {
    return key.path("system").asText() + "|" + key.path("id").asText();
  }

  private static void print(Console console, JsonNode decisions) {
    for (JsonNode one : decisions) {
      console
          .out()
          .println(
              one.path("at").asText()
                  + "  "
                  + one.path("decision").asText()
                  + "  "
                  + key(one.path("patient"))
                  + "  "
                  + key(one.path("other"))
                  + "  ("
                  + one.path("by").asText()
                  + ": "
                  + one.path("why").asText()
                  + ")");
    }
  }

  /** {@code farsight patient show ID}. */
  @Command(
      name = "show",
      description = "Shows who is known under an id, and which other ids are theirs.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "ID", description = "A patient's id, or system|id.")
    private String id = "";

    @Mixin private DataFolder data = new DataFolder();

    Show(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws Exception {
      JsonNode patients = data.engine().get("/patients?id=" + Engines.encode(id)).path("patients");
      for (JsonNode one : patients) {
        line("patient", key(one));
        line(
            "site",
            one.path("site").asText() + ", last spoken of by " + one.path("exchange").asText());
        line("id card", one.path("card").asText());
        one.path("contradictions").forEach(found -> line("does not agree", found.asText()));
        if (one.has("mergedInto")) {
          line("merged into", key(one.path("mergedInto")));
          line("remains", key(one.path("remains")));
        }
        one.path("merged").forEach(other -> line("merged from", key(other)));
        one.path("same")
            .forEach(other -> line("same person", key(other) + " by " + other.path("by").asText()));
        one.path("doubts")
            .forEach(
                other -> line("same card, not linked", key(other) + " " + other.path("against")));
        print(console, one.path("decisions"));
      }
      if (patients.isEmpty()) {
        throw new CommandFailure("nobody is known here under this id");
      }
      return Main.DONE;
    }

    private void line(String name, String value) {
      console.out().printf("%-22s %s%n", name, value);
    }
  }

  /** {@code farsight patient decisions}. */
  @Command(
      name = "decisions",
      description = "Lists what was decided about patients, the newest first.",
      mixinStandardHelpOptions = true)
  static final class Decisions implements Callable<Integer> {
    private final Console console;

    @Mixin private DataFolder data = new DataFolder();

    Decisions(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws Exception {
      print(console, data.engine().get("/patients/decisions").path("decisions"));
      return Main.DONE;
    }
  }

  /** A decision, carried out by the running engine. */
  abstract static class Act implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "PATIENT", description = "A patient's id, or system|id.")
    private String patient = "";

    @Mixin private DataFolder data = new DataFolder();

    @Mixin private Person person = new Person();

    private Act(Console console) {
      this.console = console;
    }

    final int post(String act, String other) throws CommandFailure, InterruptedException {
      ObjectNode body = person.toJson().put("patient", patient);
      if (!other.isEmpty()) {
        body.put("other", other);
      }
      JsonNode answer = data.engine().post("/patients/" + act, body);
      boolean chinese = Locale.getDefault().getLanguage().equals("zh");
      console.out().println(answer.path(chinese ? "zh" : "en").asText());
      return Main.DONE;
    }
  }

  /** {@code farsight patient merge PATIENT OTHER}. */
  @Command(
      name = "merge",
      description = "Uses an id no more: what is and will be written for it goes to the other.",
      mixinStandardHelpOptions = true)
  static final class Merge extends Act {
    @Parameters(index = "1", paramLabel = "OTHER", description = "The patient that remains.")
    private String other = "";

    Merge(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws Exception {
      return post("merge", other);
    }
  }

  /** {@code farsight patient unmerge PATIENT}. */
  @Command(
      name = "unmerge",
      description = "Undoes a merge: what was written for the patient goes back to it.",
      mixinStandardHelpOptions = true)
  static final class Unmerge extends Act {
    Unmerge(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws Exception {
      return post("unmerge", "");
    }
  }

  /** {@code farsight patient link PATIENT OTHER}. */
  @Command(
      name = "link",
      description = "Says that two ids are one person's; each keeps its own.",
      mixinStandardHelpOptions = true)
  static final class Link extends Act {
    @Parameters(index = "1", paramLabel = "OTHER", description = "The other id.")
    private String other = "";

    Link(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws Exception {
      return post("link", other);
    }
  }

  /** {@code farsight patient unlink PATIENT OTHER}. */
  @Command(
      name = "unlink",
      description = "Says that two ids are not one person's, whatever their cards say.",
      mixinStandardHelpOptions = true)
  static final class Unlink extends Act {
    @Parameters(index = "1", paramLabel = "OTHER", description = "The other id.")
    private String other = "";

    Unlink(Console console) {
      super(console);
    }

    @Override
    public Integer call() throws Exception {
      return post("unlink", other);
    }
  }
}
