package org.farsight.delivery;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.farsight.dicom.service.StorageContext;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.service.StoredObject;
import org.farsight.dicom.ul.PresentationContext;

/**
 * Objects that one association can carry: their contexts are at most 128 (PS3.8 §9.3.2.2 leaves no
 * more numbers).
 *
 * @param contexts that the association must propose
 * @param objects in the order in which they are sent
 */
record StorageBatch(Set<StorageContext> contexts, List<Outgoing> objects) {

  /** Cuts a list where an association is full; the order stays. */
  static List<StorageBatch> of(List<Outgoing> objects) {
    List<StorageBatch> batches = new ArrayList<>();
    StorageBatch last = null;
    for (Outgoing object : objects) {
      StoredObject stored = object.object();
      List<StorageContext> needed = StorageScu.contexts(stored.sopClass(), stored.transferSyntax());
      if (last == null || !last.holds(needed)) {
        last = new StorageBatch(new LinkedHashSet<>(), new ArrayList<>());
        batches.add(last);
      }
      last.contexts.addAll(needed);
      last.objects.add(object);
    }
    return batches;
  }

  private boolean holds(List<StorageContext> more) {
    Set<StorageContext> all = new LinkedHashSet<>(contexts);
    all.addAll(more);
    return all.size() <= PresentationContext.MOST;
  }
}
