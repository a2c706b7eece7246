package org.farsight.crash.power;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A file: its bytes as they are durable, and what was written since. A disk writes sectors whole;
 * in which order, nobody knows, but of one sector never an older version after a newer one. What a
 * file held behind the place where it was cut comes back only with the cut undone.
 */
final class DiskFile implements Node {
  private static final int SECTOR = 512;
  private static final int[] PERCENT = {5, 50, 95};

  private final String path;
  private final Path bytes;
  private final Recording recording;
  private final List<Change> pending = new ArrayList<>();
  private long durableLength;
  private long length;

  private sealed interface Change {
    long number();

    /** Length of the file, of which {@code before} bytes were known. */
    long lengthAfter(long before);
  }

  private record Wrote(long number, long at, long count, long source) implements Change {
    @Override
    public long lengthAfter(long before) {
      return Math.max(before, at + count);
    }
  }

  private record Cut(long number, long to) implements Change {
    @Override
    public long lengthAfter(long before) {
      return to;
    }
  }

  /**
   * @param bytes a file of its own for what is durable
   */
  DiskFile(String path, Path bytes, Recording recording) throws IOException {
    this.path = path;
    this.bytes = bytes;
    this.recording = recording;
    this.durableLength = Files.exists(bytes) ? Files.size(bytes) : 0;
    this.length = durableLength;
  }

  @Override
  public String path() {
    return path;
  }

  /** As the process sees it. */
  long length() {
    return length;
  }

  void wrote(long number, Operation.Wrote wrote) {
    add(new Wrote(number, wrote.at(), wrote.length(), wrote.source()));
  }

  void cut(long number, long to) {
    add(new Cut(number, to));
  }

  private void add(Change change) {
    pending.add(change);
    length = change.lengthAfter(length);
  }

  @Override
  public void synced(long before) throws IOException {
    int done = 0;
    while (done < pending.size() && pending.get(done).number() < before) {
      durableLength = pending.get(done).lengthAfter(durableLength);
      done++;
    }
    if (done == 0) {
      return;
    }
    try (FileChannel file = open(bytes)) {
      for (Change change : pending.subList(0, done)) {
        whole(file, change);
      }
    }
    pending.subList(0, done).clear();
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private void whole(FileChannel file, Change change) throws IOException {
    switch (change) {
      case Wrote wrote -> recording.copy(wrote.source(), wrote.count(), file, wrote.at());
      case Cut cut -> setLength(file, cut.to());
    }
  }

  private static void setLength(FileChannel file, long to) throws IOException {
    if (file.size() > to) {
      file.truncate(to);
    } else if (file.size() < to) {
      file.write(ByteBuffer.allocate(1), to - 1);
    }
  }

  /** Makes the file as it is after a loss of power. */
  void leave(Path target, Loss loss, Random random) throws IOException {
    if (Files.exists(bytes)) {
      Files.copy(bytes, target, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.createFile(target);
    }
    if (pending.isEmpty() || loss == Loss.ALL) {
      return;
    }
    try (FileChannel file = open(target)) {
      switch (loss) {
        case ALL -> throw new IllegalStateException();
        case BYTES -> setLength(file, length);
        case NAMES, NOTHING -> {
          for (Change change : pending) {
            whole(file, change);
          }
        }
        case SOME -> some(file, random);
      }
    }
  }

  private void some(FileChannel file, Random random) throws IOException {
    List<Change> left = upToACut(random);
    Set<Long> stopped = new HashSet<>();
    List<Long> lengths = new ArrayList<>();
    long now = durableLength;
    lengths.add(now);
    int percent = PERCENT[random.nextInt(PERCENT.length)];
    for (Change change : left) {
      now = change.lengthAfter(now);
      switch (change) {
        case Wrote wrote -> sectors(file, wrote, stopped, percent, random);
        case Cut cut -> {
          setLength(file, cut.to());
          lengths.clear();
        }
      }
      lengths.add(now);
    }
    setLength(file, lengths.get(random.nextInt(lengths.size())));
  }

  /** A cut that stays takes all before it with it: any number of cuts stays. */
  private List<Change> upToACut(Random random) {
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      if (pending.get(i) instanceof Cut) {
        ends.add(i);
      }
    }
    ends.add(pending.size());
    return pending.subList(0, ends.get(random.nextInt(ends.size())));
  }

  /** Writes those sectors that reached the disk; of the others no later version did. */
  private void sectors(FileChannel file, Wrote wrote, Set<Long> stopped, int percent, Random random)
      throws IOException {
    long end = wrote.at() + wrote.count();
    long begin = wrote.at();
    long at = begin;
    while (at < end) {
      long sector = at / SECTOR;
      long next = Math.min(end, (sector + 1) * SECTOR);
      if (stopped.contains(sector) || random.nextInt(100) >= percent) {
        stopped.add(sector);
        copy(file, wrote, begin, at);
        begin = next;
      }
      at = next;
    }
    copy(file, wrote, begin, end);
  }

  private void copy(FileChannel file, Wrote wrote, long from, long to) throws IOException {
    if (from < to) {
      recording.copy(wrote.source() + from - wrote.at(), to - from, file, from);
    }
  }
}
