package org.farsight.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** The servers of a measurement, closed together; each has a folder below one scratch folder. */
public final class Peers implements AutoCloseable {
  private final Path scratch;
  private final Consumer<String> progress;
  private final Deque<Peer> open = new ArrayDeque<>();

  /**
   * @param where a folder on the disk to be measured
   * @param progress is told what starts
   */
  public Peers(Path where, Consumer<String> progress) throws IOException {
    this.scratch = Files.createTempDirectory(Files.createDirectories(where), "farsight-bench");
    this.progress = progress;
  }

  /** A folder for what else is needed, on the same disk. */
  public Path scratch() {
    return scratch;
  }

  /** Starts our engine. */
  public EnginePeer engine(EnginePeer.Start start) throws IOException, InterruptedException {
    progress.accept("starting " + start.name());
    EnginePeer engine = EnginePeer.start(Files.createTempDirectory(scratch, "engine"), start);
    open.push(engine);
    return engine;
  }

  /** Starts DCMTK's storescp, once as it is and once with a process for each association. */
  public List<Peer> storeScps() throws IOException, InterruptedException {
    List<Peer> started = new ArrayList<>();
    if (StoreScpPeer.isInstalled()) {
      progress.accept("starting storescp");
      started.add(opened(StoreScpPeer.start(Files.createTempDirectory(scratch, "dcmtk"), false)));
      started.add(opened(StoreScpPeer.start(Files.createTempDirectory(scratch, "fork"), true)));
    }
    return started;
  }

  /** Starts Orthanc, if it is installed. */
  public List<Peer> orthanc() throws IOException, InterruptedException {
    if (!OrthancPeer.isInstalled()) {
      return List.of();
    }
    progress.accept("starting Orthanc");
    return List.of(opened(OrthancPeer.start(Files.createTempDirectory(scratch, "orthanc"))));
  }

  private Peer opened(Peer peer) {
    open.push(peer);
    return peer;
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
    PeerProcess.delete(scratch);
  }
}
