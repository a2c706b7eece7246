package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.farsight.archive.Archive;
import org.farsight.cli.Main;
import org.farsight.dicom.io.Part10File;
import org.farsight.it.SampleFiles.Dicom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each real DICOM file goes through the engine, and the archive's bytes are the file's. */
@Timeout(600)
class SamplesThroughEngineIT {
  private static final String JPEG_LOSSLESS_14 = "1.2.840.10008.1.2.4.57";
  private static final String HTJ2K_LOSSLESS = "1.2.840.10008.1.2.4.201";

  /** What storescp of DCMTK 3.6 does not take, even with {@code +xa}. */
  private static final Set<String> NOT_TAKEN = Set.of(JPEG_LOSSLESS_14, HTJ2K_LOSSLESS);

  @TempDir Path folder;

  @Test
  void sentByFarsightEachIsStoredByDcmtkBitForBit() throws Exception {
    Dcmtk.require("storescp");
    int number = 0;
    int stored = 0;
    for (List<Dicom> group : groups()) {
      Path place = Files.createDirectories(folder.resolve("sent-" + ++number));
      Path received = Files.createDirectory(place.resolve("archive"));
      try (Dcmtk.StoreScp archive = Dcmtk.StoreScp.start(received, "-pm");
          RunningEngine engine = engine(place, "ANY@127.0.0.1:" + archive.port())) {
        send(engine, group);
        Set<String> foreseen = new HashSet<>();
        group.stream()
            .filter(file -> NOT_TAKEN.contains(file.transferSyntax()))
            .forEach(file -> foreseen.add(file.study()));
        List<JsonNode> exchanges = engine.view().awaitAllDone(foreseen);
        assertThat(engine.view().quarantine()).isEmpty();
        refusedByTheirSyntax(exchanges, group, foreseen);
      }
      Map<String, String> digests = received(received);
      for (Dicom file : group) {
        if (!NOT_TAKEN.contains(file.transferSyntax())) {
          assertThat(digests.get(file.sopInstance())).as(file.toString()).isEqualTo(file.digest());
          stored++;
        }
      }
    }
    System.out.printf("%d files sent by farsight send, in %d groups%n", stored, number);
  }

  @Test
  void theProjectsOwnArchiveStoresEachInWhateverSyntax() throws Exception {
    int number = 0;
    for (List<Dicom> group : groups()) {
      Path place = Files.createDirectories(folder.resolve("own-" + ++number));
      try (Archive archive =
              Archive.start(
                  new Archive.Configuration(
                      place.resolve("archive"),
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                      "ARCHIVE"));
          RunningEngine engine = engine(place, archive.address().toString())) {
        send(engine, group);
        engine.view().awaitAllDone(Set.of());
        for (Dicom file : group) {
          Path kept = archive.folder().file(file.sopInstance()).orElseThrow();
          assertThat(Digest.ofDataSet(kept)).as(file.toString()).isEqualTo(file.digest());
        }
        assertThat(archive.folder().size()).isEqualTo(group.size());
        isInTheLedger(engine, group);
      }
    }
  }

  @Test
  void sentByDcmsendTheArchiveHasWhatArrivedAtOurSocket() throws Exception {
    Dcmtk.require("dcmsend", "storescp");
    List<String> unreadable = new ArrayList<>();
    int number = 0;
    int stored = 0;
    for (List<Dicom> group : groups()) {
      Path place = Files.createDirectories(folder.resolve("dcmsend-" + ++number));
      Path received = Files.createDirectory(place.resolve("archive"));
      Map<String, String> arrived = new HashMap<>();
      try (Dcmtk.StoreScp archive = Dcmtk.StoreScp.start(received, "-pm");
          RunningEngine engine = engine(place, "ANY@127.0.0.1:" + archive.port())) {
        Set<String> foreseen = new HashSet<>();
        for (Dicom file : group) {
          if (dcmsend(engine, file)) {
            if (NOT_TAKEN.contains(file.transferSyntax())) {
              foreseen.add(file.study());
            }
          } else {
            unreadable.add(file.toString());
          }
        }
        for (JsonNode exchange : engine.view().awaitAllDone(foreseen)) {
          engine
              .engine()
              .ledger()
              .arrivals(exchange.path("id").asText(), 0)
              .forEach(a -> arrived.put(a.facts().sopInstance(), a.content().digest()));
        }
        group.stream()
            .filter(file -> NOT_TAKEN.contains(file.transferSyntax()))
            .forEach(file -> arrived.remove(file.sopInstance()));
      }
      assertThat(received(received)).isEqualTo(arrived);
      stored += arrived.size();
    }
    System.out.printf(
        "%d files sent by dcmsend; it could not send %d: %s%n",
        stored, unreadable.size(), unreadable);
    assertThat(unreadable).hasSizeLessThanOrEqualTo(6);
  }

