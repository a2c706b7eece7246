package org.farsight.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.farsight.bench.CommitLimit;
import org.farsight.bench.Goal;
import org.farsight.bench.ReceiveReport;
import org.farsight.bench.ReceiveReport.Memory;
import org.farsight.bench.ReceiveReport.Server;
import org.farsight.bench.ReceiveReport.Visible;
import org.farsight.bench.Run;
import org.farsight.bench.Statistics;
import org.farsight.bench.Workload;

/** What a measurement found, for a terminal. */
final class BenchTable {
  private static final String NONE = "-";

  private final ReceiveReport report;
  private final String us;
  private final PrintWriter out;

  private BenchTable(ReceiveReport report, String us, PrintWriter out) {
    this.report = report;
    this.us = us;
    this.out = out;
  }

  /**
   * Prints it.
   *
   * @param us name of our server
   * @param rounds that medians are of
   */
  static void print(ReceiveReport report, String us, int rounds, PrintWriter out) {
    BenchTable table = new BenchTable(report, us, out);
    out.printf(
        Locale.ROOT,
        "Objects a second, median of %d rounds (ours divided by theirs, median of the rounds)%n",
        rounds);
    table.rates();
    table.latencies();
    table.limits();
    table.memory();
    table.goals();
    table.settings();
  }

  private void rates() {
    List<String> titles = new ArrayList<>(List.of("server"));
    for (String workload : report.workloads()) {
      titles.add(workload.equals(Workload.MULTI_FRAME) ? "multi-frame 105 MB, MB/s" : workload);
    }
    TextTable table = new TextTable(titles.toArray(String[]::new));
    for (Server server : report.servers()) {
      List<String> cells = new ArrayList<>(List.of(server.name()));
      for (String workload : report.workloads()) {
        String ratio =
            server.name().equals(us)
                ? ""
                : report.ratio(us, server.name(), workload).map(" (%.2f×)"::formatted).orElse("");
        cells.add(rate(server.name(), workload).map(f -> "%.0f".formatted(f) + ratio).orElse(NONE));
      }
      if (cells.stream().skip(1).anyMatch(cell -> !cell.equals(NONE))) {
        table.row(cells.toArray(String[]::new));
      }
    }
    print(table);
  }

  private Optional<Double> rate(String server, String workload) {
    return workload.equals(Workload.MULTI_FRAME)
        ? report.median(server, workload, Run::megabytesPerSecond)
        : report.median(server, workload, Run::perSecond);
  }

  private void latencies() {
    TextTable table =
        new TextTable(
            "server",
            "workload",
            "p50 ms",
            "p99 ms",
            "most ms",
            "server CPU ms each",
            "/s until written");
    for (Server server : report.servers()) {
      for (String workload : report.workloads()) {
        if (report.median(server.name(), workload, Run::perSecond).isPresent()) {
          table.row(
              server.name(),
              workload,
              millis(server, workload, 50),
              millis(server, workload, 99),
              millis(server, workload, 100),
              report.cpuMillis(server.name(), workload).map("%.2f"::formatted).orElse(NONE),
              report.writtenPerSecond(server.name(), workload).map("%.0f"::formatted).orElse(NONE));
        }
      }
    }
    print(table);
  }

  private String millis(Server server, String workload, double percent) {
    return report
        .median(server.name(), workload, run -> run.percentileMillis(percent))
        .map("%.1f"::formatted)
        .orElse(NONE);
  }

  private void limits() {
    if (!report.commits().isEmpty()) {
      TextTable table = new TextTable("append and fdatasync, no network", "objects/s", "MB/s");
      for (CommitLimit limit : report.commits()) {
        table.row(
            "%d bytes, %d producers".formatted(limit.objectBytes(), limit.producers()),
            "%.0f".formatted(limit.perSecond()),
            "%.0f".formatted(limit.perSecond() * limit.objectBytes() / 1e6));
      }
      print(table);
    }
  }

  private void memory() {
    if (!report.memory().isEmpty()) {
      TextTable table =
          new TextTable("memory, 4 × 105 MB at once", "warm RSS MB", "peak RSS MB", "more MB");
      for (Memory memory : report.memory()) {
        table.row(
            memory.server(),
            "%.0f".formatted(memory.warm() / 1e6),
            "%.0f".formatted(memory.peak() / 1e6),
            "%.1f".formatted(memory.megabytesMore()));
      }
      print(table);
    }
    if (!report.visible().isEmpty()) {
      TextTable table = new TextTable("answer → visible", "in", "p50 ms", "most ms");
      for (Visible visible : report.visible()) {
        table.row(
            visible.server(),
            visible.view(),
            "%.1f".formatted(Statistics.median(visible.millis())),
            "%.1f".formatted(visible.millis().stream().mapToDouble(d -> d).max().orElse(0)));
      }
      print(table);
    }
  }

  private void goals() {
    List<Goal> goals = Goal.of(report, us);
    if (!goals.isEmpty()) {
      TextTable table = new TextTable("goal", "ours", "against", "is", "shall be", "");
      for (Goal goal : goals) {
        boolean number = goal.against().isEmpty();
        table.row(
            goal.what(),
            goal.ours(),
            goal.against(),
            number ? "" : "%.2f×".formatted(goal.ratio()),
            (goal.more() ? "≥ " : "≤ ") + "%.4g".formatted(goal.bound()) + (number ? "" : "×"),
            goal.reached() ? "reached" : "NOT REACHED");
      }
      print(table);
    }
  }

  private void settings() {
    out.println("Settings");
    for (Server server : report.servers()) {
      out.println("  " + server.name() + ": " + server.settings());
    }
    out.println(
        "  client: one outstanding C-STORE per association, objects in memory, unique UIDs, 128 KB"
            + " PDUs, TCP_NODELAY; CT: studies of 200, ECG: a study each");
    out.println(
        "  until written: the time of sync(1) after each go is added, which is what a server that"
            + " does not sync leaves to the system");
    out.println(
        "  machine: %s, %d processors; client: %s"
            .formatted(
                report.machine().system(), report.machine().processors(), report.machine().java()));
  }

  private void print(TextTable table) {
    table.lines().forEach(out::println);
    out.println();
  }
}
