package org.farsight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.farsight.app.Configuration;
import org.farsight.app.ConfigurationReader;
import org.farsight.dicom.ul.AeAddress;

/**
 * The configuration of the demonstration: the routes and profiles of this installation, and a
 * {@code farsight.yaml} of its own, so that the sites and targets an engineer writes into {@code
 * routes/farsight.yaml} do not change the demonstration.
 */
final class DemoSetup {
  private DemoSetup() {}

  /**
   * Writes the file into the data folder and reads it as {@code serve} would.
   *
   * @param fhir URL of the FHIR server
   * @param sites by their ids
   * @param branches where they get their reports
   */
  static Configuration write(
      Home home,
      Path data,
      String fhir,
      AeAddress archive,
      Map<String, DemoPlan.Site> sites,
      DemoBranches branches)
      throws IOException {
    Path file = data.resolve("farsight.yaml");
    Files.writeString(file, yaml(fhir, archive, sites, branches));
    return ConfigurationReader.read(file, data.resolve("engine"), List.of(), home.folder());
  }

  /** A port that is free at this moment, for a program that has to be told one. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String yaml(
      String fhir, AeAddress archive, Map<String, DemoPlan.Site> sites, DemoBranches branches)
      throws JsonProcessingException {
    StringBuilder yaml = new StringBuilder();
    yaml.append("# Written by farsight demo at each start.\n");
    yaml.append("http:\n  host: 127.0.0.1\n  port: 0\n  auth: on\n");
    yaml.append("mllp:\n  host: 127.0.0.1\n  port: 0\n");
    yaml.append("dicom:\n  host: 127.0.0.1\n  port: 0\n  aet: FARSIGHT\n");
    yaml.append("  unknown-callers: accept\n");
    yaml.append("study:\n  quiet-seconds: 1\n");
    yaml.append("fhir:\n  url: ").append(fhir).append('\n');
    yaml.append("archive: ").append(archive).append('\n');
    yaml.append("sites:\n");
    ObjectMapper json = new ObjectMapper();
    for (Map.Entry<String, DemoPlan.Site> site : sites.entrySet()) {
      yaml.append("  ").append(site.getKey()).append(":\n");
      // a string of JSON is one of YAML
      yaml.append("    name: ")
          .append(json.writeValueAsString(site.getValue().name()))
          .append('\n');
      yaml.append("    calling-aets: ")
          .append(json.writeValueAsString(site.getValue().devices()))
          .append('\n');
      yaml.append("    returns:\n      folder: ")
          .append(json.writeValueAsString(branches.folder(site.getKey()).toString()))
          .append('\n');
    }
    return yaml.toString();
  }
}
