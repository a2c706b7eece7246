package org.farsight.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow, numbers in the order of {@link java.io.DataInputStream}, which reads them. */
final class RedoOutput {
  private ByteBuffer bytes = ByteBuffer.allocate(8192);

  private ByteBuffer room(int length) {
    if (bytes.remaining() < length) {
      int size = Math.max(bytes.position() + length, 2 * bytes.capacity());
      bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), size)).position(bytes.position());
    }
    return bytes;
  }

  void int8(int value) {
    room(Byte.BYTES).put((byte) value);
  }

  void int32(int value) {
    room(Integer.BYTES).putInt(value);
  }

  void int64(long value) {
    room(Long.BYTES).putLong(value);
  }

  /** Its bytes, after their number. */
  void text(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    room(Integer.BYTES + encoded.length).putInt(encoded.length).put(encoded);
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
