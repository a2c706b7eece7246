package org.farsight.dicom.ul;

/** A protocol data unit, PS3.8 §9.3. Values only; {@link PduReader} and {@link PduWriter} code. */
public sealed interface Pdu
    permits AssociateRq, AssociateAc, AssociateRj, PDataTf, ReleaseRq, ReleaseRp, Abort {

  /** The PDU type, first byte on the wire. */
  int type();

  /** The event that receiving this PDU is, PS3.8 table 9-10. */
  Event received();
}
