package org.farsight.dicom.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;

/** Bytes that are put together of short ones in memory and long ones that stay where they are. */
final class Rope extends OutputStream {

  /** A piece. */
  private sealed interface Piece {}

  private record Held(byte[] bytes) implements Piece {}

  private record Elsewhere(PartSpool.Range range) implements Piece {}

  private final PartSpool spool;
  private final List<Piece> pieces = new ArrayList<>();
  private final ByteArrayOutputStream current = new ByteArrayOutputStream(4096);
  private long length;

  Rope(PartSpool spool) {
    this.spool = spool;
  }

  @Override
  public void write(int value) {
    current.write(value);
    length++;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    current.write(bytes, offset, count);
    length += count;
  }

  /** Adds bytes that stay where they are. */
  void refer(PartSpool.Range range) {
    knot();
    pieces.add(new Elsewhere(range));
    length += range.length();
  }

  private void knot() {
    if (current.size() > 0) {
      pieces.add(new Held(current.toByteArray()));
      current.reset();
    }
  }

  /** The number of bytes so far. */
  long length() {
    return length;
  }

  /** All bytes; nothing may be written any more. */
  InputStream open() {
    knot();
    Iterator<Piece> left = pieces.iterator();
    return new SequenceInputStream(
        new Enumeration<InputStream>() {
          @Override
          public boolean hasMoreElements() {
            return left.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return switch (left.next()) {
              case Held held -> new ByteArrayInputStream(held.bytes);
              case Elsewhere elsewhere -> spool.open(elsewhere.range);
            };
          }
        });
  }

  @Override
  public void close() throws IOException {
    // nothing is open
  }
}
