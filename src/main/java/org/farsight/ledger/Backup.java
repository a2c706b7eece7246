package org.farsight.ledger;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.farsight.ledger.BackupManifest.Copied;
import org.farsight.ledger.BackupManifest.Part;

/**
 * Copies a ledger and its content store into a folder while both are in use. First the ledger, as
 * it stands at one moment, then the bytes that it names: rows name only bytes that are synced, and
 * no file is removed meanwhile. So everything that was acknowledged before the backup began is in
 * it. The redo log is not copied: the ledger's copy holds all that it holds.
 *
 * <p>Into a folder with an earlier backup only what is new is copied, since bytes of the store
 * never change. The earlier one counts until the new one is whole, and after a cut.
 *
 * <p>A ledger on a server is backed up there, by its own means, before this; here only the store.
 */
public final class Backup {
  /** Bytes of the target's disk that are left free. */
  private static final long MARGIN = 64L << 20;

  private static final String STORE = "store/";

  private final SqlLedger ledger;
  private final Path store;
  private final Path to;
  private final Progress progress;

  /** Is told how far a backup or a restore has come. Called by its thread. */
  public interface Progress {
    /** So much is to be copied. */
    void begins(int files, long bytes);

    /** These bytes are copied. */
    void copied(long bytes);

    /** Tells nobody. */
    Progress NONE =
        new Progress() {
          @Override
          public void begins(int files, long bytes) {
            // nobody asked
          }

          @Override
          public void copied(long bytes) {
            // nobody asked
          }
        };
  }

  /**
   * What was done.
   *
   * @param files in the backup
   * @param bytes in the backup
   * @param copied bytes that were not in it already
   * @param ledger whether the ledger is in it
   */
  public record Result(int files, long bytes, long copied, boolean ledger) {}

  /**
   * @param store folder of the content store
   * @param to made where missing; may hold an earlier backup of the same ledger
   */
  public Backup(SqlLedger ledger, Path store, Path to, Progress progress) {
    this.ledger = ledger;
    this.store = store;
    this.to = to;
    this.progress = progress;
  }

  /**
   * Makes the backup while no sweep removes files.
   *
   * @throws IOException if there is no room, the folder holds something else, or a disk failed; a
   *     backup that was there before still counts
   */
  public Result run(RetentionSweep sweep) throws IOException {
    return sweep.whileFilesStay(this::run);
  }

  /** Makes the backup where no sweep runs; see {@link #run(RetentionSweep)}. */
  public Result run() throws IOException {
    Files.createDirectories(to);
    FolderLock lock = FolderLock.take(to, "backup.lock");
    try {
      return locked(before());
    } finally {
      lock.close();
    }
  }

  private BackupManifest before() throws IOException {
    BackupManifest none = new BackupManifest(BackupManifest.FORMAT, "", "", 0, "", List.of());
    BackupManifest before = BackupManifest.of(to).orElse(none);
    if (!before.identity().isEmpty() && !before.identity().equals(ledger.identity())) {
      throw new IOException(
          to
              + " holds a backup of another ledger ("
              + before.identity()
              + "): name another folder");
    }
    return before;
  }

  private Result locked(BackupManifest before) throws IOException {
    Instant made = Instant.now();
    Map<String, Copied> known = before.byName();
    long database = ledger.databaseBytes();
    long news =
        database
            + ledger.committedEnds().entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - length(known, STORE + end.getKey())))
                .sum();
    checkRoom(news);
    String name = "ledger-" + made.toEpochMilli() + ".db";
    boolean copied = ledger.copyTo(to.resolve(name));
    Map<String, Long> ends = copied ? SqlLedger.endsIn(to.resolve(name)) : ledger.committedEnds();
    progress.begins(ends.size() + 1, news);
    long[] bytes = {0};
    FileCopy copy =
        new FileCopy(
            n -> {
              bytes[0] += n;
              progress.copied(n);
            });
    List<Copied> files = new ArrayList<>();
    for (Map.Entry<String, Long> end : ends.entrySet()) {
      files.add(file(copy, known, STORE + end.getKey(), end.getValue()));
    }
    Path mark = store.resolve(StoreMark.FILE);
    if (Files.exists(mark)) {
      files.add(file(copy, known, STORE + StoreMark.FILE, Files.size(mark)));
    }
    if (copied) {
      files.add(LedgerFile.copied(to, name));
    }
    copy.syncNames();
    OwnFiles.syncFolder(to);
    new BackupManifest(
            BackupManifest.FORMAT,
            made.toString(),
            ledger.identity(),
            Migrations.newest(),
            copied ? name : "",
            files)
        .write(to);
    removeAllBut(files);
    long all = files.stream().mapToLong(Copied::length).sum();
    long fresh = bytes[0] + (copied ? files.getLast().length() : 0);
    return new Result(files.size(), all, fresh, copied);
  }

  private static long length(Map<String, Copied> known, String name) {
    Copied copied = known.get(name);
    return copied == null ? 0 : copied.length();
  }

  /** What is new of a file; segments grow at their end, all else stays as it is. */
  private Copied file(FileCopy copy, Map<String, Copied> known, String name, long end)
      throws IOException {
    Path target = to.resolve(name);
    Copied before = known.get(name);
    boolean there =
        before != null
            && before.length() <= end
            && Files.exists(target)
            && Files.size(target) >= before.length();
    List<Part> parts = new ArrayList<>(there && before != null ? before.parts() : List.of());
    long from = parts.isEmpty() ? 0 : parts.getLast().to();
    if (from < end || parts.isEmpty()) {
      Path source = store.resolve(name.substring(STORE.length()));
      parts.add(new Part(from, end, copy.copy(source, target, from, end)));
    }
    return new Copied(name, end, parts);
  }

  private void checkRoom(long bytes) throws IOException {
    FileStore disk = Files.getFileStore(to);
    long free = disk.getUsableSpace();
    if (free < bytes + MARGIN) {
      throw new IOException(
          "the backup needs " + (bytes + MARGIN) + " bytes, the disk of " + to + " has " + free);
    }
  }

  /** What the backup before had and this one has not. */
  private void removeAllBut(List<Copied> files) throws IOException {
    Set<Path> named = new HashSet<>();
    files.forEach(file -> named.add(to.resolve(file.name())));
    List<Path> stale;
    try (Stream<Path> all = Files.walk(to)) {
      stale =
          all.filter(Files::isRegularFile)
              .filter(path -> !named.contains(path))
              .filter(this::isOurs)
              .toList();
    }
    for (Path path : stale) {
      Files.delete(path);
    }
  }

  private boolean isOurs(Path path) {
    String name = to.relativize(path).toString().replace('\\', '/');
    return name.startsWith(STORE) || name.matches("ledger-\\d+\\.db(-journal|-wal|-shm)?");
  }
}
