package org.farsight.dicom.ul;

/** A protocol data unit, PS3.8 §9.3. Values only; {@link PduReader} and {@link PduWriter} code. */
public sealed interface Pdu
    permits AssociateRq, AssociateAc, AssociateRj, PDataTf, ReleaseRq, ReleaseRp, Abort {

  /** The PDU type, first byte on the wire. */
  int type();

  /** The event that receiving this PDU is, PS3.8 table 9-10. */
  Event received();

  /** As the standard calls it. */
  default String name() {
    return switch (this) {
      case AssociateRq rq -> "A-ASSOCIATE-RQ";
      case AssociateAc ac -> "A-ASSOCIATE-AC";
      case AssociateRj rj -> "A-ASSOCIATE-RJ";
      case PDataTf data -> "P-DATA-TF";
      case ReleaseRq rq -> "A-RELEASE-RQ";
      case ReleaseRp rp -> "A-RELEASE-RP";
      case Abort abort -> "A-ABORT";
    };
  }
}
