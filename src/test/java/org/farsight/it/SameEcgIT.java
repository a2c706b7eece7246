package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.farsight.archive.Archive;
import org.farsight.cli.Main;
import org.farsight.ecg.waveform.WaveformIdentity;
import org.farsight.fhir.Identifiers;
import org.farsight.testdata.EcgTwins;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cart sends the same ECG more than once, each time in another format: it is read once. */
@Timeout(600)
class SameEcgIT {
  private static final LocalDateTime EIGHT = LocalDateTime.of(2026, 3, 2, 8, 0, 7);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void oneRecordingOneOrderAndOneTaskWhateverFormatsItComesIn() throws Exception {
    try (HospitalServer hospital = HospitalServer.fresh();
        Archive archive = archive();
        RunningEngine engine = engine(hospital, archive)) {
      Path dicom = file("first.dcm", EcgTwins.dicom(EIGHT));
      push(engine, dicom);
      JsonNode first = delivered(engine, 1).getFirst();
      FhirServer fhir = FhirServer.at(hospital.url());
      Map<String, Integer> before = fhir.counts();
      assertThat(before.get("Task")).isEqualTo(1);

      push(engine, file("second.scp", EcgTwins.scp(EIGHT)));
      push(engine, file("third.scp", EcgTwins.otherScp(EIGHT)));
      delivered(engine, 3);
      Map<String, Integer> after = fhir.counts();
      for (String type : List.of("Observation", "Task", "ServiceRequest", "Patient")) {
        assertThat(after.get(type)).as(type).isEqualTo(before.get(type));
      }
      assertThat(after.get("DocumentReference")).isEqualTo(before.get("DocumentReference") + 2);
      assertThat(archive.folder().size()).as("one ECG at the archive").isEqualTo(1);

      Observation recording =
          fhir.one(Observation.class, Identifiers.CONTENT, Digest.ofDataSet(dicom));
      String second = Digest.of(EcgTwins.scp(EIGHT));
      DocumentReference original = fhir.one(DocumentReference.class, Identifiers.CONTENT, second);
      assertThat(original.getContext().getRelatedFirstRep().getReference())
          .isEqualTo(recording.getIdElement().toUnqualifiedVersionless().getValue());
      assertThat(EngineView.story(engine.view().find(second).getFirst(), "en"))
          .anyMatch(line -> line.contains("the same ECG as exchange " + first.path("id").asText()));

      push(engine, file("later.scp", EcgTwins.scp(EIGHT.plusMinutes(1))));
      delivered(engine, 4);
      assertThat(fhir.counts().get("Task")).as("taken at another time").isEqualTo(2);
    }
  }

  @Test
  void ofTwoThatComeAtTheSameTimeOneIsTheRecording() throws Exception {
    try (HospitalServer hospital = HospitalServer.fresh();
        Archive archive = archive();
        RunningEngine engine = engine(hospital, archive)) {
      List<Path> twins =
          List.of(file("one.scp", EcgTwins.scp(EIGHT)), file("two.scp", EcgTwins.otherScp(EIGHT)));
      try (ExecutorService carts = Executors.newFixedThreadPool(2)) {
        List<Future<?>> both = new ArrayList<>();
        twins.forEach(twin -> both.add(carts.submit(() -> push(engine, twin))));
        for (Future<?> one : both) {
          one.get();
        }
      }
      delivered(engine, 2);
      Map<String, Integer> counts = FhirServer.at(hospital.url()).counts();
      assertThat(counts.get("Task")).isEqualTo(1);
      assertThat(counts.get("ServiceRequest")).isEqualTo(1);
      assertThat(counts.get("DocumentReference")).isEqualTo(2);
      assertThat(archive.folder().size()).isEqualTo(1);
      assertThat(
              twins.stream()
                  .map(twin -> WaveformIdentity.instanceOf(digest(twin)))
                  .filter(uid -> archive.folder().file(uid).isPresent()))
          .hasSize(1);
    }
  }

  private static String digest(Path file) {
    try {
      return Digest.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<JsonNode> delivered(RunningEngine engine, int exchanges) throws Exception {
    List<JsonNode> all = engine.view().awaitAllDone(Set.of());
    assertThat(all).hasSize(exchanges);
    return all;
  }

  private Archive archive() throws Exception {
    return Archive.start(
        new Archive.Configuration(
            folder.resolve("archive"),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "ARCHIVE"));
  }

  private RunningEngine engine(HospitalServer hospital, Archive archive) throws Exception {
    return RunningEngine.in(
        folder.resolve("engine"),
        EngineHome.fhir(hospital.url()),
        EngineHome.archive(archive.address().toString()));
  }

  private Path file(String name, byte[] bytes) throws Exception {
    return Files.write(folder.resolve(name), bytes);
  }

  private static void push(RunningEngine engine, Path file) {
    boolean dicom = file.toString().endsWith(".dcm");
    List<String> arguments =
        dicom
            ? List.of(
                "send",
                file.toString(),
                "--to",
                "127.0.0.1:" + engine.engine().dicomPort() + "/FARSIGHT",
                "--from",
                EngineHome.CALLER)
            : List.of(
                "send", file.toString(), "--to", engine.view().base(), "--site", EngineHome.SITE);
    Command.Run run = Command.farsight(arguments.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
  }
}
