package org.farsight.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.farsight.dicom.ul.AeAddress;

/** Orthanc as its Debian package sets it up, on ports and in a folder of its own. */
final class OrthancPeer implements Peer {
  private static final Path PLUGINS = Path.of("/usr/share/orthanc/plugins");

  private final PeerProcess process;
  private final int dicomPort;
  private final int httpPort;

  private OrthancPeer(PeerProcess process, int dicomPort, int httpPort) {
    this.process = process;
    this.dicomPort = dicomPort;
    this.httpPort = httpPort;
  }

  static boolean isInstalled() {
    return PeerProcess.isInstalled("Orthanc");
  }

  static OrthancPeer start(Path folder) throws IOException, InterruptedException {
    int dicomPort = PeerProcess.freePort();
    int httpPort = PeerProcess.freePort();
    Path configuration = folder.resolve("orthanc.json");
    String plugins = hasDicomWeb() ? "\"" + PLUGINS + "/libOrthancDicomWeb.so\"" : "";
    Files.writeString(
        configuration,
        """
        {
          "StorageDirectory": "objects",
          "IndexDirectory": "index",
          "DicomAet": "ORTHANC",
          "DicomPort": %d,
          "HttpPort": %d,
          "RemoteAccessAllowed": false,
          "AuthenticationEnabled": false,
          "DicomAlwaysAllowStore": true,
          "UnknownSopClassAccepted": true,
          "Plugins": [%s]
        }
        """
            .formatted(dicomPort, httpPort, plugins));
    String program =
        Files.isExecutable(Path.of("/usr/sbin/Orthanc")) ? "/usr/sbin/Orthanc" : "Orthanc";
    PeerProcess process = PeerProcess.start(folder, List.of(program, configuration.toString()));
    process.awaitPort(dicomPort);
    process.awaitPort(httpPort);
    return new OrthancPeer(process, dicomPort, httpPort);
  }

  private static boolean hasDicomWeb() {
    return Files.isReadable(PLUGINS.resolve("libOrthancDicomWeb.so"));
  }

  @Override
  public String name() {
    return "Orthanc";
  }

  @Override
  public AeAddress address() {
    return new AeAddress("ORTHANC", "127.0.0.1", dicomPort);
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.of(process.pid());
  }

  @Override
  public String settings() {
    return "defaults (SQLite index; syncs the file, not the index)"
        + (hasDicomWeb() ? ", DICOMweb plugin" : "");
  }

  @Override
  public Map<String, String> views() {
    return hasDicomWeb()
        ? Map.of(
            "QIDO-RS",
            "http://127.0.0.1:" + httpPort + "/dicom-web/studies?StudyInstanceUID={study}")
        : Map.of();
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
