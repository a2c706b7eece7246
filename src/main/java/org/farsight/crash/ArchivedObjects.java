package org.farsight.crash;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.farsight.dicom.io.Part10File;

/** What lies in the stand-in archive's folder, read without asking the archive. */
final class ArchivedObjects {
  private static final String SUFFIX = ".dcm";

  private final Map<String, List<Path>> files;

  private ArchivedObjects(Map<String, List<Path>> files) {
    this.files = files;
  }

  /** The objects of one study. */
  static ArchivedObjects of(Path archive, String study) throws IOException {
    Path folder = archive.resolve(study);
    return new ArchivedObjects(Files.isDirectory(folder) ? list(List.of(folder)) : Map.of());
  }

  /** SOP Instance UIDs that are there more than once, in whatever study. */
  static List<String> doubles(Path archive) throws IOException {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> studies = Files.newDirectoryStream(archive, path -> isStudy(path))) {
      studies.forEach(folders::add);
    }
    List<String> doubles = new ArrayList<>();
    list(folders)
        .forEach(
            (name, paths) -> {
              if (paths.size() > 1) {
                doubles.add(name);
              }
            });
    return doubles;
  }

  private static boolean isStudy(Path path) {
    return Files.isDirectory(path) && !path.getFileName().toString().startsWith(".");
  }

  private static Map<String, List<Path>> list(List<Path> folders) throws IOException {
    Map<String, List<Path>> files = new HashMap<>();
    for (Path folder : folders) {
      try (DirectoryStream<Path> objects = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        for (Path object : objects) {
          String name = object.getFileName().toString();
          files
              .computeIfAbsent(
                  name.substring(0, name.length() - SUFFIX.length()), n -> new ArrayList<>())
              .add(object);
        }
      }
    }
    return files;
  }

  int copies(String instance) {
    return files.getOrDefault(instance, List.of()).size();
  }

  /** SHA-256 of the data set of an object that is there. */
  String digest(String instance) throws IOException {
    Path path = files.getOrDefault(instance, List.of()).getFirst();
    try (Part10File file = Part10File.open(path);
        InputStream dataSet = file.dataSet()) {
      return Made.digest(dataSet.readAllBytes());
    }
  }
}
