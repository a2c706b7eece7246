package org.farsight.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.farsight.exchange.Content;
import org.farsight.exchange.DamagedContentException;
import org.farsight.exchange.SweptException;

/** Kept bytes in the files of a store's folder, for reading; an engine may be writing others. */
final class StoredBytes {

  private StoredBytes() {}

  /** Reads a content through; gives the damage, if there is any. */
  static Optional<DamagedContentException> damage(Path folder, Content content) throws IOException {
    try (InputStream in =
        new CheckedInput(open(folder, content), content, MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return Optional.empty();
    } catch (DamagedContentException e) {
      return Optional.of(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Opens a content, unchecked.
   *
   * @throws DamagedContentException if there is no such place
   */
  static InputStream open(Path folder, Content content) throws IOException {
    if (content.isSwept()) {
      throw new SweptException(content);
    }
    Path path;
    try {
      path = folder.resolve(content.file()).normalize();
    } catch (InvalidPathException e) {
      throw new DamagedContentException(content, "that is no name of a file");
    }
    if (!path.startsWith(folder) || content.offset() < 0 || content.length() < 0) {
      throw new DamagedContentException(
          content, "no place in the store, so the ledger's row is damaged");
    }
    FileChannel file;
    try {
      file = FileChannel.open(path, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      if (!Files.isDirectory(folder.resolve(Segments.FOLDER))) {
        throw new IOException("the store's folder is not there: is its disk mounted?", e);
      }
      throw new DamagedContentException(content, "the file is missing");
    }
    long length = file.size();
    if (content.offset() > length - content.length()) {
      file.close();
      throw new DamagedContentException(content, "the file ends at byte " + length);
    }
    return new ContentInput(file, content);
  }
}
