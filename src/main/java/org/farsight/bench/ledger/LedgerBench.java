package org.farsight.bench.ledger;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.farsight.bench.Statistics;
import org.farsight.ledger.LedgerFilling;
import org.farsight.ledger.SqlLedger;

/**
 * Two ledgers, a small and a large one, filled alike: as many exchanges a day in both, over more
 * days. Each operation is done in both in turns, so that whatever else the machine does meets both.
 */
public final class LedgerBench {
  private static final LedgerFilling FILLING =
      new LedgerFilling("site", Instant.parse("2024-01-01T00:00:00Z"), Duration.ofMillis(86_400));

  private final Consumer<String> progress;

  /**
   * What is measured.
   *
   * @param small exchanges of the small ledger, at least 1000
   * @param large exchanges of the large one
   * @param rounds how often each operation is done in each
   * @param sweeps how often retention sweeps in each, {@link Subject#SWEPT} exchanges a time
   */
  public record Size(long small, long large, int rounds, int sweeps) {}

  /**
   * Where the two ledgers are.
   *
   * @param small empty, or made; beside a content store
   * @param large empty, or made; beside a content store
   */
  public record Places(SqlLedger.Options small, SqlLedger.Options large) {}

  /**
   * An operation's cost.
   *
   * @param name of the operation
   * @param small median in the small ledger, in milliseconds
   * @param large median in the large one, in milliseconds
   */
  public record Figure(String name, double small, double large) {
    /** How many times as long it takes in the large one. */
    public double ratio() {
      return large / small;
    }
  }

  /**
   * What was found.
   *
   * @param figures per operation
   * @param filling how long it took to fill the large one
   */
  public record Outcome(List<Figure> figures, Duration filling) {
    /** Takes a copy. */
    public Outcome {
      figures = List.copyOf(figures);
    }
  }

  /**
   * @param progress is told what goes on
   */
  public LedgerBench(Consumer<String> progress) {
    this.progress = progress;
  }

  /**
   * Fills and measures.
   *
   * @throws IOException if a ledger cannot be opened, or holds something already
   */
  public Outcome run(Size size, Places places) throws IOException {
    fill(places.small(), size.small());
    Duration filling = fill(places.large(), size.large());
    Map<String, List<Double>> small = new LinkedHashMap<>();
    Map<String, List<Double>> large = new LinkedHashMap<>();
    for (int i = 0; i < 3; i++) {
      progress.accept("opening");
      add(small, "opening the ledger", opening(places.small()));
      add(large, "opening the ledger", opening(places.large()));
    }
    try (Subject few = Subject.open(places.small(), FILLING, size.small());
        Subject many = Subject.open(places.large(), FILLING, size.large())) {
      int warmUp = size.rounds() / 5;
      for (int round = -warmUp; round < size.rounds(); round++) {
        progress.accept("round " + round + " of " + size.rounds());
        for (Subject.Operation operation : Subject.Operation.values()) {
          boolean swapped = round % 2 != 0;
          double first = (swapped ? many : few).time(operation);
          double second = (swapped ? few : many).time(operation);
          if (round >= 0) {
            add(small, operation.words(), swapped ? second : first);
            add(large, operation.words(), swapped ? first : second);
          }
        }
      }
      for (int sweep = 0; sweep < size.sweeps(); sweep++) {
        progress.accept("sweep " + (sweep + 1) + " of " + size.sweeps());
        add(small, "retention, an exchange", few.sweep() / Subject.SWEPT);
        add(large, "retention, an exchange", many.sweep() / Subject.SWEPT);
      }
    }
    List<Figure> figures = new ArrayList<>();
    small.forEach(
        (name, times) ->
            figures.add(
                new Figure(
                    name,
                    Statistics.median(times),
                    Statistics.median(large.getOrDefault(name, List.of())))));
    return new Outcome(figures, filling);
  }

  private static void add(Map<String, List<Double>> times, String name, double millis) {
    times.computeIfAbsent(name, n -> new ArrayList<>()).add(millis);
  }

  private Duration fill(SqlLedger.Options place, long exchanges) throws IOException {
    Instant start = Instant.now();
    try (SqlLedger ledger = SqlLedger.open(place)) {
      if (ledger.exchanges() != 0) {
        throw new IOException("the ledger is not empty: name an empty database or folder");
      }
      long piece = 50_000;
      for (long from = 0; from < exchanges; from += piece) {
        progress.accept("filling: " + from + " of " + exchanges);
        FILLING.fill(ledger, from, Math.min(from + piece, exchanges));
      }
      ledger.tidy();
    }
    return Duration.between(start, Instant.now());
  }

  private static double opening(SqlLedger.Options place) throws IOException {
    long start = System.nanoTime();
    try (SqlLedger ledger = SqlLedger.open(place)) {
      double millis = (System.nanoTime() - start) / 1e6;
      if (ledger.exchanges() == 0) {
        throw new IOException("the ledger has lost what it was filled with");
      }
      return millis;
    }
  }
}
