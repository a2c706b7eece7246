package org.farsight.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.farsight.exchange.Content;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;

/**
 * The content store in a folder. A small object waits in memory until {@link #sync} appends it to
 * the current segment, with one flush for all that wait; a large one streams to a file of its own.
 * Memory is bounded: when it is used up, objects go to files of their own whatever their size.
 *
 * <p>{@link #spool} and {@link #open} run at the same time in many threads; {@link #sync} serves
 * one after the other.
 */
public final class SegmentStore implements ContentStore, AutoCloseable {
  private static final HexFormat HEX = HexFormat.of();
  private static final long CHECK_EVERY = 16L << 20;

  /** Nanoseconds: no disk takes as much as the reserve in this time. */
  private static final long FREE_HOLDS = 100_000_000;

  private final Options options;
  private final KillSwitch killSwitch;
  private final FolderLock folderLock;
  private final OwnFiles ownFiles;
  private final LongFiles longFiles;
  private final Segments segments;
  private final Chunks chunks;
  private final List<Disk> disks;
  private final MessageDigest sha256 = sha256();
  private volatile Free free = new Free(0, 0);
  private final ReentrantLock oneSync = new ReentrantLock(true);

  /**
   * How the store works.
   *
   * @param folder where; made if missing
   * @param small objects up to this many bytes go into segments
   * @param memory bytes of memory for objects that wait
   * @param segment bytes after which a new segment is begun
   * @param reserve bytes of each disk that are left free for the ledger and the system
   * @param beside a folder on another disk perhaps, whose space is needed too: the ledger's
   */
  public record Options(
      Path folder, long small, long memory, long segment, long reserve, Optional<Path> beside) {
    private static final long MB = 1024L * 1024;

    /** Of a store whose disk alone counts. */
    public Options(Path folder, long small, long memory, long segment, long reserve) {
      this(folder, small, memory, segment, reserve, Optional.empty());
    }

    /**
     * 4 MB small, 64 MB memory but no more than a sixteenth of the heap, segments of 256 MB, 512 MB
     * reserve.
     */
    public static Options in(Path folder) {
      long memory = Math.min(64 * MB, Runtime.getRuntime().maxMemory() / 16);
      return new Options(folder, 4 * MB, memory, 256 * MB, 512 * MB);
    }
  }

  /** Where space is needed. */
  private record Disk(Path folder, FileStore store) {}

  /** What was free when the system was asked; never asked: 0. */
  private record Free(long bytes, long askedAt) {}

  private SegmentStore(
      Options options,
      FolderLock folderLock,
      Map<String, Long> committedEnds,
      KillSwitch killSwitch)
      throws IOException {
    this.options = options;
    this.killSwitch = killSwitch;
    this.folderLock = folderLock;
    this.ownFiles = new OwnFiles(options.folder(), killSwitch);
    this.longFiles = new LongFiles(Blocks.in(options.folder().resolve(OwnFiles.FOLDER)));
    this.segments = new Segments(options.folder(), options.segment(), committedEnds, killSwitch);
    this.chunks = new Chunks(options.memory());
    this.disks = new ArrayList<>();
    for (Path folder :
        Stream.concat(Stream.of(options.folder()), options.beside().stream()).toList()) {
      disks.add(
          new Disk(folder, Files.getFileStore(folder))); // looking it up reads the mount table
    }
    ownFiles.deleteAllBut(committedEnds.keySet());
  }

  /**
   * Opens the store and cuts what no row of the ledger names: it was never acknowledged.
   *
   * @param committedEnds each file that the ledger names, with the end of the last byte named
   * @throws IOException if another engine has it open, or the folder cannot be used
   */
  public static SegmentStore open(Options options, Map<String, Long> committedEnds)
      throws IOException {
    return open(options, committedEnds, KillSwitch.OFF);
  }

