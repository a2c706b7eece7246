package org.farsight.it;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of its own for one engine: a copy of the project's routes, a configuration with two
 * branch sites and no target, and the data folder. Several engines may run in it one after another.
 *
 * @param folder holds all of it
 */
record EngineHome(Path folder) {

  /** Calling AE title of the first branch's CT. */
  static final String CALLER = "LAKE_CT";

  /** The first branch. */
  static final String SITE = "lakeside";

  private static final String CONFIGURATION =
      """
      http:
        host: 127.0.0.1
        port: 0
      dicom:
        host: 127.0.0.1
        port: 0
        aet: FARSIGHT
        unknown-callers: reject
      mllp:
        host: 127.0.0.1
        port: 0
      study:
        quiet-seconds: 1
      ecg:
        drawing: false
      store:
        reserve-megabytes: 16
      sites:
        lakeside:
          name: 湖滨卫生院
          calling-aets: [LAKE_CT]
        hillside:
          name: 山坡卫生院
          calling-aets: [HILL_CT]
      """;

  /** Makes the home. */
  static EngineHome in(Path folder) throws IOException {
    Path routes = Files.createDirectories(folder.resolve("routes"));
    try (DirectoryStream<Path> originals =
        Files.newDirectoryStream(Path.of("routes"), "*.camel.yaml")) {
      for (Path original : originals) {
        Files.copy(original, routes.resolve(original.getFileName()));
      }
    }
    EngineHome home = new EngineHome(folder);
    Files.writeString(home.configuration(), CONFIGURATION);
    return home;
  }

  /** The configuration file. */
  Path configuration() {
    return folder.resolve("routes/farsight.yaml");
  }

  /** The data folder. */
  Path data() {
    return folder.resolve("data");
  }

  /** The value of {@code --set} for a FHIR server. */
  static String fhir(String url) {
    return "fhir.url=" + url;
  }

  /** The value of {@code --set} for an archive. */
  static String archive(String address) {
    return "archive=" + address;
  }

  /** The arguments of {@code farsight} that serve from here. */
  List<String> serve(List<String> settings) {
    List<String> arguments = new ArrayList<>(List.of("serve", "--config"));
    arguments.add(configuration().toString());
    arguments.addAll(List.of("--data", data().toString()));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    return arguments;
  }
}
