package org.farsight.dicom.service;

import java.io.IOException;

/** The peer did not accept the presentation context that a request needs; nothing was sent. */
public final class ContextNotAcceptedException extends IOException {
  private static final long serialVersionUID = 1L;

  ContextNotAcceptedException(String abstractSyntax, String transferSyntax, String why) {
    super(
        "%s in transfer syntax %s: presentation context %s"
            .formatted(abstractSyntax, transferSyntax, why));
  }
}
