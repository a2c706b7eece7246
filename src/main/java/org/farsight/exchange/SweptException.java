package org.farsight.exchange;

import java.io.IOException;

/** Bytes that were kept and have been removed by the rule of retention: trying again is no use. */
public final class SweptException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Names the bytes by their digest. */
  public SweptException(Content content) {
    super("the bytes with SHA-256 " + content.digest() + " have been swept by the retention rule");
  }
}