  /** The same, telling of the places that it comes to. */
  public static SegmentStore open(
      Options options, Map<String, Long> committedEnds, KillSwitch killSwitch) throws IOException {
    Restore.checkWhole(options.folder());
    FolderLock lock = FolderLock.take(options.folder(), "store.lock");
    try {
      return new SegmentStore(options, lock, committedEnds, killSwitch);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  @Override
  public InputStream open(Content content) throws IOException {
    return new CheckedInput(StoredBytes.open(options.folder(), content), content, digest());
  }

  @Override
  public Spooled spool(InputStream body) throws IOException {
    MessageDigest digest = digest();
    List<byte[]> held = new ArrayList<>();
    boolean done = false;
    try {
      long length = 0;
      int last = Chunks.SIZE;
      while (last == Chunks.SIZE) {
        byte[] chunk = length < options.small() ? chunks.take() : null;
        if (chunk == null) {
          return spoolToFile(held, body, digest);
        }
        held.add(chunk);
        last = body.readNBytes(chunk, 0, Chunks.SIZE);
        digest.update(chunk, 0, last);
        length += last;
      }
      done = true;
      killSwitch.pass(KillPoint.OBJECT_SPOOLED);
      return new SpooledObject.InMemory(HEX.formatHex(digest.digest()), length, held, chunks);
    } finally {
      if (!done) {
        held.forEach(chunks::giveBack);
      }
    }
  }

  /** Goes on in a file: all held chunks are full and digested. */
  private Spooled spoolToFile(List<byte[]> held, InputStream body, MessageDigest digest)
      throws IOException {
    String name = ownFiles.newName();
    Path path = options.folder().resolve(name);
    try (LongFiles.LongFile file = longFiles.create(path)) {
      long length = 0;
      for (byte[] chunk : held) {
        file.put(chunk, Chunks.SIZE);
        length += Chunks.SIZE;
      }
      byte[] piece = new byte[4 * Chunks.SIZE];
      long lookAgain = CHECK_EVERY;
      for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
        digest.update(piece, 0, n);
        file.put(piece, n);
        length += n;
        if (length >= lookAgain) {
          lookAgain += CHECK_EVERY;
          checkSpace(); // an object without an end must not fill the disk
        }
      }
      file.end();
      killSwitch.pass(KillPoint.LARGE_OBJECT_SYNCED);
      ownFiles.syncFolderOf(name);
      killSwitch.pass(KillPoint.LARGE_OBJECT_NAMED);
      return new SpooledObject.OwnFile(HEX.formatHex(digest.digest()), length, path, name);
    } catch (IOException | RuntimeException e) {
      OwnFiles.deleteQuietly(path);
      throw e;
    }
  }

  private void checkSpace() throws IOException {
    if (askFree() <= 0) {
      throw new IOException("the disk is full up to the reserve of " + options.reserve());
    }
  }

  /** A new one of the kind; a copy, since looking for who provides it costs more. */
  private MessageDigest digest() {
    try {
      return (MessageDigest) sha256.clone();
    } catch (CloneNotSupportedException e) {
      return sha256();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public List<Content> sync(List<Spooled> objects) throws IOException {
    Syncing syncing = begin(objects);
    syncing.await();
    return syncing.contents();
  }

  @Override
  public Syncing begin(List<Spooled> objects) throws IOException {
    oneSync.lock();
    boolean interrupted = Thread.interrupted(); // an interrupt closes a channel that is in use
    boolean begun = false;
    try {
      List<SpooledObject.InMemory> small = new ArrayList<>();
      for (Spooled object : objects) {
        ours(object).checkOpen();
        if (object instanceof SpooledObject.InMemory inMemory) {
          small.add(inMemory);
        }
      }
      Segments.Appended appended = segments.append(small);
      List<Content> contents = new ArrayList<>();
      int next = 0;
      for (Spooled object : objects) {
        contents.add(
            switch (ours(object)) {
              case SpooledObject.InMemory inMemory -> appended.contents().get(next++);
              case SpooledObject.OwnFile own ->
                  new Content(own.digest(), own.name(), 0, own.length());
            });
      }
      begun = true;
      return new Begun(objects, contents, appended);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (!begun) {
        oneSync.unlock();
      }
    }
  }

  /** What {@link #begin} began; holds the lock until its end. */
  private final class Begun implements Syncing {
    private final List<Spooled> objects;
    private final List<Content> contents;
    private final Segments.Appended appended;

    Begun(List<Spooled> objects, List<Content> contents, Segments.Appended appended) {
      this.objects = List.copyOf(objects);
      this.contents = List.copyOf(contents);
      this.appended = appended;
    }

    @Override
    public List<Content> contents() {
      return contents;
    }

    @Override
    public void await() throws IOException {
      try {
        segments.await(appended);
        for (Spooled object : objects) {
          if (object instanceof SpooledObject.OwnFile own) {
            own.keep();
          }
        }
      } finally {
        oneSync.unlock();
      }
    }
  }

  private static SpooledObject ours(Spooled object) {
    if (object instanceof SpooledObject spooled) {
      return spooled;
    }
    throw new IllegalArgumentException("an object of another store");
  }

  @Override
  public long free() throws IOException {
    long now = System.nanoTime();
    Free known = free;
    if (known.askedAt() == 0 || now - known.askedAt() > FREE_HOLDS) {
      known = new Free(askFree(), now);
      free = known;
    }
    return known.bytes();
  }

  private long askFree() throws IOException {
    long least = Long.MAX_VALUE;
    for (Disk disk : disks) {
      least = Math.min(least, disk.store().getUsableSpace() - options.reserve());
    }
    return least;
  }

  /**
   * Disks with no more room than the reserve, in words for the engineer; while there is one nothing
   * new is taken.
   */
  public List<String> fullDisks() throws IOException {
    List<String> full = new ArrayList<>();
    for (Disk disk : disks) {
      long free = disk.store().getUsableSpace();
      if (free <= options.reserve()) {
        full.add(
            "the disk of "
                + disk.folder().toAbsolutePath()
                + " has "
                + free / Options.MB
                + " MB left, no more than the reserve of "
                + options.reserve() / Options.MB
                + " MB: new objects are refused (A700, 507, AE) until there is room");
      }
    }
    return full;
  }

  /** Long objects that could be written past the system's cache now. */
  int pastCacheLeft() {
    return longFiles.pastCacheLeft();
  }

  /** Bytes of memory that objects which wait may still take. */
  long memoryLeft() {
    return (long) chunks.left() * Chunks.SIZE;
  }

  /**
   * Whether a file that no row names may be removed: nothing is appended to it any more, and what
   * was appended last has had time to be named.
   *
   * @param grace between the sync of bytes and the commit of the row that names them
   */
  boolean isSettled(String file, Duration grace) {
    return segments.isSettled(file, grace);
  }

  /** Removes a file that no row names; whoever reads it reads on. */
  void remove(String file) throws IOException {
    Path path = options.folder().resolve(file).normalize();
    if (!path.startsWith(options.folder())) {
      throw new IOException("a file outside the store");
    }
    Files.deleteIfExists(path);
  }

  /** Waits for a running sync, then closes; what has not been synced is forgotten. */
  @Override
  public void close() throws IOException {
    oneSync.lock();
    try {
      segments.close();
    } finally {
      folderLock.close();
      oneSync.unlock();
    }
  }
}
