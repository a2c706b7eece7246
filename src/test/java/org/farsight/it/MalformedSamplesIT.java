package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.farsight.Samples;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.service.StorageContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real files that are no good DICOM, pushed as they are. */
@Timeout(300)
class MalformedSamplesIT {
  private static final Set<Integer> DOCUMENTED = Set.of(0x0000, 0xA900, 0xC000);

  @TempDir Path folder;

  @Test
  void eachGetsADocumentedStatusAndNothingFailsUnexpectedly() throws Exception {
    List<Path> files = Samples.files("dicom-images/malformed", path -> true);
    assertThat(files).hasSizeGreaterThan(20);
    try (LogRecord log = LogRecord.from("org.farsight", Level.INFO);
        RunningEngine engine = RunningEngine.in(folder)) {
      var answers = new TreeMap<String, List<String>>();
      int kept = 0;
      for (Path path : files) {
        Status status = push(engine, path);
        assertThat(DOCUMENTED).as(path.getFileName().toString()).contains(status.code());
        kept += status.code() == 0 ? 1 : 0;
        answers
            .computeIfAbsent("%04XH".formatted(status.code()), code -> new ArrayList<>())
            .add(path.getFileName().toString());
      }
      answers.forEach((code, names) -> System.out.println(code + " " + names));
      int found = engine.view().quarantine().size();
      for (JsonNode exchange : engine.view().all()) {
        found += exchange.path("arrivals").path("count").asInt();
        found += exchange.path("arrivals").path("repeats").asInt();
      }
      assertThat(found).as("what was answered with 0000H is there").isEqualTo(kept);
      assertThat(log.events()).filteredOn(e -> e.getThrowableProxy() != null).isEmpty();
      assertThat(log.events()).extracting(ILoggingEvent::getLevel).doesNotContain(Level.ERROR);
    }
  }

  @Test
  void inTheInboxEachIsTakenOrSetAsideWithItsReason() throws Exception {
    List<Path> files = Samples.files("dicom-images/malformed", path -> true);
    try (LogRecord log = LogRecord.from("org.farsight", Level.INFO);
        RunningEngine engine = RunningEngine.in(folder)) {
      Path inbox = engine.home().data().resolve("inbox").resolve(EngineHome.SITE);
      for (Path file : files) {
        Files.copy(file, inbox.resolve(file.getFileName()));
      }
      await()
          .atMost(Duration.ofSeconds(120))
          .until(() -> names(inbox.resolve("done")) + reasons(inbox) == files.size());
      assertThat(log.events()).filteredOn(e -> e.getThrowableProxy() != null).isEmpty();
    }
  }

  private static int names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (var list = Files.list(folder)) {
      return (int) list.count();
    }
  }

  /** Files set aside that have their reason beside them. */
  private static int reasons(Path inbox) throws IOException {
    Path quarantine = inbox.resolve("quarantine");
    if (!Files.isDirectory(quarantine)) {
      return 0;
    }
    int told = 0;
    try (var list = Files.list(quarantine)) {
      for (Path file : list.toList()) {
        Path reason = quarantine.resolve(file.getFileName() + ".reason.txt");
        told += Files.exists(reason) && Files.size(reason) > 10 ? 1 : 0;
      }
    }
    return told;
  }

  /** As a device would that took the UIDs from wherever it could. */
  private static Status push(RunningEngine engine, Path path) throws IOException {
    PushedObject object;
    try (Part10File file = Part10File.open(path)) {
      object =
          new PushedObject(
              new StorageContext(
                  file.sopClass().orElse("1.2.840.10008.5.1.4.1.1.7"), file.transferSyntax().uid()),
              file.sopInstance().orElse("1.2.3.4"),
              file.dataSet().readAllBytes());
    } catch (DicomFormatException e) {
      object =
          new PushedObject(
              new StorageContext("1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.1.2"),
              "1.2.3.4",
              Files.readAllBytes(path));
    }
    return engine.device().push(List.of(object)).getFirst();
  }
}
