package org.farsight.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inbox's own route, before a door that says what the test wants. */
class InboxRouteTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path ROUTES = Path.of("routes").toAbsolutePath();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path inbox;

  private final Door door = new Door();
  private final Main main = new Main();

  /** Stands where {@link Receive} does. */
  public static final class Door {
    private final AtomicInteger tries = new AtomicInteger();
    private volatile int failures;
    private volatile boolean foreseen;

    /** Keeps a file, once it has failed as often as it was told to. */
    public void file(Exchange exchange) throws IOException {
      if (tries.getAndIncrement() < failures) {
        if (foreseen) {
          throw new IOException("stays in the inbox: no room");
        }
        throw new NoClassDefFoundError("whatever nobody foresees");
      }
      exchange.getMessage().setHeader("FarsightFolder", "done");
    }
  }

  @BeforeEach
  void start() {
    Properties properties = new Properties();
    properties.setProperty("inbox", inbox.toString());
    properties.setProperty(
        "camel.main.routesIncludePattern",
        "file:" + ROUTES + "/00-errors.camel.yaml,file:" + ROUTES + "/12-receive-inbox.camel.yaml");
    properties.setProperty("camel.main.shutdownTimeout", "5");
    main.setInitialProperties(properties);
    main.setDefaultPropertyPlaceholderLocation("false");
    main.bind("receive", door);
    main.bind("trouble", new Trouble());
    main.bind("inboxFiles", new InboxFiles(Duration.ofMinutes(1)));
    main.start();
  }

  @AfterEach
  void stop() {
    main.stop();
  }

  private Path put(String name, String text) throws IOException {
    Path site = Files.createDirectories(inbox.resolve("clinic"));
    Path beside = Files.writeString(inbox.resolve(name), text);
    return Files.move(beside, site.resolve(name));
  }

  private void staysUntilItIsKept() throws IOException {
    door.failures = 3;
    Path file = put("心电 图.scp", "an ECG");

    await().atMost(PATIENCE).until(() -> door.tries.get() > 1);
    assertThat(file).as("after a try that failed").hasContent("an ECG");
    Path done = inbox.resolve("clinic/done/心电 图.scp");
    await().atMost(PATIENCE).until(() -> Files.exists(done));
    assertThat(done).hasContent("an ECG");
    assertThat(file).doesNotExist();
    assertThat(door.tries).hasValue(4);
  }

  @Test
  void aFileForWhichThereIsNoRoomStaysUntilItIsKept() throws IOException {
    door.foreseen = true;
    staysUntilItIsKept();
  }

  @Test
  void aFileOnWhichAnErrorComesThatNobodyForesawStaysUntilItIsKept() throws IOException {
    staysUntilItIsKept();
  }

  @Test
  void anEmptyFileAndAPipeHoldUpNobody() throws Exception {
    Path empty = put("empty.dcm", "");
    Path pipe = empty.resolveSibling("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    pipe.toFile().setLastModified(System.currentTimeMillis() - 70_000);
    put("whole.dcm", "an object");

    await().atMost(PATIENCE).until(() -> Files.exists(inbox.resolve("clinic/done/whole.dcm")));
    assertThat(empty).exists();
    Files.setLastModifiedTime(empty, FileTime.from(Instant.now().minusSeconds(61)));
    await().atMost(PATIENCE).until(() -> Files.exists(inbox.resolve("clinic/done/empty.dcm")));
    assertThat(pipe).as("left alone").exists();
  }
}
