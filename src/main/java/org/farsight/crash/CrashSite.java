package org.farsight.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The folder of a crash test, used again by each call: the engine's data and configuration, the
 * hospital's, the journal, the results. Ports are chosen once, so that whoever was killed is found
 * where it was.
 *
 * @param folder holds all of it
 * @param ports of the engine's HTTP and DICOM listeners, the archive, the FHIR server, the ear, the
 *     branch's own system
 */
record CrashSite(Path folder, Ports ports) {
  /** The branch that sends. */
  static final String SITE = "crash";

  /** The engine's data folder, in the one that it has to itself. */
  static final String DATA = "data";

  /** AE titles of its devices. */
  static final List<String> DEVICES = List.of("CRASH_CT1", "CRASH_CT2");

  private static final int LOWEST_PORT = 20_000;
  private static final int HIGHEST_PORT = 32_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where each listens. */
  record Ports(int http, int dicom, int archive, int fhir, int ear, int branch) {}

  private static final String CONFIGURATION =
      """
      http:
        host: 127.0.0.1
        port: %d
      dicom:
        host: 127.0.0.1
        port: %d
        aet: FARSIGHT
        unknown-callers: reject
      mllp:
        host: 127.0.0.1
        port: 0
      study:
        quiet-seconds: 1
      store:
        reserve-megabytes: 64
      fhir:
        url: http://127.0.0.1:%d/fhir
      archive: ARCHIVE@127.0.0.1:%d
      reading:
        poll-seconds: 1
      sites:
        crash:
          name: Crash test
          calling-aets: [CRASH_CT1, CRASH_CT2]
          addresses: ["CRASH_CT1@127.0.0.1:%d", "CRASH_CT2@127.0.0.1:%d"]
          returns:
            hl7: {address: "127.0.0.1:%d", charset: UTF-8}
            folder: {path: %s}
      """;

  /** Makes the folder, or goes on in it. */
  static CrashSite in(Path folder, Path home) throws IOException {
    Path absolute = folder.toAbsolutePath();
    Path routes = Files.createDirectories(absolute.resolve("routes"));
    try (DirectoryStream<Path> originals =
        Files.newDirectoryStream(home.resolve("routes"), "*.camel.yaml")) {
      for (Path original : originals) {
        Files.copy(
            original, routes.resolve(original.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Ports ports = ports(absolute.resolve("ports.json"));
    CrashSite site = new CrashSite(absolute, ports);
    Path returned = Files.createDirectories(site.branch().folder());
    Files.writeString(
        routes.resolve("farsight.yaml"),
        CONFIGURATION.formatted(
            ports.http(),
            ports.dicom(),
            ports.fhir(),
            ports.archive(),
            ports.ear(),
            ports.ear(),
            ports.branch(),
            JSON.writeValueAsString(returned.toString())));
    return site;
  }

  private static Ports ports(Path file) throws IOException {
    ObjectNode node =
        Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode();
    List<String> missing =
        Stream.of("http", "dicom", "archive", "fhir", "ear", "branch")
            .filter(name -> !node.has(name))
            .toList();
    List<Integer> free = freePorts(missing.size());
    for (int i = 0; i < missing.size(); i++) {
      node.put(missing.get(i), free.get(i));
    }
    JSON.writeValue(file.toFile(), node);
    return JSON.convertValue(node, Ports.class);
  }

  /** Below those that systems give to connections: one of these must not take a killed one's. */
  private static List<Integer> freePorts(int count) throws IOException {
    Random random = new Random();
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      while (sockets.size() < count) {
        int port = LOWEST_PORT + random.nextInt(HIGHEST_PORT - LOWEST_PORT);
        try {
          sockets.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (BindException e) {
          // somebody else's
        }
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  List<String> serve() {
    return List.of(
        "serve",
        "--config",
        folder.resolve("routes/farsight.yaml").toString(),
        "--data",
        data().toString());
  }

  /** Holds the engine's data folder and nothing else. */
  Path engine() {
    return folder.resolve("engine");
  }

  Path data() {
    return engine().resolve(DATA);
  }

  /** One folder for each site's files. */
  Path inboxes() {
    return data().resolve("inbox");
  }

  Path inbox() {
    return inboxes().resolve(SITE);
  }

  Path archive() {
    return folder.resolve("hospital/archive");
  }

  Path fhir() {
    return folder.resolve("hospital/fhir");
  }

  /** What the branch was handed. */
  Branch branch() {
    return new Branch(
        SITE, folder.resolve("branch/reports"), folder.resolve("branch/messages.jsonl"));
  }

  Path log(String of) throws IOException {
    return Files.createDirectories(folder.resolve("logs")).resolve(of + ".log");
  }

  String httpUrl() {
    return "http://127.0.0.1:" + ports.http();
  }

  String fhirUrl() {
    return "http://127.0.0.1:" + ports.fhir() + "/fhir";
  }
}
