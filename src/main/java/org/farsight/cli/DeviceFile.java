package org.farsight.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file that a device pushes.
 *
 * @param path of the file
 * @param named whether the person named this very file; else it was found in a folder
 */
record DeviceFile(Path path, boolean named) {

  /**
   * The files named and those in folders named, at any depth, in the order of their names. Hidden
   * files of folders are left out.
   *
   * @throws CommandFailure if a path does not exist
   */
  static List<DeviceFile> of(List<Path> paths) throws CommandFailure, IOException {
    List<DeviceFile> found = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        try (Stream<Path> walk = Files.walk(path)) {
          walk.filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .sorted()
              .forEach(file -> found.add(new DeviceFile(file, false)));
        }
      } else if (Files.exists(path)) {
        found.add(new DeviceFile(path, true));
      } else {
        throw new CommandFailure("no such file or folder: " + path, Main.WRONG_USE);
      }
    }
    return found;
  }
}
