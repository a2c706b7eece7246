package org.farsight.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.farsight.bench.ReceiveReport.Memory;
import org.farsight.bench.ReceiveReport.Sample;
import org.farsight.bench.ReceiveReport.Server;
import org.farsight.bench.ReceiveReport.Visible;

/**
 * Measures servers in turns: in each round every workload goes to every server, in an order that
 * moves on by one each round, so that what else the machine does hits all of them. All servers run
 * all the time; those whose turn it is not are idle. Before each go the disk is synced, so that
 * none pays for what another left unwritten.
 */
public final class ReceiveBench {
  private static final int VISIBLE_OBJECTS = 30;

  private final Options options;
  private final Consumer<String> progress;
  private final LoadClient client;

  /**
   * What to measure.
   *
   * @param workloads in this order
   * @param rounds at most
   * @param atMost no round begins after this
   * @param limits whether the limits are measured too
   * @param memory whether memory and visibility are measured too
   * @param callingAeTitle by which the client calls
   */
  public record Options(
      List<Workload> workloads,
      int rounds,
      Duration atMost,
      boolean limits,
      boolean memory,
      String callingAeTitle) {
    public Options {
      workloads = List.copyOf(workloads);
    }
  }

  /**
   * @param progress is told what is going on
   */
  public ReceiveBench(Options options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
    this.client = new LoadClient(options.callingAeTitle());
  }

  /**
   * Measures these servers; they stay open.
   *
   * @param slim started with little memory, for the measurement of memory alone
   * @param scratch a folder on the disk that the servers write to
   * @throws IOException where a server failed: a figure of a server that refuses is none
   */
  public ReceiveReport run(List<Peer> servers, List<Peer> slim, Path scratch)
      throws IOException, InterruptedException {
    List<Peer> all = new ArrayList<>(servers);
    List<CommitLimit> commits = new ArrayList<>();
    List<Peer> limits = new ArrayList<>();
    try {
      if (options.limits()) {
        limits.add(LimitPeer.discard());
        limits.add(LimitPeer.groupCommit(Files.createTempDirectory(scratch, "limit")));
        all.addAll(limits);
        commits.addAll(commits(scratch));
      }
      for (Peer peer : all) {
        warmUp(peer);
      }
      List<Sample> samples = rounds(all);
      List<Memory> memory = new ArrayList<>();
      List<Visible> visible = new ArrayList<>();
      if (options.memory()) {
        for (Peer peer : servers) {
          visible.addAll(new Visibility(client, progress).measure(peer, VISIBLE_OBJECTS));
        }
        List<Peer> measured = new ArrayList<>(slim);
        measured.addAll(servers);
        for (Peer peer : measured) {
          memory(peer).ifPresent(memory::add);
        }
      }
      List<Server> named = new ArrayList<>();
      all.forEach(p -> named.add(new Server(p.name(), p.settings(), p.isLimit())));
      slim.forEach(p -> named.add(new Server(p.name(), p.settings(), false)));
      return new ReceiveReport(
          named, samples, memory, visible, commits, ReceiveReport.Machine.here());
    } finally {
      for (Peer limit : limits) {
        limit.close();
      }
    }
  }

  private List<CommitLimit> commits(Path scratch) throws IOException, InterruptedException {
    progress.accept("what the disk allows");
    List<CommitLimit> commits = new ArrayList<>();
    for (Workload workload : options.workloads()) {
      long length = workload.object().get().length();
      if (workload.clients() > 1 && workload.perAssociation() == 0 && length < 1 << 20) {
        var unused = CommitLimit.measure(scratch, (int) length, workload.clients(), 200);
        commits.add(
            CommitLimit.measure(scratch, (int) length, workload.clients(), workload.objects()));
      }
    }
    return commits;
  }

  /** Java machines compile what they run often, databases fill their caches. */
  private void warmUp(Peer peer) throws IOException, InterruptedException {
    for (Workload workload : options.workloads()) {
      progress.accept("warming up " + peer.name() + ": " + workload.name());
      var unused =
          client.run(workload.withObjects(Math.max(1, workload.objects() / 2)), peer.address());
      peer.forget();
    }
  }

  private List<Sample> rounds(List<Peer> all) throws IOException, InterruptedException {
    List<Sample> samples = new ArrayList<>();
    long end = System.nanoTime() + options.atMost().toNanos();
    List<Peer> order = new ArrayList<>(all);
    for (int round = 1; round <= options.rounds() && System.nanoTime() < end; round++) {
      for (Workload workload : options.workloads()) {
        for (Peer peer : order) {
          progress.accept(
              "round %d of %d: %s, %s"
                  .formatted(round, options.rounds(), workload.name(), peer.name()));
          samples.add(sample(peer, workload, round));
        }
      }
      Collections.rotate(order, -1);
    }
    return samples;
  }

  private Sample sample(Peer peer, Workload workload, int round)
      throws IOException, InterruptedException {
    peer.forget();
    syncDisk();
    Optional<Double> before = cpu(peer);
    Run run = client.run(workload, peer.address());
    if (run.objects() == 0) {
      throw new IOException(peer.name() + " took no object in " + workload.limit());
    }
    Optional<Double> used = cpu(peer).flatMap(after -> before.map(b -> after - b));
    long written = System.nanoTime();
    syncDisk();
    return new Sample(
        peer.name(),
        workload.name(),
        round,
        run,
        used.map(s -> s * 1000 / run.objects()),
        (System.nanoTime() - written) / 1e9);
  }

  private static Optional<Double> cpu(Peer peer) {
    return peer.pid().isEmpty()
        ? Optional.empty()
        : ProcessFigures.of(peer.pid().getAsLong()).cpuSeconds();
  }

  private Optional<Memory> memory(Peer peer) throws IOException, InterruptedException {
    if (peer.pid().isEmpty()) {
      return Optional.empty();
    }
    progress.accept("memory of " + peer.name());
    ProcessFigures figures = ProcessFigures.of(peer.pid().getAsLong());
    Workload load = Workload.fourLarge();
    for (int i = 0; i < 3; i++) {
      var unused = client.run(load, peer.address());
      peer.forget();
    }
    Optional<Long> warm = figures.rss();
    if (warm.isEmpty() || !figures.forgetPeak()) {
      return Optional.empty();
    }
    var unused = client.run(load, peer.address());
    peer.forget();
    return figures.peakRss().map(peak -> new Memory(peer.name(), warm.get(), peak));
  }

  /** Lets the system write what is still in its memory. */
  private static void syncDisk() throws InterruptedException {
    try {
      Process sync = new ProcessBuilder("sync").start();
      if (!sync.waitFor(1, TimeUnit.MINUTES)) {
        sync.destroy();
      }
    } catch (IOException e) {
      // No such command: each server then pays a little for the others, which is said nowhere else.
      TimeUnit.SECONDS.sleep(1);
    }
  }
}
