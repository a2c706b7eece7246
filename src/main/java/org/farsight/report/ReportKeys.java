package org.farsight.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.farsight.exchange.DocumentException;

/**
 * The engine's own key for reports and the public halves of all it ever had, in a folder: {@value
 * #PRIVATE} (readable by its owner only) where no other file is named, and {@value #PUBLIC}, which
 * is given to whoever wants to verify reports elsewhere.
 *
 * @param signing what is signed with now
 * @param known what is verified with
 */
public record ReportKeys(SigningKey signing, KnownKeys known) {
  /** Name of the file of the private key. */
  public static final String PRIVATE = "reports.jwk";

  /** Name of the file of the public keys. */
  public static final String PUBLIC = "reports.jwks";

  private static final int MOST_BYTES = 1 << 20;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /**
   * Reads the keys; makes the private one where there is none and none is named, and notes the
   * public one of a key that is new.
   *
   * @param named file of a private JWK that others keep
   * @throws IOException if a file cannot be read or written, or holds no key for reports
   */
  public static ReportKeys open(Path folder, Optional<Path> named) throws IOException {
    Files.createDirectories(folder);
    Path file = named.orElse(folder.resolve(PRIVATE));
    if (named.isEmpty() && Files.notExists(file)) {
      write(file, SigningKey.generate().json(), true);
    }
    SigningKey signing = signing(file);
    Path open = folder.resolve(PUBLIC);
    KnownKeys before = Files.exists(open) ? known(open) : KnownKeys.none();
    if (before.has(signing.id())) {
      return new ReportKeys(signing, before);
    }
    KnownKeys known = before.and(signing);
    write(open, known.json(), false);
    return new ReportKeys(signing, known);
  }

  /** Reads a private key. */
  public static SigningKey signing(Path file) throws IOException {
    try {
      return SigningKey.read(text(file));
    } catch (DocumentException e) {
      throw new IOException("the key for reports in " + file + " " + e.getMessage(), e);
    }
  }

  /** Reads public keys. */
  public static KnownKeys known(Path file) throws IOException {
    try {
      return KnownKeys.read(text(file));
    } catch (DocumentException e) {
      throw new IOException("the file of public keys " + file + " " + e.getMessage(), e);
    }
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(file + " is larger than any file of keys");
    }
    return Files.readString(file);
  }

  /** Whole or not at all, and synced: a report must not outlive the key that proves it. */
  private static void write(Path file, String json, boolean secret) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
    if (secret && posix) {
      Files.createFile(beside, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } else {
      Files.createFile(beside);
    }
    try (var out = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap((json + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
