package org.farsight.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.service.StorageContext;
import org.farsight.ecg.waveform.WaveformReader;
import org.junit.jupiter.api.Test;

class ObjectTemplateTest {
  private static final BenchUids UIDS = new BenchUids(new Random(7));

  @Test
  void uidsAreValidOfOneLengthAndDiffer() {
    Set<String> uids = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      String uid = UIDS.next();
      assertThat(uid).hasSize(BenchUids.LENGTH);
      assertThat(Uid.isValid(uid)).isTrue();
      uids.add(uid);
    }
    assertThat(uids).hasSize(1000);
    assertThat(Uid.isValid(BenchUids.placeholder(3))).isTrue();
    assertThat(uids).doesNotContain(BenchUids.placeholder(3));
  }

  @Test
  void anObjectBecomesAnotherByItsUids() throws IOException {
    for (ObjectTemplate object : List.of(BenchObjects.ct(), BenchObjects.ecg())) {
      String before = read(object).string(Tag.SOP_INSTANCE_UID).orElseThrow();
      assertThat(before).isEqualTo(ObjectTemplate.INSTANCE);
      String study = UIDS.next();
      String series = UIDS.next();
      String instance = UIDS.next();
      object.become(study, series, instance);
      DataSet after = read(object);
      assertThat(after.string(Tag.STUDY_INSTANCE_UID)).contains(study);
      assertThat(after.string(Tag.SERIES_INSTANCE_UID)).contains(series);
      assertThat(after.string(Tag.SOP_INSTANCE_UID)).contains(instance).contains(object.instance());
      assertThat(after.string(Tag.SOP_CLASS_UID)).contains(object.context().sopClass());
    }
  }

  @Test
  void aCopyIsChangedAlone() throws IOException {
    ObjectTemplate one = BenchObjects.ecg();
    one.become(UIDS.next(), UIDS.next(), UIDS.next());
    ObjectTemplate other = one.copy();
    String instance = UIDS.next();
    other.become(UIDS.next(), UIDS.next(), instance);
    assertThat(read(other).string(Tag.SOP_INSTANCE_UID)).contains(instance);
    assertThat(read(one).string(Tag.SOP_INSTANCE_UID)).contains(one.instance());
    assertThat(one.instance()).isNotEqualTo(instance);
  }

  @Test
  void theSizesAreThoseOfTheWorkloads() throws IOException {
    assertThat(BenchObjects.ct().length()).isBetween(524_288L, 530_000L);
    assertThat(BenchObjects.ecg().length()).isBetween(120_000L, 126_000L);
    assertThat(BenchObjects.multiFrame(100).length()).isBetween(104_857_600L, 105_000_000L);
    for (Workload workload : Workload.all(false)) {
      ObjectTemplate object = workload.object().get();
      assertThat(bytes(object, 4096).length).isEqualTo(object.length());
    }
  }

  @Test
  void anEcgIsReadAsTwelveLeads() throws Exception {
    byte[] file = bytes(BenchObjects.ecg(), 1 << 16);
    assertThat(
            new WaveformReader()
                .read(new ByteArrayInputStream(file), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
                .leads())
        .hasSize(12);
    DataSet group = read(BenchObjects.ecg()).item(Tag.of(0x5400, 0x0100)).orElseThrow();
    assertThat(group.items(Tag.of(0x003A, 0x0200))).hasSize(12);
    assertThat(group.bytes(Tag.of(0x5400, 0x1010))).hasSize(120_000);
  }

  @Test
  void theBodyIsTheSameInPiecesOfAnySize() throws IOException {
    ObjectTemplate object =
        new ObjectTemplate(
            new StorageContext("1.2", "1.2.840.10008.1.2.1"),
            (ObjectTemplate.STUDY + ObjectTemplate.SERIES + ObjectTemplate.INSTANCE)
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            List.of(
                new ObjectTemplate.Part(new byte[] {1, 2, 3}, 8),
                new ObjectTemplate.Part(new byte[] {9}, 0),
                new ObjectTemplate.Part(new byte[] {4, 5}, 2)));
    byte[] whole = bytes(object, 1000);
    assertThat(whole).hasSize((int) object.length()).endsWith(1, 2, 3, 1, 2, 3, 1, 2, 4, 5);
    for (int piece = 1; piece < 20; piece++) {
      assertThat(bytes(object, piece)).isEqualTo(whole);
    }
    try (InputStream in = object.open()) {
      assertThat(in.read()).isEqualTo('2');
    }
  }

  @Test
  void anEncapsulatedObjectIsWellFormedToItsEnd() throws IOException {
    ObjectTemplate object = BenchObjects.encapsulated(100 << 20);
    assertThat(object.length()).isGreaterThan(128 << 20);
    TransferSyntax syntax = TransferSyntax.of(object.context().transferSyntax());
    int fragments = 0;
    try (InputStream in = object.open();
        DataSetReader reader =
            new DataSetReader(in, object.length(), syntax, ReadOptions.DEFAULT)) {
      DataSetReader.Event event = reader.next();
      while (event != DataSetReader.Event.END) {
        fragments += event == DataSetReader.Event.FRAGMENT ? 1 : 0;
        event = reader.next();
      }
    }
    assertThat(fragments).as("an offset table and two frames").isEqualTo(3);
    assertThat(BenchObjects.encapsulated(1L << 32).length()).isGreaterThan(1L << 32);
  }

  @Test
  void nativePixelsStayBelowTheirLengthField() {
    assertThat(BenchObjects.multiFrame(4095).length()).isBetween((1L << 32) - (1 << 20), 1L << 32);
    assertThatThrownBy(() -> BenchObjects.multiFrame(4096))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anObjectWithoutPlaceForTheUidsIsRefused() {
    assertThatThrownBy(
            () -> new ObjectTemplate(new StorageContext("1.2", "1.2.3"), new byte[99], List.of()))
        .hasMessageContaining("does not hold");
    ObjectTemplate ecg = BenchObjects.ecg();
    assertThatThrownBy(() -> ecg.become("1.2", UIDS.next(), UIDS.next()))
        .hasMessageContaining("3 characters");
  }

  private static DataSet read(ObjectTemplate object) throws IOException {
    TransferSyntax syntax = TransferSyntax.of(object.context().transferSyntax());
    return DataSetReader.read(
        new ByteArrayInputStream(bytes(object, 1 << 16)), syntax, ReadOptions.DEFAULT);
  }

  private static byte[] bytes(ObjectTemplate object, int piece) throws IOException {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    byte[] buffer = new byte[piece];
    try (InputStream in = object.open()) {
      for (int n = in.read(buffer, 0, piece); n >= 0; n = in.read(buffer, 0, piece)) {
        out.write(buffer, 0, n);
      }
    }
    return out.toByteArray();
  }
}
