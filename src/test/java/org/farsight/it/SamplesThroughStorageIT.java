package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.farsight.Samples;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.StorageContext;
import org.farsight.dicom.service.StorageScp;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.Timeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each real file goes over the wire as it is, whatever its class and transfer syntax. */
@Timeout(300)
class SamplesThroughStorageIT {
  @TempDir Path folder;
  private final Connector connector = new Connector(Timeouts.standard());

  /** A file that can be sent, with the digest of its data set. */
  private record Sample(
      Path path, StorageContext context, String instance, String digest, long length) {}

  private static List<Sample> samples() throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (Path path : Samples.files("", file -> !file.toString().contains("malformed"))) {
      if (!path.toString().contains("dicom") || path.getFileName().toString().equals("DICOMDIR")) {
        continue;
      }
      try (Part10File file = Part10File.open(path)) {
        if (file.sopClass().isPresent() && file.sopInstance().isPresent()) {
          samples.add(
              new Sample(
                  path,
                  new StorageContext(file.sopClass().get(), file.transferSyntax().uid()),
                  file.sopInstance().get(),
                  digest(asSent(file)),
                  file.dataSetLength()));
        }
      } catch (DicomFormatException e) {
        assertThat(path.toString()).as(e.getMessage()).doesNotEndWith(".dcm");
      }
    }
    return samples;
  }

  /** PS3.5 §A.5: deflated data of odd length are sent with a zero byte behind them. */
  private static InputStream asSent(Part10File file) {
    boolean padded = file.transferSyntax().deflated() && (file.dataSetLength() & 1) != 0;
    InputStream pad = new ByteArrayInputStream(new byte[padded ? 1 : 0]);
    return new SequenceInputStream(file.dataSet(), pad);
  }

  private static String digest(InputStream in) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Sent {
    void check(Sample sample, Status status) throws IOException;
  }

  /** Sends all over as few associations as possible; returns those that the peer does not take. */
  private List<Sample> send(int port, List<Sample> samples, Sent sent) throws IOException {
    List<Sample> notTaken = new ArrayList<>();
    AeAddress peer = new AeAddress("ARCHIVE", "127.0.0.1", port);
    List<StorageContext> contexts = samples.stream().map(Sample::context).toList();
    for (List<StorageContext> group : StorageScu.plan(contexts)) {
      try (StorageScu scu = StorageScu.open(connector, "FARSIGHT", peer, group)) {
        for (Sample sample : samples) {
          if (!group.contains(sample.context())) {
            continue;
          }
          if (!scu.accepted(sample.context().sopClass(), sample.context().transferSyntax())) {
            notTaken.add(sample);
            continue;
          }
          try (Part10File file = Part10File.open(sample.path())) {
            Status status =
                scu.store(
                    sample.context().sopClass(),
                    sample.instance(),
                    sample.context().transferSyntax(),
                    file.dataSet(),
                    sample.length());
            sent.check(sample, status);
          }
        }
      }
    }
    return notTaken;
  }

  @Test
  void toOurselvesEachArrivesBitForBit() throws IOException {
    List<Sample> samples = samples();
    assertThat(samples).hasSizeGreaterThan(100);
    Map<String, String> arrived = new ConcurrentHashMap<>();
    StorageScp scp =
        new StorageScp(
            (request, dataSet) -> {
              arrived.put(request.sopInstance(), request.transferSyntax() + digest(dataSet));
              return Status.SUCCESS;
            });
    try (Listener listener =
        Listener.start(
            Listener.Configuration.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new ServiceRegistry(List.of(scp))))) {
      List<Sample> notTaken =
          send(
              listener.port(),
              samples,
              (sample, status) -> {
                assertThat(status).as(sample.path().toString()).isEqualTo(Status.SUCCESS);
                assertThat(arrived.get(sample.instance()))
                    .as(sample.path().toString())
                    .isEqualTo(sample.context().transferSyntax() + sample.digest());
              });
      assertThat(notTaken).isEmpty();
    }
  }

  @Test
  void toDcmtkEachThatItTakesIsStoredBitForBit() throws IOException {
    Dcmtk.require("storescp");
    List<Sample> samples = samples();
    Map<String, Sample> byInstance = new HashMap<>();
    // several samples share an instance UID, and an archive has one file for each
    samples.forEach(sample -> byInstance.putIfAbsent(sample.instance(), sample));
    try (Dcmtk.StoreScp archive = Dcmtk.StoreScp.start(folder, "-pm")) {
      List<Sample> notTaken =
          send(
              archive.port(),
              List.copyOf(byInstance.values()),
              (sample, status) -> assertThat(status.code()).as(sample.path().toString()).isZero());
      assertThat(notTaken.size()).isLessThan(samples.size() / 5);
      notTaken.forEach(sample -> byInstance.remove(sample.instance()));
    }
    Map<String, String> stored = stored();
    byInstance.values().stream()
        .filter(sample -> !sample.digest().equals(stored.get(sample.instance())))
        .findFirst()
        .ifPresent(sample -> fail("not as sent: " + sample.path()));
    assertThat(stored).hasSameSizeAs(byInstance);
  }

  private Map<String, String> stored() throws IOException {
    Map<String, String> stored = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.filter(file -> !file.toString().endsWith(".log")).toList()) {
        try (Part10File file = Part10File.open(path)) {
          stored.put(
              Objects.requireNonNull(file.sopInstance().orElse(null)), digest(file.dataSet()));
        }
      }
    }
    return stored;
  }
}
