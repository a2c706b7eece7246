package org.farsight.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.data.VR;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.io.Part10File;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveFolderTest {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final String CT = Uid.CT_IMAGE_STORAGE;

  private Path outside;
  private Path folder;
  private ArchiveFolder archive;

  @BeforeEach
  void open(@TempDir Path temporary) throws IOException {
    outside = temporary;
    folder = temporary.resolve("archive");
    archive = ArchiveFolder.open(folder);
  }

  @AfterEach
  void close() throws IOException {
    archive.close();
  }

  @Test
  void keepsTheDataSetAsItCame() throws IOException {
    byte[] sent = object("1.2.3", "1.2.3.4", "first");

    StoreOutcome outcome = keep("1.2.3.4", sent);

    Path file = folder.resolve("1.2.3").resolve("1.2.3.4.dcm");
    assertThat(outcome).isEqualTo(new StoreOutcome.Stored(file));
    assertThat(archive.file("1.2.3.4")).contains(file);
    try (Part10File stored = Part10File.open(file)) {
      assertThat(stored.sopClass()).contains(CT);
      assertThat(stored.sopInstance()).contains("1.2.3.4");
      assertThat(stored.transferSyntax()).isEqualTo(EXPLICIT);
      assertThat(stored.fileMeta().string(Tag.SOURCE_APPLICATION_ENTITY_TITLE)).contains("CT1");
      assertThat(stored.dataSet().readAllBytes()).isEqualTo(sent);
    }
  }

  @Test
  void theSameObjectAgainIsFineAndAnotherOneUnderItsUidIsNotKept() throws IOException {
    byte[] first = object("1.2.3", "1.2.3.4", "first");
    keep("1.2.3.4", first);

    assertThat(keep("1.2.3.4", first)).isInstanceOf(StoreOutcome.KeptAlready.class);
    assertThat(keep("1.2.3.4", object("1.2.3", "1.2.3.4", "second")))
        .isInstanceOf(StoreOutcome.OtherContent.class);
    assertThat(keep("1.2.3.4", object("1.2.9", "1.2.3.4", "first")))
        .as("the same instance in another study")
        .isInstanceOf(StoreOutcome.OtherContent.class);

    assertThat(archive.size()).isEqualTo(1);
    try (Part10File stored = Part10File.open(archive.file("1.2.3.4").orElseThrow())) {
      assertThat(stored.dataSet().readAllBytes()).isEqualTo(first);
    }
  }

  @Test
  void theSameBytesInAnotherTransferSyntaxAreAnotherObject() throws IOException {
    byte[] sent = object("1.2.3", "1.2.3.4", "first");
    keep("1.2.3.4", sent);

    StoreOutcome outcome =
        archive.keep(
            CT, "1.2.3.4", TransferSyntax.RLE_LOSSLESS, "CT1", new ByteArrayInputStream(sent));

    assertThat(outcome).isInstanceOf(StoreOutcome.OtherContent.class);
  }

  @Test
  void knowsWhatItKeepsAfterARestart() throws IOException {
    byte[] sent = object("1.2.3", "1.2.3.4", "first");
    keep("1.2.3.4", sent);
    archive.close();
    Files.writeString(folder.resolve(".incoming").resolve("crashed.part"), "half");

    archive = ArchiveFolder.open(folder);

    assertThat(archive.size()).isEqualTo(1);
    assertThat(keep("1.2.3.4", sent)).isInstanceOf(StoreOutcome.KeptAlready.class);
    assertThat(folder.resolve(".incoming")).isEmptyDirectory();
  }

  @Test
  void oneProcessAtATime() {
    assertThatThrownBy(() -> ArchiveFolder.open(folder)).hasMessageContaining("open already");
  }

  @Test
  void uidsFromOutsideNeverLeaveTheFolder() throws IOException {
    List<String> evil =
        List.of("../../evil", "/etc/x", "..", ".", "a/b", "", "1.2\u0000.3", "x".repeat(300));
    for (String uid : evil) {
      assertThat(keep(uid, object(uid, "1", uid))).isInstanceOf(StoreOutcome.Stored.class);
    }

    assertThat(archive.size()).isEqualTo(evil.size());
    assertThat(outside.resolve("evil.dcm")).doesNotExist();
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(f -> f.toString().endsWith(".dcm")))
          .hasSize(evil.size())
          .allSatisfy(f -> assertThat(folder.relativize(f).getNameCount()).isEqualTo(2));
    }
  }

  @Test
  void anObjectWithoutAStudyIsKeptTogetherWithItsLike() throws IOException {
    byte[] noStudy = "no DICOM at all".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    assertThat(keep("1.9", noStudy))
        .isEqualTo(new StoreOutcome.Stored(folder.resolve("no-study-uid").resolve("1.9.dcm")));
  }

  @Test
  void nothingIsLeftOfAnObjectThatBreaksOff() throws IOException {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(object("1.2.3", "1.2.3.4", "first")),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("association aborted");
              }
            });

    assertThatThrownBy(() -> archive.keep(CT, "1.2.3.4", EXPLICIT, "CT1", broken))
        .isInstanceOf(ArchiveFolder.SourceException.class)
        .rootCause()
        .hasMessage("association aborted");

    assertThat(archive.file("1.2.3.4")).isEmpty();
    assertThat(folder.resolve(".incoming")).isEmptyDirectory();
  }

  @Test
  void ofManyAtOnceOneIsStoredAndTheOthersAreTold() throws Exception {
    byte[] one = object("1.2.3", "1.2.3.4", "first");
    byte[] other = object("1.2.3", "1.2.3.4", "second");
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<StoreOutcome>> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        byte[] sent = i % 2 == 0 ? one : other;
        calls.add(() -> keep("1.2.3.4", sent));
      }
      List<StoreOutcome> outcomes = new ArrayList<>();
      for (Future<StoreOutcome> future : threads.invokeAll(calls)) {
        outcomes.add(future.get());
      }
      assertThat(outcomes).filteredOn(StoreOutcome.Stored.class::isInstance).hasSize(1);
      assertThat(outcomes).filteredOn(StoreOutcome.KeptAlready.class::isInstance).hasSize(19);
      assertThat(outcomes).filteredOn(StoreOutcome.OtherContent.class::isInstance).hasSize(20);
    }
  }

  private StoreOutcome keep(String sopInstance, byte[] dataSet) throws IOException {
    return archive.keep(CT, sopInstance, EXPLICIT, "CT1", new ByteArrayInputStream(dataSet));
  }

  private static byte[] object(String study, String instance, String comment) throws IOException {
    DataSet dataSet =
        new DataSet()
            .put(Tag.SOP_CLASS_UID, VR.UI, CT)
            .put(Tag.SOP_INSTANCE_UID, VR.UI, instance)
            .put(Tag.STUDY_DESCRIPTION, VR.LO, comment)
            .put(Tag.STUDY_INSTANCE_UID, VR.UI, study)
            .putBytes(Tag.PIXEL_DATA, VR.OW, new byte[100_000]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataSetWriter.write(dataSet, EXPLICIT, out);
    return out.toByteArray();
  }
}
