package org.farsight.hospital;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Starts the hospital's FHIR server from the command line and keeps it up until the process is told
 * to end. Prints {@code fhir ready <address>} once requests are answered.
 */
@Command(
    name = "hospital",
    description =
        "A small FHIR R4 store. It has no sign-in: keep it on loopback or behind a proxy.")
public final class FhirServer implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(FhirServer.class);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Directory of what is kept; the database is in DIR/fhir.")
  private Path data = Path.of("");

  @Option(
      names = "--fhir-port",
      paramLabel = "N",
      defaultValue = "8090",
      description = "TCP port, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private String host = "";

  @Option(
      names = "--database-url",
      paramLabel = "JDBC",
      description = "jdbc:postgresql:… or jdbc:h2:… (default: an H2 file under --data).")
  private Optional<String> databaseUrl = Optional.empty();

  @Option(
      names = "--stop-with-parent",
      description = "End when standard input ends, as it does when the starting process dies.")
  private boolean stopWithParent;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text and end.")
  private boolean help;

  /** Runs the server; exit code 0 after an ordinary end, 1 when it cannot start. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The parser of the options; what prevents the start is told in one line, the last cause. */
  static CommandLine commandLine() {
    return new CommandLine(new FhirServer())
        .setExecutionExceptionHandler(
            (fault, command, arguments) -> {
              LOG.debug("cannot start", fault);
              command.getErr().println("cannot start: " + lastCause(fault).getMessage());
              return command.getCommandSpec().exitCodeOnExecutionException();
            });
  }

  private static Throwable lastCause(Throwable fault) {
    Throwable last = fault;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return last;
  }

  @Override
  public Integer call() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicBoolean started = new AtomicBoolean();
    if (stopWithParent) {
      Thread.ofPlatform().daemon().name("parent").start(() -> awaitEnd(System.in, end, started));
    }
    FhirStore store = FhirStore.start(database(), host, port);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitClosed(end, closed), "shutdown"));
    try (store) {
      started.set(true);
      System.out.println("fhir ready " + store.url());
      System.out.flush();
      end.await();
    } finally {
      closed.countDown();
    }
    return 0;
  }

  private Database database() throws IOException {
    if (databaseUrl.isPresent()) {
      return new Database(databaseUrl.get(), "", "");
    }
    return Database.embedded(Files.createDirectories(data.resolve("fhir")));
  }

  private static void awaitClosed(CountDownLatch end, CountDownLatch closed) {
    end.countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitEnd(InputStream input, CountDownLatch end, AtomicBoolean started) {
    try {
      input.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      System.err.println("standard input failed, ending: " + e.getMessage());
    }
    end.countDown();
    if (!started.get()) {
      System.exit(1); // nobody waits any more for what may take a minute to start
    }
  }
}