  private static List<List<Dicom>> groups() throws IOException {
    List<Dicom> samples = SampleFiles.samples();
    assertThat(samples).hasSizeGreaterThan(90);
    return SampleFiles.withoutContradictions(samples);
  }

  private static RunningEngine engine(Path place, String archive) throws IOException {
    return RunningEngine.in(
        place.resolve("engine"), "dicom.unknown-callers=accept", EngineHome.archive(archive));
  }

  private static void send(RunningEngine engine, List<Dicom> group) {
    List<String> arguments = new ArrayList<>(List.of("send"));
    group.forEach(file -> arguments.add(file.path().toString()));
    arguments.addAll(List.of("--to", "127.0.0.1:" + engine.engine().dicomPort() + "/FARSIGHT"));
    Command.Run run = Command.farsight(arguments.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
    assertThat(run.out()).contains("sent " + group.size() + " of " + group.size());
  }

  private static boolean dcmsend(RunningEngine engine, Dicom file)
      throws IOException, InterruptedException {
    Dcmtk.Run run =
        Dcmtk.run(
            "dcmsend",
            "--decompress-never",
            "-aec",
            "FARSIGHT",
            "127.0.0.1",
            String.valueOf(engine.engine().dicomPort()),
            file.path().toString());
    return run.exitCode() == 0;
  }

  /** A syntax that the archive does not take is named, and the step waits for a person. */
  private static void refusedByTheirSyntax(
      List<JsonNode> exchanges, List<Dicom> group, Set<String> foreseen) {
    Map<String, String> syntaxes = new TreeMap<>();
    group.stream()
        .filter(file -> NOT_TAKEN.contains(file.transferSyntax()))
        .forEach(file -> syntaxes.put(file.study(), file.transferSyntax()));
    for (JsonNode exchange : exchanges) {
      String study = exchange.path("key").asText();
      if (foreseen.contains(study)) {
        JsonNode target = exchange.path("targets").path(0);
        assertThat(target.path("outcome").asText()).isEqualTo("QUARANTINED");
        assertThat(target.path("why").asText()).contains(syntaxes.get(study));
      }
    }
  }

  private static void isInTheLedger(RunningEngine engine, List<Dicom> group) throws Exception {
    Map<String, String> ledger = new HashMap<>();
    for (JsonNode exchange : engine.view().all()) {
      engine
          .engine()
          .ledger()
          .arrivals(exchange.path("id").asText(), 0)
          .forEach(a -> ledger.put(a.facts().sopInstance(), a.content().digest()));
    }
    Map<String, String> files = new HashMap<>();
    group.forEach(file -> files.put(file.sopInstance(), file.digest()));
    assertThat(ledger).isEqualTo(files);
  }

  /** SOP Instance UID of each stored file and the digest of its data set. */
  private static Map<String, String> received(Path archive) throws IOException {
    Map<String, String> digests = new HashMap<>();
    for (Path path : SampleFiles.below(archive)) {
      if (path.toString().endsWith(".log")) {
        continue;
      }
      try (Part10File file = Part10File.open(path)) {
        digests.put(file.sopInstance().orElseThrow(), Digest.of(file.dataSet()));
      }
    }
    return digests;
  }
}
