package org.farsight.archive;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;

/**
 * Objects as files {@code <study>/<SOP instance>.dcm} below one folder, each with exactly the data
 * set that came. A file appears whole or not at all, and stays over a crash once {@link #keep} has
 * returned (file and folders synced; on file systems that can sync a folder).
 *
 * <p>Which instances are kept is held in memory, about 200 bytes each, and read from the file names
 * when the folder is opened. One process at a time may open a folder.
 */
public final class ArchiveFolder implements Closeable {

  private static final String INCOMING = ".incoming";
  private static final String LOCK = ".lock";
  private static final String SUFFIX = ".dcm";
  private static final String DIGEST_PREFIX = "sha256-";
  private static final String NO_STUDY = "no-study-uid";
  private static final int LOCKS = 64;
  private static final int BUFFER = 64 * 1024;

  /** UIDs, and what devices send in their place, as long as it is harmless as a file name. */
  private static final Pattern HARMLESS = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._-]{0,63}");

  private final Path folder;
  private final FileChannel lockFile;
  private final Map<String, Path> files = new ConcurrentHashMap<>();
  private final Object[] locks = new Object[LOCKS];

  private ArchiveFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /**
   * Opens a folder, making it where it is missing, and removes what a crash left half written.
   *
   * @throws IOException if it cannot be read or written, or another process has it open
   */
  public static ArchiveFolder open(Path folder) throws IOException {
    Files.createDirectories(folder.resolve(INCOMING));
    FileChannel lockFile =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      lock(lockFile, folder);
      ArchiveFolder archive = new ArchiveFolder(folder, lockFile);
      archive.removeHalfWritten();
      archive.readNames();
      return archive;
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  /**
   * Keeps an object and returns when it is on the disk.
   *
   * @param sourceAet who sent it, for the file's header; may be empty
   * @param dataSet read to its end, not closed
   * @throws SourceException if {@code dataSet} fails, for example when the association breaks
   * @throws IOException if the disk is full or fails; nothing is kept then
   */
  public StoreOutcome keep(
      String sopClass,
      String sopInstance,
      TransferSyntax transferSyntax,
      String sourceAet,
      InputStream dataSet)
      throws IOException {
    Path incoming = folder.resolve(INCOMING).resolve(UUID.randomUUID() + ".part");
    try {
      byte[] digest = write(incoming, sopClass, sopInstance, transferSyntax, sourceAet, dataSet);
      synchronized (locks[Math.floorMod(sopInstance.hashCode(), LOCKS)]) {
        Path kept = files.get(fileName(sopInstance));
        if (kept != null) {
          boolean same = MessageDigest.isEqual(digest, digest(kept, transferSyntax));
          return same ? new StoreOutcome.KeptAlready(kept) : new StoreOutcome.OtherContent(kept);
        }
        return new StoreOutcome.Stored(publish(incoming, sopInstance));
      }
    } finally {
      Files.deleteIfExists(incoming);
    }
  }

  /** The file of an instance, if it is kept. */
  public Optional<Path> file(String sopInstance) {
    return Optional.ofNullable(files.get(fileName(sopInstance)));
  }

  /** The files of a study, in no order. */
  public List<Path> study(String studyInstance) {
    Path study = folder.resolve(harmless(studyInstance));
    return files.values().stream().filter(file -> study.equals(file.getParent())).toList();
  }

  /** How many instances are kept. */
  public int size() {
    return files.size();
  }

  /** Lets another process open the folder. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }

  /** Writes header and data set, synced; the SHA-256 of the data set. */
  private static byte[] write(
      Path file,
      String sopClass,
      String sopInstance,
      TransferSyntax transferSyntax,
      String sourceAet,
      InputStream dataSet)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
      Part10File.writeHeader(out, sopClass, sopInstance, transferSyntax, sourceAet);
      DigestOutputStream digesting = new DigestOutputStream(out, sha256());
      byte[] buffer = new byte[BUFFER];
      for (int n = read(dataSet, buffer); n >= 0; n = read(dataSet, buffer)) {
        digesting.write(buffer, 0, n);
      }
      out.flush();
      channel.force(true);
      return digesting.getMessageDigest().digest();
    }
  }

  private static int read(InputStream dataSet, byte[] buffer) throws SourceException {
    try {
      return dataSet.read(buffer);
    } catch (IOException e) {
      throw new SourceException(e);
    }
  }

  /** Moves a written file to where it belongs; both folders are synced. */
  private Path publish(Path incoming, String sopInstance) throws IOException {
    Path study = folder.resolve(studyFolder(incoming));
    if (!Files.isDirectory(study)) {
      Files.createDirectories(study);
      sync(folder);
    }
    String name = fileName(sopInstance);
    Path file = study.resolve(name);
    Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE);
    sync(study);
    files.put(name, file);
    return file;
  }

  /** The folder of the study named in a file; one of its own for files that name none. */
  private static String studyFolder(Path file) throws IOException {
    try (Part10File object = Part10File.open(file)) {
      ReadOptions head = ReadOptions.DEFAULT.withStopAt(Tag.STUDY_INSTANCE_UID + 1);
      return object
          .readDataSet(head)
          .string(Tag.STUDY_INSTANCE_UID)
          .map(ArchiveFolder::harmless)
          .orElse(NO_STUDY);
    } catch (DicomFormatException e) {
      return NO_STUDY;
    }
  }

  /** The digest of a kept file's data set, or no bytes if it is written in another syntax. */
  private static byte[] digest(Path file, TransferSyntax transferSyntax) throws IOException {
    try (Part10File object = Part10File.open(file)) {
      if (!object.transferSyntax().uid().equals(transferSyntax.uid())) {
        return new byte[0];
      }
      MessageDigest digest = sha256();
      byte[] buffer = new byte[BUFFER];
      InputStream in = object.dataSet();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return digest.digest();
    }
  }

  private static String fileName(String sopInstance) {
    return harmless(sopInstance) + SUFFIX;
  }

  /** A file name for a text from outside: the text itself, or a digest where it could do harm. */
  private static String harmless(String uid) {
    if (HARMLESS.matcher(uid).matches() && !uid.startsWith(DIGEST_PREFIX)) {
      return uid;
    }
    byte[] digest = sha256().digest(uid.getBytes(StandardCharsets.UTF_8));
    return DIGEST_PREFIX + HexFormat.of().formatHex(digest, 0, 24);
  }

  private void removeHalfWritten() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder.resolve(INCOMING))) {
      for (Path file : left) {
        Files.delete(file);
      }
    }
  }

  private void readNames() throws IOException {
    try (DirectoryStream<Path> studies = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path study : studies) {
        try (DirectoryStream<Path> objects = Files.newDirectoryStream(study, "*" + SUFFIX)) {
          objects.forEach(file -> files.put(file.getFileName().toString(), file));
        }
      }
    }
  }

  private static void lock(FileChannel lockFile, Path folder) throws IOException {
    FileLock lock;
    try {
      lock = lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      throw new IOException("the archive's folder is open already: " + folder, e);
    }
    if (lock == null) {
      throw new IOException("another process has the archive's folder open: " + folder);
    }
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The bytes of an object could not be read to their end, so that there is nothing to keep. */
  public static final class SourceException extends IOException {
    private static final long serialVersionUID = 1L;

    SourceException(IOException cause) {
      super("the data set broke off", cause);
    }
  }
}
