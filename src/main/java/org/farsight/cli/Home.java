package org.farsight.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder Farsight stands in: the repository's root or an unpacked distribution. The launcher
 * names it in the system property {@code farsight.home}.
 *
 * @param folder with {@code routes/}, {@code fhir-profiles/} and {@code test-data/}
 */
record Home(Path folder) {

  /** As the launcher says; without a launcher the working directory. */
  static Home ofProcess() {
    return new Home(Path.of(System.getProperty("farsight.home", "")).toAbsolutePath());
  }

  /** The stand-in hospital's program, where the repository builds it or the distribution has it. */
  Path hospitalJar() throws CommandFailure {
    List<Path> places =
        List.of(
            folder.resolve("src/hospital/target/hospital.jar"),
            folder.resolve("hospital/hospital.jar"));
    for (Path place : places) {
      if (Files.isRegularFile(place)) {
        return place;
      }
    }
    throw new CommandFailure(
        "the stand-in hospital is not built; in the repository, run"
            + " ./mvnw -f src/hospital/pom.xml -DskipTests package");
  }

  /** The files that a demonstration pushes. */
  Path testData() throws CommandFailure {
    Path testData = folder.resolve("test-data");
    if (!Files.isDirectory(testData)) {
      throw new CommandFailure("no test-data folder in " + folder);
    }
    return testData;
  }
}
