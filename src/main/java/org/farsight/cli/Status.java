package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code farsight status}: how full the running engine's disk is, and what retention does. */
@Command(
    name = "status",
    description = "Says how full the disk is, and by which rule it is swept.",
    mixinStandardHelpOptions = true)
final class Status implements Callable<Integer> {

  private final Console console;

  @Mixin private DataFolder data = new DataFolder();

  @Option(names = "--sweep", description = "Sweeps at once, by the rules in force.")
  private boolean sweep;

  Status(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Engines engine = data.engine();
    if (sweep) {
      JsonNode done = engine.post("/retention/sweep");
      console
          .out()
          .println(
              done.path("objects").asLong()
                  + " objects of "
                  + done.path("exchanges").asLong()
                  + " exchanges swept ("
                  + megabytes(done.path("bytes"))
                  + "), "
                  + done.path("forgotten").asLong()
                  + " exchanges forgotten, "
                  + done.path("files").asLong()
                  + " files removed");
    }
    JsonNode status = engine.get("/status");
    JsonNode store = status.path("store");
    JsonNode disk = status.path("disk");
    TextTable table = new TextTable("what", "how much");
    table.row("store on disk", megabytes(store.path("bytes")));
    table.row("  of it in use", megabytes(store.path("kept")));
    table.row("  in files", store.path("files").asText());
    table.row("ledger on disk", megabytes(disk.path("ledger")));
    table.row("free above the reserve", megabytes(disk.path("free")));
    table.row("reserve", megabytes(disk.path("reserve")));
    JsonNode rules = status.path("retention");
    table.row("studies are kept", days(rules.path("studyDays")));
    table.row("ECG files are kept", days(rules.path("ecgDays")));
    table.row(
        "store at most",
        rules.path("mostBytes").asLong() == 0 ? "no limit" : megabytes(rules.path("mostBytes")));
    table.row("the ledger tells of them", days(rules.path("ledgerDays")));
    table.row("swept since the start", megabytes(rules.path("bytes")));
    table.row("last sweep", rules.path("at").asText("not yet"));
    table.lines().forEach(console.out()::println);
    return Main.DONE;
  }

  private static String megabytes(JsonNode bytes) {
    return "%,.1f MB".formatted(bytes.asLong() / 1e6);
  }

  private static String days(JsonNode days) {
    return days.asLong() == 0 ? "for ever" : days.asLong() + " days";
  }
}
