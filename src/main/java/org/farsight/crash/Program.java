package org.farsight.crash;

import java.io.File;
import java.io.IOException;
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
   * @param options of Java
   */
  public static List<String> command(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 24) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(options);
    Optional<Path> jar = jar();
    if (jar.isPresent()) {
      // the jar itself allows native code; as an option it would spoil Java's own archive of
      // classes
      command.addAll(List.of("-jar", jar.get().toString()));
    } else {
      command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath(), MAIN));
    }
    return command;
  }

  /** Whether it is a jar, not folders of classes. */
  static boolean isPackaged() {
    return jar().isPresent();
  }

  /** Another text for each build of the jar. */
  static String jarState() throws IOException {
    Optional<Path> jar = jar();
    return jar.isEmpty()
        ? ""
        : jar.get() + " " + Files.getLastModifiedTime(jar.get()) + " " + Files.size(jar.get());
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
