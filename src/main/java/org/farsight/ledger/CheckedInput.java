package org.farsight.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.farsight.exchange.Content;
import org.farsight.exchange.DamagedContentException;

/**
 * Digests a content while it is read, and fails in place of its last bytes if they are not what was
 * kept: whoever copies it has never copied it whole. What is skipped cannot be checked.
 */
final class CheckedInput extends InputStream {
  private final InputStream in;
  private final Content content;
  private final MessageDigest digest;
  private long position;
  private boolean skipped;

  CheckedInput(InputStream in, Content content, MessageDigest digest) {
    this.in = in;
    this.content = content;
    this.digest = digest;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int n = in.read(bytes, offset, length);
    if (n > 0 && !skipped) {
      digest.update(bytes, offset, n);
      position += n;
      if (position == content.length()) {
        check();
      }
    }
    return n;
  }

  private void check() throws DamagedContentException {
    skipped = true; // a digest gives its value once
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(content.digest())) {
      throw new DamagedContentException(content, "its SHA-256 is " + found);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    long n = in.skip(count);
    skipped |= n > 0;
    return n;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
