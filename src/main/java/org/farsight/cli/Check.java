package org.farsight.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.farsight.app.Configuration;
import org.farsight.app.Wiring;
import org.farsight.camel.RoutesCheck;
import org.farsight.fhir.Profiles;
import org.farsight.ledger.PostgresServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code farsight check}: reads configuration and routes without starting anything, or a FHIR
 * server with all that is in it.
 */
@Command(
    name = "check",
    description = {
      "Reads configuration and routes without starting; names each mistake with file and line.",
      "With --fhir: reads every resource of a FHIR server instead and holds it to its profile."
    },
    mixinStandardHelpOptions = true)
final class Check implements Callable<Integer> {

  private final Console console;

  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  @Option(
      names = "--fhir",
      paramLabel = "URL",
      description = "Base address of a FHIR server, such as http://127.0.0.1:8090/fhir.")
  private Optional<URI> fhir = Optional.empty();

  Check(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (fhir.isPresent()) {
      return new FhirCheck(console, ConfigurationOptions.home().resolve("fhir-profiles"))
          .run(fhir.get());
    }
    Configuration configuration = options.read();
    List<String> mistakes =
        new ArrayList<>(RoutesCheck.check(configuration.routes(), Wiring.BEANS));
    Path profiles = configuration.home().resolve("fhir-profiles");
    int loaded = 0;
    try {
      loaded = new Profiles(profiles).loaded();
    } catch (IOException e) {
      mistakes.add(String.valueOf(e.getMessage()));
    }
    configuration.storage().server().ifPresent(server -> look(server, mistakes));
    configuration.warnings().forEach(w -> console.out().println("note: " + w));
    configuration.remarks().forEach(r -> console.out().println("note: " + r));
    mistakes.forEach(console.err()::println);
    if (!mistakes.isEmpty()) {
      throw new CommandFailure(mistakes.size() + " mistakes in routes, profiles or database");
    }
    console
        .out()
        .println(
            "well: "
                + configuration.sites().size()
                + " sites, "
                + configuration.targets().size()
                + " targets, "
                + loaded
                + " profile files, routes in "
                + configuration.routes());
    return Main.DONE;
  }

  /** Enters the server of the ledger, and changes nothing there. */
  private void look(PostgresServer server, List<String> mistakes) {
    try {
      server.check().forEach(note -> console.out().println("note: database.url: " + note));
    } catch (IOException e) {
      mistakes.add("database.url: " + e.getMessage());
    }
  }
}
