package org.farsight.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.farsight.ledger.BackupManifest.Copied;
import org.farsight.ledger.BackupManifest.Part;

/**
 * Brings a backup into an empty data folder. Each byte is held to the digest that was taken when it
 * was backed up. Until all of it is there the folder bears a mark, and no engine starts on it.
 */
public final class Restore {
  private static final String MARK = "restore.cut";
  private static final long MARGIN = 64L << 20;

  private final Path from;
  private final Path store;
  private final Path ledgerFolder;
  private final Backup.Progress progress;

  /**
   * What was done.
   *
   * @param made when the backup began, ISO 8601
   * @param files restored
   * @param bytes of them
   * @param ledger whether the ledger is among them; else its database's own means bring it back
   */
  public record Result(String made, int files, long bytes, boolean ledger) {}

  /**
   * @param from the backup
   * @param store folder of the content store
   * @param ledgerFolder of the ledger's database
   */
  public Restore(Path from, Path store, Path ledgerFolder, Backup.Progress progress) {
    this.from = from;
    this.store = store;
    this.ledgerFolder = ledgerFolder;
    this.progress = progress;
  }

  /**
   * Restores.
   *
   * @throws IOException if the backup is not whole, is of a newer program or was changed, if there
   *     is something in the folders already, or no room
   */
  public Result run() throws IOException {
    BackupManifest manifest =
        BackupManifest.of(from)
            .orElseThrow(
                () ->
                    new IOException(
                        from
                            + " holds no whole backup: there is no "
                            + BackupManifest.FILE
                            + ", so it was cut before its end, or this is another folder"));
    DataVersion.checkSchema("the backup " + from, manifest.schema());
    for (Path folder : folders()) {
      checkEmpty(folder);
    }
    long bytes = manifest.files().stream().mapToLong(Copied::length).sum();
    for (Path folder : folders()) {
      Files.createDirectories(folder);
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < bytes + MARGIN) {
        throw new IOException(
            "the backup takes " + bytes + " bytes, the disk of " + folder + " has " + free);
      }
      mark(folder);
    }
    progress.begins(manifest.files().size(), bytes);
    FileCopy copy = new FileCopy(progress::copied);
    for (Copied file : manifest.files()) {
      restore(copy, manifest, file);
    }
    copy.syncNames();
    for (Path folder : folders()) {
      Files.delete(folder.resolve(MARK));
      OwnFiles.syncFolder(folder);
    }
    boolean ledger = !manifest.ledger().isEmpty();
    return new Result(manifest.made(), manifest.files().size(), bytes, ledger);
  }

  private Set<Path> folders() {
    return new TreeSet<>(List.of(store.toAbsolutePath(), ledgerFolder.toAbsolutePath()));
  }

  private void restore(FileCopy copy, BackupManifest manifest, Copied file) throws IOException {
    Path source = from.resolve(file.name()).normalize();
    boolean isLedger = file.name().equals(manifest.ledger());
    if (!isLedger && !file.name().startsWith("store/")) {
      throw new IOException(
          BackupManifest.FILE + " names " + file.name() + ", no part of a backup");
    }
    Path target =
        isLedger
            ? ledgerFolder.resolve("ledger.db")
            : store.resolve(file.name().substring("store/".length())).normalize();
    if (!source.startsWith(from) || !isLedger && !target.startsWith(store)) {
      throw new IOException(BackupManifest.FILE + " names a file outside: " + file.name());
    }
    for (Part part : file.parts()) {
      String digest = copy.copy(source, target, part.from(), part.to());
      if (!digest.equals(part.sha256())) {
        throw new IOException(
            file.name()
                + " was changed after it was backed up: the SHA-256 of bytes "
                + part.from()
                + " to "
                + part.to()
                + " is "
                + digest
                + " instead of "
                + part.sha256());
      }
    }
  }

  /** A folder on which a restore was cut may be used again. */
  private static void checkEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder) || Files.exists(folder.resolve(MARK))) {
      return;
    }
    List<String> names = new ArrayList<>();
    if (Files.exists(folder.resolve("ledger.db"))) {
      names.add("ledger.db");
    }
    for (String name : List.of(Segments.FOLDER, OwnFiles.FOLDER)) {
      if (holdsFiles(folder.resolve(name))) {
        names.add(name);
      }
    }
    if (!names.isEmpty()) {
      throw new IOException(
          folder
              + " is in use: there are "
              + String.join(", ", names)
              + "; restore into an empty folder, or move these away first");
    }
  }

  private static boolean holdsFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(Files::isRegularFile);
    }
  }

  private static void mark(Path folder) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(MARK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    OwnFiles.syncFolder(folder);
  }

  /**
   * Keeps an engine off a folder that was restored in part.
   *
   * @throws IOException if it was
   */
  static void checkWhole(Path folder) throws IOException {
    if (Files.exists(folder.resolve(MARK))) {
      throw new IOException(
          folder + " was restored in part only: run the restore again, to its end");
    }
  }
}
