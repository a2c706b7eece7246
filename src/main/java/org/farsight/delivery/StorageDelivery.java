package org.farsight.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.service.ContextNotAcceptedException;
import org.farsight.dicom.service.PoolExhaustedException;
import org.farsight.dicom.service.PooledStorage;
import org.farsight.dicom.service.RequestFailedException;
import org.farsight.dicom.service.StoragePool;
import org.farsight.dicom.service.StorageScu;
import org.farsight.dicom.ul.AeAddress;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.dicom.ul.Connector;
import org.farsight.ecg.EcgFormatException;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.DamagedContentException;
import org.farsight.exchange.Delivery;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.Interventions.Recalled;
import org.farsight.exchange.Target;

/**
 * Stores the objects of an exchange at a DICOM archive by C-STORE (PS3.4 annex B): the data set as
 * it came, bit for bit, in its own transfer syntax, over an association that stays open for the
 * next exchange. An uncompressed object is re-encoded to implicit VR little endian where the
 * archive does not take its own syntax, and the proof says so; a compressed one is refused then.
 * Where an earlier try may have come through, the archive is asked first (see {@link
 * EarlierStore}). An object that the archive refuses does not keep back those behind it. Of an ECG
 * that is no DICOM object the archive gets one that is made of it (see {@link EcgObjects}). Of what
 * is recalled it is told by a delivery of its own ({@link #ofRejections}). Safe for use by many
 * threads.
 */
public final class StorageDelivery implements Delivery {

  private final Target.Archive target;
  private final ContentStore store;
  private final EcgObjects ecgs;
  private final StoragePool pool;
  private final StoragePool.Peer peer;
  private final Optional<Delivery> rejections;

  /**
   * A delivery to one archive; nothing is opened before {@link #deliver}.
   *
   * @param ecgs makes objects of ECGs in other formats
   * @param pool holds the associations, and stays open
   * @param connector opens them
   */
  public StorageDelivery(
      Target.Archive target,
      ContentStore store,
      EcgObjects ecgs,
      StoragePool pool,
      Connector connector) {
    this(
        target,
        store,
        ecgs,
        pool,
        new StoragePool.Peer(
            connector,
            target.callingAet(),
            new AeAddress(target.aet(), target.host(), target.port())),
        Optional.empty());
  }

  private StorageDelivery(
      Target.Archive target,
      ContentStore store,
      EcgObjects ecgs,
      StoragePool pool,
      StoragePool.Peer peer,
      Optional<Delivery> rejections) {
    this.target = target;
    this.store = store;
    this.ecgs = ecgs;
    this.pool = pool;
    this.peer = peer;
    this.rejections = rejections;
  }

  /**
   * The same, telling the archive by rejection notes what was recalled.
   *
   * @param recalls the recall of an exchange that is in force
   */
  public StorageDelivery rejecting(Function<String, Optional<Recalled>> recalls) {
    Delivery notes = new RejectionDelivery(target, store, ecgs, recalls, new MadeStore(pool, peer));
    return new StorageDelivery(target, store, ecgs, pool, peer, Optional.of(notes));
  }

  @Override
  public Optional<Delivery> ofRejections() {
    return rejections;
  }

  @Override
  public DeliveryOutcome deliver(Work work) {
    StorageTally tally = new StorageTally(target.aet(), work.triedBefore(), work.progress());
    try {
      List<Outgoing> objects = new ArrayList<>(work.arrivals().size());
      for (Arrival arrival : work.arrivals()) {
        if (arrival.facts().isDicom()) {
          objects.add(Outgoing.of(arrival, store));
        } else {
          ecgs.of(arrival, work.site()).ifPresent(objects::add);
        }
      }
      if (objects.isEmpty()) {
        return new DeliveryOutcome.Accepted("a page without samples: no object for the archive");
      }
      for (StorageBatch batch : StorageBatch.of(withoutFound(objects, work, tally))) {
        if (store(batch, tally)) {
          return tally.interrupted();
        }
      }
      return tally.outcome();
    } catch (EcgFormatException e) {
      return new DeliveryOutcome.Refused("no DICOM object can be made of it: " + e.getMessage());
    } catch (AssociationException e) {
      return tally.interrupted(String.valueOf(e.getMessage()), Cause.TARGET);
    } catch (RequestFailedException e) {
      throwDamage(e);
      Cause cause = e.ownFault() ? Cause.EXCHANGE : Cause.EITHER;
      return tally.interrupted(String.valueOf(e.getMessage()), cause);
    } catch (PoolExhaustedException e) {
      return tally.interrupted(String.valueOf(e.getMessage()), Cause.EXCHANGE);
    } catch (IOException e) {
      throwDamage(e);
      String why = "the content store cannot be read: " + e.getMessage();
      return tally.interrupted(why, Cause.EXCHANGE);
    }
  }

  /** Damage of what is kept is no matter of this archive. */
  private static void throwDamage(IOException failure) {
    DamagedContentException.in(failure)
        .ifPresent(
            damage -> {
              throw new UncheckedIOException(damage);
            });
  }

  /** Those behind what an earlier try has left at the archive without our knowing. */
  private List<Outgoing> withoutFound(List<Outgoing> objects, Work work, StorageTally tally)
      throws AssociationException {
    if (!work.triedBefore()) {
      return objects;
    }
    Set<String> there = EarlierStore.find(peer, work.arrivals());
    int first = 0;
    while (first < objects.size() && there.contains(objects.get(first).object().sopInstance())) {
      tally.found(objects.get(first));
      first++;
    }
    return objects.subList(first, objects.size());
  }

  /** Stores objects over one association; true if the archive cannot take any more for now. */
  private boolean store(StorageBatch batch, StorageTally tally) throws IOException {
    try (PooledStorage association = pool.take(peer, batch.contexts())) {
      for (Outgoing object : batch.objects()) {
        if (store(association, object, tally)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean store(PooledStorage association, Outgoing object, StorageTally tally)
      throws IOException {
    String syntax = object.object().transferSyntax();
    try {
      StorageScu.Stored stored = association.store(object.object());
      Status status = stored.status();
      if (status.done() && !stored.transferSyntax().equals(syntax)) {
        tally.recoded(syntax);
      }
      return tally.answered(object, status);
    } catch (ContextNotAcceptedException e) {
      tally.refused(object, String.valueOf(e.getMessage()));
      return false;
    } catch (RequestFailedException e) {
      if (e.getCause() instanceof DicomFormatException broken) {
        tally.refused(object, "cannot be re-encoded, " + broken.getMessage());
        return false;
      }
      throw e;
    }
  }
}
