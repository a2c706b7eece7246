package org.farsight.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.exchange.KillPoint;
import org.jspecify.annotations.Nullable;

/**
 * One call of the crash test: lives of the engine under load, each ended by a kill; now and then
 * all comes to rest and is compared. Goes on where an earlier call on the same folder ended.
 */
public final class CrashRun {
  private static final Duration UNTIL_REACHED = Duration.ofSeconds(120);
  private static final Duration UNTIL_IDLE = Duration.ofMinutes(10);

  /** What a first life learns of classes costs the time that it saves at five starts or six. */
  private static final Duration WORTH_LEARNING = Duration.ofMinutes(2);

  private final Options options;
  private final Consumer<String> progress;
  private final CrashSite site;
  private final Results results;
  private final Hospital hospital;
  private final EngineLives lives;
  private final Journal journal;
  private final Asked asked;
  private final @Nullable PowerCuts power;
  private long end;
  private int compared;
  private int kills;
  private boolean found;

  /**
   * What to do.
   *
   * @param folder keeps all, for the next call too
   * @param home of the installation, with routes and profiles
   * @param time no kill is begun after it, from when all is up
   * @param passes how often to go through all kill points and {@code random} kills; 0: until the
   *     time is over
   * @param points whether to kill at kill points
   * @param random kills at random moments of each pass
   * @param between kills between two comparisons
   * @param seed of moments and objects
   * @param standIn program of the stand-in FHIR server; empty: the light one
   * @param powerCuts losses of power that are tried after each end of the engine, which is one
   *     itself; 0: the engine's process ends and no more
   */
  public record Options(
      Path folder,
      Path home,
      Duration time,
      int passes,
      boolean points,
      int random,
      int between,
      long seed,
      Optional<Path> standIn,
      int powerCuts) {}

  private CrashRun(
      Options options,
      Consumer<String> progress,
      CrashSite site,
      Hospital hospital,
      Journal journal,
      Asked asked,
      @Nullable PowerCuts power)
      throws IOException {
    this.options = options;
    this.progress = progress;
    this.site = site;
    this.results = new Results(site.folder().resolve("results.jsonl"));
    this.hospital = hospital;
    this.lives =
        new EngineLives(
            site, options.home().toAbsolutePath(), power == null ? Map.of() : power.environment());
    this.power = power;
    this.journal = journal;
    this.asked = asked;
    this.compared = Math.min(results.comparedUpTo(), journal.size());
  }

  /**
   * Runs until the time is over, all passes are done, or something was found.
   *
   * @param progress is told what is going on
   * @return all calls on the folder together
   */
  public static Report run(Options options, Consumer<String> progress)
      throws IOException, InterruptedException {
    CrashSite site = CrashSite.in(options.folder(), options.home());
    try (@Nullable PowerCuts power =
            options.powerCuts() > 0
                ? PowerCuts.in(site, options.powerCuts(), options.seed())
                : null;
        Journal journal =
            Journal.open(
                site.folder().resolve("journal.jsonl"), power == null ? () -> 0 : power::now);
        ReportEar ear = new ReportEar(site.ports().ear(), journal);
        BranchEar branch =
            new BranchEar(site.branch(), site.ports().branch(), OptionalLong.of(options.seed()));
        Asked asked = new Asked(site::httpUrl, site::fhirUrl);
        Hospital hospital = new Hospital(site, options.standIn())) {
      CrashRun run = new CrashRun(options, progress, site, hospital, journal, asked, power);
      progress.accept("the branch listens on port " + branch.port());
      run.run(ear);
      return run.results.total();
    }
  }

  private void run(ReportEar ear) throws IOException, InterruptedException {
    int before = compared;
    progress.accept("starting the hospital");
    hospital.up();
    if (options.time().compareTo(WORTH_LEARNING) >= 0) {
      lives.learn();
      ended();
    }
    Load load =
        new Load(
            new AeAddress("FARSIGHT", "127.0.0.1", site.ports().dicom()),
            asked,
            site.inbox(),
            site.folder().resolve("outside"),
            ear,
            journal,
            new AtomicBoolean(true),
            new AtomicBoolean());
    List<Device> devices = devices(load);
    devices.forEach(Device::start);
    try {
      end = System.nanoTime() + options.time().toNanos();
      boolean well = passes(load, devices);
      if (well && before < journal.size()) {
        compare(load, devices, before);
      }
    } finally {
      load.over().set(true);
      for (Device device : devices) {
        device.end();
      }
    }
  }

  private List<Device> devices(Load load) {
    Random seeds = new Random(options.seed());
    List<Device> devices = new ArrayList<>();
    CrashSite.DEVICES.forEach(aet -> devices.add(new ImageDevice(aet, load, seeds.nextLong())));
    devices.add(new EcgDevice(load, seeds.nextLong()));
    devices.add(new FolderDevice(load, seeds.nextLong()));
    devices.add(new Reader(load, seeds.nextLong()));
    return devices;
  }

