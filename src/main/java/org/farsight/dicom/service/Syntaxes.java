package org.farsight.dicom.service;

import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.farsight.dicom.data.TransferSyntax;

/** Transfer syntaxes for what is not an object: identifiers and the data sets of N-services. */
final class Syntaxes {
  /** Explicit VR first: it says the VR of private elements. Deflated ones gain nothing here. */
  static final List<String> PLAIN =
      List.of(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid(),
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN.uid());

  /** Every transfer syntax of PS3.6, ordered by UID; the default one first. */
  static final List<String> ALL =
      StreamSupport.stream(TransferSyntax.all().spliterator(), false)
          .map(TransferSyntax::uid)
          .sorted()
          .toList();

  private Syntaxes() {}

  /** The best of those proposed, empty if none is plain. */
  static Optional<String> plain(List<String> proposed) {
    return PLAIN.stream().filter(proposed::contains).findFirst();
  }
}
