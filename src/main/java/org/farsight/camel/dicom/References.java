package org.farsight.camel.dicom;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Message;
import org.farsight.dicom.service.SopReference;

/** The objects that a message refers to: a list of {@link SopReference}, or the two headers. */
final class References {

  private References() {}

  static List<SopReference> of(Message message) {
    Object body = message.getBody();
    if (body instanceof SopReference one) {
      return List.of(one);
    }
    List<SopReference> references = new ArrayList<>();
    if (body instanceof Iterable<?> several) {
      for (Object each : several) {
        if (!(each instanceof SopReference reference)) {
          throw new IllegalArgumentException("commit takes SopReferences in its body");
        }
        references.add(reference);
      }
    } else {
      String sopClass = message.getHeader(DicomHeaders.SOP_CLASS_UID, String.class);
      String sopInstance = message.getHeader(DicomHeaders.SOP_INSTANCE_UID, String.class);
      if (sopClass == null || sopInstance == null) {
        throw new IllegalArgumentException(
            "commit takes a list of SopReference in its body, or "
                + DicomHeaders.SOP_CLASS_UID
                + " and "
                + DicomHeaders.SOP_INSTANCE_UID);
      }
      references.add(new SopReference(sopClass, sopInstance));
    }
    return references;
  }
}
