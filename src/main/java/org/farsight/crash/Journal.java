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

/**
 * What devices were told, as they heard it: the one side of the comparison. A file of JSON lines,
 * so that a later call knows what an earlier one sent. Safe for many threads.
 */
public final class Journal implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Writer file;
  private final List<Sent> all = new ArrayList<>();

  private Journal(Writer file) {
    this.file = file;
  }

  /** Opens a journal, with all that it holds. */
  public static Journal open(Path path) throws IOException {
    List<Sent> before = new ArrayList<>();
    if (Files.exists(path)) {
      for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
        before.add(JSON.readValue(line, Sent.class));
      }
    }
    Journal journal =
        new Journal(
            Files.newBufferedWriter(
                path,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND));
    journal.all.addAll(before);
    return journal;
  }

  /** Notes what a device was told. */
  public synchronized void note(Sent sent) {
    try {
      file.write(JSON.writerFor(Sent.class).writeValueAsString(sent) + "\n");
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    all.add(sent);
  }

  /** How many lines there are. */
  public synchronized int size() {
    return all.size();
  }

  /** The lines from a place on. */
  public synchronized List<Sent> from(int place) {
    return List.copyOf(all.subList(place, all.size()));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
