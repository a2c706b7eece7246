package org.farsight.dicom.ul;

/** A-RELEASE-RQ, PS3.8 §9.3.6. */
public record ReleaseRq() implements Pdu {
  static final int TYPE = 0x05;

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public Event received() {
    return Event.Evt12;
  }
}