  /** False if something was found. */
  private boolean passes(Load load, List<Device> devices) throws IOException, InterruptedException {
    Random random = new Random(options.seed());
    for (int pass = 0; options.passes() == 0 || pass < options.passes(); pass++) {
      if (options.points()) {
        PointsPass points = new PointsPass(random);
        while (!points.isDone()) {
          if (isOver()) {
            return true;
          }
          at(points);
          if (!well(load, devices)) {
            return false;
          }
        }
      }
      Iterator<Kill.AtRandom> left = Kill.random(random, options.random()).iterator();
      while (left.hasNext()) {
        if (isOver()) {
          return true;
        }
        kill(left);
        if (!well(load, devices)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isOver() {
    return System.nanoTime() > end;
  }

  /** After a kill: compares when it is time for it; false if something was found. */
  private boolean well(Load load, List<Device> devices) throws IOException, InterruptedException {
    hospital.up();
    kills++;
    progress.accept(results.total().words());
    if (!found && kills >= options.between()) {
      kills = 0;
      return compare(load, devices, compared);
    }
    return !found;
  }

  /** One life of the engine, and all kills of the hospital's servers that fall into it. */
  private void kill(Iterator<Kill.AtRandom> plan) throws IOException, InterruptedException {
    Kill.AtRandom next = plan.next();
    switch (next) {
      case Kill.Engine engine -> random(engine);
      case Kill.Server server -> server(server, plan);
    }
  }

  /** One life, ended at the first that it comes to of all points that are left. */
  private void at(PointsPass points) throws IOException, InterruptedException {
    Map<KillPoint, Integer> arms = points.arms();
    if (arms.containsKey(KillPoint.STEP_PARKED)) {
      hospital.kill(Hospital.Server.FHIR);
    }
    ChildProcess engine = lives.begin(arms);
    boolean itself = awaitEnd(arms.keySet(), engine);
    engine.kill();
    ended();
    if (itself) {
      KillPoint point = EngineLives.killedAt(engine);
      results.killed(new Kill.AtPoint(point, arms.getOrDefault(point, 0)));
      points.reached(point);
    } else {
      for (Map.Entry<KillPoint, Integer> arm : arms.entrySet()) {
        results.missed(new Kill.AtPoint(arm.getKey(), arm.getValue()));
      }
      points.missed(arms.keySet());
    }
  }

  /** Points of the start that the engine has passed, ready, will not come. */
  private static boolean awaitEnd(Set<KillPoint> armed, ChildProcess engine)
      throws InterruptedException {
    boolean atStart = armed.stream().allMatch(PointsPass::isAtStart);
    long end = System.nanoTime() + UNTIL_REACHED.toNanos();
    while (System.nanoTime() < end) {
      if (engine.awaitEnd(Duration.ofMillis(50))) {
        return true;
      }
      if (atStart && engine.isReady()) {
        return false;
      }
    }
    return false;
  }

  private void random(Kill.Engine kill) throws IOException, InterruptedException {
    ChildProcess engine = lives.begin();
    if (kill.starting().isZero()) {
      EngineLives.awaitReady(engine);
      Load.pause(kill.after());
    } else {
      Load.pause(kill.starting());
    }
    engine.kill();
    ended();
    results.killed(kill);
  }

  /** Kills a server, and further ones that are planned, then the engine in its turn. */
  private void server(Kill.Server first, Iterator<Kill.AtRandom> plan)
      throws IOException, InterruptedException {
    ChildProcess engine = lives.begin();
    EngineLives.awaitReady(engine);
    Kill.AtRandom next = first;
    while (next instanceof Kill.Server server) {
      Load.pause(server.after());
      hospital.kill(server.server());
      results.killed(server);
      Load.pause(server.down());
      hospital.up();
      if (!plan.hasNext()) {
        break;
      }
      kills++;
      next = plan.next();
    }
    switch (next) {
      case Kill.Engine kill -> {
        Load.pause(kill.after().plus(kill.starting()));
        engine.kill();
        ended();
        results.killed(kill);
      }
      case Kill.Server last -> {
        engine.kill();
        ended();
      }
    }
  }

  /** The engine has ended, whyever: its machine may have lost power. */
  private void ended() throws IOException {
    if (power != null && !found) {
      PowerCuts.Outcome outcome = power.ended(journal.notedFrom(compared));
      results.powerCut(outcome);
      found = !outcome.findings().isEmpty();
    }
  }

  /**
   * Lets all come to rest and compares it; false if something was found.
   *
   * @param from the first line of the journal to be compared
   */
  private boolean compare(Load load, List<Device> devices, int from)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    load.making().set(false);
    hospital.up();
    ChildProcess engine = lives.begin();
    try {
      EngineLives.awaitReady(engine);
      progress.accept("all is up; coming to rest");
      Findings findings = awaitIdle(devices);
      Settling.await(asked, journal, Math.max(from, compared));
      Duration settling = Duration.ofNanos(System.nanoTime() - start);
      List<Sent> sent = journal.from(from);
      findings = findings.and(Checker.check(asked, site.archive(), site.branch(), sent));
      int news = journal.size() - compared;
      compared = journal.size();
      results.compared(news, compared, settling, findings);
      progress.accept(results.total().words());
      return findings.isEmpty();
    } finally {
      engine.stop();
      ended();
      load.making().set(true);
    }
  }

  /** A device that never gets rid of what it has is stuck. */
  private static Findings awaitIdle(List<Device> devices) throws InterruptedException {
    long end = System.nanoTime() + UNTIL_IDLE.toNanos();
    List<String> waiting = new ArrayList<>();
    do {
      waiting.clear();
      devices.stream().filter(device -> !device.isIdle()).map(Device::name).forEach(waiting::add);
      Load.pause(Duration.ofMillis(50));
    } while (!waiting.isEmpty() && System.nanoTime() < end);
    return new Findings(
        List.of(),
        List.of(),
        waiting.stream().map(name -> "device " + name + " waits for its answer").toList());
  }
}
