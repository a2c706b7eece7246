package org.farsight.delivery;

import org.farsight.dicom.service.StoredObject;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.ObjectFacts;

/**
 * An object on its way to an archive.
 *
 * @param revision of the arrival that it is, or was made from
 * @param made whether it was made, and did not come as it is
 * @param object what is stored
 */
record Outgoing(int revision, boolean made, StoredObject object) {

  /** A DICOM object as it came. */
  static Outgoing of(Arrival arrival, ContentStore store) {
    ObjectFacts facts = arrival.facts();
    return new Outgoing(
        arrival.revision(),
        false,
        new StoredObject(
            facts.sopClass(),
            facts.sopInstance(),
            facts.transferSyntax(),
            arrival.content().length(),
            () -> store.open(arrival.content())));
  }
}
