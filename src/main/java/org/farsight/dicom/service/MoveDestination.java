package org.farsight.dicom.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.dimse.Message;
import org.farsight.dicom.dimse.Priority;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.Recoding;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.PresentationContext;
import org.jspecify.annotations.Nullable;

/**
 * The destination of a C-MOVE: an association with the contexts of as many of the next objects as
 * fit. It is opened anew when it breaks, unless it breaks before it has stored anything: then what
 * is left has failed.
 */
final class MoveDestination implements ObjectSink {
  private final Connector connector;
  private final String callingAeTitle;
  private final AeAddress address;
  private final List<StoredObject> objects;
  private final Priority priority;
  private final Message.MoveOriginator originator;
  private final ObjectSink.Unreadable unreadable;
  private int position;
  private @Nullable StorageScu scu;
  private Set<StorageContext> proposed = Set.of();
  private boolean stored;
  private Optional<Status> dead = Optional.empty();

  /**
   * @param objects in the order in which {@link #store} will get them
   */
  MoveDestination(
      Connector connector,
      String callingAeTitle,
      AeAddress address,
      List<StoredObject> objects,
      Priority priority,
      Message.MoveOriginator originator,
      ObjectSink.Unreadable unreadable) {
    this.connector = connector;
    this.callingAeTitle = callingAeTitle;
    this.address = address;
    this.objects = objects;
    this.priority = priority;
    this.originator = originator;
    this.unreadable = unreadable;
  }

  @Override
  public Status store(StoredObject object) {
    int at = position++;
    if (dead.isPresent()) {
      return dead.get();
    }
    try {
      StorageScu open = association(at, object);
      Optional<String> syntax =
          ObjectSink.transferSyntax(object, one -> open.accepted(object.sopClass(), one));
      if (syntax.isEmpty()) {
        // PS3.4 §C.4.2.2.2: a sub-operation that fails for want of a context
        return Status.SOP_CLASS_NOT_SUPPORTED.withComment(
            "not accepted in " + TransferSyntax.of(object.transferSyntax()).name());
      }
      return send(open, object, syntax.get());
    } catch (AssociationException e) {
      return died(e);
    }
  }

  private Status send(StorageScu open, StoredObject object, String syntax) {
    ObjectSink.Opened opened;
    try {
      opened = ObjectSink.open(object, syntax);
    } catch (IOException | RuntimeException e) {
      unreadable.tell(object, e);
      return UNREADABLE;
    }
    try (InputStream in = opened.dataSet()) {
      Status status =
          open.store(
              new StorageContext(object.sopClass(), syntax),
              object.sopInstance(),
              priority,
              originator,
              in,
              opened.length());
      stored = true;
      return status;
    } catch (RequestFailedException e) {
      if (e.ownFault()) {
        unreadable.tell(object, e);
        return UNREADABLE;
      }
      return stored
          ? Status.PROCESSING_FAILURE.withComment("association with the destination lost")
          : died(e);
    } catch (IOException | RuntimeException e) {
      // from the data set after the association has had all of it, or before any
      unreadable.tell(object, e);
      return UNREADABLE;
    }
  }

  private Status died(Exception cause) {
    Status status = Status.PROCESSING_FAILURE.withComment(String.valueOf(cause.getMessage()));
    dead = Optional.of(status);
    return status;
  }

  private StorageScu association(int at, StoredObject object) throws AssociationException {
    StorageScu now = scu;
    if (now != null && now.isOpen() && proposed.containsAll(contexts(object))) {
      return now;
    }
    close();
    stored = false;
    proposed = next(at);
    StorageScu opened = StorageScu.open(connector, callingAeTitle, address, proposed);
    scu = opened;
    return opened;
  }

  /** The contexts of the objects from here on, as many as fit in one association. */
  private Set<StorageContext> next(int from) {
    Set<StorageContext> contexts = new LinkedHashSet<>();
    for (StoredObject object : objects.subList(from, objects.size())) {
      Set<StorageContext> more = new LinkedHashSet<>(contexts);
      more.addAll(contexts(object));
      if (more.size() > PresentationContext.MOST) {
        return contexts;
      }
      contexts = more;
    }
    return contexts;
  }

  private static List<StorageContext> contexts(StoredObject object) {
    StorageContext own = new StorageContext(object.sopClass(), object.transferSyntax());
    return Recoding.possible(TransferSyntax.of(object.transferSyntax()))
        ? List.of(
            own,
            new StorageContext(object.sopClass(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid()))
        : List.of(own);
  }

  @Override
  public void close() {
    StorageScu open = scu;
    scu = null;
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (AssociationException e) {
      // all answers have come: how the farewell went changes nothing
      proposed = Set.of();
    }
  }
}
