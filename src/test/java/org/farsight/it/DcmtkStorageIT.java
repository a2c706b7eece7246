package org.farsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.service.RequestFailedException;
import org.farsight.dicom.service.ServiceRegistry;
import org.farsight.dicom.service.StorageContext;
import org.farsight.dicom.service.StorageScp;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.service.StoreRequest;
import org.farsight.dicom.service.VerificationScp;
import org.farsight.dicom.service.VerificationScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociateRj;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.AssociationObserver;
import org.farsight.dicom.ul.AssociationPolicy;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Listener;
import org.farsight.dicom.ul.Timeouts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verification and storage with DCMTK, as the device and as the archive. */
@Timeout(180)
class DcmtkStorageIT {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;

  @TempDir Path folder;
  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
  private final Map<String, StoreRequest> requests = new ConcurrentHashMap<>();
  private final Connector connector =
      new Connector(Timeouts.standard().withResponse(Duration.ofSeconds(10)));
  private final List<Listener> listeners = new ArrayList<>();

  private int listen() throws IOException {
    return listen(AssociationPolicy.acceptAll());
  }

  private int listen(AssociationPolicy policy) throws IOException {
    Listener listener =
        Listener.start(
            new Listener.Configuration(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                10,
                Listener.Configuration.STANDARD_MAXIMUM_LENGTH,
                Timeouts.standard(),
                policy,
                AssociationObserver.none(),
                new ServiceRegistry(List.of(new VerificationScp(), new StorageScp(this::keep)))));
    listeners.add(listener);
    return listener.port();
  }

  @AfterEach
  void stop() throws IOException {
    for (Listener listener : listeners) {
      listener.close();
    }
  }

  private Status keep(StoreRequest request, InputStream dataSet) throws IOException {
    requests.put(request.sopInstance(), request);
    kept.put(request.sopInstance(), dataSet.readAllBytes());
    return Status.SUCCESS;
  }

  private static DataSet image(String instance, int rows) {
    byte[] pixels = new byte[rows * rows * 2];
    new Random(rows).nextBytes(pixels);
    return new DataSet()
        .put(Tag.SOP_CLASS_UID, VR.UI, Uid.CT_IMAGE_STORAGE)
        .put(Tag.SOP_INSTANCE_UID, VR.UI, instance)
        .put(Tag.STUDY_INSTANCE_UID, VR.UI, "1.2.3")
        .put(Tag.SERIES_INSTANCE_UID, VR.UI, "1.2.3.1")
        .put(Tag.PATIENT_ID, VR.LO, "P1")
        .put(Tag.PATIENT_NAME, VR.PN, "Phantom^One")
        .putInts(Tag.ROWS, VR.US, rows)
        .putInts(Tag.COLUMNS, VR.US, rows)
        .putInts(Tag.BITS_ALLOCATED, VR.US, 16)
        .putInts(Tag.BITS_STORED, VR.US, 16)
        .putInts(Tag.HIGH_BIT, VR.US, 15)
        .putInts(Tag.PIXEL_REPRESENTATION, VR.US, 0)
        .putInts(Tag.SAMPLES_PER_PIXEL, VR.US, 1)
        .put(Tag.PHOTOMETRIC_INTERPRETATION, VR.CS, "MONOCHROME2")
        .putBytes(Tag.PIXEL_DATA, VR.OW, pixels);
  }

