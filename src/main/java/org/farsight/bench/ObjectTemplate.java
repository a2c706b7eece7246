package org.farsight.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.farsight.dicom.service.StorageContext;

/**
 * An object encoded beforehand, of which copies with UIDs of their own are made by writing these
 * over its bytes: the client then costs next to nothing. Memory holds the part in front and one
 * block of the rest, which is repeated as often as the length asks for.
 *
 * <p>Not for several threads: each takes a {@link #copy} of its own.
 */
public final class ObjectTemplate {
  /** Stands where the Study Instance UID goes. All UIDs have the same length, 44 bytes. */
  static final String STUDY = BenchUids.placeholder(1);

  /** Stands where the Series Instance UID goes. */
  static final String SERIES = BenchUids.placeholder(2);

  /** Stands where the SOP Instance UID goes. */
  static final String INSTANCE = BenchUids.placeholder(3);

  private final StorageContext context;
  private final byte[] head;
  private final List<Part> rest;
  private final long length;
  private final int studyAt;
  private final int seriesAt;
  private final int instanceAt;
  private String instance = INSTANCE;

  /**
   * Bytes behind the head.
   *
   * @param bytes repeated from their start
   * @param length how many in all
   */
  record Part(byte[] bytes, long length) {}

  ObjectTemplate(StorageContext context, byte[] head, List<Part> rest) {
    this.context = context;
    this.head = head.clone();
    this.rest = List.copyOf(rest);
    this.length = head.length + rest.stream().mapToLong(Part::length).sum();
    this.studyAt = only(STUDY);
    this.seriesAt = only(SERIES);
    this.instanceAt = only(INSTANCE);
  }

  private int only(String uid) {
    byte[] wanted = uid.getBytes(StandardCharsets.US_ASCII);
    int found = -1;
    for (int at = 0; at + wanted.length <= head.length; at++) {
      if (ByteBuffer.wrap(head, at, wanted.length).equals(ByteBuffer.wrap(wanted))) {
        if (found >= 0) {
          throw new IllegalArgumentException("the object holds " + uid + " twice");
        }
        found = at;
      }
    }
    if (found < 0) {
      throw new IllegalArgumentException("the object does not hold " + uid);
    }
    return found;
  }

  /** The same, to be changed by another thread. */
  ObjectTemplate copy() {
    return new ObjectTemplate(context, headAsMade(), rest);
  }

  private byte[] headAsMade() {
    byte[] made = head.clone();
    put(made, studyAt, STUDY);
    put(made, seriesAt, SERIES);
    put(made, instanceAt, INSTANCE);
    return made;
  }

  /** From now on it is this object. The UIDs have the length of {@link BenchUids#next}. */
  void become(String study, String series, String sopInstance) {
    put(head, studyAt, study);
    put(head, seriesAt, series);
    put(head, instanceAt, sopInstance);
    instance = sopInstance;
  }

  private static void put(byte[] into, int at, String uid) {
    if (uid.length() != BenchUids.LENGTH) {
      throw new IllegalArgumentException("a UID of " + uid.length() + " characters");
    }
    System.arraycopy(uid.getBytes(StandardCharsets.US_ASCII), 0, into, at, uid.length());
  }

  /** SOP class and transfer syntax. */
  StorageContext context() {
    return context;
  }

  /** SOP Instance UID as it is now. */
  String instance() {
    return instance;
  }

  /** Bytes of the data set. */
  long length() {
    return length;
  }

  /** The data set as it is now; not to be read behind the next {@link #become}. */
  InputStream open() {
    return new Body();
  }

  /** The header of an element with a length of 4 bytes, explicit VR little endian. PS3.5 §7.1.2. */
  static byte[] longHeader(int group, int element, String vr, long valueLength) {
    return ByteBuffer.allocate(12)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) group)
        .putShort((short) element)
        .put(vr.getBytes(StandardCharsets.US_ASCII))
        .putShort((short) 0)
        .putInt((int) valueLength)
        .array();
  }

  /** Reads the head, then the parts. */
  private final class Body extends InputStream {
    private int part = -1;
    private long position; // in the head or the part

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      Objects.checkFromIndexSize(offset, count, target.length);
      int done = 0;
      while (done < count && part < rest.size()) {
        byte[] source = part < 0 ? head : rest.get(part).bytes();
        long left = (part < 0 ? head.length : rest.get(part).length()) - position;
        int from = (int) (position % source.length);
        int n = (int) Math.min(Math.min(left, source.length - from), count - done);
        System.arraycopy(source, from, target, offset + done, n);
        done += n;
        position += n;
        if (n == left) {
          part++;
          position = 0;
        }
      }
      return done == 0 && count > 0 ? -1 : done;
    }
  }
}
