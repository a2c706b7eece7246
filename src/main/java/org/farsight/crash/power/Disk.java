package org.farsight.crash.power;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is on the disk below a folder while a recorded process works there: what was synced, and
 * what was done since. The strictest reading of POSIX: a sync of a file makes its bytes and its
 * length durable and no name, a sync of a folder its names and nothing else. One thread.
 */
public final class Disk implements AutoCloseable {
  private final Path root;
  private final Path work;
  private final Recording recording;
  private final Predicate<String> isForgotten;
  private final DiskFolder top;
  private final Map<Long, Node> nodes = new HashMap<>();
  private final Map<Long, Begun> begun = new HashMap<>();
  private long files;
  private long number;

  /** A sync under way. */
  private record Begun(Node node, long number) {}

  private Disk(Path root, Path work, Recording recording, Predicate<String> isForgotten)
      throws IOException {
    this.root = root;
    this.work = Files.createDirectories(work);
    this.recording = recording;
    this.isForgotten = isForgotten;
    this.top = new DiskFolder(root.toString());
  }

  /**
   * What is there now is durable; what was recorded from now on comes by {@link #advance}.
   *
   * @param work folder of its own
   * @param skip a folder that is not recorded
   */
  static Disk of(
      Path root, Path skip, Path work, Recording recording, Predicate<String> isForgotten)
      throws IOException {
    Disk disk = new Disk(root, work, recording, isForgotten);
    disk.nodes.put(nodeOf(root), disk.top);
    disk.find(root, disk.top, skip);
    return disk;
  }

  private static long nodeOf(Path path) throws IOException {
    return (Long) Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  private void find(Path folder, DiskFolder into, Path skip) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path path : all) {
        if (path.equals(skip)) {
          continue;
        }
        Node node;
        if (Files.isDirectory(path)) {
          DiskFolder found = new DiskFolder(path.toString());
          find(path, found, skip);
          node = found;
        } else {
          Path bytes = freshBytes();
          Files.copy(path, bytes);
          node = new DiskFile(path.toString(), bytes, recording);
        }
        into.found(path.getFileName().toString(), node);
        nodes.put(nodeOf(path), node);
      }
    }
  }

  private Path freshBytes() {
    return work.resolve(Long.toString(++files));
  }

  /**
   * Goes on to the first record that begins at this place of the recording or behind it; or to its
   * end.
   */
  public void advance(long place) throws IOException {
    while (recording.position() < place) {
      Optional<Operation> next = recording.next();
      if (next.isEmpty()) {
        return;
      }
      apply(next.get());
      number++;
    }
  }

  private void apply(Operation operation) throws IOException {
    switch (operation) {
      case Operation.Created created -> {
        DiskFile file = new DiskFile(created.path(), freshBytes(), recording);
        nodes.put(created.node(), file);
        parent(created.path()).put(number, name(created.path()), file);
      }
      case Operation.FolderMade made -> {
        DiskFolder folder = new DiskFolder(made.path());
        nodes.put(made.node(), folder);
        parent(made.path()).put(number, name(made.path()), folder);
      }
      case Operation.Wrote wrote -> file(wrote.node()).wrote(number, wrote);
      case Operation.Cut cut -> file(cut.node()).cut(number, cut.length());
      case Operation.Renamed renamed -> rename(renamed);
      case Operation.Removed removed -> parent(removed.path()).remove(number, name(removed.path()));
      case Operation.SyncBegun sync ->
          begun.put(sync.number(), new Begun(node(sync.node()), number));
      case Operation.SyncEnded sync -> ended(begun.remove(sync.number()));
    }
  }

  private void ended(@Nullable Begun sync) throws IOException {
    if (sync == null) {
      throw new IOException("a sync ended that never began");
    }
    if (!isForgotten.test(sync.node().path())) {
      sync.node().synced(sync.number());
    }
  }

  private void rename(Operation.Renamed renamed) throws IOException {
    DiskFolder folder = parent(renamed.from());
    Node node = folder.get(name(renamed.from()));
    if (node == null || parent(renamed.to()) != folder) {
      throw new IOException("a rename between folders cannot be made again: " + renamed);
    }
    folder.rename(number, name(renamed.from()), name(renamed.to()), node);
  }

  private Node node(long wanted) throws IOException {
    Node node = nodes.get(wanted);
    if (node == null) {
      throw new IOException("the recording speaks of a file that it does not know");
    }
    return node;
  }

  private DiskFile file(long wanted) throws IOException {
    if (node(wanted) instanceof DiskFile file) {
      return file;
    }
    throw new IOException("bytes of a folder");
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private DiskFolder parent(String path) throws IOException {
    Path parent = root.relativize(Path.of(path).getParent());
    DiskFolder folder = top;
    for (Path name : parent) {
      if (!name.toString().isEmpty()) {
        if (!(folder.get(name.toString()) instanceof DiskFolder next)) {
          throw new IOException("the recording does not know the folder of " + path);
        }
        folder = next;
      }
    }
    return folder;
  }

  /** Makes in a folder what a loss of power would leave now. The disk itself goes on. */
  public void leave(Path target, Loss loss, Random random) throws IOException {
    leave(top, Files.createDirectories(target), loss, random);
  }

  private static void leave(DiskFolder folder, Path target, Loss loss, Random random)
      throws IOException {
    for (Map.Entry<String, Node> entry : folder.after(loss, random).entrySet()) {
      Path path = target.resolve(entry.getKey());
      switch (entry.getValue()) {
        case DiskFolder inner -> leave(inner, Files.createDirectories(path), loss, random);
        case DiskFile file -> file.leave(path, loss, random);
      }
    }
  }

  /**
   * Whether names and lengths are what the folder shows now: a process that was killed may have
   * made a change whose record it did not come to write.
   */
  boolean isAsSeen(Path skip) throws IOException {
    return isAsSeen(top, root, skip);
  }

  private static boolean isAsSeen(DiskFolder folder, Path path, Path skip) throws IOException {
    Map<String, Node> expected = new HashMap<>(folder.current());
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
      for (Path one : all) {
        if (one.equals(skip)) {
          continue;
        }
        Node node = expected.remove(one.getFileName().toString());
        boolean same =
            switch (node) {
              case null -> false;
              case DiskFolder inner -> Files.isDirectory(one) && isAsSeen(inner, one, skip);
              case DiskFile file -> Files.isRegularFile(one) && Files.size(one) == file.length();
            };
        if (!same) {
          return false;
        }
      }
    }
    return expected.isEmpty();
  }

  @Override
  public void close() throws IOException {
    recording.close();
    Recorder.delete(work, work);
  }
}