  private Path file(DataSet dataSet, TransferSyntax syntax) throws IOException {
    Path file = folder.resolve(dataSet.string(Tag.SOP_INSTANCE_UID).orElseThrow() + ".dcm");
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10File.write(out, dataSet, syntax, "");
    }
    return file;
  }

  @Test
  void echoscuIsAnswered() throws Exception {
    Dcmtk.require("echoscu");
    Dcmtk.Run run = Dcmtk.run("echoscu", "-v", "localhost", Integer.toString(listen()));
    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(run.output())
        .contains("Received Echo Response (Success)")
        .contains("Max Send PDV: 131060");
  }

  @Test
  void echoscuIsToldWhyItIsRejected() throws Exception {
    Dcmtk.require("echoscu");
    AssociateRj unknown = AssociateRj.permanent(AssociateRj.Reason.CALLING_AE_TITLE_NOT_RECOGNIZED);
    int port = listen((request, remote) -> new AssociationPolicy.Reject(unknown));
    Dcmtk.Run run = Dcmtk.run("echoscu", "localhost", Integer.toString(port));
    assertThat(run.exitCode()).isNotZero();
    assertThat(run.output()).contains("Calling AE Title Not Recognized");
  }

  @Test
  void dcmsendProposesSeveralTransferSyntaxesAndTheFirstOfEachContextIsTaken() throws Exception {
    Dcmtk.require("dcmsend");
    DataSet implicit = image("1.2.3.1.1", 64);
    DataSet explicit = image("1.2.3.1.2", 512);
    DataSet deflated = image("1.2.3.1.3", 100);
    Path[] files = {
      file(implicit, IMPLICIT),
      file(explicit, EXPLICIT),
      file(deflated, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)
    };
    List<String> command =
        new ArrayList<>(List.of("dcmsend", "-v", "+v", "localhost", "" + listen()));
    Stream.of(files).map(Path::toString).forEach(command::add);
    Dcmtk.Run run = Dcmtk.run(command.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.output()).isZero();
    assertThat(kept).as(run.output()).hasSize(3);
    for (DataSet sent : List.of(implicit, explicit, deflated)) {
      String instance = sent.string(Tag.SOP_INSTANCE_UID).orElseThrow();
      TransferSyntax syntax =
          TransferSyntax.of(requireNonNull(requests.get(instance)).transferSyntax());
      DataSet arrived =
          DataSetReader.read(requireNonNull(kept.get(instance)), syntax, ReadOptions.DEFAULT);
      assertThat(arrived.bytes(Tag.PIXEL_DATA)).isEqualTo(sent.bytes(Tag.PIXEL_DATA));
      assertThat(arrived.string(Tag.PATIENT_ID)).contains("P1");
    }
    // dcmsend offers explicit little endian alone or first for uncompressed data sets
    assertThat(requireNonNull(requests.get("1.2.3.1.2")).transferSyntax())
        .isEqualTo(EXPLICIT.uid());
    assertThat(requireNonNull(kept.get("1.2.3.1.2")))
        .isEqualTo(DataSetWriter.toBytes(explicit, EXPLICIT));
  }

  private static <T> T requireNonNull(@Nullable T value) {
    return Objects.requireNonNull(value);
  }

  @Test
  void storescuInEachOfItsModesIsTakenAsItSends() throws Exception {
    Dcmtk.require("storescu");
    Path explicit = file(image("1.2.3.1.5", 256), EXPLICIT);
    int port = listen();
    for (String mode : List.of("-xe", "-xb", "-xi")) {
      Dcmtk.Run run =
          Dcmtk.run("storescu", mode, "-v", "localhost", "" + port, explicit.toString());
      assertThat(run.exitCode()).as(run.output()).isZero();
      TransferSyntax syntax =
          TransferSyntax.of(requireNonNull(requests.get("1.2.3.1.5")).transferSyntax());
      DataSet arrived =
          DataSetReader.read(requireNonNull(kept.get("1.2.3.1.5")), syntax, ReadOptions.DEFAULT);
      assertThat(arrived.integer(Tag.ROWS)).hasValue(256);
      assertThat(arrived.bytes(Tag.PIXEL_DATA)).hasSize(256 * 256 * 2);
    }
  }

  @Test
  void storescpKeepsWhatWeSendBitForBit() throws Exception {
    Dcmtk.require("storescp");
    try (Dcmtk.StoreScp archive = Dcmtk.StoreScp.start(folder)) {
      AeAddress peer = new AeAddress("ARCHIVE", "127.0.0.1", archive.port());
      assertThat(new VerificationScu(connector, "FARSIGHT").echo(peer)).isEqualTo(Status.SUCCESS);
      List<StorageContext> contexts =
          List.of(
              new StorageContext(Uid.CT_IMAGE_STORAGE, IMPLICIT.uid()),
              new StorageContext(Uid.CT_IMAGE_STORAGE, EXPLICIT.uid()),
              new StorageContext(
                  Uid.CT_IMAGE_STORAGE, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN.uid()),
              new StorageContext(Uid.CT_IMAGE_STORAGE, TransferSyntax.JPEG_BASELINE.uid()));
      try (StorageScu scu = StorageScu.open(connector, "FARSIGHT", peer, contexts)) {
        for (StorageContext context : contexts) {
          assertThat(scu.accepted(context.sopClass(), context.transferSyntax())).isTrue();
          for (int rows : new int[] {8, 90, 91, 700}) {
            storeAndCompare(scu, context, rows);
          }
        }
      }
    }
  }

  private void storeAndCompare(StorageScu scu, StorageContext context, int rows) throws Exception {
    TransferSyntax syntax = TransferSyntax.of(context.transferSyntax());
    String instance = "1.2.3." + syntax.uid().length() + "." + rows;
    // the archive does not look into the pixel data: what counts is that it gets these bytes
    TransferSyntax coding = syntax.encapsulated() ? EXPLICIT : syntax;
    byte[] bytes = DataSetWriter.toBytes(image(instance, rows), coding);
    Status status =
        scu.store(
            context.sopClass(),
            instance,
            context.transferSyntax(),
            new ByteArrayInputStream(bytes),
            bytes.length);
    assertThat(status).isEqualTo(Status.SUCCESS);
    Path stored = folder.resolve("CT." + instance);
    await().until(() -> Files.exists(stored));
    try (Part10File file = Part10File.open(stored)) {
      assertThat(file.transferSyntax()).isEqualTo(syntax);
      ByteArrayOutputStream there = new ByteArrayOutputStream();
      file.dataSet().transferTo(there);
      assertThat(there.toByteArray()).isEqualTo(bytes);
    }
  }

  @Test
  void anArchiveThatRefusesOrAbortsIsToldApart() throws Exception {
    Dcmtk.require("storescp");
    try (Dcmtk.StoreScp archive = Dcmtk.StoreScp.start(folder, "--refuse")) {
      assertThatThrownBy(() -> open(archive)).isInstanceOf(AssociationException.Rejected.class);
    }
    byte[] bytes = DataSetWriter.toBytes(image("1.2.3.9", 512), EXPLICIT);
    try (Dcmtk.StoreScp archive = Dcmtk.StoreScp.start(folder, "--abort-after");
        StorageScu scu = open(archive)) {
      assertThatThrownBy(() -> store(scu, bytes))
          .isInstanceOfSatisfying(
              RequestFailedException.class, e -> assertThat(e.outcomeUnknown()).isTrue())
          .hasMessageContaining("aborted by the peer");
    }
  }

  private StorageScu open(Dcmtk.StoreScp archive) throws IOException {
    return StorageScu.open(
        connector,
        "FARSIGHT",
        new AeAddress("ARCHIVE", "127.0.0.1", archive.port()),
        List.of(new StorageContext(Uid.CT_IMAGE_STORAGE, EXPLICIT.uid())));
  }

  private static Status store(StorageScu scu, byte[] bytes) throws IOException {
    return scu.store(
        Uid.CT_IMAGE_STORAGE,
        "1.2.3.9",
        EXPLICIT.uid(),
        new ByteArrayInputStream(bytes),
        bytes.length);
  }
}
