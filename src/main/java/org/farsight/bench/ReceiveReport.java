package org.farsight.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What a measurement of servers found.
 *
 * @param servers in the order of the table
 * @param samples each go of each workload at each server
 * @param memory of servers whose process is known
 * @param visible how soon what was answered could be seen
 * @param commits what the disk allows
 * @param machine what it ran on
 */
public record ReceiveReport(
    List<Server> servers,
    List<Sample> samples,
    List<Memory> memory,
    List<Visible> visible,
    List<CommitLimit> commits,
    Machine machine) {

  public ReceiveReport {
    servers = List.copyOf(servers);
    samples = List.copyOf(samples);
    memory = List.copyOf(memory);
    visible = List.copyOf(visible);
    commits = List.copyOf(commits);
  }

  /**
   * A server of the table.
   *
   * @param limit whether it is no server but shows what one could reach
   */
  public record Server(String name, String settings, boolean limit) {}

  /**
   * One go.
   *
   * @param round from 1
   * @param cpuMillis of the server's process for each object; empty where it is not known
   * @param unwritten seconds that the system then took to write what was not on the disk yet
   */
  public record Sample(
      String server,
      String workload,
      int round,
      Run run,
      Optional<Double> cpuMillis,
      double unwritten) {

    /** Objects a second if the time to write them is counted, whoever waits for it. */
    public double writtenPerSecond() {
      return run.objects() / (run.seconds() + unwritten);
    }
  }

  /**
   * Memory while four multi-frame objects of 105 MB come at once.
   *
   * @param warm resident bytes after the same load before
   * @param peak most resident bytes during it
   */
  public record Memory(String server, long warm, long peak) {
    /** By how much the load raised it. */
    public double megabytesMore() {
      return Math.max(0, peak - warm) / 1e6;
    }
  }

  /**
   * From the answer of a C-STORE to the first answer of a view that shows it.
   *
   * @param view what was asked
   * @param millis of each object
   */
  public record Visible(String server, String view, List<Double> millis) {
    public Visible {
      millis = List.copyOf(millis);
    }
  }

  /** What it ran on. */
  public record Machine(String system, int processors, String java) {
    /** This one. */
    static Machine here() {
      return new Machine(
          System.getProperty("os.name") + " " + System.getProperty("os.version"),
          Runtime.getRuntime().availableProcessors(),
          System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    }
  }

  /** The workloads that were run, in their order. */
  public List<String> workloads() {
    return samples.stream().map(Sample::workload).distinct().toList();
  }

  /** The median over the rounds; empty where there is none. */
  public Optional<Double> median(String server, String workload, ToDoubleFunction<Run> figure) {
    return median(of(server, workload).stream().map(s -> figure.applyAsDouble(s.run())).toList());
  }

  /** The median of the CPU milliseconds per object; empty where they are not known. */
  public Optional<Double> cpuMillis(String server, String workload) {
    return median(of(server, workload).stream().flatMap(s -> s.cpuMillis().stream()).toList());
  }

  /**
   * How many times as many objects a second one server took as another: the median of what each
   * round says, since rounds differ more than servers do where a machine has other work.
   */
  public Optional<Double> ratio(String server, String other, String workload) {
    List<Double> ratios = new ArrayList<>();
    for (Sample one : of(server, workload)) {
      for (Sample another : of(other, workload)) {
        if (one.round() == another.round()) {
          ratios.add(one.run().perSecond() / another.run().perSecond());
        }
      }
    }
    return median(ratios);
  }

  /** The median of {@link Sample#writtenPerSecond}; empty where there is none. */
  public Optional<Double> writtenPerSecond(String server, String workload) {
    return median(of(server, workload).stream().map(Sample::writtenPerSecond).toList());
  }

  private List<Sample> of(String server, String workload) {
    List<Sample> found = new ArrayList<>();
    for (Sample sample : samples) {
      if (sample.server().equals(server) && sample.workload().equals(workload)) {
        found.add(sample);
      }
    }
    return found;
  }

  private static Optional<Double> median(List<Double> values) {
    return values.isEmpty() ? Optional.empty() : Optional.of(Statistics.median(values));
  }
}
