package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farsight quarantine show ID}: what it is, why it waits, and the bytes at the fault. */
@Command(
    name = "show",
    description = {
      "Shows what was kept back, why, and the bytes around the fault.",
      "Letters and digits are blotted out unless --patient is given; that is noted."
    },
    mixinStandardHelpOptions = true)
final class QuarantineShow implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "ID", description = "Number of the object in quarantine.")
  private long id;

  @Mixin private DataFolder data = new DataFolder();

  @Option(names = "--patient", description = "Show a patient's data too; needs --why.")
  private boolean patient;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Write the bytes as they came into a new file; needs --why.")
  private @Nullable Path save;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who looks (default: the name of the system's user).")
  private String by = System.getProperty("user.name", "");

  @Option(names = "--why", paramLabel = "TEXT", description = "Why a patient's data are needed.")
  private String why = "";

  QuarantineShow(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Engines engine = data.engine();
    String person = "by=" + Engines.encode(by) + "&why=" + Engines.encode(why);
    if ((patient || save != null) && why.isBlank()) {
      throw new CommandFailure("--patient and --save need --why", Main.WRONG_USE);
    }
    print(engine.get("/quarantine/" + id + (patient ? "?patient=show&" + person : "")));
    Path file = save;
    if (file != null) {
      engine.save("/quarantine/" + id + "/content?" + person, file);
      console.out().println("its bytes are in " + file);
    }
    return Main.DONE;
  }

  private void print(JsonNode entry) {
    line("quarantine", entry.path("id").asText());
    line("reason", entry.path("reason").asText());
    line("why", entry.path("why").asText());
    line(
        "came",
        entry.path("at").asText()
            + ", "
            + entry.path("way").asText()
            + " of "
            + entry.path("caller").asText()
            + ", site "
            + entry.path("site").asText());
    line("bytes", entry.path("bytes").asText() + ", SHA-256 " + entry.path("sha256").asText());
    line("repeats", entry.path("repeats").asText());
    for (String name : new String[] {"exchange", "sopInstance", "study", "settled"}) {
      line(name, entry.path(name).asText());
    }
    JsonNode fault = entry.path("fault");
    line("read as", fault.path("format").asText());
    String problem = fault.path("problem").asText();
    line("fault", problem.isEmpty() ? "none: today's readers can read it" : problem);
    line("at byte", fault.path("offset").asText());
    line("path", fault.path("path").asText());
    line("VR", fault.path("vr").asText());
    for (JsonNode bytes : fault.path("bytes")) {
      console
          .out()
          .printf(
              "  %08x  %-47s  %s%n",
              bytes.path("offset").asLong(),
              bytes.path("hex").asText(),
              bytes.path("text").asText());
    }
    for (JsonNode one : entry.path("decisions")) {
      line(
          one.path("decision").asText(),
          one.path("at").asText()
              + ", "
              + one.path("by").asText()
              + ": "
              + one.path("why").asText()
              + (one.path("detail").asText().isEmpty() ? "" : " → " + one.path("detail").asText()));
    }
  }

  private void line(String name, String value) {
    if (!value.isEmpty()) {
      console.out().printf("%-11s %s%n", name, value);
    }
  }
}
