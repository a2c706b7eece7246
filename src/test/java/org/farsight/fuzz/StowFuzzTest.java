package org.farsight.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.farsight.dicom.web.StoreBodies.bytes;
import static org.farsight.dicom.web.StoreBodies.image;
import static org.farsight.dicom.web.StoreBodies.j2k;
import static org.farsight.dicom.web.StoreBodies.jpeg;
import static org.farsight.dicom.web.StoreBodies.json;
import static org.farsight.dicom.web.StoreBodies.message;
import static org.farsight.dicom.web.StoreBodies.part;
import static org.farsight.dicom.web.StoreBodies.related;
import static org.farsight.dicom.web.StoreBodies.uids;
import static org.farsight.dicom.web.StoreBodies.utf8;
import static org.farsight.dicom.web.StoreBodies.xml;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.dicom.web.Composed;
import org.farsight.dicom.web.MetadataException;
import org.farsight.dicom.web.MetadataRequest;
import org.farsight.dicom.web.MultipartException;
import org.farsight.dicom.web.MultipartReader;
import org.farsight.dicom.web.PartSpool;
import org.farsight.dicom.web.PartSpools;
import org.junit.jupiter.params.provider.MethodSource;

/** Store requests of metadata and bulk data, PS3.18 §10.5.2: the input is the body. */
final class StowFuzzTest {
  private static final URI HERE = URI.create("http://engine/dicom-web/studies");
  private static final MultipartReader.Limits LIMITS =
      new MultipartReader.Limits(512, 20, 64, true);

  static Stream<byte[]> seeds() {
    String pixels = image("1", 2, 2, 8, "\"BulkDataURI\":\"p\"");
    String metadata = "Content-Type: application/dicom+json";
    return Stream.of(
        message(json(pixels), "p", bytes(4)),
        message(
            json(uids("1"), pixels, image("2", 1, 1, 8, "\"InlineBinary\":\"AA==\"")),
            "q",
            bytes(3)),
        message(
            json(
                uids("1")
                    + ",\"0040A730\":{\"vr\":\"SQ\",\"Value\":[{\"00420011\":{\"vr\":\"OB\","
                    + "\"BulkDataURI\":\"cid:x%20y\"}}]}")),
        message(
            json(pixels + ",\"00280008\":{\"vr\":\"IS\",\"Value\":[2]}"),
            "p/frames/2",
            bytes(4),
            "p/frames/1",
            bytes(4)),
        related(
            part("Content-Type: image/jpeg\r\nContent-Location: p", jpeg(0xC0, 2, 2, 1, 0)),
            part(metadata, utf8(json(pixels)))),
        related(
            part(metadata, utf8(json(pixels))),
            part("Content-Type: image/jp2\r\nContent-Location: ./p", j2k(2, 2, true))),
        related(
            part(metadata, utf8(json(uids("1") + ",\"7FE00010\":{\"BulkDataURI\":\"p\"}"))),
            part("Content-Type: image/jls\r\nContent-Location: p", jpeg(0xF7, 3, 5, 3, 0))),
        related(
            part("Content-Type: application/dicom+xml", utf8(xml("1", 2, 2, "uri='p'"))),
            part("Content-Location: p", bytes(4))),
        related(
            part(
                "Content-Type: application/dicom+xml",
                utf8(
                    xml("1", 2, 2, "uri='p'")
                        .replaceFirst(
                            "<DicomAttribute tag='0028.*",
                            "<DicomAttribute tag='00090001' vr='SQ' privateCreator='A'>"
                                + "<Item number='2'/></DicomAttribute></NativeDicomModel>")))),
        message(json("\"FFFEE000\":{\"vr\":\"OB\"}")),
        utf8("--b--"));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isObjectsThatCanBeReadOrARefusalThatSaysWhere(byte[] body) throws IOException {
    List<String> whole = read(body.length, new ByteArrayInputStream(body));
    assertThat(read(body.length, new Trickle(body))).as("one byte at a time").isEqualTo(whole);
  }

  private static List<String> read(int length, InputStream in) throws IOException {
    return Cost.within(
        (4L << 20) + 1024L * length,
        () -> {
          in.reset();
          List<String> told = new ArrayList<>();
          // few bytes: they stay in memory
          try (PartSpool spool = new PartSpools(Path.of("target/nowhere"), () -> {}).open()) {
            MultipartReader parts = new MultipartReader(in, "b", LIMITS);
            MetadataRequest request =
                MetadataRequest.read(parts, HERE, spool, MetadataRequest.LIMITS);
            for (Optional<Composed> one = request.next(); one.isPresent(); one = request.next()) {
              told.add(told(one.get()));
            }
            assertThat(request.unreferred()).isBetween(0, 20);
          } catch (MultipartException e) {
            told.add("no multipart"); // where it is noticed depends on how the bytes come
          } catch (MetadataException e) {
            assertThat(e.getMessage()).hasSizeLessThan(2048);
            told.add(e.getMessage());
          }
          return told;
        });
  }

  private static String told(Composed composed) throws IOException {
    return switch (composed) {
      case Composed.Refused refused -> {
        assertThat(refused.why()).isNotEmpty().hasSizeLessThan(2048);
        yield refused.toString();
      }
      case Composed.Instance made -> {
        byte[] bytes = made.dataSet().readAllBytes();
        assertThat(made.length()).isEqualTo(bytes.length).isEven();
        DataSet set = DataSetReader.read(bytes, made.syntax(), ReadOptions.DEFAULT);
        assertThat(set.string(Tag.SOP_INSTANCE_UID)).contains(made.sopInstance());
        assertThat(set.string(Tag.SOP_CLASS_UID)).contains(made.sopClass());
        assertThat(set.string(Tag.STUDY_INSTANCE_UID)).contains(made.study());
        assertThat(set.string(Tag.SPECIFIC_CHARACTER_SET)).contains("ISO_IR 192");
        yield made.syntax().uid() + HexFormat.of().formatHex(bytes);
      }
    };
  }
}
