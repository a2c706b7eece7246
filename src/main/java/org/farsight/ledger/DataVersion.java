package org.farsight.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Which programs understand a data folder. Its file {@code VERSION} says how the folder is laid
 * out; what tables the ledger has, the ledger says itself. A folder of an older program is brought
 * up to date, one of a newer program is refused and left as it is.
 */
final class DataVersion {
  static final String FILE = "VERSION";

  /** How this program lays out a data folder: segments, own files, redo log, ledger. */
  static final int LAYOUT = 1;

  private static final String WORDS =
      "# How this folder is laid out. The program keeps this file; see docs/operations.md.\n";

  private DataVersion() {}

  /**
   * Looks at a folder before anything in it is touched.
   *
   * @throws IOException if a newer program has written it, or it was restored in part only
   */
  static void check(Path folder) throws IOException {
    Restore.checkWhole(folder);
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return; // new, or older than this file
    }
    String first = Files.readString(file).lines().findFirst().orElse("").strip();
    if (!first.matches("\\d{1,6}")) {
      throw new IOException(
          file + " begins with no number: restore the folder, or write " + LAYOUT + " into it");
    }
    if (Integer.parseInt(first) > LAYOUT) {
      throw new IOException(refusal("the data folder " + folder, "layout", first, LAYOUT));
    }
  }

  /** Notes how a folder is laid out, now that it is. */
  static void note(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap((LAYOUT + "\n" + WORDS).getBytes(StandardCharsets.US_ASCII)));
      channel.force(true);
    }
    OwnFiles.syncFolder(folder);
  }

  /**
   * Holds tables to what this program knows.
   *
   * @param what has them
   * @param schema version of its tables
   * @throws IOException if they are newer
   */
  static void checkSchema(String what, int schema) throws IOException {
    int newest = Migrations.newest();
    if (schema > newest) {
      throw new IOException(refusal(what, "tables of version", Integer.toString(schema), newest));
    }
  }

  private static String refusal(String what, String of, String found, int known) {
    return what
        + " has "
        + of
        + " "
        + found
        + ", this program knows up to "
        + known
        + ": start the newer program, or restore a backup that was made with this one";
  }
}
