package org.farsight.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.farsight.dicom.ul.AeAddress;

/** DCMTK's storescp, which writes a file for each object and does not sync it. */
final class StoreScpPeer implements Peer {
  private final PeerProcess process;
  private final int port;
  private final boolean fork;

  private StoreScpPeer(PeerProcess process, int port, boolean fork) {
    this.process = process;
    this.port = port;
    this.fork = fork;
  }

  static boolean isInstalled() {
    return PeerProcess.isInstalled("storescp");
  }

  /**
   * Starts one in a folder of its own.
   *
   * @param fork a process for each association
   */
  static StoreScpPeer start(Path folder, boolean fork) throws IOException, InterruptedException {
    int port = PeerProcess.freePort();
    Path objects = Files.createDirectories(folder.resolve("objects"));
    List<String> command = new ArrayList<>(List.of("storescp", "+B", "+xa", "-pdu", "131072"));
    command.addAll(List.of("-od", objects.toString()));
    if (fork) {
      command.add("--fork");
    }
    command.add(Integer.toString(port));
    PeerProcess process = PeerProcess.start(folder, command);
    process.awaitPort(port);
    return new StoreScpPeer(process, port, fork);
  }

  @Override
  public String name() {
    return fork ? "storescp +B --fork" : "storescp +B";
  }

  @Override
  public AeAddress address() {
    return new AeAddress("STORESCP", "127.0.0.1", port);
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.of(process.pid());
  }

  @Override
  public String settings() {
    return "DCMTK, +B +xa -pdu 131072" + (fork ? " --fork" : "") + "; a file each, not synced";
  }

  @Override
  public void forget() throws IOException {
    try (Stream<Path> files = Files.list(process.folder().resolve("objects"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
