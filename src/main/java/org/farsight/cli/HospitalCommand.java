package org.farsight.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.farsight.archive.Archive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The stand-in core hospital: FHIR server and DICOM archive, up until told to end. */
@Command(
    name = "hospital",
    mixinStandardHelpOptions = true,
    description = {
      "Starts the stand-in core hospital: a FHIR R4 server (HAPI FHIR JPA) and a DICOM archive.",
      "Neither asks who calls: keep both on loopback or behind a proxy and a firewall."
    })
final class HospitalCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of what is kept (default: data/hospital where you stand).")
  private Path data = Path.of("data", "hospital");

  @Option(
      names = "--fhir-port",
      paramLabel = "N",
      defaultValue = "8090",
      description = "TCP port of the FHIR server, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int fhirPort;

  @Option(
      names = "--dicom-port",
      paramLabel = "N",
      defaultValue = "11113",
      description = "TCP port of the archive, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int dicomPort;

  @Option(
      names = "--dicom-aet",
      paramLabel = "AET",
      defaultValue = "ARCHIVE",
      description = "AE title of the archive (default: ${DEFAULT-VALUE}).")
  private String dicomAet = "";

  @Option(
      names = "--database-url",
      paramLabel = "JDBC",
      description = "Database of the FHIR server (default: a file below DIR).")
  private Optional<String> databaseUrl = Optional.empty();

  HospitalCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    StopSignal stop = StopSignal.install();
    Path folder = data.toAbsolutePath();
    HospitalProcess.Options options =
        new HospitalProcess.Options(
            Home.ofProcess().hospitalJar(), folder, fhirPort, databaseUrl, false);
    try (Archive archive =
            Archive.start(
                new Archive.Configuration(
                    folder.resolve("archive"),
                    new InetSocketAddress("127.0.0.1", dicomPort),
                    dicomAet));
        HospitalProcess fhir = HospitalProcess.start(options)) {
      console.err().println("starting the FHIR server, which takes up to half a minute");
      String url = fhir.awaitReady();
      console.out().println("hospital ready fhir=" + url + " dicom=" + archive.address());
      if (!stop.await(fhir.ended())) {
        throw new CommandFailure("the FHIR server has ended; see " + fhir.log());
      }
      return Main.DONE;
    } finally {
      stop.finished();
    }
  }
}
