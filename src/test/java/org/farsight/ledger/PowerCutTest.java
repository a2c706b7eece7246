package org.farsight.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.farsight.crash.power.Disk;
import org.farsight.crash.power.Loss;
import org.farsight.crash.power.Recorder;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore.Spooled;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ledger and content store lose power at any moment of their lives: what was not synced is gone,
 * bytes, lengths and names, and all that was kept is there. Each sync left out is found.
 */
@Timeout(600)
class PowerCutTest {
  private static final long SEED = 20260301;
  private static final int CUTS = Integer.getInteger("farsight.power-cuts", 30);
  private static final Predicate<String> NONE = path -> false;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @SuppressWarnings("NullAway.Init")
  private Recorder recorder;

  private final Random random = new Random(SEED);

  /** Something kept, and the place of the recording at which that was known. */
  private record Told(long place, String exchange, int revision, String digest) {}

  @BeforeEach
  void makeARecorder() throws Exception {
    Optional<String> why = Recorder.whyNot(dir.resolve("try"));
    assumeTrue(why.isEmpty(), () -> why.orElseThrow());
    recorder = Recorder.in(dir.resolve("recorder"), dir.resolve("root"), dir.resolve("root/no"));
  }

  @Test
  void whatWasKeptIsThereAfterALossOfPowerAtAnyMoment() throws Exception {
    recorder.begin();
    try (Disk disk = recorder.disk(NONE)) {
      life(12, KillPoint.REDO_SYNCED, 20); // killed: what it wrote stays, synced or not
      life(25, KillPoint.SEGMENT_OPENED, 1);
      life(40, KillPoint.COMMITTED, RecordedLife.NEVER);
      assertThat(cuts(disk, CUTS, false)).isEmpty();
      disk.advance(Long.MAX_VALUE);
      Path played = dir.resolve("played");
      disk.leave(played, Loss.NOTHING, random);
      assertThat(contents(played))
          .as("what was recorded, played back, is what the system shows")
          .isEqualTo(contents(dir.resolve("root")));
    }
  }

  /** Each file's digest, but for the index of the database's log, which is memory. */
  private static Map<String, String> contents(Path folder) throws Exception {
    Map<String, String> contents = new TreeMap<>();
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        if (!path.toString().endsWith("-shm")) {
          byte[] digest = sha256.digest(Files.readAllBytes(path));
          contents.put(folder.relativize(path).toString(), HexFormat.of().formatHex(digest));
        }
      }
    }
    assertThat(contents).hasSizeGreaterThan(5);
    return contents;
  }

  @Test
  void eachSyncThatIsLeftOutIsFound() throws Exception {
    recorder.begin();
    Map<String, Predicate<String>> planted = new HashMap<>();
    planted.put("redo log", path -> path.endsWith("/redo"));
    planted.put("bytes of a segment", path -> path.matches(".*/segments/[0-9]+"));
    planted.put("name of a segment", path -> path.endsWith("/segments"));
    planted.put("bytes of a large object", path -> path.matches(".*/objects/../.*"));
    planted.put("name of a large object", path -> path.matches(".*/objects/.."));
    planted.put("the database's log", path -> path.endsWith("-wal"));
    Map<String, Disk> disks = new HashMap<>();
    for (Map.Entry<String, Predicate<String>> fault : planted.entrySet()) {
      disks.put(fault.getKey(), recorder.disk(fault.getValue()));
    }
    life(40, KillPoint.COMMITTED, RecordedLife.NEVER);
    for (Map.Entry<String, Disk> fault : disks.entrySet()) {
      try (Disk disk = fault.getValue()) {
        assertThat(cuts(disk, 40, true)).as(fault.getKey()).isNotEmpty();
      }
    }
  }

  private void life(int objects, KillPoint at, int passage) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx100m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            RecordedLife.class.getName(),
            dir.resolve("root/data").toString(),
            dir.resolve("told").toString(),
            recorder.environment().get("FARSIGHT_RECORD_FILE"),
            Integer.toString(objects),
            at.name(),
            Integer.toString(passage));
    Path log = dir.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(recorder.environment());
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue())
        .as(Files.readString(log))
        .isEqualTo(passage == RecordedLife.NEVER ? 0 : KillSwitch.EXIT);
  }

  /**
   * What is found at so many places, half of them where something had just been kept.
   *
   * @param first whether to look no further than to the first finding
   */
  private List<String> cuts(Disk disk, int count, boolean first) throws Exception {
    List<Told> all = told();
    long end = recorder.now() - recorder.start();
    TreeSet<Long> places = new TreeSet<>();
    while (places.size() < count) {
      places.add(
          random.nextBoolean()
              ? all.get(random.nextInt(all.size())).place()
              : random.nextLong(end + 1));
    }
    List<String> found = new ArrayList<>();
    Path left = dir.resolve("left");
    for (long place : places) {
      disk.advance(place);
      Loss loss = Loss.any(random);
      disk.leave(left, loss, random);
      for (String words : check(left.resolve("data"), all, place)) {
        found.add(loss + " at " + place + ": " + words);
      }
      Recorder.delete(left, left);
      if (first && !found.isEmpty()) {
        return found;
      }
    }
    return found;
  }

  private List<Told> told() throws IOException {
    List<Told> told = new ArrayList<>();
    for (String line : Files.readAllLines(dir.resolve("told"), StandardCharsets.US_ASCII)) {
      String[] words = line.split(" ");
      told.add(new Told(Long.parseLong(words[0]), words[1], Integer.parseInt(words[2]), words[3]));
    }
    return told;
  }

  private static List<String> check(Path data, List<Told> told, long place) {
    List<String> found = new ArrayList<>();
    try (SqlLedger ledger = RecordedLife.ledger(data, KillSwitch.OFF);
        SegmentStore store = RecordedLife.store(data, ledger, KillSwitch.OFF)) {
      Map<String, Arrival> arrivals = new HashMap<>();
      for (String exchange : List.of("x0", "x1", "x2")) {
        for (Arrival arrival : ledger.arrivals(exchange, 0)) {
          arrivals.put(exchange + " " + arrival.revision(), arrival);
          byte[] bytes = RecordedLife.object(exchange, arrival.revision());
          if (!sameBytes(store, arrival, bytes)) {
            found.add("other bytes of " + exchange + " " + arrival.revision());
          }
        }
      }
      for (Told one : told) {
        Arrival arrival = arrivals.get(one.exchange() + " " + one.revision());
        if (one.place() <= place
            && (arrival == null || !arrival.content().digest().equals(one.digest()))) {
          found.add("lost " + one.exchange() + " " + one.revision());
        }
      }
    } catch (IOException | RuntimeException e) {
      found.add("does not start: " + e);
    }
    try (Stream<Path> files = Files.list(data)) {
      files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("redo.lost"))
          .forEach(found::add);
    } catch (IOException e) {
      found.add(e.toString());
    }
    return found;
  }

  private static boolean sameBytes(SegmentStore store, Arrival arrival, byte[] expected) {
    try (Spooled again = store.spool(new ByteArrayInputStream(expected));
        var there = store.open(arrival.content())) {
      return again.digest().equals(arrival.content().digest())
          && HexFormat.of()
              .formatHex(there.readAllBytes())
              .equals(HexFormat.of().formatHex(expected));
    } catch (IOException e) {
      return false;
    }
  }
}
