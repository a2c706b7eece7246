package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.farsight.archive.Archive;
import org.farsight.crash.LightFhir;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A target is down while the engine works, and while it is started anew. */
@Timeout(300)
class TargetDownIT {
  private static final int STUDIES = 12;

  @TempDir Path folder;

  @Test
  void itHoldsUpNobodyAndGetsAllWhenItIsBack() throws Exception {
    int port = free();
    EngineHome home = EngineHome.in(folder.resolve("engine"));
    List<String> studies = new ArrayList<>();
    try (LogRecord log = LogRecord.from("org.farsight.app.TargetWatch", Level.INFO);
        Archive archive =
            Archive.start(
                new Archive.Configuration(
                    folder.resolve("archive"),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    "ARCHIVE"))) {
      String[] settings = {
        "study.quiet-seconds=0",
        "circuit.longest-wait-seconds=2",
        EngineHome.fhir("http://127.0.0.1:" + port + "/fhir"),
        EngineHome.archive(archive.address().toString())
      };
      try (RunningEngine engine = RunningEngine.start(home, settings)) {
        push(engine, studies);
        awaitStatus(engine, "DOWN");
        push(engine, studies);
        await().atMost(Duration.ofSeconds(60)).until(() -> archive.folder().size() == 2 * STUDIES);
        assertThat(Command.trace(home, studies.getLast(), "en"))
            .contains("the target is down since", "it goes out when that is back");
        assertThat(Command.trace(home, studies.getLast(), "zh")).contains("起不可达");
        assertThat(engine.view().get("/observe/health").status())
            .as("the engine is well")
            .isEqualTo(200);
        assertThat(metrics(engine)).contains("farsight_target_up{target=\"fhir\"} 0.0");
        assertThat(metrics(engine)).contains("farsight_target_up{target=\"archive\"} 1.0");
        assertThat(said(log))
            .as("once")
            .hasSize(1)
            .first()
            .asString()
            .startsWith("target fhir is down");
      }
      try (RunningEngine engine = RunningEngine.start(home, settings)) {
        JsonNode fhir = awaitStatus(engine, "DOWN");
        assertThat(fhir.path("why").asText()).contains("Connection refused");
        try (LightFhir server = LightFhir.start(folder.resolve("fhir"), port)) {
          for (String study : studies) {
            engine.view().awaitDelivered(study, 1);
          }
          assertThat(server.url()).contains(":" + port);
          assertThat(metrics(engine)).contains("farsight_target_up{target=\"fhir\"} 1.0");
        }
      }
      assertThat(said(log)).hasSize(3);
      assertThat(said(log).getLast()).startsWith("target fhir is back after");
    }
  }

  private static void push(RunningEngine engine, List<String> studies) throws IOException {
    for (int i = 0; i < STUDIES; i++) {
      String study = Uid.random();
      PushedObject image = PushedObject.image(study, PushedObject.somebody(), 1, 16);
      assertThat(engine.device().push(List.of(image))).containsExactly(Status.SUCCESS);
      studies.add(study);
    }
  }

  private static JsonNode awaitStatus(RunningEngine engine, String status) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> engine.view().get("/observe/health").body().path("targets").path(0),
            target -> target.path("status").asText().equals(status));
  }

  private static String metrics(RunningEngine engine) throws IOException, InterruptedException {
    return engine
        .view()
        .client()
        .send(
            HttpRequest.newBuilder(URI.create(engine.view().base() + "/observe/metrics")).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static List<String> said(LogRecord log) {
    return log.events().stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
