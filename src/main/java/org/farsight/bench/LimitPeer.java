package org.farsight.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.StorageHandler;
import org.farsight.dicom.service.StorageScp;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Listener;
import org.jspecify.annotations.Nullable;

/**
 * SCPs within this process that do the least: receive and discard, which shows what the client and
 * the network stack reach, and append with group commit, which shows what the disk allows.
 */
final class LimitPeer implements Peer {
  private static final int CHUNK = 64 * 1024;

  private final String name;
  private final String settings;
  private final Listener listener;
  private final @Nullable AppendLog log;
  private final @Nullable Path folder;

  private LimitPeer(
      String name,
      String settings,
      StorageHandler handler,
      @Nullable AppendLog log,
      @Nullable Path folder)
      throws IOException {
    this.name = name;
    this.settings = settings;
    this.log = log;
    this.folder = folder;
    this.listener =
        Listener.start(
            Listener.Configuration.of(
                new InetSocketAddress("127.0.0.1", 0),
                new ServiceRegistry(List.of(new StorageScp(handler)))));
  }

  /** Reads each object and forgets it. */
  static LimitPeer discard() throws IOException {
    return new LimitPeer(
        "limit: discard",
        "this client against an SCP of the same library that reads and forgets",
        (request, dataSet) -> {
          drain(dataSet);
          return Status.SUCCESS;
        },
        null,
        null);
  }

  /** Appends each object to one file, durably, before it answers. */
  static LimitPeer groupCommit(Path folder) throws IOException {
    AppendLog log = new AppendLog(folder.resolve("log"));
    return new LimitPeer(
        "limit: group commit",
        "an SCP of the same library that appends whole objects to one file, one fdatasync for all"
            + " that wait; no digest, no ledger",
        (request, dataSet) -> {
          log.append(whole(dataSet));
          return Status.SUCCESS;
        },
        log,
        folder);
  }

  private static void drain(InputStream in) throws IOException {
    byte[] piece = new byte[CHUNK];
    while (in.read(piece, 0, CHUNK) >= 0) {
      // forgotten
    }
  }

  private static List<ByteBuffer> whole(InputStream in) throws IOException {
    List<ByteBuffer> chunks = new ArrayList<>();
    int last = CHUNK;
    while (last == CHUNK) {
      byte[] chunk = new byte[CHUNK];
      last = in.readNBytes(chunk, 0, CHUNK);
      chunks.add(ByteBuffer.wrap(chunk, 0, last));
    }
    return chunks;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public AeAddress address() {
    return new AeAddress("LIMIT", "127.0.0.1", listener.port());
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.empty();
  }

  @Override
  public String settings() {
    return settings;
  }

  @Override
  public boolean isLimit() {
    return true;
  }

  @Override
  public void forget() throws IOException {
    if (log != null) {
      log.empty();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    if (log != null) {
      log.close();
    }
    if (folder != null) {
      PeerProcess.delete(folder);
    }
  }
}
