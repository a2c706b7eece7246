package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.farsight.exchange.Interventions.Filter;
import org.farsight.exchange.QuarantineReason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code farsight quarantine list}: what waits, and why. */
@Command(
    name = "list",
    description = "Lists what waits for a person's decision, and why.",
    mixinStandardHelpOptions = true)
final class QuarantineList implements Callable<Integer> {

  private final Console console;

  @Mixin private LedgerFolder data = new LedgerFolder();

  @Option(names = "--site", paramLabel = "SITE", description = "Of this site only.")
  private @Nullable String site;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Kept back for this reason only: ${COMPLETION-CANDIDATES}.")
  private @Nullable QuarantineReason reason;

  @Option(names = "--all", description = "Also what is decided.")
  private boolean all;

  QuarantineList(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    String query =
        (site == null ? "" : "&site=" + Engines.encode(site))
            + (reason == null ? "" : "&reason=" + reason)
            + (all ? "&settled=all" : "");
    return print(console, data, query, new Filter(site, reason, all));
  }

  static int print(Console console, LedgerFolder data, String query, Filter filter)
      throws Exception {
    JsonNode all;
    try (Views views = data.views()) {
      all = views.quarantine(query, filter);
    }
    all.path("objects").forEach(entry -> console.out().println(object(entry)));
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
    for (JsonNode damage : all.path("damaged")) {
      console
          .out()
          .println(
              "damaged  "
                  + damage.path("file").asText()
                  + " from byte "
                  + damage.path("offset").asLong()
                  + ", "
                  + damage.path("bytes").asLong()
                  + " bytes: "
                  + damage.path("why").asText());
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

  private static String object(JsonNode entry) {
    return entry.path("id").asLong()
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
        + " bytes"
        + (entry.has("settled") ? ", " + entry.path("settled").asText() : "")
        + ")";
  }
}
