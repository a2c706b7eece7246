package org.farsight.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.StorageScu;

/**
 * Sends objects as large as objects get through the engine to an archive: received, stored and
 * forwarded, byte for byte. They are made while they are sent.
 */
public final class LargeBench {
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private final LoadClient client = new LoadClient("FARSIGHT_BENCH");
  private final Consumer<String> progress;

  /**
   * One object's way.
   *
   * @param name of the object
   * @param bytes of its data set
   * @param received seconds until the engine answered: received and durable
   * @param forwarded seconds from there until the archive had it; empty if it never did
   * @param same whether the archive got the same bytes
   * @param peakRss most bytes of memory that the engine's process had so far; 0 if not known
   */
  public record Way(
      String name,
      long bytes,
      double received,
      Optional<Double> forwarded,
      boolean same,
      long peakRss) {}

  /**
   * @param progress is told what is going on
   */
  public LargeBench(Consumer<String> progress) {
    this.progress = progress;
  }

  /**
   * Sends a native object just below 2³² bytes and an encapsulated one beyond, or small ones of the
   * same kinds.
   *
   * @param where a folder with room for both objects
   * @param start how the engine is started; its archive and quiet time are set here
   * @param megabytes of an object; 4096 for the real ones
   */
  public List<Way> run(Path where, EnginePeer.Start start, int megabytes)
      throws IOException, InterruptedException {
    List<Way> ways = new ArrayList<>();
    try (DigestReceiver archive = new DigestReceiver();
        Peers peers = new Peers(where, progress)) {
      Peer engine =
          peers.engine(
              new EnginePeer.Start(
                  start.name(), start.home(), start.jvmOptions(), 1, archive.address().toString()));
      ways.add(send(engine, archive, "native", BenchObjects.multiFrame(megabytes - 1)));
      long beyond = ((long) megabytes << 20) + 1;
      ways.add(send(engine, archive, "encapsulated", BenchObjects.encapsulated(beyond)));
    }
    return ways;
  }

  private Way send(Peer engine, DigestReceiver archive, String name, ObjectTemplate object)
      throws IOException, InterruptedException {
    progress.accept("%s object of %d bytes: sending".formatted(name, object.length()));
    object.become(client.uids().next(), client.uids().next(), client.uids().next());
    MessageDigest sha256 = DigestReceiver.sha256();
    long start = System.nanoTime();
    try (StorageScu association = client.open(engine.address(), object);
        InputStream in = new DigestInputStream(object.open(), sha256)) {
      Status status =
          association.store(
              object.context().sopClass(),
              object.instance(),
              object.context().transferSyntax(),
              in,
              object.length());
      if (!status.equals(Status.SUCCESS)) {
        throw new IOException("the engine did not take it: " + status.describe());
      }
    }
    long answered = System.nanoTime();
    progress.accept(name + " object: answered, waiting for the archive");
    Optional<String> arrived = archive.await(object.instance(), PATIENCE);
    String sent = HexFormat.of().formatHex(sha256.digest());
    return new Way(
        name,
        object.length(),
        (answered - start) / 1e9,
        arrived.map(digest -> (System.nanoTime() - answered) / 1e9),
        arrived.filter(sent::equals).isPresent(),
        ProcessFigures.of(engine.pid().orElse(0)).peakRss().orElse(0L));
  }
}
