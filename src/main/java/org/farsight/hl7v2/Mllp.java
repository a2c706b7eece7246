package org.farsight.hl7v2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The frame of the Minimal Lower Layer Protocol (HL7 v2 implementation guide appendix C): byte 0B,
 * the message, bytes 1C 0D.
 */
public final class Mllp {
  /** Vertical tab: a message starts behind it. */
  public static final byte START = 0x0B;

  /** File separator: the message ends before it, if {@link #RETURN} follows. */
  public static final byte END = 0x1C;

  /** Carriage return, the last byte of a frame. */
  public static final byte RETURN = 0x0D;

  private Mllp() {}

  /** The message in its frame. */
  public static byte[] frame(byte[] message) {
    byte[] frame = new byte[message.length + 3];
    frame[0] = START;
    System.arraycopy(message, 0, frame, 1, message.length);
    frame[message.length + 1] = END;
    frame[message.length + 2] = RETURN;
    return frame;
  }

  /**
   * Reads the next message; what stands before its start is passed over.
   *
   * @param most bytes that a message may have
   * @return empty where the peer has closed the connection between two messages
   * @throws IOException if it breaks off within one, or the message is longer
   */
  public static Optional<byte[]> read(InputStream in, int most) throws IOException {
    int one = in.read();
    while (one >= 0 && one != START) {
      one = in.read();
    }
    if (one < 0) {
      return Optional.empty();
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    int before = in.read();
    int next = in.read();
    while (before >= 0 && next >= 0 && !(before == END && next == RETURN)) {
      if (message.size() == most) {
        throw new IOException("the message is longer than " + most + " bytes");
      }
      message.write(before);
      before = next;
      next = in.read();
    }
    if (before < 0 || next < 0) {
      throw new IOException("the connection ended within a message");
    }
    return Optional.of(message.toByteArray());
  }
}
