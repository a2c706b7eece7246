package org.farsight.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The least that a durable server has to do: objects appended to one file, one flush for all that
 * wait, no digest, no ledger. What it reaches is the limit that others are held against.
 */
final class AppendLog implements AutoCloseable {
  private static final int BUFFER = 4 << 20;

  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private final FileChannel file;

  /** An object that waits; one without bytes is the end. */
  private record Waiting(List<ByteBuffer> bytes, CompletableFuture<Void> done) {}

  AppendLog(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    Thread.ofPlatform().name("bench-append").daemon().start(this::run);
  }

  /** Appends and returns when the bytes are durable. */
  void append(List<ByteBuffer> bytes) throws IOException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    queue.add(new Waiting(bytes, done));
    try {
      done.join();
    } catch (CompletionException e) {
      throw new IOException("the append failed", e.getCause());
    }
  }

  private void run() {
    boolean end = false;
    List<Waiting> group = new ArrayList<>();
    while (!end) {
      group.clear();
      try {
        group.add(queue.take());
      } catch (InterruptedException e) {
        continue; // the end comes through the queue
      }
      queue.drainTo(group);
      try {
        for (Waiting one : group) {
          end |= one.bytes().isEmpty();
          for (ByteBuffer bytes : one.bytes()) {
            put(bytes);
          }
        }
        write();
        file.force(false);
        group.forEach(one -> one.done().complete(null));
      } catch (IOException e) {
        group.forEach(one -> one.done().completeExceptionally(e));
      }
    }
  }

  private void put(ByteBuffer bytes) throws IOException {
    ByteBuffer rest = bytes.duplicate();
    while (rest.hasRemaining()) {
      int n = Math.min(buffer.remaining(), rest.remaining());
      buffer.put(rest.slice(rest.position(), n));
      rest.position(rest.position() + n);
      if (!buffer.hasRemaining()) {
        write();
      }
    }
  }

  private void write() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
    buffer.clear();
  }

  /** Starts at the beginning of the file again. */
  synchronized void empty() throws IOException {
    file.truncate(0);
    file.position(0);
  }

  @Override
  public void close() throws IOException {
    append(List.of());
    file.close();
  }
}
