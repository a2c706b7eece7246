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
import java.util.concurrent.ConcurrentHashMap;
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

  /** Folders whose own names are durable. */
  private final Set<String> durable = ConcurrentHashMap.newKeySet();

  OwnFiles(Path dir, KillSwitch killSwitch) throws IOException {
    this.dir = dir;
    this.killSwitch = killSwitch;
    Files.createDirectories(dir.resolve(FOLDER));
    // a process that was killed may have made one, and not come to sync its name
    syncFolder(dir.resolve(FOLDER));
    try (Stream<Path> folders = Files.list(dir.resolve(FOLDER))) {
      folders.forEach(folder -> durable.add(folder.getFileName().toString()));
    }
  }

  /** A name for a new file, relative to the store; its folder exists durably. */
  String newName() throws IOException {
    String uuid = UUID.randomUUID().toString();
    String folder = uuid.substring(0, 2);
    if (!durable.contains(folder)) {
      Files.createDirectories(dir.resolve(FOLDER).resolve(folder));
      syncFolder(dir.resolve(FOLDER));
      durable.add(folder);
    }
    return FOLDER + "/" + folder + "/" + uuid;
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

  /**
   * Makes a folder where it is missing, and its name durable with those of all folders above it,
   * whoever made them.
   */
  static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Path above = folder.toAbsolutePath().normalize().getParent();
        above != null;
        above = above.getParent()) {
      try {
        syncFolder(above);
      } catch (IOException e) {
        log.debug("names in {} cannot be synced: it is somebody else's", above, e);
      }
    }
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
