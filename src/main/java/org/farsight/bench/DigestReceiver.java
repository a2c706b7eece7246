package org.farsight.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.StorageScp;
import org.farsight.dicom.service.StoreRequest;
import org.farsight.dicom.service.VerificationScp;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Listener;

/** An archive that keeps of each object its digest only. */
final class DigestReceiver implements AutoCloseable {
  private static final int PIECE = 256 * 1024;

  private final Map<String, String> digests = new ConcurrentHashMap<>();
  private final Listener listener;

  DigestReceiver() throws IOException {
    listener =
        Listener.start(
            Listener.Configuration.of(
                new InetSocketAddress("127.0.0.1", 0),
                new ServiceRegistry(List.of(new VerificationScp(), new StorageScp(this::store)))));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  AeAddress address() {
    return new AeAddress("BENCH_SINK", "127.0.0.1", listener.port());
  }

  private Status store(StoreRequest request, InputStream dataSet) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] piece = new byte[PIECE];
    for (int n = dataSet.read(piece, 0, PIECE); n >= 0; n = dataSet.read(piece, 0, PIECE)) {
      sha256.update(piece, 0, n);
    }
    digests.put(request.sopInstance(), HexFormat.of().formatHex(sha256.digest()));
    return Status.SUCCESS;
  }

  /** SHA-256 of the object's data set, once it is here; empty if it does not come in time. */
  Optional<String> await(String sopInstance, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!digests.containsKey(sopInstance) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return Optional.ofNullable(digests.get(sopInstance));
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
