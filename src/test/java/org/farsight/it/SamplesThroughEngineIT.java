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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
  void sentByFarsightEachIsStoredByTwoArchivesBitForBit() throws Exception {
    Dcmtk.require("storescp");
    int number = 0;
    int stored = 0;
    for (List<Dicom> group : groups()) {
      Path place = Files.createDirectories(folder.resolve("sent-" + ++number));
      Path received = Files.createDirectory(place.resolve("dcmtk"));
      Map<String, String> taken = digests(group);
      taken.keySet().removeIf(instance -> notTaken(group).containsKey(instance));
      try (Dcmtk.StoreScp dcmtk = Dcmtk.StoreScp.start(received, "-pm");
          Archive own = ownArchive(place);
          RunningEngine engine =
              engine(place, dcmtk.port(), "targets.own.archive=" + own.address())) {
        send(engine, group);
        List<JsonNode> exchanges = engine.view().awaitAllDone(studiesNotTaken(group));
        assertThat(engine.view().quarantine()).isEmpty();
        assertThat(inTheLedger(engine, exchanges)).isEqualTo(digests(group));
        refusalsNameTheirSyntax(exchanges, group);
        for (Dicom file : group) {
          Path kept = own.folder().file(file.sopInstance()).orElseThrow();
          assertThat(Digest.ofDataSet(kept)).as(file.toString()).isEqualTo(file.digest());
        }
        assertThat(own.folder().size()).isEqualTo(group.size());
      }
      assertThat(received(received)).isEqualTo(taken);
      stored += taken.size();
    }
    System.out.printf("%d files sent by farsight send, in %d groups%n", stored, number);
  }

  @Test
  void sentByDcmsendTheArchiveHasWhatArrivedAtOurSocket() throws Exception {
    Dcmtk.require("dcmsend", "storescp");
    List<String> unreadable = new ArrayList<>();
    int number = 0;
    int stored = 0;
    for (List<Dicom> group : groups()) {
      Path place = Files.createDirectories(folder.resolve("dcmsend-" + ++number));
      Path received = Files.createDirectory(place.resolve("dcmtk"));
      Map<String, String> arrived;
      try (Dcmtk.StoreScp dcmtk = Dcmtk.StoreScp.start(received, "-pm");
          RunningEngine engine = engine(place, dcmtk.port())) {
        for (Dicom file : group) {
          if (!dcmsend(engine, file)) {
            unreadable.add(file.toString());
          }
        }
        arrived = inTheLedger(engine, engine.view().awaitAllDone(studiesNotTaken(group)));
      }
      notTaken(group).keySet().forEach(arrived::remove);
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

  private static RunningEngine engine(Path place, int dcmtk, String... more) throws IOException {
    List<String> settings = new ArrayList<>(List.of(more));
    settings.add("dicom.unknown-callers=accept");
    settings.add(EngineHome.archive("ANY@127.0.0.1:" + dcmtk));
    return RunningEngine.in(place.resolve("engine"), settings.toArray(String[]::new));
  }

  private static Archive ownArchive(Path place) throws IOException {
    return Archive.start(
        new Archive.Configuration(
            place.resolve("own"),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            "ARCHIVE"));
  }

  private static Map<String, String> digests(List<Dicom> group) {
    Map<String, String> digests = new HashMap<>();
    group.forEach(file -> digests.put(file.sopInstance(), file.digest()));
    return digests;
  }

  /** The objects that storescp does not take, by SOP Instance UID. */
  private static Map<String, Dicom> notTaken(List<Dicom> group) {
    return group.stream()
        .filter(file -> NOT_TAKEN.contains(file.transferSyntax()))
        .collect(Collectors.toMap(Dicom::sopInstance, file -> file));
  }

  private static Set<String> studiesNotTaken(List<Dicom> group) {
    return notTaken(group).values().stream().map(Dicom::study).collect(Collectors.toSet());
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
  private static void refusalsNameTheirSyntax(List<JsonNode> exchanges, List<Dicom> group) {
    for (Dicom file : notTaken(group).values()) {
      assertThat(exchanges)
          .filteredOn(exchange -> exchange.path("key").asText().equals(file.study()))
          .singleElement()
          .satisfies(
              exchange ->
                  assertThat(exchange.path("targets").findValuesAsText("why"))
                      .singleElement()
                      .asString()
                      .contains(file.transferSyntax()));
    }
  }

  /** SOP Instance UID of each arrival and the digest of what arrived. */
  private static Map<String, String> inTheLedger(RunningEngine engine, List<JsonNode> exchanges) {
    Map<String, String> arrived = new HashMap<>();
    for (JsonNode exchange : exchanges) {
      engine
          .engine()
          .ledger()
          .arrivals(exchange.path("id").asText(), 0)
          .forEach(a -> arrived.put(a.facts().sopInstance(), a.content().digest()));
    }
    return arrived;
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
