package org.farsight.ecg.waveform;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.farsight.dicom.data.Uid;

/**
 * Who a made object is: its UIDs, and what it was made from. The same identity and the same
 * recording give the same object, byte for byte, whenever and wherever it is made.
 *
 * @param study Study Instance UID
 * @param series Series Instance UID
 * @param instance SOP Instance UID
 * @param source SHA-256 of the file that the recording was read from, lower-case hex
 * @param made Instance Creation Date and Time: when the file was kept, so that a replay says the
 *     same
 * @param zone the clock's zone where the file does not say its offset
 */
public record WaveformIdentity(
    String study, String series, String instance, String source, Instant made, ZoneId zone) {

  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  /**
   * An identity that follows from the source alone: each UID is 2.25 and a UUID (RFC 9562, version
   * 8) of 122 bits of a SHA-256 over what it names and the source's digest.
   */
  public static WaveformIdentity of(String source, Instant made, ZoneId zone) {
    return new WaveformIdentity(
        studyOf(source), uid("series", source), instanceOf(source), source, made, zone);
  }

  /** The SOP Instance UID of the object made from a file with this SHA-256. */
  public static String instanceOf(String source) {
    return uid("instance", source);
  }

  /** The Study Instance UID of the object made from a file with this SHA-256. */
  public static String studyOf(String source) {
    return uid("study", source);
  }

  private static String uid(String what, String source) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  ("farsight ecg object " + what + " " + source).getBytes(StandardCharsets.UTF_8));
      ByteBuffer bytes = ByteBuffer.wrap(digest);
      long high = bytes.getLong() & ~0xF000L | VERSION_8;
      long low = bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | VARIANT;
      return Uid.of(new UUID(high, low));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
