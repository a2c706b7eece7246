package org.farsight.dicom.ul;

import java.util.List;
import org.farsight.dicom.data.Uid;

/**
 * A-ASSOCIATE-RQ, PS3.8 §9.3.2.
 *
 * @param protocolVersion bit 0 set means version 1
 * @param calledAeTitle without the padding spaces
 * @param callingAeTitle without the padding spaces
 * @param applicationContext UID, {@link Uid#APPLICATION_CONTEXT} for DICOM
 * @param contexts the proposed presentation contexts in the order sent
 * @param userInformation maximum length, implementation and all negotiation items
 */
public record AssociateRq(
    int protocolVersion,
    String calledAeTitle,
    String callingAeTitle,
    String applicationContext,
    List<PresentationContext> contexts,
    UserInformation userInformation)
    implements Pdu {
  static final int TYPE = 0x01;

  public AssociateRq {
    contexts = List.copyOf(contexts);
  }

  /** A request of protocol version 1 in the DICOM application context. */
  public static AssociateRq of(
      String calledAeTitle,
      String callingAeTitle,
      List<PresentationContext> contexts,
      UserInformation userInformation) {
    return new AssociateRq(
        1, calledAeTitle, callingAeTitle, Uid.APPLICATION_CONTEXT, contexts, userInformation);
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public Event received() {
    return Event.Evt6;
  }
}
