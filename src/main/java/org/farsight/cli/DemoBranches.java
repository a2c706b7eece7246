package org.farsight.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The folders in which the branches of the demonstration get their reports. */
final class DemoBranches {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Path folder;
  private final Set<String> sites;

  /** Makes the folders: one that is missing is a target that is down. */
  DemoBranches(Path folder, Set<String> sites) throws IOException {
    this.folder = folder;
    this.sites = Set.copyOf(sites);
    for (String site : sites) {
      Files.createDirectories(folder(site));
    }
  }

  /** Where a site gets its reports. */
  Path folder(String site) {
    return folder.resolve(site);
  }

  /**
   * Tells of each report that arrives from now on, on a thread that ends with the program.
   *
   * @param tell is told the site and the PDF
   */
  void watch(BiConsumer<String, Path> tell) throws IOException {
    Set<Path> known = new TreeSet<>();
    for (String site : sites) {
      known.addAll(reports(site));
    }
    Thread.ofPlatform()
        .daemon()
        .name("branches")
        .start(
            () -> {
              try {
                while (true) {
                  look(known, tell);
                  Thread.sleep(PAUSE);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private void look(Set<Path> known, BiConsumer<String, Path> tell) throws IOException {
    for (String site : sites) {
      for (Path report : reports(site)) {
        if (known.add(report)) {
          tell.accept(site, report);
        }
      }
    }
  }

  private Set<Path> reports(String site) throws IOException {
    Set<Path> found = new TreeSet<>();
    if (Files.isDirectory(folder(site))) {
      try (Stream<Path> files = Files.list(folder(site))) {
        files.filter(file -> file.toString().endsWith(".pdf")).forEach(found::add);
      }
    }
    return found;
  }
}
