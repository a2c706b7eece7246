package org.farsight.dicom.service;

import java.io.IOException;
import org.farsight.dicom.data.SopClass;
import org.farsight.dicom.data.TransferSyntax;

/** The peer did not accept the presentation context that a request needs; nothing was sent. */
public final class ContextNotAcceptedException extends IOException {
  private static final long serialVersionUID = 1L;

  ContextNotAcceptedException(String abstractSyntax, String transferSyntax, String why) {
    super(
        "%s in transfer syntax %s: presentation context %s"
            .formatted(
                named(SopClass.nameOf(abstractSyntax), abstractSyntax),
                named(TransferSyntax.of(transferSyntax).name(), transferSyntax),
                why));
  }

  private static String named(String name, String uid) {
    return name.equals(uid) ? uid : name + " (" + uid + ")";
  }
}
