package org.farsight.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongConsumer;

/** Copies parts of files durably, digesting them on the way. One thread at a time. */
final class FileCopy {
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
  private final LongConsumer copied;
  private final Set<Path> folders = new LinkedHashSet<>();

  /**
   * @param copied is told of bytes that were copied
   */
  FileCopy(LongConsumer copied) {
    this.copied = copied;
  }

  /**
   * Copies bytes to the same place of another file, whose length is {@code to} afterwards.
   *
   * @return SHA-256 of the bytes, lower-case hex
   * @throws IOException if the source ends before {@code to}
   */
  String copy(Path source, Path target, long from, long to) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null && folders.add(folder)) {
      Files.createDirectories(folder);
    }
    MessageDigest sha256 = sha256();
    try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.truncate(from); // what an earlier backup that was cut has left
      long position = from;
      while (position < to) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), to - position));
        int n = in.read(buffer, position);
        if (n < 0) {
          throw new IOException(source + " ends at byte " + position + " instead of " + to);
        }
        sha256.update(buffer.flip());
        for (buffer.flip(); buffer.hasRemaining(); ) {
          position += out.write(buffer, position);
        }
        copied.accept(n);
      }
      out.force(true);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** Makes the names of all files durable. */
  void syncNames() throws IOException {
    for (Path folder : folders) {
      OwnFiles.syncFolder(folder);
      Path above = folder.getParent();
      if (above != null) {
        OwnFiles.syncFolder(above);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
