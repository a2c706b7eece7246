package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code farsight rebuild worklist}: makes the rows of the reading room anew from FHIR. */
@Command(
    name = "rebuild",
    description = "Makes anew what is only a picture of something else.",
    mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {

  /** What can be made anew. */
  enum What {
    /** The cases to be read, from the FHIR server. */
    WORKLIST
  }

  private final Console console;

  @Parameters(index = "0", paramLabel = "WHAT", description = "worklist.")
  private What what = What.WORKLIST;

  @Mixin private DataFolder data = new DataFolder();

  RebuildCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    switch (what) {
      case WORKLIST -> {
        JsonNode made = data.engine().post("/worklist/rebuild");
        console
            .out()
            .printf(
                "%d cases; %d rows went; %d reading tasks are of exchanges that this engine does"
                    + " not know%n",
                made.path("cases").asInt(),
                made.path("removed").asInt(),
                made.path("skipped").asInt());
      }
    }
    return Main.DONE;
  }
}
