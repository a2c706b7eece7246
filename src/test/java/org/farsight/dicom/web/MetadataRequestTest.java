package org.farsight.dicom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.farsight.dicom.web.StoreBodies.bytes;
import static org.farsight.dicom.web.StoreBodies.image;
import static org.farsight.dicom.web.StoreBodies.json;
import static org.farsight.dicom.web.StoreBodies.message;
import static org.farsight.dicom.web.StoreBodies.octets;
import static org.farsight.dicom.web.StoreBodies.part;
import static org.farsight.dicom.web.StoreBodies.related;
import static org.farsight.dicom.web.StoreBodies.uids;
import static org.farsight.dicom.web.StoreBodies.utf8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.ReadOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetadataRequestTest {

  private static final String OCTETS = "application/octet-stream";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private StoreRequests requests() {
    return new StoreRequests(folder.resolve("parts"));
  }

  // ------------------------------------------------------------- what is made

  @Test
  void anObjectIsMadeOfMetadataAndUncompressedPixels() throws Exception {
    byte[] pixels = bytes(4 * 6 * 2);
    byte[] body =
        message(json(image("1", 4, 6, 16, "\"BulkDataURI\":\"pixels\"")), "pixels", pixels);
    Composed.Instance made = requests().only(body);
    assertThat(made.syntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(made.sopInstance()).isEqualTo("1.2.3.1");
    assertThat(made.study()).isEqualTo("1.2.3");
    assertThat(made.series()).isEqualTo("1.2.3.9");
    byte[] first = made.dataSet().readAllBytes();
    assertThat(made.length()).isEqualTo(first.length);
    DataSet set = DataSetReader.read(first, made.syntax(), ReadOptions.STRICT);
    assertThat(set.bytes(Tag.PIXEL_DATA)).isEqualTo(pixels);
    assertThat(set.element(Tag.PIXEL_DATA)).hasToString("(7FE0,0010) OW 48 bytes");
    assertThat(set.string(Tag.SPECIFIC_CHARACTER_SET)).contains("ISO_IR 192");
    assertThat(set.string(Tag.PATIENT_NAME)).contains("Zhao^Mingyuan=赵^明远");
    assertThat(set.contains(Tag.TRANSFER_SYNTAX_UID)).isFalse();
    assertThat(requests().only(body).dataSet().readAllBytes())
        .as("the same again")
        .isEqualTo(first);
  }

  @Test
  void inlineValuesMakeTheSameBytesAsBulkData() throws Exception {
    byte[] pixels = bytes(2 * 3);
    String inline = java.util.Base64.getEncoder().encodeToString(pixels);
    byte[] one =
        requests()
            .only(message(json(image("1", 2, 3, 8, "\"InlineBinary\":\"" + inline + "\""))))
            .dataSet()
            .readAllBytes();
    byte[] other =
        requests()
            .only(message(json(image("1", 2, 3, 8, "\"BulkDataURI\":\"p\"")), "p", pixels))
            .dataSet()
            .readAllBytes();
    assertThat(one).isEqualTo(other);
  }

  @Test
  void partsMayStandInAnyOrderAndBeNamedInAnyWay() throws Exception {
    byte[] pixels = bytes(2 * 3);
    for (String[] names :
        new String[][] {
          {"Content-Location: bulk/1", "bulk/1"},
          {"Content-Location: http://engine:8080/dicom-web/bulk/1", "bulk/1"},
          {"Content-Location: bulk/1", "http://engine:8080/dicom-web/bulk/1"},
          {"Content-Location: /dicom-web/x/../bulk/1", "../dicom-web/bulk/1"},
          {"Content-Location: urn:uuid:1", "urn:uuid:1"},
          {"Content-Location: file name?offset=1&length={2}", "file name?offset=1&length={2}"},
          {"Content-ID: <one+1@client>", "cid:one+1@client"},
          {"Content-ID: <one 1@client>", "CID:one%201@client"},
        }) {
      String metadata = json(image("1", 2, 3, 8, "\"BulkDataURI\":\"" + names[1] + "\""));
      byte[] body =
          related(
              part(names[0] + "\r\nContent-Type: " + OCTETS, pixels),
              part("Content-Type: application/dicom+json; charset=utf-8", utf8(metadata)));
      for (InputStream in : List.of(new ByteArrayInputStream(body), StoreRequests.slow(body))) {
        List<Composed> made = requests().all(in);
        assertThat(made).as(names[0]).hasSize(1);
        assertThat(made.getFirst()).as(names[0]).isInstanceOf(Composed.Instance.class);
      }
    }
  }

  @Test
  void namesOfTheMetadataAreSeenFromTheirOwnLocation() throws Exception {
    byte[] body =
        related(
            part(
                "Content-Type: application/dicom+json\r\nContent-Location: http://x/a/metadata",
                utf8(json(image("1", 2, 3, 8, "\"BulkDataURI\":\"bulk/1\"")))),
            part("Content-Type: " + OCTETS + "\r\nContent-Location: http://x/a/bulk/1", bytes(6)));
    assertThat(requests().only(body).sopInstance()).isEqualTo("1.2.3.1");
  }

  @Test
  void manyObjectsMayShareAPartAndEachHasItsOwnPixels() throws Exception {
    List<String> objects = new ArrayList<>();
    List<byte[]> parts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      objects.add(
          image(String.valueOf(i), 2, 2, 8, "\"BulkDataURI\":\"p" + i + "\"")
              + ",\"00281201\":{\"vr\":\"OW\",\"BulkDataURI\":\"palette\"}");
    }
    parts.add(
        part("Content-Type: application/dicom+json", utf8(json(objects.toArray(new String[0])))));
    for (int i = 0; i < 5; i++) {
      parts.add(octets("p" + i, new byte[] {(byte) i, 1, 2, 3}));
    }
    parts.add(octets("palette", bytes(511)));
    try (PartSpool spool = requests().spools().open()) {
      MetadataRequest request = StoreRequests.request(related(parts.toArray(new byte[0][])), spool);
      for (int i = 0; i < 5; i++) {
        Composed.Instance made = (Composed.Instance) request.next().orElseThrow();
        DataSet set = StoreRequests.read(made);
        assertThat(set.bytes(Tag.PIXEL_DATA)).containsExactly(i, 1, 2, 3);
        assertThat(set.bytes(0x0028_1201)).as("an odd length is padded").hasSize(512);
      }
      assertThat(request.next()).isEmpty();
      assertThat(request.unreferred()).isZero();
    }
  }

  @Test
  void aLongPartLiesInAFileThatIsGoneAfterwards() throws Exception {
    byte[] pixels = bytes(1000 * 1000 * 2);
    try (PartSpool spool = requests().spools().open()) {
      MetadataRequest request =
          StoreRequests.request(
              message(json(image("1", 1000, 1000, 16, "\"BulkDataURI\":\"p\"")), "p", pixels),
              spool);
      Composed.Instance made = (Composed.Instance) request.next().orElseThrow();
      byte[] dataSet = made.dataSet().readAllBytes();
      assertThat(dataSet).hasSize((int) made.length());
      assertThat(Arrays.copyOfRange(dataSet, dataSet.length - pixels.length, dataSet.length))
          .isEqualTo(pixels);
    }
    try (Stream<Path> left = Files.list(folder.resolve("parts"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whatAKilledProgramLeftIsDeleted() throws Exception {
    Path left = Files.createDirectories(folder.resolve("parts")).resolve("left");
    Files.write(left, new byte[10]);
    assertThat(requests().spools()).isNotNull();
    assertThat(left).doesNotExist();
  }

  @Test
  void uncompressedFramesMayComeEachAsAPart() throws Exception {
    String metadata =
        json(
            image("1", 1, 3, 8, "\"BulkDataURI\":\"p\"")
                + ",\"00280008\":{\"vr\":\"IS\",\"Value\":[3]}");
    DataSet set =
        StoreRequests.read(
            requests()
                .only(
                    message(
                        metadata,
                        "p",
                        new byte[] {1, 2, 3},
                        "p",
                        new byte[] {4, 5, 6},
                        "p",
                        new byte[] {7, 8, 9})));
    assertThat(set.bytes(Tag.PIXEL_DATA)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 0);
    DataSet numbered =
        StoreRequests.read(
            requests()
                .only(
                    message(
                        metadata,
                        "p/frames/3",
                        new byte[] {7, 8, 9},
                        "p/frames/1",
                        new byte[] {1, 2, 3},
                        "p/frames/2",
                        new byte[] {4, 5, 6})));
    assertThat(numbered).isEqualTo(set);
  }

  @Test
  void privateElementsUnknownVrsAndNumbersAreKept() throws Exception {
    DataSet set =
        StoreRequests.read(
            requests()
                .only(
                    message(
                        json(
                            uids("1")
                                + ",\"00090010\":{\"vr\":\"LO\",\"Value\":[\"ACME\"]}"
                                + ",\"00091001\":{\"vr\":\"UN\",\"BulkDataURI\":\"p\"}"
                                + ",\"00181050\":{\"vr\":\"DS\",\"Value\":[0.25,\"1.50\",1e3]}"
                                + ",\"00200013\":{\"vr\":\"IS\",\"Value\":[7]}"
                                + ",\"0040A730\":{\"vr\":\"SQ\",\"Value\":[{\"00420011\":{\"vr\":\"OB\","
                                + "\"BulkDataURI\":\"p\"},\"00080005\":{\"vr\":\"CS\",\"Value\":[\"GBK\"]}}]}"
                                + ",\"00081030\":{\"vr\":\"UT\",\"BulkDataURI\":\"t\"}"),
                        "p",
                        new byte[] {9},
                        "t",
                        utf8("影像"))));
    assertThat(set.bytes(0x0009_1001)).containsExactly(9, 0);
    assertThat(set.strings(0x0018_1050)).containsExactly("0.25", "1.50", "1e3");
    assertThat(set.integer(0x0020_0013)).hasValue(7);
    DataSet item = set.item(0x0040_A730).orElseThrow();
    assertThat(item.bytes(0x0042_0011)).containsExactly(9, 0);
    assertThat(item.string(Tag.SPECIFIC_CHARACTER_SET)).contains("ISO_IR 192");
    assertThat(set.string(0x0008_1030)).contains("影像");
  }

  // -------------------------------------------------------------- what is wrong

  @Test
  void anObjectWhoseBulkDataAreMissingIsRefusedAloneAndSaysWhere() throws Exception {
    String nested =
        uids("2")
            + ",\"0040A730\":{\"vr\":\"SQ\",\"Value\":[{},{\"00420011\":{\"vr\":\"OB\","
            + "\"BulkDataURI\":\"http://elsewhere/secret\"}}]}";
    List<Composed> made =
        requests()
            .all(
                new ByteArrayInputStream(
                    message(
                        json(image("1", 2, 2, 8, "\"BulkDataURI\":\"p\""), nested, uids("3")),
                        "p",
                        bytes(4),
                        "q",
                        bytes(4))));
    assertThat(made).hasSize(3);
    assertThat(made.get(0)).isInstanceOf(Composed.Instance.class);
    assertThat(made.get(2)).isInstanceOf(Composed.Instance.class);
    assertThat(made.get(1))
        .isEqualTo(
            new Composed.Refused(
                "1.2.840.10008.5.1.4.1.1.2",
                "1.2.3.2",
                0xC000,
                "(0040,A730)[2].(0042,0011): no part of the request is at its BulkDataURI"));
  }

  @Test
  void partsThatNothingNamesAreCounted() throws Exception {
    try (PartSpool spool = requests().spools().open()) {
      MetadataRequest request =
          StoreRequests.request(message(json(uids("1")), "p", bytes(4)), spool);
      assertThat(request.next()).isPresent();
      assertThat(request.next()).isEmpty();
      assertThat(request.unreferred()).isEqualTo(1);
    }
  }

  @Test
  void pixelsOfAnotherLengthThanDescribedAreRefused() throws Exception {
    for (int length : new int[] {0, 1, 4, 6, 7}) {
      requests()
          .refused(
              message(json(image("1", 1, 5, 8, "\"BulkDataURI\":\"p\"")), "p", bytes(length)),
              length == 6 ? 0 : 0xC000,
              length + " bytes");
    }
    requests()
        .refused(message(json(image("1", 1, 5, 8, "\"InlineBinary\":\"AAAA\""))), 0xC000, "make 5");
    requests()
        .refused(
            message(
                json(uids("1") + ",\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"p\"}"),
                "p",
                bytes(4)),
            0xC000,
            "(0028,0010) missing");
    requests()
        .refused(
            message(
                json(
                    image("1", 2, 2, 8, "\"BulkDataURI\":\"p\"")
                        + ",\"00280008\":{\"vr\":\"IS\",\"Value\":[2147483647]}"),
                "p",
                bytes(4)),
            0xC000,
            "4 bytes");
  }

  @Test
  void otherThingsThatCannotBeAreRefusedWithTheirPlace() throws Exception {
    requests()
        .refused(
            message(json("\"00080016\":{\"vr\":\"UI\",\"Value\":[\"1.2\"]}")),
            0xC000,
            "(0020,000D)");
    requests()
        .refused(message(json(uids("1") + ",\"00041130\":{\"vr\":\"CS\"}")), 0xC000, "(0004,1130)");
    String text = uids("1") + ",\"00081030\":{\"vr\":\"UT\",\"BulkDataURI\":\"p\"}";
    requests()
        .refused(
            message(json(text), "p", new byte[] {(byte) 0xD5, (byte) 0xD4}), 0xC000, "not UTF-8");
    requests().refused(message(json(text), "p", utf8("a"), "p", utf8("b")), 0xC000, "2 parts");
    requests()
        .refused(
            related(
                part("Content-Type: application/dicom+json", utf8(json(text))),
                part("Content-Type: text/plain\r\nContent-Location: p", utf8("a"))),
            0xC122,
            "(0008,1030), part 2");
    requests().refused(message(json(uids("1".repeat(60)))), 0xC000, "(0008,0018): no UID");
  }

  @Test
  void metadataThatCannotBeReadNameThePartAndTheTag() throws Exception {
    requests().broken(message("{\"00080060\":{\"vr\":\"XX\"}}"), "part 1, metadata", "(0008,0060)");
    requests().broken(message("[{}"), "part 1, metadata", "at byte 3");
    requests()
        .broken(message(json("\"FFFEE000\":{\"vr\":\"OB\"}")), "part 1, metadata", "group FFFE");
    requests()
        .broken(
            message(json(uids("1") + ",\"0040A730\":{\"vr\":\"SQ\",\"BulkDataURI\":\"p\"}")),
            "(0040,A730)",
            "sequence");
    requests()
        .broken(
            related(
                octets("p", bytes(3)),
                part("Content-Type: application/dicom+json", utf8("nonsense"))),
            "part 2, metadata",
            "at byte 0");
    requests().broken(related(octets("p", bytes(3))), "no part is application/dicom+json", "");
    requests()
        .broken(
            related(part("Content-Transfer-Encoding: base64\r\nContent-Location: p", bytes(3))),
            "part 1",
            "Content-Transfer-Encoding");
    String deep = "[{".concat("\"0040A730\":{\"vr\":\"SQ\",\"Value\":[{".repeat(100));
    requests().broken(message(deep), "deeper than 64", "(0040,A730)");
    requests()
        .broken(
            message(json("\"00420011\":{\"vr\":\"OB\",\"InlineBinary\":\"" + "A".repeat(9 << 20))),
            "bytes",
            "(0042,0011)");
  }

  @Test
  void aRequestThatIsCutAnywhereMakesNothing() throws Exception {
    byte[] body =
        message(json(image("1", 2, 2, 8, "\"BulkDataURI\":\"p\"")), "p", bytes(4), "q", bytes(3));
    int last = body.length - "--b--\r\n".length();
    for (int length = 0; length < last; length++) {
      byte[] cut = Arrays.copyOf(body, length);
      assertThatThrownBy(() -> requests().all(new ByteArrayInputStream(cut)))
          .as("cut at %d", length)
          .isInstanceOf(MultipartException.class)
          .hasMessageContaining("at byte");
    }
    assertThat(requests().all(StoreRequests.slow(body))).hasSize(1);
  }

  @Test
  void aFullDiskIsNoFaultOfTheClient() {
    PartSpool spool =
        new PartSpool(
            folder,
            () -> {
              throw new IOException("full");
            });
    assertThatThrownBy(
            () -> StoreRequests.request(message(json(uids("1")), "p", bytes(300 << 10)), spool))
        .isInstanceOf(PartSpool.FullException.class)
        .rootCause()
        .hasMessage("full");
  }
}
