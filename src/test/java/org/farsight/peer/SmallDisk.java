package org.farsight.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A file system of a few megabytes in memory, that can be filled up. Mounting one takes the rights
 * of root: tests are skipped where they are missing.
 *
 * @param folder where it is mounted
 */
public record SmallDisk(Path folder) implements AutoCloseable {

  /** Mounts one on a new folder. */
  public static SmallDisk mount(Path folder, int megabytes) throws IOException {
    Files.createDirectories(folder);
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "none", folder.toString());
    Assumptions.assumeTrue(mounted, "no file system can be mounted here");
    return new SmallDisk(folder);
  }

  /** Takes all the room but so many bytes; what fills it can be deleted. */
  public Path fill(long but) throws IOException {
    Path filler = folder.resolve("filler");
    long length = Files.getFileStore(folder).getUsableSpace() - but;
    byte[] piece = new byte[1 << 16];
    try (var out = Files.newOutputStream(filler)) {
      for (long left = length; left > 0; left -= piece.length) {
        out.write(piece, 0, (int) Math.min(left, piece.length));
      }
    }
    return filler;
  }

  private static boolean run(String... command) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return false; // there is no such program
    }
    try {
      process.getInputStream().readAllBytes();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (!run("umount", "-l", folder.toString())) {
      throw new IOException(folder + " cannot be unmounted");
    }
  }
}
