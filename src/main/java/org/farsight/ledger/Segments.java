package org.farsight.ledger;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.farsight.exchange.Content;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Append-only files {@code segments/00000001}, …: many small objects behind one another, so that
 * one sync serves all who wait. What is appended together begins at a block of its own: no block
 * that holds acknowledged bytes is ever written again. One thread at a time.
 */
final class Segments implements AutoCloseable {
  static final String FOLDER = "segments";
  private static final Logger log = LoggerFactory.getLogger(Segments.class);

  private final Path dir;
  private final long size;
  private final KillSwitch killSwitch;
  private final ByteBuffer buffer = Blocks.buffer(1 << 20);
  private final Blocks blocks;
  private final ExecutorService syncer =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().name("segment-sync").daemon().unstarted(task));
  private final Map<String, Long> appendedAt = new ConcurrentHashMap<>();
  private volatile int number;
  private @Nullable FileChannel channel;
  private long end;
  private long written;

  /** Where an append began, to go back to when it fails. */
  record Mark(int number, long end) {}

  /**
   * Objects that were written and are being synced.
   *
   * @param contents where they are
   * @param sync under way; null if there was nothing to do
   * @param mark to go back to
   */
  record Appended(List<Content> contents, @Nullable Future<Boolean> sync, @Nullable Mark mark) {}

  /**
   * Cuts what lies behind the last committed byte and goes on there.
   *
   * @param size bytes after which a new segment is begun
   * @param committedEnds the last byte named by the ledger, by file
   */
  Segments(Path dir, long size, Map<String, Long> committedEnds, KillSwitch killSwitch)
      throws IOException {
    this.dir = dir;
    this.size = size;
    this.killSwitch = killSwitch;
    Files.createDirectories(dir.resolve(FOLDER));
    OwnFiles.syncFolder(dir);
    // a process that was killed may have made a segment, and not come to sync its name
    OwnFiles.syncFolder(dir.resolve(FOLDER));
    this.blocks = Blocks.in(dir.resolve(FOLDER));
    List<Path> files;
    try (Stream<Path> list = Files.list(dir.resolve(FOLDER))) {
      files = list.filter(p -> p.getFileName().toString().matches("[0-9]{8}")).sorted().toList();
    }
    for (Path file : files) {
      number = Integer.parseInt(file.getFileName().toString());
      long committed = committedEnds.getOrDefault(name(number), 0L);
      if (committed == 0 && file != files.getLast()) {
        Files.delete(file); // swept, or never acknowledged; its number is not used again
        killSwitch.pass(KillPoint.START_FILE_DELETED);
      } else {
        cut(file, committed);
      }
    }
    goOn(committedEnds);
  }

  private static String name(int number) {
    String digits = Integer.toString(number); // no Formatter: this is asked for each object
    return FOLDER + "/" + "0".repeat(Math.max(0, 8 - digits.length())) + digits;
  }

  /** Whether nothing is appended to a file any more, and nothing was within a time. */
  boolean isSettled(String file, Duration time) {
    Long at = appendedAt.get(file);
    return !file.equals(name(number)) && (at == null || System.nanoTime() - at > time.toNanos());
  }

  private void cut(Path file, long committed) throws IOException {
    long length = Files.size(file);
    if (length < committed) {
      // What is named is gone: a person must hear of it, but new objects must still get in.
      log.error(
          "segment {} ends at byte {}, the ledger names bytes up to {}: restore it from a backup",
          file.getFileName(),
          length,
          committed);
    } else if (length > committed) {
      try (FileChannel channel = FileChannel.open(file, WRITE)) {
        channel.truncate(committed);
        channel.force(true);
      }
      killSwitch.pass(KillPoint.START_SEGMENT_CUT);
      if (length > Blocks.up(committed)) {
        log.info(
            "segment {}: cut {} bytes that were never acknowledged",
            file.getFileName(),
            length - committed);
      }
    }
  }

  /** Uses the newest segment again, if it is whole and has room. */
  private void goOn(Map<String, Long> committedEnds) throws IOException {
    Path newest = dir.resolve(name(number));
    if (number == 0 || !Files.exists(newest)) {
      return;
    }
    long committed = committedEnds.getOrDefault(name(number), 0L);
    if (Files.size(newest) == committed && committed < size) {
      channel = blocks.open(newest, WRITE);
      end = Blocks.up(committed);
      written = end;
    }
  }

  /**
   * Appends objects and begins to sync them, once for all; {@link #await} must follow.
   *
   * @throws IOException if the disk failed: none is kept, and the next append begins a new segment,
   *     because after a failed sync nobody knows what is on the disk
   */
  Appended append(List<SpooledObject.InMemory> objects) throws IOException {
    if (objects.isEmpty()) {
      return new Appended(List.of(), null, null);
    }
    Mark mark = new Mark(number, channel == null ? -1 : end);
    try {
      FileChannel current =
          withRoomFor(objects.stream().mapToLong(SpooledObject.InMemory::length).sum());
      appendedAt.put(name(number), System.nanoTime());
      List<Content> contents = new ArrayList<>();
      for (SpooledObject.InMemory object : objects) {
        contents.add(new Content(object.digest(), name(number), end, object.length()));
        end += object.length();
      }
      end = Blocks.up(end);
      List<SpooledObject.InMemory> toWrite = List.copyOf(objects);
      return new Appended(contents, syncer.submit(() -> written(current, toWrite)), mark);
    } catch (IOException | RuntimeException e) {
      abandon(mark);
      throw e;
    }
  }

  /** By the thread that syncs, while the caller's goes on. */
  private boolean written(FileChannel current, List<SpooledObject.InMemory> objects)
      throws IOException {
    for (SpooledObject.InMemory object : objects) {
      for (int i = 0; i < object.chunks().size(); i++) {
        put(current, object.chunks().get(i), object.lengthIn(i));
      }
    }
    flush(current);
    killSwitch.pass(KillPoint.SEGMENT_WRITTEN);
    current.force(false);
    killSwitch.pass(KillPoint.SEGMENT_SYNCED);
    return true;
  }

  /**
   * Waits for the sync of what was appended last.
   *
   * @throws IOException if the disk failed, as in {@link #append}
   */
  void await(Appended appended) throws IOException {
    Future<Boolean> sync = appended.sync();
    Mark mark = appended.mark();
    if (sync == null || mark == null) {
      return;
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          sync.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true; // what is on its way must be known
        } catch (ExecutionException e) {
          abandon(mark);
          throw new IOException("the sync of a segment failed", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A group goes into one segment, so that the thread that writes it knows one file. */
  private FileChannel withRoomFor(long length) throws IOException {
    FileChannel current = channel;
    if (current != null && (end == 0 || end + length <= size)) {
      return current;
    }
    if (current != null) {
      channel = null;
      current.close(); // all of it is synced
    }
    int following = number + 1;
    number = following;
    FileChannel next = blocks.open(dir.resolve(name(number)), CREATE_NEW, WRITE);
    channel = next;
    end = 0;
    written = 0;
    killSwitch.pass(KillPoint.SEGMENT_OPENED);
    OwnFiles.syncFolder(dir.resolve(FOLDER));
    return next;
  }

  /** Collects small pieces, so that a batch takes few system calls. */
  private void put(FileChannel current, byte[] chunk, int length) throws IOException {
    int taken = 0;
    while (taken < length) {
      int n = Math.min(length - taken, buffer.remaining());
      buffer.put(chunk, taken, n);
      taken += n;
      if (!buffer.hasRemaining()) {
        flush(current);
      }
    }
  }

  private void flush(FileChannel current) throws IOException {
    written = blocks.write(current, buffer.flip(), written);
    buffer.clear();
  }

  private void abandon(Mark mark) {
    buffer.clear();
    closeSegment();
    for (int n = mark.number() + 1; n <= number; n++) {
      OwnFiles.deleteQuietly(dir.resolve(name(n)));
    }
    if (mark.end() >= 0) {
      cutQuietly(mark.number(), mark.end());
    }
  }

  private void cutQuietly(int segment, long to) {
    try (FileChannel file = FileChannel.open(dir.resolve(name(segment)), WRITE)) {
      file.truncate(to);
    } catch (IOException e) {
      log.warn(
          "segment {} could not be cut, the next start cuts it: {}", name(segment), e.toString());
    }
  }

  @Override
  public void close() {
    syncer.shutdown();
    closeSegment();
  }

  private void closeSegment() {
    FileChannel current = channel;
    channel = null;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        log.warn("segment {} could not be closed", name(number), e);
      }
    }
  }
}
