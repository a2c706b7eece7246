package org.farsight.dicom.service;

import java.io.IOException;
import java.util.Set;
import org.farsight.dicom.ul.AssociationException;

/** The use of one association of a {@link StoragePool}, by one thread, until {@link #close}. */
public final class PooledStorage implements AutoCloseable {

  private final StoragePool pool;
  private final StoragePool.Peer peer;
  private final Set<StorageContext> contexts;
  private StorageScu association;
  private boolean proven;
  private boolean closed;

  PooledStorage(
      StoragePool pool,
      StoragePool.Peer peer,
      Set<StorageContext> contexts,
      StorageScu association,
      boolean proven) {
    this.pool = pool;
    this.peer = peer;
    this.contexts = contexts;
    this.association = association;
    this.proven = proven;
  }

  /**
   * Stores an object, see {@link StorageScu#store(StoredObject)}. Where the association had worked
   * before and breaks before the peer can have the object, it is replaced once.
   *
   * @throws ContextNotAcceptedException where the peer does not take it; nothing was sent
   * @throws RequestFailedException where the association broke or the object could not be read
   * @throws AssociationException where the association had ended and no other could be opened
   */
  public StorageScu.Stored store(StoredObject object) throws IOException {
    if (closed) {
      throw new IllegalStateException("the association was given back");
    }
    if (!association.isOpen()) {
      replace();
    }
    try {
      return proven(association.store(object));
    } catch (RequestFailedException e) {
      boolean brokeBefore = !e.outcomeUnknown() && e.getCause() instanceof AssociationException;
      if (!proven || !brokeBefore) {
        throw e;
      }
      replace();
      return proven(association.store(object));
    }
  }

  private StorageScu.Stored proven(StorageScu.Stored stored) {
    proven = true;
    return stored;
  }

  private void replace() throws AssociationException {
    association = pool.open(peer, contexts);
    proven = false;
  }

  /** Gives the association back. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pool.giveBack(peer, association);
    }
  }
}
