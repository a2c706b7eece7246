package org.farsight.it;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;

/**
 * A modality that pushes.
 *
 * @param callingAet as it calls itself
 * @param peer where it pushes to
 */
record Device(String callingAet, AeAddress peer) {

  /** Opens an association that can carry these objects. */
  StorageScu open(Collection<PushedObject> objects) throws IOException {
    return StorageScu.open(
        new Connector(Timeouts.standard()),
        callingAet,
        peer,
        objects.stream().map(PushedObject::context).toList());
  }

  /** Pushes over an open association. */
  static Status push(StorageScu association, PushedObject object) throws IOException {
    return association.store(
        object.context().sopClass(),
        object.sopInstance(),
        object.context().transferSyntax(),
        new ByteArrayInputStream(object.dataSet()),
        object.dataSet().length);
  }

  /** Pushes all over one association; gives the answers in order. */
  List<Status> push(List<PushedObject> objects) throws IOException {
    List<Status> answers = new ArrayList<>();
    try (StorageScu association = open(objects)) {
      for (PushedObject object : objects) {
        answers.add(push(association, object));
      }
    }
    return answers;
  }
}
