package org.farsight.dicom.ul;

import java.util.List;
import java.util.Optional;

/**
 * A-ASSOCIATE-AC, PS3.8 §9.3.3.
 *
 * @param protocolVersion bit 0 set means version 1
 * @param calledAeTitle as in the request; not to be tested by the requestor
 * @param callingAeTitle as in the request; not to be tested by the requestor
 * @param applicationContext UID
 * @param contexts the answer to each proposed presentation context
 * @param userInformation maximum length, implementation and all negotiation items
 */
public record AssociateAc(
    int protocolVersion,
    String calledAeTitle,
    String callingAeTitle,
    String applicationContext,
    List<PresentationContextAnswer> contexts,
    UserInformation userInformation)
    implements Pdu {
  static final int TYPE = 0x02;

  public AssociateAc {
    contexts = List.copyOf(contexts);
  }

  /** The answer to the context of this id. */
  public Optional<PresentationContextAnswer> context(int id) {
    return contexts.stream().filter(context -> context.id() == id).findFirst();
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public Event received() {
    return Event.Evt3;
  }
}
