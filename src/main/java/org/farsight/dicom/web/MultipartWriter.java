package org.farsight.dicom.web;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** Writes a multipart body (RFC 2046 §5.1.1) part by part. */
public final class MultipartWriter implements Closeable {

  private final OutputStream out;
  private final String boundary;
  private boolean closed;

  /**
   * Writes to a stream.
   *
   * @param out is flushed, not closed
   * @param boundary must stand in no part: see {@link #boundary()}
   */
  public MultipartWriter(OutputStream out, String boundary) {
    this.out = out;
    this.boundary = boundary;
  }

  /** A new boundary, by random: the chance that content holds it is none. */
  public static String boundary() {
    return "farsight-" + UUID.randomUUID();
  }

  /**
   * Begins a part.
   *
   * @param headers written as they are
   * @return takes the part's body; closing it does nothing
   */
  public OutputStream part(Map<String, String> headers) throws IOException {
    StringBuilder head = new StringBuilder("\r\n--").append(boundary).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() {
        // the next part or the closing boundary ends it
      }
    };
  }

  /** Writes the closing boundary; the stream stays open. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      out.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
  }
}
