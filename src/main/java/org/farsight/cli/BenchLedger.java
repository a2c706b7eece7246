package org.farsight.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.farsight.bench.Peers;
import org.farsight.bench.ledger.LedgerBench;
import org.farsight.ledger.PostgresServer;
import org.farsight.ledger.SqlLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code farsight bench ledger}: what a large ledger costs against a small one. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    description = {
      "Fills a small and a large ledger and does the same in both in turns.",
      "Ends with 1 if anything takes longer in the large one than --ratio allows."
    })
final class BenchLedger implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--exchanges",
      defaultValue = "1000000",
      description = "Of the large ledger (default: 1000000).")
  private long exchanges = 1_000_000;

  @Option(
      names = "--against",
      defaultValue = "1000",
      description = "Exchanges of the small ledger (default: 1000).")
  private long against = 1000;

  @Option(names = "--rounds", defaultValue = "200", description = "(default: 200)")
  private int rounds = 200;

  @Option(
      names = "--ratio",
      defaultValue = "4",
      description =
          "Most that anything but opening may take in the large one, against the small one"
              + " (default: 4).")
  private double ratio = 4;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "Of two empty PostgreSQL databases, given twice: for the small one, for the large one"
              + " (default: SQLite).")
  private List<String> urls = List.of();

  @Option(names = "--database-user", description = "Enters them.")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--database-password-file",
      paramLabel = "FILE",
      description = "Its first line is the password.")
  private Optional<Path> password = Optional.empty();

  @Option(
      names = "--where",
      paramLabel = "DIR",
      description = "Folder with 8 GB to spare (default: the temporary folder).")
  private Path where = Path.of(System.getProperty("java.io.tmpdir"));

  BenchLedger(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (against < 1000 || exchanges < against || exchanges > 100_000_000 || rounds < 5) {
      throw new CommandFailure("these numbers make no sense", Main.WRONG_USE);
    }
    if (!urls.isEmpty() && urls.size() != 2) {
      throw new CommandFailure("--database-url is given twice, or not at all", Main.WRONG_USE);
    }
    Progress progress = new Progress(console);
    try (Peers peers = new Peers(where, progress::at)) {
      LedgerBench.Outcome outcome =
          new LedgerBench(progress::at)
              .run(
                  new LedgerBench.Size(against, exchanges, rounds, 5),
                  new LedgerBench.Places(place(peers, "small", 0), place(peers, "large", 1)));
      progress.clear();
      return told(outcome);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure("the measurement broke off: " + e.getMessage());
    } finally {
      progress.clear();
    }
  }

  private SqlLedger.Options place(Peers peers, String name, int url) {
    Path folder = peers.scratch().resolve(name);
    return SqlLedger.Options.in(folder)
        .on(
            urls.isEmpty()
                ? Optional.empty()
                : Optional.of(new PostgresServer(urls.get(url), user, password)))
        .withStore(folder.resolve("store"));
  }

  private int told(LedgerBench.Outcome outcome) {
    TextTable table =
        new TextTable("median, ms", exchanges(against), exchanges(exchanges), "ratio");
    boolean well = true;
    for (LedgerBench.Figure figure : outcome.figures()) {
      boolean counts = !figure.name().startsWith("opening");
      well &= !counts || figure.ratio() <= ratio;
      table.row(
          figure.name(),
          String.format(Locale.ROOT, "%.2f", figure.small()),
          String.format(Locale.ROOT, "%.2f", figure.large()),
          String.format(Locale.ROOT, "%.2f", figure.ratio()));
    }
    table.lines().forEach(console.out()::println);
    console
        .out()
        .printf(
            Locale.ROOT,
            "%s, filled in %d s, %d rounds in turns%n",
            urls.isEmpty() ? "SQLite" : "PostgreSQL",
            outcome.filling().toSeconds(),
            rounds);
    return well ? Main.DONE : Main.FAILED;
  }

  private static String exchanges(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
