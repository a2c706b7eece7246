package org.farsight.dicom.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where requests of many parts are held while they come in. */
public final class PartSpools {

  private final Path folder;
  private final PartSpool.Space space;

  /**
   * Uses a folder, which nobody else does, and deletes what a program that was killed left there.
   *
   * @param folder made when it is needed
   * @param space asked whether there is room
   * @throws IOException if something in the folder cannot be deleted
   */
  public PartSpools(Path folder, PartSpool.Space space) throws IOException {
    this.folder = folder;
    this.space = space;
    if (Files.isDirectory(folder)) {
      List<Path> left;
      try (Stream<Path> files = Files.list(folder)) {
        left = files.toList();
      }
      for (Path file : left) {
        Files.delete(file);
      }
    }
  }

  /** For one request. */
  public PartSpool open() {
    return new PartSpool(folder, space);
  }
}
