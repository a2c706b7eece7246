package org.farsight.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.service.ContextNotAcceptedException;
import org.farsight.dicom.service.RequestFailedException;
import org.farsight.dicom.service.StorageContext;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;
import org.farsight.dicom.ul.Timeouts;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.Delivery;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.ObjectFacts;
import org.farsight.exchange.Target;

/**
 * Stores the objects of an exchange at a DICOM archive by C-STORE (PS3.4 annex B): the data set as
 * it came, bit for bit, in its own transfer syntax, all over one association where their contexts
 * fit in one. An object that the archive refuses does not keep back those behind it. Safe for use
 * by many threads.
 */
public final class StorageDelivery implements Delivery {

  private final Target.Archive target;
  private final ContentStore store;
  private final Connector connector;

  /** A delivery to one archive; nothing is opened before {@link #deliver}. */
  public StorageDelivery(Target.Archive target, ContentStore store, Timeouts timeouts) {
    this.target = target;
    this.store = store;
    this.connector = new Connector(timeouts);
  }

  /** As {@link #StorageDelivery(Target.Archive, ContentStore, Timeouts)}, with the usual times. */
  public StorageDelivery(Target.Archive target, ContentStore store) {
    this(target, store, Timeouts.standard());
  }

  @Override
  public DeliveryOutcome deliver(Work work) {
    List<Arrival> objects =
        work.arrivals().stream().filter(arrival -> arrival.facts().isDicom()).toList();
    StorageTally tally = new StorageTally(target.aet(), work.progress());
    try (ArchiveAssociations associations =
        new ArchiveAssociations(connector, target.callingAet(), address(), contexts(objects))) {
      for (Arrival object : objects) {
        if (store(associations, object, tally)) {
          return tally.interrupted();
        }
      }
      return tally.outcome();
    } catch (AssociationException e) {
      return tally.interrupted(String.valueOf(e.getMessage()));
    } catch (RequestFailedException e) {
      return tally.interrupted(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return tally.interrupted("the content store cannot be read: " + e.getMessage());
    }
  }

  /** Stores one object; true if the archive cannot take any more for now. */
  private boolean store(ArchiveAssociations associations, Arrival object, StorageTally tally)
      throws IOException {
    ObjectFacts facts = object.facts();
    StorageContext context = new StorageContext(facts.sopClass(), facts.transferSyntax());
    StorageScu association = associations.of(context);
    try (InputStream in = store.open(object.content())) {
      Status status =
          association.store(
              facts.sopClass(),
              facts.sopInstance(),
              facts.transferSyntax(),
              in,
              object.content().length());
      return tally.answered(object, status);
    } catch (ContextNotAcceptedException e) {
      tally.refused(object, String.valueOf(e.getMessage()));
      return false;
    }
  }

  private AeAddress address() {
    return new AeAddress(target.aet(), target.host(), target.port());
  }

  private static List<StorageContext> contexts(List<Arrival> objects) {
    return objects.stream()
        .map(o -> new StorageContext(o.facts().sopClass(), o.facts().transferSyntax()))
        .toList();
  }
}
