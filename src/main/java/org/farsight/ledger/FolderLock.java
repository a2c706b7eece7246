package org.farsight.ledger;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second engine off a folder: a lock of the operating system on a file in it, which goes
 * with the process however it ends. The file tells the process id.
 */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws IOException if another process, or another part of this one, has it
   */
  static FolderLock take(Path folder, String name) throws IOException {
    OwnFiles.makeFolder(folder);
    FileChannel channel = FileChannel.open(folder.resolve(name), CREATE, READ, WRITE);
    try {
      if (tryLock(channel) == null) {
        throw new IOException(
            folder
                + " is in use by another engine"
                + owner(channel)
                + ": stop it first, or give this one a data folder of its own");
      }
      channel.truncate(0);
      byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(pid), 0);
      return new FolderLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    int length = channel.read(pid, 0);
    String digits =
        length <= 0 ? "" : new String(pid.array(), 0, length, StandardCharsets.US_ASCII);
    return digits.matches("[0-9]+") ? " (process " + digits + ")" : "";
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
