package org.farsight.dicom.ul;

/** A-RELEASE-RP, PS3.8 §9.3.7. */
public record ReleaseRp() implements Pdu {
  static final int TYPE = 0x06;

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public Event received() {
    return Event.Evt13;
  }
}
