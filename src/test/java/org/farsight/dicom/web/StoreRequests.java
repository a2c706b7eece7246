package org.farsight.dicom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Element;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.ReadOptions;

/**
 * Reads Store requests with metadata and bulk data as a server does.
 *
 * @param folder for their parts
 */
record StoreRequests(Path folder) {

  private static final URI HERE = URI.create("http://engine:8080/dicom-web/studies");

  PartSpools spools() throws IOException {
    return new PartSpools(folder, () -> {});
  }

  /** One byte at a time. */
  static InputStream slow(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(1, length));
      }
    };
  }

  static MetadataRequest request(byte[] body, PartSpool spool) throws IOException {
    return request(new ByteArrayInputStream(body), spool);
  }

  static MetadataRequest request(InputStream body, PartSpool spool) throws IOException {
    return MetadataRequest.read(
        new MultipartReader(body, "b", MultipartReader.Limits.DEFAULT),
        HERE,
        spool,
        MetadataRequest.LIMITS);
  }

  /** All that are made, each with its bytes in memory. */
  List<Composed> all(InputStream body) throws IOException {
    try (PartSpool spool = spools().open()) {
      MetadataRequest request = request(body, spool);
      List<Composed> made = new ArrayList<>();
      for (Optional<Composed> one = request.next(); one.isPresent(); one = request.next()) {
        made.add(
            switch (one.get()) {
              case Composed.Refused refused -> refused;
              case Composed.Instance instance ->
                  new Composed.Instance(
                      instance.sopClass(),
                      instance.sopInstance(),
                      instance.study(),
                      instance.series(),
                      instance.syntax(),
                      instance.length(),
                      new ByteArrayInputStream(instance.dataSet().readAllBytes()));
            });
      }
      return made;
    }
  }

  Composed.Instance only(byte[] body) throws IOException {
    List<Composed> made = all(new ByteArrayInputStream(body));
    assertThat(made).hasSize(1);
    assertThat(made.getFirst()).isInstanceOf(Composed.Instance.class);
    return (Composed.Instance) made.getFirst();
  }

  /** With reason 0: is not refused. */
  void refused(byte[] body, int reason, String words) throws IOException {
    List<Composed> made = all(new ByteArrayInputStream(body));
    assertThat(made).hasSize(1);
    if (reason == 0) {
      assertThat(made.getFirst()).isInstanceOf(Composed.Instance.class);
      return;
    }
    assertThat(made.getFirst()).isInstanceOf(Composed.Refused.class);
    Composed.Refused refused = (Composed.Refused) made.getFirst();
    assertThat(refused.why()).contains(words);
    assertThat(refused.reason()).as(refused.why()).isEqualTo(reason);
  }

  void broken(byte[] body, String words, String more) {
    assertThatThrownBy(() -> all(new ByteArrayInputStream(body)))
        .isInstanceOf(MetadataException.class)
        .hasMessageContaining(words)
        .hasMessageContaining(more);
  }

  static DataSet read(Composed.Instance made) throws IOException {
    return DataSetReader.read(made.dataSet().readAllBytes(), made.syntax(), ReadOptions.STRICT);
  }

  static List<byte[]> fragments(DataSet set) {
    Element pixels = set.element(Tag.PIXEL_DATA);
    assertThat(pixels).isInstanceOf(Element.Fragments.class);
    return ((Element.Fragments) Objects.requireNonNull(pixels)).fragments();
  }
}
