package org.farsight.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.farsight.dicom.web.MediaType;
import org.farsight.dicom.web.MultipartException;
import org.farsight.dicom.web.MultipartReader;
import org.farsight.dicom.web.MultipartWriter;
import org.junit.jupiter.params.provider.MethodSource;

/** Multipart bodies: the first byte chooses the limits, the rest is the body. */
final class MultipartFuzzTest {
  private static final String BOUNDARY = "frontier";
  private static final int STRICT = 1;
  private static final int LENIENT = 0;
  private static final int PARTS = 20;

  /** What was read up to the end or the fault. */
  private record Read(List<String> headers, List<String> bodies, boolean whole) {}

  static Stream<byte[]> seeds() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MultipartWriter writer = new MultipartWriter(out, BOUNDARY)) {
      for (String body : List.of("DICM", "", "a\r\n--frontie\r\n--frontier.\n--", "\r")) {
        OutputStream part = writer.part(Map.of("Content-Type", "application/dicom; q=\"1\""));
        part.write(body.getBytes(StandardCharsets.US_ASCII));
      }
    }
    Stream<String> crafted =
        Stream.of(
            "", // nothing
            "--frontier--", // no part
            "--frontier\n\nbare line feeds\n--frontier--\n",
            "preamble\r\n--frontier \t\r\n\r\nx\r\n--frontier--epilogue",
            "--frontier\r\nno colon\r\n\r\n\r\n--frontier--",
            "--frontier\r\na: 1\r\n folded\r\nA: 2\r\n\r\n\r\n--frontier--",
            "--frontier\r\n: no name\r\n\r\n\r\n--frontier--",
            "--frontier\r\n\r\nno end",
            "--frontier\r\n\r\n\r\n--frontier");
    return Stream.concat(
        Stream.of(chosen(LENIENT, out.toByteArray()), chosen(STRICT, out.toByteArray())),
        crafted.map(text -> chosen(LENIENT, text.getBytes(StandardCharsets.US_ASCII))));
  }

  private static byte[] chosen(int choice, byte[] body) {
    byte[] seed = new byte[body.length + 1];
    seed[0] = (byte) choice;
    System.arraycopy(body, 0, seed, 1, body.length);
    return seed;
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void isPartsOrARefusalThatSaysWhere(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    byte[] body = Arrays.copyOfRange(input, 1, input.length);
    var limits = new MultipartReader.Limits(512, PARTS, 64, (input[0] & 1) == LENIENT);
    Read whole = read(body.length, new ByteArrayInputStream(body), limits);
    Read slow = read(body.length, new Trickle(body), limits);
    assertThat(slow).as("one byte at a time").isEqualTo(whole);
    assertThat(whole.bodies()).hasSizeLessThanOrEqualTo(PARTS);
    if (whole.whole()) {
      assertThat(passedOver(body, limits)).isEqualTo(whole.bodies().size());
      writtenAgain(whole.bodies(), limits);
    }
    String text = new String(body, StandardCharsets.ISO_8859_1);
    MediaType.parse(text).ifPresent(type -> assertThat(type.essence()).contains("/"));
    assertThat(MediaType.accept(text)).doesNotContainNull();
  }

  private static Read read(int length, InputStream in, MultipartReader.Limits limits)
      throws IOException {
    return Cost.within(
        (4L << 20) + 64L * length,
        () -> {
          in.reset();
          return read(new MultipartReader(in, BOUNDARY, limits));
        });
  }

  private static Read read(MultipartReader reader) throws IOException {
    List<String> headers = new ArrayList<>();
    List<String> bodies = new ArrayList<>();
    try {
      Optional<MultipartReader.Part> part = reader.next();
      while (part.isPresent()) {
        headers.add(part.get().headers() + " " + part.get().contentType());
        bodies.add(HexFormat.of().formatHex(part.get().body().readAllBytes()));
        part = reader.next();
      }
      return new Read(headers, bodies, true);
    } catch (MultipartException e) {
      assertThat(e.offset()).isNotNegative();
      assertThat(e.getMessage()).contains("at byte").hasSizeLessThan(1024);
      return new Read(headers, bodies, false);
    }
  }

  /** Parts whose bodies nobody reads. */
  private static int passedOver(byte[] body, MultipartReader.Limits limits) throws IOException {
    MultipartReader reader = new MultipartReader(new ByteArrayInputStream(body), BOUNDARY, limits);
    int parts = 0;
    while (reader.next().isPresent()) {
      parts++;
    }
    return parts;
  }

  private static void writtenAgain(List<String> bodies, MultipartReader.Limits limits)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MultipartWriter writer = new MultipartWriter(out, BOUNDARY)) {
      for (String body : bodies) {
        writer.part(Map.of("Content-Type", "a/b")).write(HexFormat.of().parseHex(body));
      }
    }
    byte[] written = out.toByteArray();
    Read again = read(written.length, new ByteArrayInputStream(written), limits);
    assertThat(again.bodies()).as("written again").isEqualTo(bodies);
    assertThat(again.whole()).isTrue();
  }
}
