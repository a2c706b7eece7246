package org.farsight.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.farsight.exchange.ContentStore;

/** An object taken from its stream: in memory, or in a file of its own. */
abstract sealed class SpooledObject implements ContentStore.Spooled {
  private final String digest;
  private final long length;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SpooledObject(String digest, long length) {
    this.digest = digest;
    this.length = length;
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public long length() {
    return length;
  }

  final void checkOpen() throws IOException {
    if (closed.get()) {
      throw new IOException("this object has been closed");
    }
  }

  @Override
  public final void close() {
    if (closed.compareAndSet(false, true)) {
      free();
    }
  }

  abstract void free();

  /** A small object. Closing it gives its memory back: no stream of it may be used after that. */
  static final class InMemory extends SpooledObject {
    private final List<byte[]> chunks;
    private final Chunks pool;

    InMemory(String digest, long length, List<byte[]> chunks, Chunks pool) {
      super(digest, length);
      this.chunks = List.copyOf(chunks);
      this.pool = pool;
    }

    List<byte[]> chunks() {
      return chunks;
    }

    /** Bytes of the object in a chunk. */
    int lengthIn(int chunk) {
      return (int) Math.min(Chunks.SIZE, length() - (long) chunk * Chunks.SIZE);
    }

    @Override
    public InputStream open() throws IOException {
      checkOpen();
      return new ChunksInput(chunks, length());
    }

    @Override
    void free() {
      chunks.forEach(pool::giveBack);
    }
  }

  /** An object in a file of its own, already durable there. */
  static final class OwnFile extends SpooledObject {
    private final Path path;
    private final String name;
    private final AtomicBoolean kept = new AtomicBoolean();

    OwnFile(String digest, long length, Path path, String name) {
      super(digest, length);
      this.path = path;
      this.name = name;
    }

    String name() {
      return name;
    }

    /** From now on the file is not deleted by {@link #close}. */
    void keep() {
      kept.set(true);
    }

    @Override
    public InputStream open() throws IOException {
      checkOpen();
      return Files.newInputStream(path);
    }

    @Override
    void free() {
      if (!kept.get()) {
        OwnFiles.deleteQuietly(path);
      }
    }
  }
}
