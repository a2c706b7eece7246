package org.farsight.dicom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.farsight.dicom.web.MultipartReader.Limits;
import org.junit.jupiter.api.Test;

final class MultipartReaderTest {

  private static final Limits STRICT = new Limits(16 << 10, 100, 1000, false);

  @Test
  void partsComeBackAsTheyWereWritten() throws IOException {
    List<byte[]> bodies = bodies();
    byte[] message = written("b", bodies);
    for (int step : new int[] {1, 2, 3, 7, 64, 1000, 1 << 20}) {
      assertThat(read(new Steps(message, step), "b", STRICT))
          .as("by %d", step)
          .hasSize(bodies.size());
      List<byte[]> back = read(new Steps(message, step), "b", Limits.DEFAULT);
      for (int i = 0; i < bodies.size(); i++) {
        assertThat(back.get(i)).as("body %d by %d", i, step).isEqualTo(bodies.get(i));
      }
    }
  }

  @Test
  void whatOnlyLooksLikeABoundaryIsContent() throws IOException {
    String text =
        "\r\n--bb\r\n\r\n--b\r\r\n--bx--\r\n--\r\n\r\n--b-\r\n-\r\n--b" + " ".repeat(200) + "\r\n";
    byte[] body = text.getBytes(StandardCharsets.US_ASCII);
    byte[] message = written("b", List.of(body, body));
    for (int step : new int[] {1, 5, 1 << 20}) {
      assertThat(read(new Steps(message, step), "b", STRICT)).containsExactly(body, body);
    }
  }

