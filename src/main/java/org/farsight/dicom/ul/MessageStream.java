package org.farsight.dicom.ul;

import java.io.IOException;
import java.io.InputStream;

/**
 * The fragments of one command or one data set as they arrive, PS3.8 annex E. The end of the stream
 * is reported only after the fragment that is marked as the last one; whatever cuts it off before
 * is an {@link AssociationException}. Memory does not grow with the message.
 */
public final class MessageStream extends InputStream {
  /** A peer that keeps a message going slower than this many bytes a second is aborted. */
  static final long SLOWEST_BYTES_PER_SECOND = 256;

  private final Association association;
  private final int contextId;
  private final boolean command;
  private int fragmentLeft;
  private boolean last;
  private long count;

  MessageStream(Association association, PdvHeader first) {
    this.association = association;
    this.contextId = first.contextId();
    this.command = first.command();
    this.fragmentLeft = first.length();
    this.last = first.last();
  }

  /** What precedes a fragment, PS3.8 §9.3.5.1 and annex E.2. */
  record PdvHeader(int contextId, boolean command, boolean last, int length) {}

  /** Of the presentation context that the peer sent it in; an accepted one. */
  public int contextId() {
    return contextId;
  }

  /** True for a command, false for a data set. */
  public boolean command() {
    return command;
  }

  /** Bytes read so far. */
  public long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!ready()) {
      return -1;
    }
    return took(association.readData(target, offset, Math.min(length, fragmentLeft), count));
  }

  @Override
  public int available() {
    return association.buffered(fragmentLeft);
  }

  /** Reads the rest and drops it. */
  public void drain() throws AssociationException {
    while (ready()) {
      took(association.dropData(fragmentLeft, count));
    }
  }

  /** Reads the rest, so that the next message can be received. */
  @Override
  public void close() throws IOException {
    drain();
  }

  /** Whether its last byte was read. */
  boolean isFinished() {
    return last && fragmentLeft == 0;
  }

  private boolean ready() throws AssociationException {
    while (fragmentLeft == 0) {
      if (last) {
        return false;
      }
      PdvHeader next = association.nextFragment();
      if (next.contextId() != contextId || next.command() != command) {
        throw association.broken("fragments of two messages are mixed");
      }
      fragmentLeft = next.length();
      last = next.last();
    }
    return true;
  }

  private int took(int taken) {
    fragmentLeft -= taken;
    count += taken;
    return taken;
  }
}
