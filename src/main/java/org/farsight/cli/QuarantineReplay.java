package org.farsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farsight quarantine replay}: steps run again, of an exchange or of a window of time. */
@Command(
    name = "replay",
    description = {
      "Lets the steps of an exchange run again, or of all whose first object came in a window.",
      "Nothing is doubled by it. Fresh work goes first; Ctrl-C stops a window between portions."
    },
    mixinStandardHelpOptions = true)
final class QuarantineReplay implements Callable<Integer> {
  private static final int PORTION = 100;
  private static final long PAUSE = 500; // ms

  private final Console console;

  @Parameters(arity = "0..1", paramLabel = "EXCHANGE", description = "Id of an exchange.")
  private @Nullable String exchange;

  @Mixin private DataFolder data = new DataFolder();

  @Mixin private Person person = new Person();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Begin of the window: 2026-11-23, 2026-11-23T08:00 or with an offset.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "End of the window (default: now).")
  private @Nullable String to;

  @Option(names = "--site", paramLabel = "SITE", description = "Of this site only.")
  private @Nullable String site;

  @Option(
      names = "--step",
      paramLabel = "STEP",
      description = "This step only: convert, or the id of a target.")
  private @Nullable String step;

  QuarantineReplay(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    String begin = from;
    if ((exchange == null) == (begin == null)) {
      throw new CommandFailure("name an exchange, or a window with --from", Main.WRONG_USE);
    }
    ObjectNode body = person.toJson();
    if (step != null) {
      body.put("step", step);
    }
    if (begin == null) {
      String path = "/exchange/" + Engines.encode(String.valueOf(exchange)) + "/replay";
      JsonNode answer = data.engine().post(path, body);
      console.out().println("these steps run again: " + QuarantineDecision.steps(answer));
      return Main.DONE;
    }
    body.put("from", time(begin)).put("limit", PORTION);
    body.put("to", to == null ? OffsetDateTime.now(ZoneId.systemDefault()).toString() : time(to));
    if (site != null) {
      body.put("site", site);
    }
    return window(data.engine(), body);
  }

  private int window(Engines engine, ObjectNode body) throws CommandFailure, InterruptedException {
    long replayed = 0;
    long skipped = 0;
    boolean finished = false;
    while (!finished) {
      JsonNode portion = engine.post("/replay", body);
      replayed += portion.path("replayed").asLong();
      for (JsonNode one : portion.path("skipped")) {
        skipped++;
        console
            .err()
            .println(one.path("exchange").asText() + " skipped: " + one.path("why").asText());
      }
      finished = portion.path("finished").asBoolean();
      body.set("after", portion.path("next"));
      if (portion.path("busy").asBoolean()) {
        Thread.sleep(PAUSE); // fresh work goes first
      } else {
        console
            .out()
            .println(replayed + " of " + portion.path("inWindow").asLong() + " exchanges replayed");
      }
    }
    console.out().println("done: " + replayed + " replayed, " + skipped + " skipped");
    return skipped == 0 ? Main.DONE : Main.FAILED;
  }

  /** With an offset as it is; without one, of this machine's zone. */
  private static String time(String text) throws CommandFailure {
    ZoneId zone = ZoneId.systemDefault();
    try {
      if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
        return LocalDate.parse(text).atStartOfDay(zone).toOffsetDateTime().toString();
      }
      return text.matches(".*T.*([+-]\\d{2}:\\d{2}|Z)")
          ? OffsetDateTime.parse(text).toString()
          : LocalDateTime.parse(text).atZone(zone).toOffsetDateTime().toString();
    } catch (DateTimeException e) {
      throw new CommandFailure(
          text + " is no time: write 2026-11-23 or 2026-11-23T08:00", Main.WRONG_USE);
    }
  }
}
