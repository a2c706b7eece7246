package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.farsight.Samples;
import org.farsight.archive.Archive;
import org.farsight.cli.Main;
import org.farsight.ecg.EcgFormatException;
import org.farsight.ecg.Recording;
import org.farsight.ecg.Subject;
import org.farsight.ecg.formats.EcgFormats;
import org.farsight.it.SampleFiles.Dicom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All that a branch has, sent once, again, and by two senders at the same time. */
@Timeout(900)
class SentTwiceIT {
  /** Set to true: all samples are sent. */
  private static final String ALL = "farsight.all-samples";

  @TempDir Path folder;

  /** What is there in the end. */
  private record Held(Map<String, Integer> resources, int archived, int exchanges) {}

  @Test
  void noCountChangesHoweverOftenItIsSent() throws Exception {
    List<Path> images = images();
    List<Path> ecgs = ecgs();
    Held once;
    try (Branch branch = Branch.open(folder.resolve("first"))) {
      branch.send(images, ecgs);
      once = branch.held();
      System.out.printf("%d images and %d ECGs sent once: %s%n", images.size(), ecgs.size(), once);
      assertThat(once.archived()).isEqualTo(images.size() + distinct(ecgs));
      assertThat(once.resources().get("Provenance")).isEqualTo(once.exchanges());
      assertThat(once.resources().get("Binary")).isGreaterThanOrEqualTo(ecgs.size());

      branch.send(images, ecgs);
      assertThat(branch.held()).as("sent again").isEqualTo(once);
      branch.sendTwiceAtOnce(images, ecgs);
      assertThat(branch.held()).as("sent twice at the same time").isEqualTo(once);
    }
    try (Branch branch = Branch.open(folder.resolve("second"))) {
      branch.sendTwiceAtOnce(images, ecgs);
      assertThat(branch.held()).as("twice at the same time from the start").isEqualTo(once);
    }
  }

  /** Without those that contradict another one: which of two is first would decide. */
  private static List<Path> images() throws IOException {
    List<Dicom> files = new ArrayList<>(SampleFiles.testData());
    if (Files.isDirectory(Samples.dir())) {
      files.addAll(some(SampleFiles.samples()));
    }
    return SampleFiles.withoutContradictions(files).getFirst().stream().map(Dicom::path).toList();
  }

  /** Each twelfth study and each third ECG, to spare time; all where {@link #ALL} is set. */
  private static List<Dicom> some(List<Dicom> files) {
    List<String> studies = files.stream().map(Dicom::study).distinct().sorted().toList();
    int each = Boolean.getBoolean(ALL) ? 1 : 12;
    return files.stream().filter(file -> studies.indexOf(file.study()) % each == 0).toList();
  }

  private static List<Path> ecgs() throws IOException {
    List<Path> files = new ArrayList<>(SampleFiles.below(Path.of("test-data/ecg")));
    files.removeIf(path -> !isReadable(path));
    if (Files.isDirectory(Samples.dir())) {
      List<Path> samples = Samples.files("ecg-formats", SentTwiceIT::isReadable);
      int each = Boolean.getBoolean(ALL) ? 1 : 3;
      IntStream.range(0, samples.size())
          .filter(i -> i % each == 0)
          .forEach(i -> files.add(samples.get(i)));
    }
    return files;
  }

  /** How many ECGs are in these files: one that is in two of them is one at the archive. */
  private static int distinct(List<Path> ecgs) throws Exception {
    Set<List<Object>> distinct = new HashSet<>();
    for (Path path : ecgs) {
      byte[] bytes = Files.readAllBytes(path);
      Recording ecg = EcgFormats.standard().readerOf(bytes).orElseThrow().read(bytes);
      List<Subject.Id> ids = ecg.subject().ids();
      Optional<LocalDateTime> start = ecg.acquisition().start();
      boolean told = !ids.isEmpty() && start.isPresent();
      distinct.add(told ? List.of(ids.getFirst(), start.get(), ecg.sampleDigest()) : List.of(path));
    }
    return distinct.size();
  }

  private static boolean isReadable(Path path) {
    try {
      byte[] bytes = Files.readAllBytes(path);
      var reader = EcgFormats.standard().readerOf(bytes);
      if (reader.isPresent()) {
        reader.get().read(bytes);
      }
      return reader.isPresent();
    } catch (EcgFormatException e) {
      return false;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** An engine of its own with an empty core hospital behind it. */
  private record Branch(HospitalServer hospital, Archive archive, RunningEngine engine)
      implements AutoCloseable {

    static Branch open(Path folder) throws IOException {
      HospitalServer hospital = HospitalServer.fresh();
      Archive archive =
          Archive.start(
              new Archive.Configuration(
                  folder.resolve("archive"),
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                  "ARCHIVE"));
      RunningEngine engine =
          RunningEngine.in(
              folder.resolve("engine"),
              EngineHome.fhir(hospital.url()),
              EngineHome.archive(archive.address().toString()));
      return new Branch(hospital, archive, engine);
    }

    void send(List<Path> images, List<Path> ecgs) {
      push(
          images,
          "127.0.0.1:" + engine.engine().dicomPort() + "/FARSIGHT",
          "--from",
          EngineHome.CALLER);
      push(ecgs, engine.view().base(), "--site", EngineHome.SITE);
    }

    void sendTwiceAtOnce(List<Path> images, List<Path> ecgs) throws Exception {
      try (ExecutorService senders = Executors.newFixedThreadPool(2)) {
        List<Future<?>> both = new ArrayList<>();
        both.add(senders.submit(() -> send(images, ecgs)));
        both.add(senders.submit(() -> send(images, ecgs)));
        for (Future<?> one : both) {
          one.get();
        }
      }
    }

    private static void push(List<Path> files, String to, String... from) {
      List<String> arguments = new ArrayList<>(List.of("send", "--to", to));
      arguments.addAll(List.of(from));
      files.forEach(file -> arguments.add(file.toString()));
      Command.Run run = Command.farsight(arguments.toArray(String[]::new));
      assertThat(run.status()).as(run.err()).isEqualTo(Main.DONE);
      assertThat(run.out()).contains("sent " + files.size() + " of " + files.size());
    }

    /** What is there when all work is done. */
    Held held() throws Exception {
      List<JsonNode> exchanges = engine.view().awaitAllDone(Set.of());
      for (JsonNode exchange : exchanges) {
        EngineView.story(exchange, "en").stream()
            .filter(line -> line.contains("will be tried again"))
            .forEach(System.out::println);
      }
      assertThat(engine.view().quarantine()).isEmpty();
      return new Held(
          FhirServer.at(hospital.url()).counts(), archive.folder().size(), exchanges.size());
    }

    @Override
    public void close() throws IOException {
      engine.close();
      archive.close();
      hospital.close();
    }
  }
}
