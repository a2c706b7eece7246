package org.farsight.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes files in whole blocks, past the system's cache where the file system can do that: what is
 * synced before anybody reads it only costs time in a cache, to find memory for it, to copy it and
 * to look for it again at the sync. Whoever reads the file goes through the cache as ever.
 */
final class Blocks {
  /** Bytes of a block: of a page, and no less than a sector of any disk. */
  static final int SIZE = 4096;

  private static final Logger log = LoggerFactory.getLogger(Blocks.class);
  private static final String PROBE = "probe";

  /** Looked up by name: not every Java has it. */
  private static final String DIRECT = "com.sun.nio.file.ExtendedOpenOption";

  /** Past the cache; null: through it. */
  private final @Nullable OpenOption direct;

  private Blocks(@Nullable OpenOption direct) {
    this.direct = direct;
  }

  /**
   * Finds out by a file of one block what the file system of a folder can do.
   *
   * @throws IOException if nothing can be written there
   */
  static Blocks in(Path folder) throws IOException {
    Path probe = folder.resolve(PROBE);
    try {
      Blocks past = new Blocks(direct());
      try (FileChannel file =
          past.open(probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        past.write(file, buffer(SIZE), 0);
        return past;
      }
    } catch (IOException | ReflectiveOperationException | UnsupportedOperationException e) {
      log.info("files of {} are written through the system's cache: {}", folder, e.toString());
      return new Blocks(null);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private static OpenOption direct() throws ReflectiveOperationException {
    for (Object option : Class.forName(DIRECT).getEnumConstants()) {
      if (option instanceof OpenOption found && found.toString().equals("DIRECT")) {
        return found;
      }
    }
    throw new ReflectiveOperationException("no option DIRECT");
  }

  /** Whether files are written past the system's cache. */
  boolean pastCache() {
    return direct != null;
  }

  /** Opens a file to be written by {@link #write}. */
  FileChannel open(Path path, OpenOption... options) throws IOException {
    OpenOption past = direct;
    if (past == null) {
      return FileChannel.open(path, options);
    }
    OpenOption[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = past;
    return FileChannel.open(path, all);
  }

  /** A buffer that can be written from. */
  static ByteBuffer buffer(int size) {
    return ByteBuffer.allocateDirect((int) up(size) + SIZE)
        .alignedSlice(SIZE)
        .slice(0, (int) up(size));
  }

  /** The next beginning of a block. */
  static long up(long position) {
    return (position + SIZE - 1) & -SIZE;
  }

  /**
   * Writes what is in the buffer up to its limit, and zeros up to the end of a block.
   *
   * @param at where a block begins
   * @return the first byte behind
   */
  long write(FileChannel file, ByteBuffer bytes, long at) throws IOException {
    int end = bytes.limit();
    bytes.limit((int) up(end));
    for (int i = end; i < bytes.limit(); i++) {
      bytes.put(i, (byte) 0);
    }
    bytes.position(0);
    long position = at;
    while (bytes.hasRemaining()) {
      position += file.write(bytes, position);
    }
    return position;
  }
}
