package org.farsight.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What devices were told, as they heard it: the one side of the comparison. A file of JSON lines,
 * so that a later call knows what an earlier one sent. Safe for many threads.
 */
public final class Journal implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Writer file;
  private final LongSupplier place;
  private final List<Noted> all = new ArrayList<>();

  /**
   * A line.
   *
   * @param place in the recording of what the engine writes, where that was known; 0: before it
   */
  record Noted(long place, Sent sent) {}

  private Journal(Writer file, LongSupplier place) {
    this.file = file;
    this.place = place;
  }

  /** Opens a journal, with all that it holds. */
  public static Journal open(Path path) throws IOException {
    return open(path, () -> 0);
  }

  /**
   * The same.
   *
   * @param place the present place in the recording of what the engine writes
   */
  static Journal open(Path path, LongSupplier place) throws IOException {
    List<Noted> before = new ArrayList<>();
    if (Files.exists(path)) {
      for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
        before.add(new Noted(0, JSON.readValue(line, Sent.class)));
      }
    }
    Journal journal =
        new Journal(
            Files.newBufferedWriter(
                path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            place);
    journal.all.addAll(before);
    return journal;
  }

  /** Notes what a device was told. */
  public synchronized void note(Sent sent) {
    long now = place.getAsLong();
    try {
      file.write(JSON.writerFor(Sent.class).writeValueAsString(sent) + "\n");
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    all.add(new Noted(now, sent));
  }

  /** How many lines there are. */
  public synchronized int size() {
    return all.size();
  }

  /** The lines from a place on. */
  public synchronized List<Sent> from(int first) {
    return all.subList(first, all.size()).stream().map(Noted::sent).toList();
  }

  /** The same with their places. */
  synchronized List<Noted> notedFrom(int first) {
    return List.copyOf(all.subList(first, all.size()));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
