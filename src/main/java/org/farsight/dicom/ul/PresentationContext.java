package org.farsight.dicom.ul;

import java.util.List;

/**
 * A proposed presentation context, PS3.8 §9.3.2.2.
 *
 * @param id odd, 1 to 255
 * @param abstractSyntax UID, as a rule of a SOP class
 * @param transferSyntaxes UIDs in the order proposed, at least one
 */
public record PresentationContext(int id, String abstractSyntax, List<String> transferSyntaxes) {
  /** The most contexts one association can have: odd ids from 1 to 255. */
  public static final int MOST = 128;

  public PresentationContext {
    transferSyntaxes = List.copyOf(transferSyntaxes);
    if ((id & 1) == 0 || id < 1 || id > 255) {
      throw new IllegalArgumentException("presentation context id " + id + ", not odd in 1..255");
    }
    if (transferSyntaxes.isEmpty()) {
      throw new IllegalArgumentException(
          "presentation context " + id + " without a transfer syntax");
    }
  }
}
