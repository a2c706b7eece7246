package org.farsight.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Port: bytes kept as they came. Safe for use by many threads. */
public interface ContentStore {

  /**
   * Opens kept bytes for reading, from the first to the last. The caller closes. Whoever reads them
   * all, without skipping, never gets the last ones if they are not what was kept.
   *
   * @throws DamagedContentException here or while reading, if they are not what was kept
   * @throws SweptException if they have been removed by the rule of retention
   */
  InputStream open(Content content) throws IOException;

  /**
   * Reads kept bytes through.
   *
   * @throws DamagedContentException if they are not what was kept
   */
  default void verify(Content content) throws IOException {
    try (InputStream in = open(content)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** All bytes of a content no longer than {@code limit}; an {@code IOException} above it. */
  default byte[] read(Content content, int limit) throws IOException {
    if (content.length() > limit) {
      throw new IOException(
          "content of " + content.length() + " bytes is above the limit of " + limit);
    }
    try (InputStream in = open(content)) {
      byte[] bytes = in.readNBytes((int) content.length());
      if (bytes.length != content.length()) {
        throw new IOException(
            "content store has " + bytes.length + " of " + content.length() + " bytes");
      }
      return bytes;
    }
  }

  /**
   * Takes one object from a stream and digests it: into memory while it is small, into a file of
   * its own beyond that. Nothing is durable before {@link #sync}.
   *
   * @throws IOException if the stream broke off (nothing is left behind) or the disk failed
   */
  Spooled spool(InputStream body) throws IOException;

  /**
   * Makes objects durable: small ones are appended to the current segment, which is synced once;
   * large ones have been synced with their directory by {@link #spool}. Any thread may call this;
   * one at a time is served.
   *
   * @return where each is, in the order given
   * @throws IOException if the disk failed: none of the objects is kept, the store goes on
   */
  List<Content> sync(List<Spooled> objects) throws IOException;

  /**
   * Begins what {@link #sync} does: when this returns, it is known where each object will be. The
   * same thread must wait for the end, whatever happens meanwhile; until then others wait.
   *
   * @throws IOException if the disk failed: none of the objects is kept, the store goes on
   */
  default Syncing begin(List<Spooled> objects) throws IOException {
    List<Content> contents = sync(objects);
    return new Syncing() {
      @Override
      public List<Content> contents() {
        return contents;
      }

      @Override
      public void await() {
        // was done at once
      }
    };
  }

  /** Objects on their way to the disk. */
  interface Syncing {
    /** Where each will be, in the order given. */
    List<Content> contents();

    /**
     * Waits until all are durable; once.
     *
     * @throws IOException if the disk failed: none is kept, the store goes on
     */
    void await() throws IOException;
  }

  /** Bytes that can still be stored before the disk is full, by the store's own reserve. */
  long free() throws IOException;

  /** An object taken from its stream, not yet durable. */
  interface Spooled extends AutoCloseable {
    /** SHA-256, lower-case hex. */
    String digest();

    /** Number of bytes. */
    long length();

    /** Reads it from the first byte, as often as wanted, until closed. */
    InputStream open() throws IOException;

    /** Forgets the object if it has not been made durable; frees its memory. */
    @Override
    void close();
  }
}
