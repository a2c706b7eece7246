package org.farsight.crash.power;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The file that {@code recorder.c} writes, read from its beginning. Each record has a head of 32
 * bytes, little-endian: magic, kind, node, place or number, length of the bytes that follow.
 */
public final class Recording implements AutoCloseable {
  private static final int MAGIC = 0x5243_5031; // RCP1
  private static final int HEAD = 32;

  private final FileChannel file;
  private final ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
  private long position;

  private Recording(FileChannel file) {
    this.file = file;
  }

  static Recording open(Path path) throws IOException {
    return new Recording(
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE));
  }

  /** Where the next record begins. */
  long position() {
    return position;
  }

  /**
   * The next record; empty where no whole one follows.
   *
   * @throws IOException if it is none, or tells of a call that cannot be made again
   */
  Optional<Operation> next() throws IOException {
    head.clear();
    if (file.size() < position + HEAD || file.read(head, position) < HEAD) {
      return Optional.empty();
    }
    head.flip();
    if (head.getInt() != MAGIC) {
      throw new IOException("no record at byte " + position + " of the recording");
    }
    int kind = head.getInt();
    long node = head.getLong();
    long at = head.getLong();
    long length = head.getLong();
    long source = position + HEAD;
    if (length < 0 || file.size() < source + length) {
      return Optional.empty();
    }
    Operation operation =
        switch (kind) {
          case 1 -> new Operation.Created(text(source, length), node);
          case 2 -> new Operation.FolderMade(text(source, length), node);
          case 3 -> new Operation.Wrote(node, at, length, source);
          case 4 -> new Operation.Cut(node, at);
          case 5 -> renamed(text(source, length));
          case 6 -> new Operation.Removed(text(source, length));
          case 7 -> new Operation.SyncBegun(node, at);
          case 8 -> new Operation.SyncEnded(node, at);
          case 9 ->
              throw new IOException(
                  "the process did what is not recorded: " + text(source, length));
          default -> throw new IOException("kind " + kind + " at byte " + position);
        };
    position = source + length;
    return Optional.of(operation);
  }

  private static Operation renamed(String both) throws IOException {
    int zero = both.indexOf('\0');
    if (zero < 0) {
      throw new IOException("a rename to nothing");
    }
    return new Operation.Renamed(both.substring(0, zero), both.substring(zero + 1));
  }

  private String text(long source, long length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    read(bytes, source);
    return new String(bytes.array(), StandardCharsets.UTF_8);
  }

  private void read(ByteBuffer bytes, long source) throws IOException {
    long at = source;
    while (bytes.hasRemaining()) {
      int n = file.read(bytes, at);
      if (n < 0) {
        throw new IOException("the recording ends at byte " + at);
      }
      at += n;
    }
  }

  /** Writes recorded bytes to a file. */
  void copy(long source, long length, FileChannel to, long at) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    read(bytes, source);
    bytes.flip();
    long place = at;
    while (bytes.hasRemaining()) {
      place += to.write(bytes, place);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
