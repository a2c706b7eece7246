package org.farsight.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code backup.json}: what a backup consists of. It is written last and put in its place in one
 * step, so that it is there only for a backup that is whole, and the one before counts until then.
 *
 * @param format of this file
 * @param made when the backup began, ISO 8601
 * @param identity of the ledger
 * @param schema version of the ledger's tables
 * @param ledger name of the file that holds the ledger; empty where its database's own means keep
 *     it
 * @param files of the content store, and the ledger
 */
record BackupManifest(
    int format, String made, String identity, int schema, String ledger, List<Copied> files) {

  static final String FILE = "backup.json";

  /** The newest format that is known. */
  static final int FORMAT = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * A file of which the first {@code length} bytes count.
   *
   * @param name relative to the backup, with {@code /}
   * @param parts one behind the other from the first byte on
   */
  record Copied(String name, long length, List<Part> parts) {
    Copied {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Bytes that were copied in one go.
   *
   * @param sha256 of them, lower-case hex
   */
  record Part(long from, long to, String sha256) {}

  BackupManifest {
    files = List.copyOf(files);
  }

  Map<String, Copied> byName() {
    return files.stream().collect(Collectors.toMap(Copied::name, Function.identity()));
  }

  /**
   * Reads the manifest of a folder.
   *
   * @return empty where there is none
   * @throws IOException if it is none of ours, or of a newer program
   */
  static Optional<BackupManifest> of(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    int format = JSON.readTree(file.toFile()).path("format").asInt();
    if (format > FORMAT) {
      throw new IOException(
          file
              + " is of format "
              + format
              + ", this program knows up to "
              + FORMAT
              + ": use the program that made the backup, or a newer one");
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), BackupManifest.class));
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is broken: " + e.getOriginalMessage(), e);
    }
  }

  /** Puts it in the place of the one before. */
  void write(Path folder) throws IOException {
    Path fresh = folder.resolve(FILE + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(this));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(
        fresh,
        folder.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    OwnFiles.syncFolder(folder);
  }
}
