package org.farsight.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.farsight.archive.Archive;
import org.farsight.crash.LightFhir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A server of the crash test's hospital; ends with the process that started it. */
@Command(
    name = "crash-peer",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "A server that the crash test starts and kills.")
final class CrashPeer implements Callable<Integer> {

  /** Which. */
  enum Kind {
    ARCHIVE,
    FHIR
  }

  private final Console console;

  @Parameters(paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
  private Kind kind = Kind.ARCHIVE;

  @Option(names = "--folder", required = true, description = "Keeps what it is sent.")
  private Path folder = Path.of("");

  @Option(names = "--port", required = true, description = "TCP port on the loopback address.")
  private int port;

  CrashPeer(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    switch (kind) {
      case ARCHIVE -> {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (Archive archive =
            Archive.start(new Archive.Configuration(folder, address, "ARCHIVE"))) {
          stay("ready " + archive.address());
        }
      }
      case FHIR -> {
        try (LightFhir fhir = LightFhir.start(folder, port)) {
          stay("ready " + fhir.url());
        }
      }
    }
    return Main.DONE;
  }

  /** Until standard input ends: it does when the parent dies. */
  private void stay(String ready) throws Exception {
    console.out().println(ready);
    while (System.in.read() >= 0) {
      // nothing is said here
    }
  }
}
