package org.farsight.dicom.ul;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Cuts commands and data sets into P-DATA-TF PDUs that the peer takes, in a buffer that is written
 * when it is full or at the end: a command and a small data set leave in one write. Safe for many
 * threads: fragments of two messages are never mixed (PS3.8 annex E.2).
 */
final class PDataWriter {
  /** Where the full buffers go. */
  interface Sink {
    /** Writes the first bytes of the array. */
    void write(byte[] bytes, int length) throws AssociationException;
  }

  private static final int COMMAND_BUFFER = 4 * 1024;
  private static final int DATA_BUFFER = 132 * 1024;
  private static final int HEADERS = PDataTf.PDU_HEADER + PDataTf.PDV_HEADER;

  /** A fragment smaller than this is not begun at the end of the buffer. */
  private static final int SMALLEST_ROOM = 2 * 1024;

  private final Sink sink;
  private final int mostFragment;
  // held for a whole message, command and data set
  private final ReentrantLock sending = new ReentrantLock();
  private byte[] buffer = new byte[COMMAND_BUFFER];
  private int position;
  private boolean lastInBuffer;
  private volatile boolean lastGiven;

  /**
   * @param maximumLength of a P-DATA-TF as the peer announced it; 0 = no limit
   */
  PDataWriter(Sink sink, long maximumLength) {
    this.sink = sink;
    long most = maximumLength == 0 ? DATA_BUFFER : Math.min(maximumLength, DATA_BUFFER);
    // PS3.8 annex E.1: fragments are of even length
    this.mostFragment = (int) Math.max(2, (most - PDataTf.PDV_HEADER) & ~1L);
  }

  /** Writes a command that no data set follows. */
  void message(int contextId, byte[] command) throws AssociationException {
    sending.lock();
    try {
      command(contextId, command, true);
      flush();
    } finally {
      sending.unlock();
    }
  }

  /**
   * Writes a command and as many bytes of data as length says, or all if that is negative.
   *
   * @param padded whether a zero byte follows an odd number of bytes
   */
  void message(int contextId, byte[] command, InputStream data, long length, boolean padded)
      throws IOException {
    sending.lock();
    try {
      command(contextId, command, false);
      dataSet(contextId, data, length, padded);
      flush();
    } finally {
      sending.unlock();
    }
  }

  /**
   * Fragments of a command.
   *
   * @param whole whether no data set follows
   */
  private void command(int contextId, byte[] command, boolean whole) throws AssociationException {
    lastGiven = false;
    lastInBuffer = false;
    int from = 0;
    do {
      int count = Math.min(mostFragment, command.length - from);
      if (buffer.length - position < HEADERS + count) {
        flush();
        buffer = Arrays.copyOf(buffer, Math.max(buffer.length, HEADERS + count));
      }
      System.arraycopy(command, from, buffer, position + HEADERS, count);
      from += count;
      finishPdu(contextId, PDataTf.COMMAND_BIT, from == command.length, count);
    } while (from < command.length);
    lastInBuffer = whole;
  }

  private void dataSet(int contextId, InputStream data, long length, boolean padded)
      throws IOException {
    if (buffer.length < DATA_BUFFER) {
      buffer = Arrays.copyOf(buffer, DATA_BUFFER);
    }
    long sent = 0;
    int ahead = length < 0 ? data.read() : -1;
    boolean last = false;
    while (!last) {
      int room = (buffer.length - position - HEADERS) & ~1;
      if (room < Math.min(mostFragment, SMALLEST_ROOM)) {
        flush();
        continue;
      }
      int want = Math.min(mostFragment, room);
      int count;
      if (length < 0) {
        count = 0;
        if (ahead >= 0) {
          buffer[position + HEADERS] = (byte) ahead;
          count = 1 + data.readNBytes(buffer, position + HEADERS + 1, want - 1);
        }
        ahead = count == want ? data.read() : -1;
        last = ahead < 0;
      } else {
        want = (int) Math.min(want, length - sent);
        count = data.readNBytes(buffer, position + HEADERS, want);
        if (count < want) {
          throw new EOFException("data ended after %d of %d bytes".formatted(sent + count, length));
        }
        last = sent + count == length;
      }
      sent += count;
      if (last && padded && (sent & 1) != 0) {
        // an odd count is smaller than the room, which is even
        buffer[position + HEADERS + count++] = 0;
      }
      finishPdu(contextId, 0, last, count);
      lastInBuffer = last;
    }
  }

  private void flush() throws AssociationException {
    if (position > 0) {
      int length = position;
      position = 0;
      lastGiven = lastGiven || lastInBuffer;
      sink.write(buffer, length);
    }
  }

  boolean lastFragmentGiven() {
    return lastGiven;
  }

  /** PS3.8 §9.3.5 and annex E.2. */
  private void finishPdu(int contextId, int commandBit, boolean last, int count) {
    buffer[position] = PDataTf.TYPE;
    buffer[position + 1] = 0;
    putInt(position + 2, count + PDataTf.PDV_HEADER);
    putInt(position + PDataTf.PDU_HEADER, count + 2);
    buffer[position + 10] = (byte) contextId;
    buffer[position + 11] = (byte) (commandBit | (last ? PDataTf.LAST_BIT : 0));
    position += HEADERS + count;
  }

  private void putInt(int at, int value) {
    buffer[at] = (byte) (value >> 24);
    buffer[at + 1] = (byte) (value >> 16);
    buffer[at + 2] = (byte) (value >> 8);
    buffer[at + 3] = (byte) value;
  }
}
