package org.farsight.ecg;

import java.util.Objects;
import java.util.Optional;

/**
 * A code as the file carries it.
 *
 * @param system the coding scheme in the file's own spelling: an OID in an aECG, a scheme
 *     designator ({@code MDC}, {@code SCPECG}, {@code LN}) in DICOM; empty text where the file
 *     names none
 * @param value the code itself
 * @param display the meaning the file gives beside it
 */
public record Code(String system, String value, Optional<String> display) {
  public Code {
    Objects.requireNonNull(system);
    Objects.requireNonNull(value);
    Objects.requireNonNull(display);
  }
}
