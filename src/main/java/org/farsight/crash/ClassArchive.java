package org.farsight.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Java's archive of the classes that a process of this program has loaded (class data sharing):
 * with it the next one starts in half the time. Java leaves it when a process ends in order; it
 * gets its name when it is whole, so that no process ever meets half of one. The name tells for
 * which Java and which jar it is.
 */
public final class ClassArchive {
  private final Path file;
  private final Path fresh;
  private final boolean possible;

  private ClassArchive(Path file, Path fresh, boolean possible) {
    this.file = file;
    this.fresh = fresh;
    this.possible = possible;
  }

  /**
   * An archive in a folder that is there.
   *
   * @param of what the process does, as part of a file name
   */
  public static ClassArchive in(Path folder, String of) throws IOException {
    int key = Objects.hash(System.getProperty("java.vm.version"), Program.jarState());
    String name = of + "-" + Integer.toHexString(key);
    Path absolute = folder.toAbsolutePath();
    return new ClassArchive(
        absolute.resolve(name + ".jsa"),
        absolute.resolve(name + "-" + UUID.randomUUID() + ".tmp"),
        Program.isPackaged());
  }

  /** Options of Java by which a process uses it; none where it has not been made. */
  public List<String> use() {
    return Files.exists(file)
        // of an archive that does not fit nothing is to be said; and not on standard output
        ? List.of("-XX:SharedArchiveFile=" + file, "-Xlog:disable")
        : List.of();
  }

  /** Options by which a process makes it; none where there is one, or classes lie in folders. */
  public List<String> make() {
    return possible && !Files.exists(file)
        ? List.of("-XX:ArchiveClassesAtExit=" + fresh, "-Xlog:disable")
        : List.of();
  }

  /** A process that was to make it has ended: what it left is taken into use. */
  public void made() throws IOException {
    if (Files.exists(fresh)) {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
