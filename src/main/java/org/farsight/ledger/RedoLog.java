package org.farsight.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A file of fixed size with the newest transactions, each written in blocks of its own over what an
 * earlier lap left, so that a sync moves a few blocks and no metadata. Records are numbered without
 * gaps; what does not follow, or is not whole, is an earlier lap's. One thread at a time.
 */
final class RedoLog implements AutoCloseable {
  static final String FILE = "redo";
  static final int SIZE = 16 << 20;
  private static final int START = Blocks.SIZE;
  private static final int HEADER = 4 + 8 + 4 + 4;
  private static final int MAGIC = 0x4652_4432; // FRD2

  private final FileChannel file;
  private final int size;
  private final Blocks blocks;
  private ByteBuffer buffer = Blocks.buffer(64 * 1024);
  private long position = START;
  private long next = START;

  /**
   * A record read.
   *
   * @param number of its transaction
   */
  record Numbered(long number, byte[] bytes) {}

  /**
   * What a file holds.
   *
   * @param store folder of the content store that it was written beside; empty: none
   * @param records from the first of the newest lap on, each following the one before
   */
  record Found(String store, List<Numbered> records) {}

  private RedoLog(FileChannel file, Blocks blocks, int size) {
    this.blocks = blocks;
    this.file = file;
    this.size = size;
  }

  /**
   * Opens the file to be written anew; whoever needs what it holds has read it before.
   *
   * @param store folder of the content store whose bytes transactions name; empty: none
   * @param size of the file in bytes
   */
  static RedoLog open(Path folder, String store, int size) throws IOException {
    Path path = folder.resolve(FILE);
    boolean fresh = !Files.exists(path) || Files.size(path) != size;
    Blocks blocks = Blocks.in(folder);
    FileChannel file = blocks.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (fresh) {
        ByteBuffer zeros = Blocks.buffer(1 << 20);
        long end = 0;
        while (end < size) {
          end = blocks.write(file, zeros.clear(), end);
        }
        file.truncate(size);
      }
      byte[] name = store.getBytes(StandardCharsets.UTF_8);
      ByteBuffer head = Blocks.buffer(START).putInt(MAGIC).putInt(name.length).put(name);
      blocks.write(file, head.flip(), 0);
      file.force(true);
      OwnFiles.syncFolder(folder);
      return new RedoLog(file, blocks, size);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Whether so many bytes still fit in this lap. */
  boolean fits(int length) {
    return Blocks.up(position + HEADER + length) <= size;
  }

  /**
   * Writes a record durably behind those that count. It counts from {@link #advance} on; without
   * that the next one is written over it.
   */
  void append(long number, byte[] record) throws IOException {
    int length = HEADER + record.length;
    if (buffer.capacity() < length) {
      buffer = Blocks.buffer(2 * length);
    }
    buffer.clear();
    buffer.putInt(MAGIC).putLong(number).putInt(record.length).putInt(crc(number, record));
    buffer.put(record).flip();
    next = blocks.write(file, buffer, position);
    file.force(false);
  }

  /** The record written last counts. */
  void advance() {
    position = next;
  }

  /** Begins a new lap: all that counted is durable elsewhere. */
  void rewind() {
    position = START;
    next = START;
  }

  private static int crc(long number, byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(8).putLong(0, number));
    crc.update(record);
    return (int) crc.getValue();
  }

  /** Reads the newest lap of a file; none where there is no file. */
  static Found read(Path folder) throws IOException {
    Path path = folder.resolve(FILE);
    if (!Files.exists(path)) {
      return new Found("", List.of());
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
    if (bytes.limit() < START || bytes.getInt() != MAGIC) {
      return new Found("", List.of()); // it was being made
    }
    int length = bytes.getInt();
    if (length < 0 || length > START - 8) {
      return new Found("", List.of());
    }
    byte[] store = new byte[length];
    bytes.get(store).position(START);
    return new Found(new String(store, StandardCharsets.UTF_8), records(bytes));
  }

  private static List<Numbered> records(ByteBuffer bytes) {
    List<Numbered> records = new ArrayList<>();
    while (bytes.remaining() >= HEADER && bytes.getInt() == MAGIC) {
      long number = bytes.getLong();
      int length = bytes.getInt();
      int crc = bytes.getInt();
      boolean follows = records.isEmpty() || number == records.getLast().number() + 1;
      if (!follows || length < 0 || length > bytes.remaining()) {
        return records;
      }
      byte[] record = new byte[length];
      bytes.get(record);
      if (crc(number, record) != crc) {
        return records;
      }
      records.add(new Numbered(number, record));
      bytes.position((int) Math.min(bytes.limit(), Blocks.up(bytes.position())));
    }
    return records;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
