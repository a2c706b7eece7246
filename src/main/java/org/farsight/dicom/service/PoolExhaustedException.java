package org.farsight.dicom.service;

import java.io.IOException;

/** The pool has no association to give, now or any more; nothing was sent. */
public final class PoolExhaustedException extends IOException {
  private static final long serialVersionUID = 1L;

  PoolExhaustedException(String why) {
    super(why);
  }
}
