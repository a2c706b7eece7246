package org.farsight.ledger;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The content store's own word of whose it is. At each start the store deletes what no row names:
 * beside another ledger, an empty one above all, that would be everything.
 */
final class StoreMark {
  static final String FILE = "ledger.id";

  private StoreMark() {}

  /**
   * Marks a store as a ledger's; one that holds nothing may change hands.
   *
   * @throws IOException if it holds bytes and belongs to another ledger
   */
  static void belongs(Path store, String identity) throws IOException {
    Path file = store.resolve(FILE);
    String mark = Files.exists(file) ? Files.readString(file).strip() : "";
    if (mark.equals(identity)) {
      return;
    }
    if (!mark.isEmpty() && holdsBytes(store)) {
      throw new IOException(
          "the content store "
              + store
              + " belongs to another ledger ("
              + mark
              + ", this one is "
              + identity
              + "): set store.url and database.url to two that belong together, or restore the"
              + " ledger from its backup");
    }
    OwnFiles.makeFolder(store);
    Path next = store.resolve(FILE + ".next");
    try (FileChannel channel = FileChannel.open(next, CREATE, WRITE, TRUNCATE_EXISTING)) {
      channel.write(ByteBuffer.wrap((identity + "\n").getBytes(StandardCharsets.US_ASCII)));
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE); // half a mark would be another's
    OwnFiles.syncFolder(store);
  }

  private static boolean holdsBytes(Path store) throws IOException {
    for (String folder : List.of(Segments.FOLDER, OwnFiles.FOLDER)) {
      Path path = store.resolve(folder);
      if (Files.isDirectory(path)) {
        try (Stream<Path> files = Files.walk(path)) {
          if (files.anyMatch(Files::isRegularFile)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
