package org.farsight.app;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.ecg.drawing.Language;
import org.farsight.report.ReportKeys;
import org.farsight.report.ReportTemplate;
import org.farsight.report.ReportTemplates;

/** Reads {@code reports}: how reports are signed, and the folder of their templates. */
final class ReportReader {
  private static final String FOLDER = "reports";
  private static final int MOST = 500;

  private final Settings settings;
  private final Path folder;

  private ReportReader(Settings settings, Path folder) {
    this.settings = settings;
    this.folder = folder;
  }

  static ReportSettings read(Settings s, Path file, Path home) {
    return new ReportReader(s, file.toAbsolutePath().resolveSibling(".")).read(home);
  }

  private ReportSettings read(Path home) {
    return new ReportSettings(
        settings.get("reports.key-file", Optional.empty(), value -> Optional.of(key(value))),
        settings.get("reports.language", Language.ZH, ReportReader::language),
        settings.text("http.public-url").map(url -> url.replaceFirst("/+$", "")),
        templates(home));
  }

  private Path key(String value) {
    Path file = path(value);
    try {
      var unused = ReportKeys.signing(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
    return file;
  }

  private Path path(String value) {
    try {
      return folder.resolve(value).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(value + " is no file name", e);
    }
  }

  private static Language language(String value) {
    for (Language one : Language.values()) {
      if (one.code().equals(value)) {
        return one;
      }
    }
    throw new IllegalArgumentException("is zh or en");
  }

  /** The folder that is named, else the one beside the file, else that of the installation. */
  private ReportTemplates templates(Path home) {
    Optional<Path> named =
        settings.get(
            "reports.templates",
            Optional.empty(),
            value -> {
              Path place = path(value);
              if (!Files.isDirectory(place)) {
                throw new IllegalArgumentException(place + " is no folder");
              }
              return Optional.of(place);
            });
    Optional<Path> found =
        named.or(
            () ->
                List.of(folder.resolve(FOLDER).normalize(), home.resolve("routes").resolve(FOLDER))
                    .stream()
                    .filter(Files::isDirectory)
                    .findFirst());
    return found.map(this::all).orElse(ReportTemplates.NONE);
  }

  private ReportTemplates all(Path place) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(place, "*.yaml")) {
      found.forEach(files::add);
    } catch (IOException e) {
      settings.mistake(place + ": cannot be read: " + e.getMessage());
    }
    if (files.size() > MOST) {
      settings.mistake(place + ": holds more than " + MOST + " templates");
      return ReportTemplates.NONE;
    }
    files.sort(null);
    List<ReportTemplate> templates = new ArrayList<>();
    Map<String, Path> byId = new HashMap<>();
    for (Path file : files) {
      TemplateReader.Read read = TemplateReader.read(file);
      read.mistakes().forEach(settings::mistake);
      templates.add(read.template());
      Path other = byId.putIfAbsent(read.template().id(), file);
      if (other != null) {
        settings.mistake(file + ": " + other + " has the same name");
      }
    }
    return new ReportTemplates(templates);
  }
}
