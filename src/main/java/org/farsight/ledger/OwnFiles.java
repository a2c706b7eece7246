package org.farsight.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.farsight.exchange.KillPoint;
import org.farsight.exchange.KillSwitch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that hold one large object each: {@code objects/xx/<uuid>}. */
final class OwnFiles {
  static final String FOLDER = "objects";
  private static final Logger log = LoggerFactory.getLogger(OwnFiles.class);
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path dir;
  private final KillSwitch killSwitch;

  OwnFiles(Path dir, KillSwitch killSwitch) throws IOException {
    this.dir = dir;
    this.killSwitch = killSwitch;
    Files.createDirectories(dir.resolve(FOLDER));
  }

  /** A name for a new file, relative to the store; its folder exists durably. */
  String newName() throws IOException {
    String uuid = UUID.randomUUID().toString();
    Path folder = dir.resolve(FOLDER).resolve(uuid.substring(0, 2));
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      syncFolder(dir.resolve(FOLDER));
    }
    return FOLDER + "/" + uuid.substring(0, 2) + "/" + uuid;
  }

  /** Deletes files that no row names: their sender was never told that they are kept. */
  void deleteAllBut(Set<String> named) throws IOException {
    List<Path> orphans;
    try (Stream<Path> walk = Files.walk(dir.resolve(FOLDER))) {
      orphans =
          walk.filter(Files::isRegularFile).filter(path -> !named.contains(name(path))).toList();
    }
    for (Path orphan : orphans) {
      Files.delete(orphan);
      killSwitch.pass(KillPoint.START_FILE_DELETED);
      log.info("deleted {}: it was never acknowledged", name(orphan));
    }
  }

  private String name(Path path) {
    return dir.relativize(path).toString().replace('\\', '/');
  }

  /** Makes a file's name durable. */
  void syncFolderOf(String name) throws IOException {
    syncFolder(dir.resolve(name.substring(0, name.lastIndexOf('/'))));
  }

  /** Makes the names in a folder durable, where the system can. */
  static void syncFolder(Path folder) throws IOException {
    if (POSIX) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Deletes what nothing names; what cannot be deleted now goes at the next start. */
  static void deleteQuietly(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.warn("{} could not be deleted; the next start deletes it", path.getFileName(), e);
    }
  }
}
