package org.farsight.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.farsight.app.Configuration;
import org.farsight.app.Engine;
import org.farsight.archive.Archive;
import org.farsight.dicom.ul.AeAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job on embedded defaults, from the branch's devices to the core hospital. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts the core hospital's stand-in and the engine, pushes the studies and ECGs of"
          + " test-data as devices would, and shows where each of them is.",
      "Then says where the reading room is, who can sign in and which case waits for a read. Stays"
          + " up until Ctrl-C, or ends with --once."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String ENGINE_AET = "FARSIGHT";

  private final Console console;
  private final long started = System.nanoTime();

  @Option(
      names = "--once",
      description = "Ends with 0 when all have arrived as they should, else with 1.")
  private boolean once;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder that is kept (default: a temporary one, removed at the end).")
  private Optional<Path> data = Optional.empty();

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    StopSignal stop = StopSignal.install();
    stop.interruptThisThread();
    Home home = Home.ofProcess();
    Path folder =
        data.isPresent()
            ? Files.createDirectories(data.get()).toAbsolutePath()
            : Files.createTempDirectory("farsight-demo");
    try {
      LogFile.redirectTo(folder.resolve("logs").resolve("farsight.log"));
      return run(home, folder, stop);
    } catch (IOException e) {
      throw new CommandFailure(
          Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName()));
    } finally {
      if (data.isEmpty()) {
        remove(folder);
      }
      stop.finished();
    }
  }

  private int run(Home home, Path folder, StopSignal stop)
      throws IOException, CommandFailure, InterruptedException {
    DemoPlan plan = DemoPlan.of(home.testData());
    int fhirPort = DemoSetup.freePort();
    Path hospital = folder.resolve("hospital");
    say("starting the core hospital's stand-in: FHIR server and DICOM archive");
    try (Archive archive =
            Archive.start(
                new Archive.Configuration(
                    hospital.resolve("archive"),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    "ARCHIVE"));
        HospitalProcess fhir =
            HospitalProcess.start(
                new HospitalProcess.Options(
                    home.hospitalJar(), hospital, fhirPort, Optional.empty(), true))) {
      say("starting the engine with " + plan.sites().size() + " branch sites");
      DemoBranches branches = new DemoBranches(folder.resolve("branches"), plan.sites().keySet());
      Configuration configuration =
          DemoSetup.write(
              home,
              folder,
              "http://127.0.0.1:" + fhirPort + "/fhir",
              archive.address(),
              plan.sites(),
              branches);
      try (Engine engine = Engine.start(configuration)) {
        say("the engine accepts work; waiting for the FHIR server");
        String fhirUrl = fhir.awaitReady();
        Engines commands = Engines.of(engine);
        DemoPeople people =
            new DemoPeople(commands, folder.resolve("tokens"), plan.sites().keySet());
        Shown shown = show(plan, new Running(engine, configuration, fhirUrl, archive), people);
        boolean well = shown.faults().isEmpty();
        if (once) {
          return well ? Main.DONE : Main.FAILED;
        }
        DemoInvitation invitation =
            new DemoInvitation(console.out(), ENGINE_AET, configuration.storage().data());
        if (shown.waiting().isPresent()) {
          DemoWatch.Waiting waiting = shown.waiting().get();
          String site = waiting.stage().push().site();
          Optional<DemoPlan.Site> place = Optional.ofNullable(plan.sites().get(site));
          String name = place.map(DemoPlan.Site::name).orElse(site);
          invitation.toRead(engine, people.accounts(site, name), waiting, place);
          invitation.toReceive(branches.folder(site));
        }
        invitation.toTry(engine, fhirUrl, archive, people, plan);
        branches.watch((site, report) -> say("report    报告已送达分院 arrived at " + report));
        if (!stop.await(fhir.ended())) {
          throw new CommandFailure("the FHIR server has ended; see " + fhir.log());
        }
        return well ? Main.DONE : Main.FAILED;
      }
    }
  }

  /** What the demonstration consists of. */
  private record Running(
      Engine engine, Configuration configuration, String fhirUrl, Archive archive) {}

  /**
   * What came of it.
   *
   * @param faults what is not as it should be
   * @param waiting a case that nobody has read
   */
  private record Shown(List<String> faults, Optional<DemoWatch.Waiting> waiting) {}

  /** Pushes, follows, shows. */
  private Shown show(DemoPlan plan, Running running, DemoPeople people)
      throws IOException, CommandFailure, InterruptedException {
    List<String> faults = new ArrayList<>();
    Engine engine = running.engine();
    DemoDevices devices =
        new DemoDevices(
            new AeAddress(ENGINE_AET, "127.0.0.1", engine.dicomPort()),
            engine.httpAddress(),
            running.configuration().storage().data(),
            people);
    for (DemoPlan.Push push : plan.pushes()) {
      say("push      " + line(plan, push));
      devices.push(push).forEach(why -> faults.add(push.what() + ": " + why));
    }
    DemoWatch watch = new DemoWatch(Engines.of(engine), stage -> tell(plan, stage));
    List<DemoWatch.Stage> stages = watch.untilDelivered(plan.pushes());
    DemoWatch.Drawings drawings = watch.untilDrawn(stages);
    if (drawings.drawn() < drawings.wanted()) {
      faults.add("ECGs of which no drawing has arrived: " + (drawings.wanted() - drawings.drawn()));
    }
    Optional<DemoWatch.Waiting> waiting = watch.waiting(stages);
    if (waiting.isEmpty()) {
      faults.add("no case waits for a read");
    }
    result(plan, running, stages, drawings, faults);
    return new Shown(faults, waiting);
  }

  /** Compares, and prints the table. */
  private void result(
      DemoPlan plan,
      Running running,
      List<DemoWatch.Stage> stages,
      DemoWatch.Drawings drawings,
      List<String> faults)
      throws IOException, InterruptedException {
    PrintWriter out = console.out();
    try (FhirReadback fhir = new FhirReadback(running.fhirUrl())) {
      DemoResult result = new DemoResult(plan.sites(), fhir, running.archive().folder());
      out.println();
      result.table(stages).forEach(out::println);
      out.println();
      out.println("FHIR server: " + result.resources());
      out.println("Archive: " + result.archived(plan.pushes()));
      out.println("Drawings of ECGs: " + drawings.drawn() + " of " + drawings.wanted());
      faults.addAll(result.faults());
    }
    out.println();
    if (faults.isEmpty()) {
      out.println(
          "All "
              + stages.size()
              + " exchanges have arrived as they should, "
              + elapsed()
              + " s after the start.");
    } else {
      out.println("Not as it should be:");
      faults.forEach(fault -> out.println("  " + fault));
    }
  }

  private void tell(DemoPlan plan, DemoWatch.Stage stage) {
    if (!stage.trouble().isEmpty()) {
      say("trouble   " + line(plan, stage.push()) + ": " + stage.trouble());
    } else if (!stage.state().isEmpty()) {
      say("%-9s ".formatted(stage.state().toLowerCase(Locale.ROOT)) + line(plan, stage.push()));
    }
  }

  private static String line(DemoPlan plan, DemoPlan.Push push) {
    DemoPlan.@Nullable Site site = plan.sites().get(push.site());
    return push.what()
        + ", "
        + push.patient().characters()
        + ", "
        + (site == null ? push.site() : site.name())
        + (push.files().size() > 1 ? ", " + push.files().size() + " objects" : "");
  }

  private void say(String text) {
    console.out().println("[%5s s] %s".formatted(elapsed(), text));
  }

  private String elapsed() {
    double seconds = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0;
    return String.format(Locale.ROOT, "%.1f", seconds);
  }

  private static void remove(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
