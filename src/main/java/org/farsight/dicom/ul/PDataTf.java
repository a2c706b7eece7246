package org.farsight.dicom.ul;

import java.util.List;

/**
 * P-DATA-TF, PS3.8 §9.3.5. Used for what is small (command sets) and for tests; {@link Association}
 * reads and writes large data without building this value.
 *
 * @param values the presentation data values in order, at least one
 */
public record PDataTf(List<Pdv> values) implements Pdu {
  static final int TYPE = 0x04;

  /** Bytes of a PDU's type, reserved byte and length. */
  static final int PDU_HEADER = 6;

  /** Bytes of a presentation data value before its fragment: length, context id, control header. */
  static final int PDV_HEADER = 6;

  /** Message control header, PS3.8 annex E.2: the fragment is of a command, not of a data set. */
  static final int COMMAND_BIT = 1;

  /** Message control header, PS3.8 annex E.2: the last fragment of the command or data set. */
  static final int LAST_BIT = 2;

  public PDataTf {
    values = List.copyOf(values);
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public Event received() {
    return Event.Evt10;
  }
}
