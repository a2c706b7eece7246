package org.farsight.delivery;

import java.util.ArrayList;
import java.util.List;
import org.farsight.dicom.service.StorageContext;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The associations that one delivery needs: one for each 128 contexts (PS3.8 §9.3.2.2 leaves no
 * more numbers), opened when its first object comes, released at the end.
 */
final class ArchiveAssociations implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveAssociations.class);

  private final Connector connector;
  private final String callingAet;
  private final AeAddress peer;
  private final List<List<StorageContext>> groups;
  private final List<@Nullable StorageScu> open;

  ArchiveAssociations(
      Connector connector, String callingAet, AeAddress peer, List<StorageContext> contexts) {
    this.connector = connector;
    this.callingAet = callingAet;
    this.peer = peer;
    this.groups = StorageScu.plan(contexts);
    this.open = new ArrayList<>();
    groups.forEach(group -> open.add(null));
  }

  /** The association that has proposed this context. */
  StorageScu of(StorageContext context) throws AssociationException {
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).contains(context)) {
        StorageScu association = open.get(i);
        if (association == null) {
          association = StorageScu.open(connector, callingAet, peer, groups.get(i));
          open.set(i, association);
        }
        return association;
      }
    }
    throw new IllegalArgumentException("a context that was not planned: " + context);
  }

  /** Releases what is open. What was answered stays answered, however the release goes. */
  @Override
  public void close() {
    for (StorageScu association : open) {
      if (association != null) {
        try {
          association.close();
        } catch (AssociationException e) {
          LOG.debug("release at {}: {}", peer, e.getMessage());
        }
      }
    }
  }
}
