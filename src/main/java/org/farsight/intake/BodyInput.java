package org.farsight.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The sender's stream; remembers that it was this one that failed, and not our disk. */
final class BodyInput extends FilterInputStream {
  private boolean brokeOff;

  BodyInput(InputStream in) {
    super(in);
  }

  boolean brokeOff() {
    return brokeOff;
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      brokeOff = true;
      throw e;
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException e) {
      brokeOff = true;
      throw e;
    }
  }
}
