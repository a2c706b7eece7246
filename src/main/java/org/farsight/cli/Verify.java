package org.farsight.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.farsight.app.Configuration;
import org.farsight.exchange.Content;
import org.farsight.exchange.Damage;
import org.farsight.exchange.DamagedContentException;
import org.farsight.ledger.SqlLedger;
import org.farsight.ledger.Verification;
import org.farsight.report.ReportKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code farsight verify}: reads the whole ledger and everything that is kept; with files, whether
 * these are reports as they were signed.
 */
@Command(
    name = "verify",
    description = {
      "Reads the ledger and each kept object through, also while the engine runs, and names what is"
          + " damaged.",
      "Damaged objects are noted: they heal when their device sends them again.",
      "With FILE: says whether a report (PDF, JWS or JSON) is as it was signed; needs no engine and"
          + " no network."
    },
    mixinStandardHelpOptions = true)
final class Verify implements Callable<Integer> {
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);

  private final Console console;

  @Mixin private ConfigurationOptions options = new ConfigurationOptions();

  @Option(
      names = "--repair",
      description = "Make the ledger's indexes anew first; the engine must not run.")
  private boolean repair;

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Reports.")
  private List<Path> files = List.of();

  @Option(
      names = "--keys",
      paramLabel = "JWKS",
      description =
          "Public keys of the engine that signed (default: keys/reports.jwks of the data folder).")
  private Optional<Path> keys = Optional.empty();

  @Option(names = "--lang", paramLabel = "zh|en", description = "Language of what is said.")
  private Optional<String> language = Optional.empty();

  Verify(Console console) {
    this.console = console;
  }

  /** What was found. */
  private final class Findings implements Verification.Observer {
    private final List<Content> objects = new ArrayList<>();
    private int bundles;
    private int sentences;
    private Instant told = Instant.now();

    @Override
    public void progress(long read, long bytes) {
      Instant now = Instant.now();
      if (told.plus(TELL_EVERY).isBefore(now)) {
        told = now;
        console.out().println(read + " objects read, " + (bytes >> 20) + " MB");
      }
    }

    @Override
    public void damaged(Verification.Kind kind, String whose, DamagedContentException damage) {
      String words = String.valueOf(damage.getMessage());
      switch (kind) {
        case OBJECT -> console.err().println("exchange " + whose + ": " + words);
        case QUARANTINED -> console.err().println("quarantine " + whose + ": " + words);
        case BUNDLE ->
            console
                .err()
                .println("Bundle of exchange " + whose + ", made again when needed: " + words);
      }
      if (kind == Verification.Kind.BUNDLE) {
        bundles++;
      } else {
        objects.add(damage.content());
      }
    }

    @Override
    public void ledger(String sentence) {
      sentences++;
      console.err().println("the ledger's file: " + sentence);
    }
  }

  private int reports() throws CommandFailure {
    boolean chinese =
        language.isPresent() ? Language.isChinese(language.get()) : Language.isChinese();
    Path known = keys.orElseGet(() -> options.data().resolve("keys").resolve(ReportKeys.PUBLIC));
    VerifyReport verify =
        new VerifyReport(
            console,
            VerifyReport.keys(known, keys.isPresent()),
            chinese ? org.farsight.ecg.drawing.Language.ZH : org.farsight.ecg.drawing.Language.EN);
    boolean good = true;
    for (Path file : files) {
      good &= verify.of(file);
    }
    return good ? Main.DONE : Main.FAILED;
  }

  @Override
  public Integer call() throws Exception {
    if (!files.isEmpty()) {
      return reports();
    }
    Configuration configuration = options.read();
    Path folder = configuration.storage().ledger();
    if (!Files.exists(folder.resolve("ledger.db"))) {
      throw new CommandFailure(
          folder.toAbsolutePath()
              + " holds no ledger of SQLite: name the folder with --data; a ledger on PostgreSQL is"
              + " checked by pg_amcheck");
    }
    try {
      if (repair) {
        repair(folder);
      }
      Findings found = new Findings();
      long read = new Verification(folder, configuration.storage().store(), found).run();
      note(configuration, found.objects);
      console
          .out()
          .println(
              read
                  + " objects read: "
                  + found.objects.size()
                  + " damaged, "
                  + found.bundles
                  + " damaged Bundles, "
                  + found.sentences
                  + " faults in the ledger's file");
      return found.objects.isEmpty() && found.sentences == 0 ? Main.DONE : Main.FAILED;
    } catch (IOException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private void repair(Path folder) throws IOException, CommandFailure {
    if (Engines.runningOn(options.data()).isPresent()) {
      throw new CommandFailure("--repair needs the engine stopped");
    }
    List<String> left = Verification.repair(folder);
    console
        .out()
        .println(
            left.isEmpty()
                ? "the indexes were made anew, the ledger's file is whole"
                : "the indexes were made anew; the rest needs a backup: farsight restore");
  }

  /** So that the same bytes are taken in place of the damaged ones when they come again. */
  private void note(Configuration configuration, List<Content> damaged)
      throws IOException, CommandFailure, InterruptedException {
    if (damaged.isEmpty()) {
      return;
    }
    Optional<Engines> engine = Engines.runningOn(options.data());
    if (engine.isPresent()) {
      for (Content content : damaged) {
        ObjectNode body = new ObjectMapper().createObjectNode();
        body.put("sha256", content.digest()).put("file", content.file());
        body.put("offset", content.offset()).put("bytes", content.length());
        engine.get().post("/quarantine/damaged", body);
      }
      return;
    }
    try (SqlLedger ledger =
        SqlLedger.open(
            SqlLedger.Options.in(configuration.storage().ledger())
                .withStore(configuration.storage().store()))) {
      ledger.<Void>write(
          tx -> {
            for (Content content : damaged) {
              tx.interventions().damaged(new Damage(Instant.now(), content, "found by verify"));
            }
            return null;
          });
    }
  }
}
