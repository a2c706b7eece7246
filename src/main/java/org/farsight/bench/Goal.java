package org.farsight.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.farsight.bench.ReceiveReport.Memory;
import org.farsight.bench.ReceiveReport.Server;
import org.farsight.bench.ReceiveReport.Visible;

/**
 * What we want to reach, held against what the same measurement found at others.
 *
 * @param what of which workload
 * @param ours our figure in words
 * @param against the other one's name and figure
 * @param ratio ours divided by the other's; or the figure itself where the goal is a number
 * @param bound what the ratio shall be
 * @param more whether more is better
 */
public record Goal(
    String what, String ours, String against, double ratio, double bound, boolean more) {

  /** Whether it is reached. */
  public boolean reached() {
    return more ? ratio >= bound : ratio <= bound;
  }

  /**
   * The goals of {@code docs/performance.md} for which there are figures.
   *
   * @param us name of our server
   */
  public static List<Goal> of(ReceiveReport report, String us) {
    Collected goals = new Collected(report, us);
    goals.rate(Workload.CT_4, goals.fastest(Workload.CT_4), 1.0);
    goals.rate(Workload.CT_4, "Orthanc", 3);
    goals.rate(Workload.CT_4, "limit: group commit", 0.6);
    goals.rate(Workload.ECG_4, goals.fastest(Workload.ECG_4), 1.0);
    goals.rate(Workload.ECG_4, "Orthanc", 5);
    goals.rate(Workload.ECG_4, goals.fastest(Workload.ECG_4), 2);
    goals.rate(Workload.ECG_4, "limit: group commit", 0.8);
    goals.rate(Workload.SHORT, "dcm4che", 1);
    goals.rate(Workload.SHORT, "storescp +B --fork", 2);
    goals.rate(Workload.SHORT, "dcm4che", 2);
    goals.rate(Workload.MULTI_FRAME, "Orthanc", 4);
    goals.cpu(Workload.ECG_4, "dcm4che", 1);
    goals.cpu(Workload.ECG_4, "dcm4che", 0.5);
    goals.cpu(Workload.ECG_4, "storescp +B", 1);
    goals.p99(Workload.ECG_4, "Orthanc", 0.5);
    goals.p99(Workload.ECG_4, "Orthanc", 0.2);
    goals.memory(64);
    goals.memory(16);
    goals.visible(100);
    goals.visible(20);
    return List.copyOf(goals.goals);
  }

  /** Collects those goals whose two figures are there. */
  private static final class Collected {
    private final ReceiveReport report;
    private final String us;
    private final List<Goal> goals = new ArrayList<>();

    Collected(ReceiveReport report, String us) {
      this.report = report;
      this.us = us;
    }

    String fastest(String workload) {
      String fastest = "";
      double most = 0;
      for (Server server : report.servers()) {
        double rate = report.median(server.name(), workload, Run::perSecond).orElse(0.0);
        if (!server.limit() && !server.name().equals(us) && rate > most) {
          most = rate;
          fastest = server.name();
        }
      }
      return fastest;
    }

    void rate(String workload, String other, double bound) {
      add(workload, "%.0f/s", other, Run::perSecond, bound, true);
    }

    void p99(String workload, String other, double bound) {
      add("p99, " + workload, "%.1f ms", other, run -> run.percentileMillis(99), bound, false);
    }

    private void add(
        String what,
        String format,
        String other,
        ToDoubleFunction<Run> figure,
        double bound,
        boolean more) {
      String workload = what.substring(what.startsWith("p99, ") ? 5 : 0);
      compare(
          what,
          format,
          report.median(us, workload, figure),
          other,
          report.median(other, workload, figure),
          bound,
          more);
    }

    void cpu(String workload, String other, double bound) {
      compare(
          "CPU per object, " + workload,
          "%.2f ms",
          report.cpuMillis(us, workload),
          other,
          report.cpuMillis(other, workload),
          bound,
          false);
    }

    private void compare(
        String what,
        String format,
        Optional<Double> ours,
        String other,
        Optional<Double> theirs,
        double bound,
        boolean more) {
      if (ours.isPresent() && theirs.isPresent()) {
        goals.add(
            new Goal(
                what,
                format.formatted(ours.get()),
                other + " " + format.formatted(theirs.get()),
                ours.get() / theirs.get(),
                bound,
                more));
      }
    }

    void memory(double megabytes) {
      for (Memory memory : report.memory()) {
        if (memory.server().startsWith(us) && !memory.server().equals(us)) {
          number("memory more, " + memory.server(), "MB", memory.megabytesMore(), megabytes);
        }
      }
    }

    void visible(double millis) {
      for (Visible visible : report.visible()) {
        if (visible.server().equals(us)) {
          number(
              "visible in " + visible.view() + ", p50",
              "ms",
              Statistics.median(visible.millis()),
              millis);
        }
      }
    }

    private void number(String what, String unit, double ours, double bound) {
      String words = String.format(Locale.ROOT, "%.1f %s", ours, unit);
      goals.add(new Goal(what, words, "", ours, bound, false));
    }
  }
}
