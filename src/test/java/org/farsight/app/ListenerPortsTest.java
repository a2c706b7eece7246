package org.farsight.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerPortsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private void check(String... settings) throws IOException {
    Path file = Files.writeString(folder.resolve("farsight.yaml"), "");
    List<String> all =
        new ArrayList<>(
            List.of("http.port=0", "dicom.host=127.0.0.1", "dicom.port=0", "mllp.port=0"));
    all.addAll(List.of(settings));
    ListenerPorts.check(ConfigurationReader.read(file, folder, all));
  }

  @Test
  void allThatAreTakenAreNamedByTheirKeys() throws Exception {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String http = "mllp.port=" + one.getLocalPort();
      String site = "sites.a.port=" + other.getLocalPort();
      assertThatThrownBy(() -> check("mllp.host=127.0.0.1", http, site))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("mllp.port (127.0.0.1:" + one.getLocalPort() + ") is taken")
          .hasMessageContaining("sites.a.port (127.0.0.1:" + other.getLocalPort() + ") is taken");
    }
  }

  @Test
  void anAddressOfAnotherMachineIsNamed() {
    // TEST-NET-1 (RFC 5737) is nobody's
    assertThatThrownBy(() -> check("mllp.host=192.0.2.1", "mllp.port=2575"))
        .hasMessageContaining("mllp.port (192.0.2.1:2575) is no address of this machine");
  }

  @Test
  void freePortsAndAnyPortAreNoFault() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThatCode(() -> check("sites.a.port=" + free)).doesNotThrowAnyException();
  }
}
