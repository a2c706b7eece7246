package org.farsight.ledger;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of the tests' own, in a folder of its own, by the programs of the system's
 * package; a test that needs one is skipped where they are not installed. It runs with the settings
 * that PostgreSQL comes with: {@code fsync} is on. Since it refuses to run as root, it runs as the
 * user {@code postgres} there.
 */
public final class PostgresCluster implements AutoCloseable {
  private static final String ROLE = "ledger";
  private static final String PASSWORD = "one word";
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static @Nullable PostgresCluster shared;

  private final Path bin;
  private final Path folder;
  private final int port;
  private @Nullable Process server;

  private PostgresCluster(Path bin, Path folder, int port) {
    this.bin = bin;
    this.folder = folder;
    this.port = port;
  }

  /**
   * One for all tests of this process, ended with it; skips the calling test where there is none.
   */
  public static synchronized PostgresCluster shared() throws IOException {
    if (shared == null) {
      PostgresCluster started = create();
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      shared = started;
    }
    return shared;
  }

  /** A new one, running; skips the calling test where PostgreSQL is not installed. */
  public static PostgresCluster create() throws IOException {
    Optional<Path> bin = programs();
    assumeTrue(bin.isPresent(), "PostgreSQL's server is not installed");
    Path folder = Files.createTempDirectory("farsight-postgres");
    if (isRoot()) {
      Files.setOwner(
          folder,
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
    }
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    PostgresCluster cluster = new PostgresCluster(bin.get(), folder, port);
    cluster.run("initdb", "-D", cluster.data(), "-A", "trust", "-U", "postgres", "--no-sync");
    cluster.start();
    cluster.sql(
        "postgres", "CREATE ROLE " + ROLE + " LOGIN PASSWORD '" + PASSWORD + "' NOSUPERUSER");
    Path hba = folder.resolve("pg_hba.conf");
    Files.writeString(
        hba,
        "host all " + ROLE + " 127.0.0.1/32 scram-sha-256\nhost all postgres 127.0.0.1/32 trust\n");
    cluster.sql("postgres", "ALTER SYSTEM SET hba_file = '" + hba + "'");
    cluster.stop(true);
    cluster.start();
    return cluster;
  }

  private static Optional<Path> programs() throws IOException {
    List<Path> folders = new ArrayList<>();
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(debian)) {
        versions.forEach(version -> folders.add(version.resolve("bin")));
      }
    }
    folders.sort(Comparator.reverseOrder());
    Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(Path::of)
        .forEach(folders::add);
    return folders.stream()
        .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
        .filter(folder -> Files.isExecutable(folder.resolve("postgres")))
        .findFirst();
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private List<String> command(String program, String... arguments) {
    List<String> words = new ArrayList<>();
    if (isRoot()) {
      words.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    words.add(bin.resolve(program).toString());
    words.addAll(List.of(arguments));
    return words;
  }

  private void run(String program, String... arguments) throws IOException {
    Path output = Files.createTempFile("farsight-postgres", ".log");
    try {
      Process process =
          new ProcessBuilder(command(program, arguments))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(program + " failed: " + Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(program + " was interrupted", e);
    } finally {
      Files.delete(output);
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  /** Starts it again, where it was; returns when it answers. */
  public void start() throws IOException {
    Process started =
        new ProcessBuilder(
                command(
                    "postgres",
                    "-D",
                    data(),
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "recovery_init_sync_method=syncfs", // else a start after a crash takes long
                    "-c",
                    "unix_socket_directories=" + folder))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    server = started;
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .until(
            () -> {
              sql("postgres", "SELECT 1");
              return true;
            });
  }

  /**
   * Ends it.
   *
   * @param well true: as a shutdown does; false: {@code pg_ctl stop -m immediate}, which ends all
   *     of its processes where they are
   */
  public void stop(boolean well) throws IOException {
    Process running = server;
    if (running != null) {
      run("pg_ctl", "stop", "-D", data(), "-m", well ? "fast" : "immediate", "-w");
      server = null;
    }
  }

  /** Runs one statement as the superuser. */
  public void sql(String database, String statement) throws IOException {
    try (Connection connection = DriverManager.getConnection(url(database), "postgres", "");
        Statement one = connection.createStatement()) {
      one.execute(statement);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** Makes an empty database as docs/postgresql.md says. */
  public String database() throws IOException {
    return database("ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
  }

  /** Makes an empty database with such settings. */
  String database(String settings) throws IOException {
    String name = "ledger" + DATABASES.incrementAndGet();
    sql(
        "postgres",
        "CREATE DATABASE " + name + " OWNER " + ROLE + " TEMPLATE template0 " + settings);
    return url(name);
  }

  /** Who enters. */
  public String user() {
    return ROLE;
  }

  /** A new file with the password, in a folder of the test. */
  public Path passwordFile(Path in) throws IOException {
    return Files.writeString(in.resolve("database.password"), PASSWORD + "\n");
  }

  /** A way into a database. */
  PostgresServer server(String url, Path in) throws IOException {
    return new PostgresServer(url, Optional.of(user()), Optional.of(passwordFile(in)));
  }

  @Override
  public void close() {
    try {
      stop(false);
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    } catch (IOException e) {
      throw new IllegalStateException("PostgreSQL of the tests does not end", e);
    }
  }
}
