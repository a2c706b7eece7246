package org.farsight.crash.power;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Records what processes do below a folder. It is a library that the dynamic linker loads before
 * all others ({@code LD_PRELOAD}); its source comes with the program, the system's C compiler makes
 * it.
 */
public final class Recorder {
  private static final String SOURCE = "recorder.c";

  private final Path library;
  private final Path file;
  private final Path root;
  private final Path skip;
  private final Path work;
  private long earlier;

  private Recorder(Path folder, Path root, Path skip) {
    this.library = folder.resolve("recorder.so");
    this.file = folder.resolve("recording");
    this.work = folder.resolve("disk");
    this.root = root;
    this.skip = skip;
  }

  /**
   * Makes a recorder.
   *
   * @param folder for what it needs itself
   * @param root what is recorded
   * @param skip a folder below it that is not
   * @throws IOException if this is not Linux or there is no C compiler
   */
  public static Recorder in(Path folder, Path root, Path skip)
      throws IOException, InterruptedException {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
      throw new IOException("a loss of power can be tried on Linux only");
    }
    Files.createDirectories(folder);
    Files.createDirectories(root);
    Recorder recorder = new Recorder(folder.toRealPath(), root.toRealPath(), skip.toAbsolutePath());
    recorder.compile(recorder.library.resolveSibling(SOURCE));
    return recorder;
  }

  /** Why this system cannot record; empty if it can. */
  public static Optional<String> whyNot(Path folder) throws InterruptedException {
    try {
      in(folder, folder.resolve("root"), folder.resolve("root/skip"));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void compile(Path source) throws IOException, InterruptedException {
    try (InputStream bundled = Recorder.class.getResourceAsStream(SOURCE)) {
      if (bundled == null) {
        throw new IOException(SOURCE + " is missing from the program");
      }
      Files.copy(bundled, source, StandardCopyOption.REPLACE_EXISTING);
    }
    Path said = source.resolveSibling("cc.log");
    Process cc;
    try {
      cc =
          new ProcessBuilder(
                  List.of(
                      "cc",
                      "-O2",
                      "-shared",
                      "-fPIC",
                      "-o",
                      library.toString(),
                      source.toString(),
                      "-pthread"))
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
    } catch (IOException e) {
      throw new IOException("a C compiler (cc) is needed to try a loss of power", e);
    }
    if (!cc.waitFor(1, TimeUnit.MINUTES) || cc.exitValue() != 0) {
      cc.destroyForcibly();
      throw new IOException(
          "the recorder does not compile: " + Files.readString(said, StandardCharsets.UTF_8));
    }
  }

  /** What a process that is to be recorded finds in its environment. */
  public Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FARSIGHT_RECORD_ROOT", root.toString(),
        "FARSIGHT_RECORD_SKIP", skip.toString(),
        "FARSIGHT_RECORD_FILE", file.toString());
  }

  /** A place in all recordings together: what was done before now is recorded before it. */
  public synchronized long now() {
    try {
      return earlier + (Files.exists(file) ? Files.size(file) : 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the present recording begins, as {@link #now} counts. */
  public synchronized long start() {
    return earlier;
  }

  /** Begins a new recording. No recorded process runs; disks of the last one are closed. */
  public synchronized void begin() throws IOException {
    earlier = now();
    Files.deleteIfExists(file);
    delete(work, work);
  }

  /**
   * A disk that holds what the folder holds now, all of it durable. To be made before a recorded
   * process runs.
   *
   * @param isForgotten files and folders, by their first path, whose syncs shall have no effect: to
   *     show that they are needed
   */
  public Disk disk(Predicate<String> isForgotten) throws IOException {
    Files.createDirectories(work);
    Path own = Files.createTempDirectory(work, "");
    return Disk.of(root, skip, own, Recording.open(file), isForgotten);
  }

  /** Whether all that the folder shows is on the record of a disk that has come to its end. */
  public boolean isWhole(Disk disk) throws IOException {
    return disk.isAsSeen(skip);
  }

  /** Puts what a loss of power leaves of a disk into the folder. No recorded process runs. */
  public void cut(Disk disk, Loss loss, Random random) throws IOException {
    delete(root, skip);
    disk.leave(root, loss, random);
  }

  /** Deletes a folder's files, and the folders that are empty then; but not one of them. */
  public static void delete(Path folder, Path but) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    boolean whole = folder.equals(but);
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.filter(path -> whole || !(path.startsWith(but) || but.startsWith(path))).toList();
    }
    for (Path path : all.reversed()) {
      Files.delete(path);
    }
  }
}
