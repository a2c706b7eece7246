package org.farsight.dicom.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a multipart body (RFC 2046 §5.1.1, RFC 2387) part by part while it comes in. Memory is one
 * buffer, however long the parts are; what was not read of a part is passed over.
 *
 * <p>Line ends may be a bare LF where {@link Limits#bareLineFeeds} allows it: scripts that put a
 * body together with {@code \n} are common. White space behind a boundary is accepted (RFC 2046).
 */
public final class MultipartReader {

  private static final int BUFFER = 1 << 16;

  /** RFC 2046 has 70; Orthanc's DICOMweb client sends 73. */
  private static final int LONGEST_BOUNDARY = 200;

  private static final int LONGEST_PADDING = 128;

  /**
   * Limits of a body.
   *
   * @param headerBytes of one part
   * @param parts in all
   * @param preambleBytes before the first boundary
   * @param bareLineFeeds whether LF alone ends a line
   */
  public record Limits(int headerBytes, int parts, int preambleBytes, boolean bareLineFeeds) {
    /** 16 KiB of headers, 100,000 parts, 64 KiB of preamble, LF accepted. */
    public static final Limits DEFAULT = new Limits(16 << 10, 100_000, 64 << 10, true);
  }

  /**
   * A part.
   *
   * @param headers by lower-case name; of a name that comes twice the first holds
   * @param body to be read before the next part is asked for; closing it passes over the rest
   */
  public record Part(Map<String, String> headers, InputStream body) {

    /** The part's Content-Type, if it has one that can be read. */
    public Optional<MediaType> contentType() {
      return Optional.ofNullable(headers.get("content-type")).flatMap(MediaType::parse);
    }
  }

  /** What was found where a boundary may stand. */
  private enum Found {
    PART,
    CLOSE,
    NOTHING
  }

  private final InputStream in;
  private final Limits limits;
  private final byte[] delimiter;
  private final int[] shift = new int[256];
  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int limit;
  private long bufferStart;
  private boolean ended;

  /** Bytes from {@code next} on that belong to the body for certain. */
  private int certain;

  private int parts;
  private @Nullable Body open;
  private boolean closed;

  /**
   * Reads from a stream.
   *
   * @param boundary the parameter of the Content-Type, without the hyphens
   * @throws IllegalArgumentException if it is no boundary
   */
  public MultipartReader(InputStream in, String boundary, Limits limits) {
    if (boundary.isEmpty()
        || boundary.length() > LONGEST_BOUNDARY
        || boundary.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException(
          "a boundary has 1 to " + LONGEST_BOUNDARY + " printable characters");
    }
    this.in = in;
    this.limits = limits;
    this.delimiter = ("\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    java.util.Arrays.fill(shift, delimiter.length);
    for (int i = 0; i < delimiter.length - 1; i++) {
      shift[delimiter[i] & 0xFF] = delimiter.length - 1 - i;
    }
    // the first boundary may stand at the very start: as if a line end came before it
    buffer[0] = '\r';
    buffer[1] = '\n';
    limit = 2;
    bufferStart = -2;
  }

  /**
   * The next part; empty behind the closing boundary.
   *
   * @throws MultipartException if the body ends without the closing boundary, or passes a limit
   */
  public Optional<Part> next() throws IOException {
    if (closed) {
      return Optional.empty();
    }
    Body last = open;
    if (last == null) {
      skipPreamble();
    } else {
      last.passOver();
    }
    Found found = boundary();
    if (found == Found.NOTHING) {
      throw error("the body ends without the closing boundary");
    }
    if (found == Found.CLOSE) {
      closed = true;
      return Optional.empty();
    }
    if (++parts > limits.parts()) {
      throw error("more than " + limits.parts() + " parts");
    }
    Map<String, String> headers = headers();
    Body body = new Body();
    open = body;
    return Optional.of(new Part(headers, body));
  }

  private void skipPreamble() throws IOException {
    long skipped = 0;
    while (ahead()) {
      skipped += certain;
      next += certain;
      certain = 0;
      if (skipped > limits.preambleBytes()) {
        throw error("more than " + limits.preambleBytes() + " bytes before the first boundary");
      }
    }
  }

  // ------------------------------------------------------------- boundaries

  /**
   * Looks for bytes of the body from {@code next} on and notes in {@code certain} how many there
   * are for certain.
   *
   * @return false where a boundary stands at {@code next}, or the stream has ended there
   */
  private boolean ahead() throws IOException {
    if (certain > 0) {
      return true;
    }
    while (true) {
      int at = search();
      if (at > next) {
        certain = at - next;
        return true;
      }
      if (at == next) {
        if (kind() != Found.NOTHING) {
          return false;
        }
        certain = 1; // looked like a boundary and is none
        return true;
      }
      if (ended) {
        return false;
      }
      fill();
    }
  }

  /**
   * Where a line may begin that starts with the delimiter, its line end included; else up to where
   * there is none; -1 where more bytes are needed to say anything (Boyer, Moore and Horspool).
   */
  private int search() {
    int last = delimiter.length - 1;
    int i = next + last;
    while (i < limit) {
      byte b = buffer[i];
      if (b == delimiter[last] && matches(i - last)) {
        int start = i - last;
        return start > next && buffer[start - 1] == '\r' ? start - 1 : start;
      }
      i += shift[b & 0xFF];
    }
    // a CR and a delimiter that lacks its last byte may stand at the end
    int safe = ended ? limit : limit - delimiter.length;
    return safe > next ? safe : -1;
  }

  private boolean matches(int start) {
    for (int i = 0; i < delimiter.length; i++) {
      if (buffer[start + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  /** What begins at {@code next}. */
  private Found kind() throws IOException {
    int cr = buffer[next] == '\r' ? 1 : 0;
    int length = cr + delimiter.length;
    need(length);
    if (limit - next < length || !matches(next + cr) || cr == 0 && !limits.bareLineFeeds()) {
      return Found.NOTHING;
    }
    return behind(length);
  }

  /** What stands behind the delimiter: two hyphens, or white space and a line end. */
  private Found behind(int ahead) throws IOException {
    if (peek(ahead) == '-' && peek(ahead + 1) == '-') {
      return Found.CLOSE;
    }
    for (int i = ahead; i < ahead + LONGEST_PADDING; i++) {
      int c = peek(i);
      if (c == '\n' && limits.bareLineFeeds() || c == '\r' && peek(i + 1) == '\n') {
        return Found.PART;
      }
      if (c != ' ' && c != '\t') {
        return Found.NOTHING;
      }
    }
    return Found.NOTHING;
  }

  /** Consumes the boundary that {@link #ahead} has come to. */
  private Found boundary() throws IOException {
    if (next >= limit) {
      return Found.NOTHING;
    }
    Found found = kind();
    if (found == Found.PART) {
      next += delimiter.length; // then at most the delimiter's last byte, white space, line end
      while (take() != '\n') {
        // passes over what kind() has looked at
      }
    }
    return found;
  }

  // ---------------------------------------------------------------- headers

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    int left = limits.headerBytes();
    String name = "";
    while (true) {
      String line = line(left);
      left -= line.length() + 1;
      if (line.isEmpty()) {
        return headers;
      }
      if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        // RFC 5322 §2.2.3: a folded header goes on
        String folded = headers.get(name);
        if (folded != null) {
          headers.put(name, folded + " " + line.strip());
        }
        continue;
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw error("a line in a part's header without a colon");
      }
      name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      headers.putIfAbsent(name, line.substring(colon + 1).strip());
    }
  }

  private String line(int longest) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int c = take();
      if (c < 0) {
        throw error("the body ends within a part's header");
      }
      if (c == '\n') {
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
          line.setLength(length - 1);
        } else if (!limits.bareLineFeeds()) {
          throw error("a line of a part's header ends without CR");
        }
        return line.toString();
      }
      line.append((char) c);
      if (line.length() >= longest) {
        throw error("more than " + limits.headerBytes() + " bytes of headers in a part");
      }
    }
  }

  // ------------------------------------------------------------------ bytes

  /** A byte ahead of {@code next}, or -1 behind the end. */
  private int peek(int ahead) throws IOException {
    need(ahead + 1);
    return limit - next > ahead ? buffer[next + ahead] & 0xFF : -1;
  }

  private int take() throws IOException {
    need(1);
    return next == limit ? -1 : buffer[next++] & 0xFF;
  }

  /** Makes that many bytes stand in the buffer from {@code next} on, or all that are left. */
  private void need(int wanted) throws IOException {
    while (limit - next < wanted && !ended) {
      fill();
    }
  }

  /** Reads on; what stands from {@code next} on moves to the front where room is needed. */
  private void fill() throws IOException {
    if (limit == buffer.length || next > buffer.length / 2) {
      System.arraycopy(buffer, next, buffer, 0, limit - next);
      bufferStart += next;
      limit -= next;
      next = 0;
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count < 0) {
      ended = true;
    } else {
      limit += count;
    }
  }

  private MultipartException error(String problem) {
    return new MultipartException(problem, Math.max(0, bufferStart + next));
  }

  /** A part's body; gives nothing more once the next part is asked for. */
  private final class Body extends InputStream {
    private boolean done;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
      if (length == 0) {
        return 0;
      }
      if (!another()) {
        return -1;
      }
      int count = Math.min(length, certain);
      System.arraycopy(buffer, next, bytes, offset, count);
      next += count;
      certain -= count;
      return count;
    }

    private boolean another() throws IOException {
      if (done) {
        return false;
      }
      if (!ahead()) {
        done = true;
        if (next >= limit) {
          throw error("the body ends within a part");
        }
        return false;
      }
      return true;
    }

    private void passOver() throws IOException {
      while (another()) {
        next += certain;
        certain = 0;
      }
    }

    @Override
    public void close() throws IOException {
      passOver();
    }
  }
}
