package org.farsight.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.farsight.fhir.AllowedWarnings;
import org.farsight.fhir.Profiles;
import org.farsight.fhir.ServerCheck;

/** Shows what {@link ServerCheck} finds at a FHIR server. */
final class FhirCheck {

  /** Beside the profiles: the warnings that may remain, with their reasons. */
  private static final String ALLOWED = "allowed-warnings.txt";

  private final Console console;
  private final Path folder;

  /**
   * @param folder of the profiles
   */
  FhirCheck(Console console, Path folder) {
    this.console = console;
    this.folder = folder;
  }

  /** {@link Main#DONE} if nothing remains, else {@link Main#FAILED}. */
  int run(URI server) throws CommandFailure, InterruptedException {
    Progress progress = new Progress(console);
    ServerCheck.Outcome outcome;
    try {
      Path list = folder.resolve(ALLOWED);
      AllowedWarnings allowed =
          Files.exists(list) ? AllowedWarnings.read(list) : AllowedWarnings.NONE;
      outcome =
          ServerCheck.of(
              server.toString(),
              new Profiles(folder),
              allowed,
              (type, done, all) -> progress.at(type + " " + done + " of " + all));
    } catch (IOException e) {
      throw new CommandFailure(server + ": " + e.getMessage());
    } finally {
      progress.clear();
    }
    show(outcome);
    return outcome.findings().isEmpty() ? Main.DONE : Main.FAILED;
  }

  private void show(ServerCheck.Outcome outcome) {
    if (!outcome.findings().isEmpty()) {
      TextTable table = new TextTable("", "type", "what", "where", "count", "for example");
      for (ServerCheck.Finding one : outcome.findings()) {
        table.row(
            one.issue().error() ? "error" : "warning",
            one.type(),
            one.issue().code(),
            one.issue().path(),
            String.valueOf(one.count()),
            one.example());
      }
      table.lines().forEach(console.out()::println);
      console.out().println();
    }
    List<String> counts =
        outcome.read().entrySet().stream()
            .map(type -> type.getValue() + " " + type.getKey())
            .toList();
    console.out().println("read: " + (counts.isEmpty() ? "nothing" : String.join(", ", counts)));
    int errors = places(outcome, true);
    int warnings = places(outcome, false);
    console
        .out()
        .println(
            errors
                + " errors, "
                + warnings
                + " warnings, and "
                + outcome.tolerated()
                + " warnings that "
                + ALLOWED
                + " gives a reason for");
  }

  private static int places(ServerCheck.Outcome outcome, boolean error) {
    return outcome.findings().stream()
        .filter(one -> one.issue().error() == error)
        .mapToInt(ServerCheck.Finding::count)
        .sum();
  }
}
