package org.farsight.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Files for objects that are too long to wait in memory: written while the rest still comes in, so
 * that the sync at the end finds little left. As many as {@link #SIDE_BY_SIDE} at once go past the
 * system's cache, where the file system can do that; what comes beside them goes through it, so
 * that senders who are slow, or stand still, hold up nobody.
 */
final class LongFiles {
  /** Files at once that go past the cache. */
  static final int SIDE_BY_SIDE = 4;

  /** Bytes that are written at once: enough for the disk to work at its full rate. */
  static final int PIECE = 2 << 20;

  /** Bytes after which the disk begins with what lies in the cache. */
  private static final long SYNC_EVERY = 16L << 20;

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> Thread.ofPlatform().name("long-file").daemon().unstarted(task));

  private final Blocks blocks;
  private final Semaphore pairs = new Semaphore(SIDE_BY_SIDE);
  private final ConcurrentLinkedQueue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();

  /** A file that is being written. One thread uses it. */
  sealed interface LongFile extends AutoCloseable {
    /** Takes the first bytes of an array, which may be used again at once. */
    void put(byte[] bytes, int length) throws IOException;

    /**
     * Makes all of it durable, with its length; the file's name is not.
     *
     * @throws IOException if anything of it could not be written
     */
    void end() throws IOException;

    @Override
    void close() throws IOException;
  }

  /**
   * @param blocks how files are written in the folder where they will be
   */
  LongFiles(Blocks blocks) {
    this.blocks = blocks;
  }

  /** A new file, which must not exist. */
  LongFile create(Path path) throws IOException {
    if (!blocks.pastCache() || !pairs.tryAcquire()) {
      return new ThroughCache(
          FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }
    try {
      return new PastCache(
          blocks.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (IOException | RuntimeException | Error e) {
      pairs.release();
      throw e;
    }
  }

  /** Files that could go past the cache now. */
  int pastCacheLeft() {
    return pairs.availablePermits();
  }

  private ByteBuffer take() {
    ByteBuffer used = idle.poll();
    return used == null ? Blocks.buffer(PIECE) : used.clear();
  }

  /** While one piece is being written, the next is filled. */
  private final class PastCache implements LongFile {
    private final FileChannel file;
    private ByteBuffer filling = take();
    private ByteBuffer written = take();
    private @Nullable Future<Long> writing;
    private long length;
    private long at;

    PastCache(FileChannel file) {
      this.file = file;
    }

    @Override
    public void put(byte[] bytes, int count) throws IOException {
      for (int taken = 0; taken < count; ) {
        int n = Math.min(count - taken, filling.remaining());
        filling.put(bytes, taken, n);
        taken += n;
        if (!filling.hasRemaining()) {
          handOver();
        }
      }
      length += count;
    }

    private void handOver() throws IOException {
      awaitWriting();
      ByteBuffer full = filling.flip();
      filling = written.clear();
      written = full;
      long from = at;
      writing = THREADS.submit(() -> blocks.write(file, full, from));
    }

    private void awaitWriting() throws IOException {
      Future<Long> last = writing;
      boolean interrupted = false;
      while (last != null) {
        try {
          at = last.get();
          last = null;
        } catch (InterruptedException e) {
          interrupted = true; // the piece must not be filled, nor the file closed, under it
        } catch (ExecutionException e) {
          writing = null;
          throw new IOException("a long object could not be written", e.getCause());
        }
      }
      writing = null;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void end() throws IOException {
      if (filling.position() > 0) {
        handOver();
      }
      awaitWriting();
      if (at > length) {
        file.truncate(length); // the last block's zeros
      }
      file.force(true);
    }

    @Override
    public void close() throws IOException {
      try (file) {
        awaitWriting();
      } finally {
        idle.add(filling);
        idle.add(written);
        pairs.release();
      }
    }
  }

  private static final class ThroughCache implements LongFile {
    private final FileChannel file;
    private final EarlySync sync;
    private long length;
    private long syncNext = SYNC_EVERY;

    ThroughCache(FileChannel file) {
      this.file = file;
      this.sync = new EarlySync(file);
    }

    @Override
    public void put(byte[] bytes, int count) throws IOException {
      for (ByteBuffer left = ByteBuffer.wrap(bytes, 0, count); left.hasRemaining(); ) {
        file.write(left);
      }
      length += count;
      if (length >= syncNext) {
        syncNext = length + SYNC_EVERY;
        sync.begin();
      }
    }

    @Override
    public void end() throws IOException {
      sync.end();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
