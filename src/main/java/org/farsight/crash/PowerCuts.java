package org.farsight.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.farsight.crash.power.Disk;
import org.farsight.crash.power.Loss;
import org.farsight.crash.power.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * The engine's machine loses power: where the engine ends, its folder is left without what was not
 * synced. Beside that, power is lost at further moments of the life that has ended, each in a copy,
 * and what is left is opened and compared.
 */
final class PowerCuts implements AutoCloseable {
  /** Of three ends of the engine one is that of its process only: what it wrote stays. */
  private static final int OF_THREE = 2;

  private final Recorder recorder;
  private final Path folder;
  private final int beside;
  private final Random random;
  private @Nullable Disk disk;

  /**
   * What came of one end of the engine.
   *
   * @param cuts how often power was lost
   */
  record Outcome(int cuts, Findings findings) {}

  private PowerCuts(Recorder recorder, Path folder, int beside, long seed) {
    this.recorder = recorder;
    this.folder = folder;
    this.beside = beside;
    this.random = new Random(seed);
  }

  /**
   * Begins to record.
   *
   * @param beside how many further cuts are tried at each end of the engine
   * @throws IOException if this system cannot record
   */
  static PowerCuts in(CrashSite site, int beside, long seed)
      throws IOException, InterruptedException {
    Path folder = site.folder().resolve("power");
    Files.createDirectories(site.inbox());
    Recorder recorder = Recorder.in(folder, site.engine(), site.inboxes());
    PowerCuts cuts = new PowerCuts(recorder, folder, beside, seed);
    cuts.disk = cuts.fresh();
    return cuts;
  }

  private Disk fresh() throws IOException {
    recorder.begin();
    return recorder.disk(path -> false);
  }

  Map<String, String> environment() {
    return recorder.environment();
  }

  /** A place in the recording; see {@link Recorder#now}. */
  long now() {
    return recorder.now();
  }

  /**
   * The engine's process has ended.
   *
   * @param told what devices were told since all was compared
   */
  Outcome ended(List<Journal.Noted> told) throws IOException {
    Disk was = disk;
    if (was == null) {
      throw new IllegalStateException("closed");
    }
    Findings findings = Findings.NONE;
    int cuts = 0;
    for (long place : places(told)) {
      was.advance(place - recorder.start());
      Findings found = tried(was, place, told);
      cuts++;
      if (!found.isEmpty()) {
        return new Outcome(cuts, findings.and(found));
      }
    }
    was.advance(Long.MAX_VALUE);
    if (random.nextInt(3) < OF_THREE) {
      recorder.cut(was, Loss.any(random), random);
      cuts++;
      again(was);
    } else if (!recorder.isWhole(was)) {
      again(was); // it was killed between a call and its record: all counts as durable
    }
    return new Outcome(cuts, findings);
  }

  private void again(Disk was) throws IOException {
    disk = null;
    was.close();
    disk = fresh();
  }

  /** Half of them where something had just been acknowledged. */
  private TreeSet<Long> places(List<Journal.Noted> told) {
    long start = recorder.start();
    long length = recorder.now() - start;
    List<Long> acknowledged =
        told.stream().map(Journal.Noted::place).filter(place -> place > start).toList();
    TreeSet<Long> places = new TreeSet<>();
    for (int i = 0; i < beside; i++) {
      places.add(
          !acknowledged.isEmpty() && random.nextBoolean()
              ? acknowledged.get(random.nextInt(acknowledged.size()))
              : start + random.nextLong(length + 1));
    }
    return places;
  }

  private Findings tried(Disk was, long place, List<Journal.Noted> told) throws IOException {
    Path left = folder.resolve("left");
    Recorder.delete(left, left);
    Loss loss = Loss.any(random);
    was.leave(left, loss, random);
    Path data = Files.createDirectories(left.resolve(CrashSite.DATA));
    List<Sent> before =
        told.stream().filter(noted -> noted.place() <= place).map(Journal.Noted::sent).toList();
    String where = "power lost at " + place + " (" + loss + "): ";
    return AfterPowerCut.check(data, before).in(where);
  }

  @Override
  public void close() throws IOException {
    Disk was = disk;
    disk = null;
    if (was != null) {
      was.close();
    }
  }
}
