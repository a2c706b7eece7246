package org.farsight.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.Part10File;
import org.farsight.dicom.service.StorageContext;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.service.VerificationScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  private static final String RLE = TransferSyntax.RLE_LOSSLESS.uid();
  private static final StorageContext CT = new StorageContext(Uid.CT_IMAGE_STORAGE, RLE);

  private final Connector connector = new Connector(Timeouts.standard());
  private Path folder;
  private Archive archive;

  @BeforeEach
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary.resolve("archive");
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    archive = Archive.start(new Archive.Configuration(folder, anyPort, "ARCHIVE"));
  }

  @AfterEach
  void stop() throws IOException {
    archive.close();
  }

  @Test
  void answersAnEcho() throws IOException {
    VerificationScu caller = new VerificationScu(connector, "CT1");
    assertThat(caller.echo(archive.address())).isEqualTo(Status.SUCCESS);
  }

  @Test
  void isCalledByItsNameOnly() {
    AeAddress wrong = new AeAddress("OTHER", "127.0.0.1", archive.address().port());
    assertThatThrownBy(() -> new VerificationScu(connector, "CT1").echo(wrong))
        .isInstanceOf(AssociationException.Rejected.class)
        .hasMessageContaining("called AE title not recognized");
  }

  @Test
  void keepsWhatItSaysItKeeps() throws IOException {
    try (StorageScu device = StorageScu.open(connector, "CT1", archive.address(), List.of(CT))) {
      assertThat(store(device, "1.2.3", "first")).isEqualTo(Status.SUCCESS);
      assertThat(store(device, "1.2.3", "first")).isEqualTo(Status.SUCCESS);

      Status refused = store(device, "1.2.3", "other");
      assertThat(refused.code()).isEqualTo(0xC111);
      assertThat(refused.done()).isFalse();
      assertThat(refused.comment()).contains("another object is kept under this SOP Instance UID");

      assertThat(store(device, "1.2.4", "more")).isEqualTo(Status.SUCCESS);
    }

    assertThat(archive.counts()).isEqualTo(new Archive.Counts(2, 1, 1, 0));
    try (Part10File file = Part10File.open(archive.folder().file("1.2.3").orElseThrow())) {
      assertThat(file.dataSet().readAllBytes()).isEqualTo(bytes("first"));
      assertThat(file.transferSyntax()).isEqualTo(TransferSyntax.RLE_LOSSLESS);
    }
  }

  @Test
  void saysThatTheDiskFailedAndGoesOn() throws IOException {
    try (StorageScu device = StorageScu.open(connector, "CT1", archive.address(), List.of(CT))) {
      Path incoming = folder.resolve(".incoming");
      Files.delete(incoming);
      assertThat(store(device, "1.2.3", "first").code()).isEqualTo(0xA700);

      Files.createDirectory(incoming);
      assertThat(store(device, "1.2.3", "first")).isEqualTo(Status.SUCCESS);
    }
    assertThat(archive.counts()).isEqualTo(new Archive.Counts(1, 0, 0, 1));
  }

  private static Status store(StorageScu device, String instance, String content)
      throws IOException {
    byte[] dataSet = bytes(content);
    return device.store(
        CT.sopClass(), instance, RLE, new ByteArrayInputStream(dataSet), dataSet.length);
  }

  private static byte[] bytes(String content) {
    return (content + " ".repeat(100_000)).getBytes(StandardCharsets.US_ASCII);
  }
}
