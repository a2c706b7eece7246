package org.farsight.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.farsight.bench.EcgBench;
import org.farsight.bench.EnginePeer;
import org.farsight.bench.FhirGate;
import org.farsight.bench.Peers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code farsight bench ecg}: from {@code POST /ecg} to the Task at the FHIR server. */
@Command(
    name = "ecg",
    mixinStandardHelpOptions = true,
    description = {
      "Sends ECGs at a rate and measures how long each takes until its Task is at the FHIR server.",
      "Ends with 1 on any error, or if a percentile is above its limit."
    })
final class BenchEcg implements Callable<Integer> {
  private static final Path FILE = Path.of("ecg", "aecg", "qingshan-normal.xml");
  private static final String PATIENT = "QS100274";

  /** The FHIR server. */
  enum Fhir {
    /** The stand-in, beside it on the same machine. */
    HOSPITAL,
    /** One within this process that answers at once. */
    INSTANT
  }

  private final Console console;

  @Option(names = "--rate", defaultValue = "1", description = "A second (default: 1).")
  private double rate = 1;

  @Option(names = "--minutes", defaultValue = "5", description = "That count (default: 5).")
  private double minutes = 5;

  @Option(names = "--warm-up", defaultValue = "60", description = "Seconds before (default: 60).")
  private int warmUp = 60;

  @Option(
      names = "--fhir",
      defaultValue = "HOSPITAL",
      description =
          "hospital: the stand-in beside it; instant: answers at once (default: hospital).")
  private Fhir fhir = Fhir.HOSPITAL;

  @Option(names = "--p50", paramLabel = "MS", description = "Limit (default: 500; instant: 150).")
  private Optional<Double> p50 = Optional.empty();

  @Option(names = "--p99", paramLabel = "MS", description = "Limit (default: 2000; instant: 500).")
  private Optional<Double> p99 = Optional.empty();

  @Option(
      names = "--where",
      paramLabel = "DIR",
      description = "Folder with some GB to spare (default: the temporary folder).")
  private Path where = Path.of(System.getProperty("java.io.tmpdir"));

  BenchEcg(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (rate <= 0 || minutes <= 0 || warmUp < 0) {
      throw new CommandFailure("these options make no sense", Main.WRONG_USE);
    }
    Progress progress = new Progress(console);
    try (Peers peers = new Peers(where, progress::at)) {
      EcgBench.Outcome outcome =
          fhir == Fhir.INSTANT
              ? measured(peers, progress, Optional.empty(), 0)
              : besideTheHospital(peers, progress);
      progress.clear();
      return told(outcome);
    } catch (IOException e) {
      throw new CommandFailure("the measurement broke off: " + e.getMessage());
    } finally {
      progress.clear();
    }
  }

  private EcgBench.Outcome besideTheHospital(Peers peers, Progress progress)
      throws IOException, CommandFailure, InterruptedException {
    progress.at("starting the stand-in");
    try (HospitalProcess hospital =
        HospitalProcess.start(
            new HospitalProcess.Options(
                Home.ofProcess().hospitalJar(),
                peers.scratch().resolve("hospital"),
                0,
                Optional.empty(),
                false))) {
      URI address = URI.create(hospital.awaitReady());
      return measured(peers, progress, Optional.of(address), hospital.pid());
    }
  }

  private EcgBench.Outcome measured(
      Peers peers, Progress progress, Optional<URI> behind, long hospital)
      throws IOException, CommandFailure, InterruptedException {
    try (FhirGate gate = new FhirGate(behind, EcgBench.PATIENT)) {
      EnginePeer engine =
          peers.engine(
              new EnginePeer.Start(
                  "Farsight",
                  ConfigurationOptions.home(),
                  Bench.serveOptions(),
                  5,
                  "",
                  gate.address()));
      String template = Files.readString(Home.ofProcess().testData().resolve(FILE));
      return new EcgBench(progress::at)
          .run(
              engine,
              gate,
              hospital,
              new EcgBench.Options(
                  template,
                  PATIENT,
                  rate,
                  Duration.ofSeconds(warmUp),
                  Duration.ofMillis((long) (minutes * 60_000))));
    }
  }

  private int told(EcgBench.Outcome outcome) {
    boolean instant = fhir == Fhir.INSTANT;
    double most50 = p50.orElse(instant ? 150.0 : 500.0);
    double most99 = p99.orElse(instant ? 500.0 : 2000.0);
    double found50 = outcome.percentile(50);
    double found99 = outcome.percentile(99);
    console
        .out()
        .printf(
            "%d ECGs at %.1f a second, FHIR server %s: p50 %.0f ms (limit %.0f), p99 %.0f ms"
                + " (limit %.0f), longest %.0f ms, %d errors%n",
            outcome.millis().size(),
            rate,
            instant ? "that answers at once" : "the stand-in",
            found50,
            most50,
            found99,
            most99,
            outcome.percentile(100),
            outcome.errors().size());
    console
        .out()
        .printf(
            "CPU: engine %.1f ms an ECG, stand-in %.1f ms an ECG, in %.0f s (%d cores)%n",
            outcome.engine() * 1000 / outcome.millis().size(),
            outcome.hospital() * 1000 / outcome.millis().size(),
            outcome.seconds(),
            Runtime.getRuntime().availableProcessors());
    double used = outcome.engine() + outcome.hospital();
    if (outcome.hospital() > 0) {
      console
          .out()
          .printf("The stand-in's share of that: %.0f %%%n", 100 * outcome.hospital() / used);
    }
    outcome.errors().stream().distinct().limit(10).forEach(console.err()::println);
    boolean well = outcome.errors().isEmpty() && found50 <= most50 && found99 <= most99;
    return well ? Main.DONE : Main.FAILED;
  }
}
