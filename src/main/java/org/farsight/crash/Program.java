package org.farsight.crash;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** This program, to be started as a process of its own. */
public final class Program {
  private static final String MAIN = "org.farsight.cli.Main";

  private Program() {}

  /**
   * The command that starts it; the program's own arguments follow.
   *
   * @param archive where Java keeps the classes that it has loaded, so that the next start takes
   *     half the time; its folder is there. Without effect where the program is not packaged
   * @param options of Java
   */
  public static List<String> command(Path archive, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 24) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(options);
    Optional<Path> jar = jar();
    if (jar.isPresent()) {
      command.addAll(sharing(archive));
      command.addAll(List.of("-jar", jar.get().toString()));
    } else {
      command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath(), MAIN));
    }
    return command;
  }

  /**
   * Class data sharing. Java makes the archive when a process ends in order, and again when it does
   * not fit any more: another Java, another jar. Where it cannot be read or written, all goes on
   * without it.
   */
  private static List<String> sharing(Path archive) {
    return List.of(
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + archive.toAbsolutePath(),
        // what Java logs of it is of no interest here, and would go to standard output
        "-Xlog:disable",
        "-Xlog:all=error:stderr");
  }

  /** Whether starts are the shorter for an archive. */
  static boolean isSharing() {
    return jar().isPresent();
  }

  /** The jar with its libraries beside it; empty where classes lie in folders. */
  private static Optional<Path> jar() {
    try {
      Path place =
          Path.of(Program.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Optional.of(place.toAbsolutePath())
          .filter(Files::isRegularFile)
          .filter(jar -> Files.isDirectory(jar.resolveSibling("lib")));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Without folders of test classes: their log configuration is not the program's. */
  private static String classPath() {
    List<String> parts = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!Files.exists(Path.of(part, "logback-test.xml"))) {
        parts.add(Path.of(part).toAbsolutePath().toString());
      }
    }
    return String.join(File.pathSeparator, parts);
  }
}
