package org.farsight.dicom.ul;

import java.util.Arrays;
import java.util.Objects;

/**
 * A presentation data value: one fragment of a command or of a data set, PS3.8 §9.3.5.1, annex E.
 *
 * @param contextId of the presentation context
 * @param command true for a command fragment, false for a data set fragment
 * @param last true for the last fragment
 * @param fragment the bytes; the array belongs to this record and must not be changed
 */
public record Pdv(int contextId, boolean command, boolean last, byte[] fragment) {
  @Override
  public boolean equals(Object other) {
    return other instanceof Pdv that
        && contextId == that.contextId
        && command == that.command
        && last == that.last
        && Arrays.equals(fragment, that.fragment);
  }

  @Override
  public int hashCode() {
    return Objects.hash(contextId, command, last, Arrays.hashCode(fragment));
  }

  /** Without the bytes: they can hold a person. */
  @Override
  public String toString() {
    return "Pdv[context %d, %s%s, %d bytes]"
        .formatted(
            contextId, command ? "command" : "data set", last ? ", last" : "", fragment.length);
  }
}
