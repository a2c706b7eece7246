package org.farsight.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.farsight.dicom.ul.AeAddress;

/**
 * A running Orthanc (Debian packages orthanc and orthanc-dicomweb) on free ports, with all its data
 * in a folder of the test. It lets everybody store, query and retrieve, and knows the peers it is
 * told of. A test that needs it is skipped where it is not installed.
 */
public final class Orthanc implements Closeable {
  private static final Path PROGRAM = Path.of("/usr/sbin/Orthanc");
  private static final Path DICOM_WEB = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");
  private static final String AE_TITLE = "ORTHANC";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int dicomPort;
  private final int httpPort;
  private final Path log;

  private Orthanc(Process process, int dicomPort, int httpPort, Path log) {
    this.process = process;
    this.dicomPort = dicomPort;
    this.httpPort = httpPort;
    this.log = log;
  }

  /** Skips the calling test where Orthanc is missing. */
  public static void require() {
    assumeTrue(Files.isExecutable(PROGRAM), "Orthanc is not installed");
  }

  /** Skips the calling test where Orthanc or its DICOMweb plugin is missing. */
  public static void requireDicomWeb() {
    require();
    assumeTrue(Files.exists(DICOM_WEB), "Orthanc's DICOMweb plugin is not installed");
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param folder empty, for its data, configuration and log
   * @param peers that it may move to, ask for and report to; the name of each in its REST interface
   *     is the AE title
   * @param settings more of its configuration, each as {@code "Key" : value}
   */
  public static Orthanc start(Path folder, List<AeAddress> peers, String... settings)
      throws IOException {
    int dicomPort;
    int httpPort;
    try (ServerSocket one = new ServerSocket(0);
        ServerSocket other = new ServerSocket(0)) {
      dicomPort = one.getLocalPort();
      httpPort = other.getLocalPort();
    }
    Path configuration = folder.resolve("orthanc.json");
    Files.writeString(configuration, configuration(folder, dicomPort, httpPort, peers, settings));
    Path log = folder.resolve("orthanc.log");
    Process process =
        new ProcessBuilder(PROGRAM.toString(), configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Orthanc orthanc = new Orthanc(process, dicomPort, httpPort, log);
    try {
      await().atMost(60, TimeUnit.SECONDS).until(orthanc::isReady);
    } catch (RuntimeException e) {
      orthanc.close();
      throw new IOException("Orthanc does not start: " + Files.readString(log), e);
    }
    return orthanc;
  }

  private static String configuration(
      Path folder, int dicomPort, int httpPort, List<AeAddress> peers, String... settings) {
    List<String> lines = new ArrayList<>();
    lines.add("\"Name\" : \"test\"");
    lines.add("\"StorageDirectory\" : \"%s\"".formatted(folder.resolve("storage")));
    lines.add("\"IndexDirectory\" : \"%s\"".formatted(folder.resolve("index")));
    lines.add("\"DicomServerEnabled\" : true");
    lines.add("\"DicomAet\" : \"%s\"".formatted(AE_TITLE));
    lines.add("\"DicomPort\" : " + dicomPort);
    lines.add("\"DicomCheckCalledAet\" : false");
    for (String operation : List.of("Echo", "Find", "Get", "Move", "Store")) {
      lines.add("\"DicomAlwaysAllow%s\" : true".formatted(operation));
    }
    lines.add("\"UnknownSopClassAccepted\" : true");
    lines.add("\"HttpPort\" : " + httpPort);
    // a connection that it drops just when the next request goes out would fail that request
    lines.add("\"KeepAlive\" : false");
    lines.add("\"RemoteAccessAllowed\" : false");
    lines.add("\"AuthenticationEnabled\" : false");
    lines.add("\"DicomScuTimeout\" : 20");
    lines.add(
        peers.stream()
            .map(
                peer ->
                    """
                    "%1$s" : {"AET" : "%1$s", "Host" : "%2$s", "Port" : %3$d,
                      "AllowStorageCommitment" : true}\
                    """
                        .formatted(peer.aeTitle(), peer.host(), peer.port()))
            .collect(Collectors.joining(",\n", "\"DicomModalities\" : {", "}")));
    lines.addAll(List.of(settings));
    return lines.stream().collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }

  /** The setting that loads the DICOMweb plugin; its root is {@code /dicom-web/}. */
  public static String dicomWeb() {
    return "\"Plugins\" : [\"%s\"]".formatted(DICOM_WEB);
  }

  private boolean isReady() {
    if (!process.isAlive()) {
      throw new IllegalStateException("it has ended");
    }
    try {
      return client
              .send(
                  HttpRequest.newBuilder(http("/system")).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Where its DICOM server is. */
  public AeAddress address() {
    return new AeAddress(AE_TITLE, "127.0.0.1", dicomPort);
  }

  /** A resource of its HTTP server. */
  public URI http(String path) {
    return URI.create("http://127.0.0.1:" + httpPort + path);
  }

  /** What a GET gives, which must succeed. */
  public String get(String path) throws IOException {
    return ask(HttpRequest.newBuilder(http(path)).build());
  }

  /** What a POST gives, which must succeed. */
  public String post(String path, String body) throws IOException {
    return ask(
        HttpRequest.newBuilder(http(path)).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  /** A DELETE, which must succeed. */
  public void delete(String path) throws IOException {
    ask(HttpRequest.newBuilder(http(path)).DELETE().build());
  }

  private String ask(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode())
          .as(() -> request.uri() + ": " + response.body())
          .isEqualTo(200);
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** All it has printed so far. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