  @Test
  void aPreambleAnEpilogueFoldedHeadersAndPaddingAreRead() throws IOException {
    String message =
        "a preamble\r\n--b \t \r\nContent-Type: application/dicom;\r\n  transfer-syntax=1.2\r\n"
            + "X: 1\r\nx: 2\r\n\r\nhello\r\n--b--\r\nan epilogue\r\n--b\r\n";
    MultipartReader reader = reader(message, "b", STRICT);
    MultipartReader.Part part = reader.next().orElseThrow();
    assertThat(part.headers()).containsEntry("x", "1");
    assertThat(part.contentType().orElseThrow().parameter("transfer-syntax")).contains("1.2");
    assertThat(part.body().readAllBytes()).asString().isEqualTo("hello");
    assertThat(reader.next()).isEmpty();
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void noPartAtAllIsAMessageToo() throws IOException {
    assertThat(reader("--b--", "b", STRICT).next()).isEmpty();
    assertThat(reader("\r\n--b--\r\n", "b", STRICT).next()).isEmpty();
  }

  @Test
  void aBoundaryMayBeLongerThanItShould() throws IOException {
    String boundary = "6e1d38a2-370d-4498-b2df-ac0dbbf8b499-6e1d38a2-370d-4498-b2df-ac0dbbf8b499";
    byte[] message = written(boundary, List.of(new byte[] {7}));
    assertThat(read(new Steps(message, 5), boundary, STRICT)).containsExactly(new byte[] {7});
  }

  @Test
  void bareLineFeedsAreReadWhereTheyAreAllowed() throws IOException {
    String message = "--b\nA: 1\n\nhel\nlo\r\n--b\r\n\r\nworld\n--b--\n";
    assertThat(read(message, "b", Limits.DEFAULT)).containsExactly("hel\nlo", "world");
    assertThatThrownBy(() -> read(message, "b", STRICT)).isInstanceOf(MultipartException.class);
  }

  @Test
  void aPartThatIsNotReadIsPassedOver() throws IOException {
    byte[] message =
        written("b", List.of(new byte[300_000], "second".getBytes(StandardCharsets.US_ASCII)));
    MultipartReader reader = new MultipartReader(new Steps(message, 1000), "b", STRICT);
    assertThat(reader.next().orElseThrow().body().read()).isZero();
    InputStream second = reader.next().orElseThrow().body();
    assertThat(second.read()).isEqualTo('s');
    second.close();
    assertThat(second.read()).isEqualTo(-1);
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void cutAnywhereItIsALocatedErrorAndNeverAWholeMessage() throws IOException {
    byte[] message =
        written("bound", List.of("first".getBytes(StandardCharsets.US_ASCII), new byte[20]));
    int end = message.length - "\r\n".length();
    for (int length = 0; length < end; length++) {
      byte[] cut = Arrays.copyOf(message, length);
      assertThatThrownBy(() -> read(new Steps(cut, 3), "bound", STRICT))
          .as("cut at %d", length)
          .isInstanceOf(MultipartException.class)
          .hasMessageContaining("at byte");
    }
    assertThat(read(new Steps(Arrays.copyOf(message, end), 3), "bound", STRICT)).hasSize(2);
  }

  @Test
  void headersPartsAndPreambleHaveLimits() {
    Limits small = new Limits(100, 3, 50, true);
    refused("--b\r\nA: " + "x".repeat(200), small, "100 bytes of headers");
    refused("--b\r\n" + "A: x\r\n".repeat(30), small, "100 bytes of headers");
    refused("--b\r\n\r\n\r\n".repeat(4) + "--b--", small, "more than 3 parts");
    refused("x".repeat(100_000), small, "before the first boundary");
    refused("--b\r\nno colon\r\n\r\n", small, "colon");
    refused("--b\r\nA: 1\r\n", small, "ends within a part's header");
    refused("", small, "without the closing boundary");
    assertThatThrownBy(() -> reader("", "", small)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reader("", "x".repeat(201), small))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Seeded: a failure can be run again. */
  @Test
  void randomBytesNearBoundariesAreNeverLostNorAdded() throws IOException {
    Random random = new Random(20250302);
    byte[] alphabet = "\r\n-b".getBytes(StandardCharsets.US_ASCII);
    for (int round = 0; round < 3000; round++) {
      List<byte[]> bodies = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        byte[] body = new byte[random.nextInt(60)];
        for (int j = 0; j < body.length; j++) {
          body[j] = alphabet[random.nextInt(alphabet.length)];
        }
        bodies.add(body);
      }
      byte[] message = written("bqb", bodies); // q is in no body, so no body holds the boundary
      List<byte[]> back = read(new Steps(message, 1 + random.nextInt(9)), "bqb", STRICT);
      assertThat(back).hasSameSizeAs(bodies);
      for (int i = 0; i < back.size(); i++) {
        assertThat(back.get(i)).isEqualTo(bodies.get(i));
      }
    }
  }

  private static List<byte[]> bodies() {
    byte[] large = new byte[200_001];
    new Random(7).nextBytes(large);
    List<byte[]> bodies = new ArrayList<>(List.of(new byte[0], new byte[] {1}, large));
    for (int length = 65_400; length < 65_560; length += 13) {
      bodies.add(Arrays.copyOf(large, length)); // boundaries at every place of the buffer
    }
    bodies.add("\r".getBytes(StandardCharsets.US_ASCII));
    bodies.add("\r\n".getBytes(StandardCharsets.US_ASCII));
    return bodies;
  }

  private static byte[] written(String boundary, List<byte[]> bodies) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MultipartWriter writer = new MultipartWriter(out, boundary)) {
      for (byte[] body : bodies) {
        try (OutputStream part = writer.part(Map.of("Content-Type", "application/dicom"))) {
          part.write(body);
        }
      }
    }
    return out.toByteArray();
  }

  private static List<byte[]> read(InputStream in, String boundary, Limits limits)
      throws IOException {
    MultipartReader reader = new MultipartReader(in, boundary, limits);
    List<byte[]> bodies = new ArrayList<>();
    Optional<MultipartReader.Part> part = reader.next();
    while (part.isPresent()) {
      bodies.add(part.get().body().readAllBytes());
      part = reader.next();
    }
    return bodies;
  }

  private static List<String> read(String message, String boundary, Limits limits)
      throws IOException {
    InputStream in = new ByteArrayInputStream(message.getBytes(StandardCharsets.US_ASCII));
    return read(in, boundary, limits).stream()
        .map(b -> new String(b, StandardCharsets.US_ASCII))
        .toList();
  }

  private static MultipartReader reader(String message, String boundary, Limits limits) {
    return new MultipartReader(
        new ByteArrayInputStream(message.getBytes(StandardCharsets.US_ASCII)), boundary, limits);
  }

  private static void refused(String message, Limits limits, String words) {
    assertThatThrownBy(() -> read(message, "b", limits))
        .isInstanceOf(MultipartException.class)
        .hasMessageContaining(words);
  }

  /** Gives at most so many bytes at a time. */
  private static final class Steps extends InputStream {
    private final InputStream in;
    private final int step;

    Steps(byte[] bytes, int step) {
      this.in = new ByteArrayInputStream(bytes);
      this.step = step;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return in.read(bytes, offset, Math.min(step, length));
    }
  }
}
