package org.farsight.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.data.Uid;
import org.farsight.dicom.dimse.Status;
import org.farsight.dicom.io.DataSetWriter;
import org.farsight.dicom.service.ContextNotAcceptedException;
import org.farsight.dicom.service.PoolExhaustedException;
import org.farsight.dicom.service.PooledStorage;
import org.farsight.dicom.service.RequestFailedException;
import org.farsight.dicom.service.StoragePool;
import org.farsight.dicom.service.StoredObject;
import org.farsight.dicom.ul.AssociationException;
import org.farsight.exchange.Delivery.Work;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Cause;

/**
 * Stores a document that was made here at an archive by C-STORE. Its SOP Instance UID follows from
 * what it was made of: one that is stored again is the same object, so that nobody need be asked
 * first.
 *
 * @param pool holds the associations
 */
record MadeStore(StoragePool pool, StoragePool.Peer peer) {
  /** How documents are written. */
  static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  /**
   * Tries once.
   *
   * @param object with its UIDs
   * @param kind what the archive would take, in words
   */
  DeliveryOutcome store(DataSet object, String kind, Work work) {
    String aet = peer.address().aeTitle();
    Outgoing outgoing = outgoing(object, work.toRevision());
    String instance = outgoing.object().sopInstance();
    StorageBatch batch = StorageBatch.of(List.of(outgoing)).getFirst();
    try (PooledStorage association = pool.take(peer, batch.contexts())) {
      Status status = association.store(outgoing.object()).status();
      if (status.code() == Status.DUPLICATE_SOP_INSTANCE.code()) {
        // the UID follows from the bytes: it is this one
        return new DeliveryOutcome.Accepted(instance + " was there already");
      }
      if (status.done()) {
        return new DeliveryOutcome.Accepted(
            instance + " stored at " + aet + ", " + status.describe());
      }
      StorageTally tally = new StorageTally(aet, work.triedBefore(), work.progress());
      return tally.answered(outgoing, status) ? tally.interrupted() : tally.outcome();
    } catch (ContextNotAcceptedException e) {
      return new DeliveryOutcome.Refused(aet + " takes no " + kind + ": " + e.getMessage());
    } catch (AssociationException e) {
      return retry(e, Cause.TARGET);
    } catch (RequestFailedException e) {
      return retry(e, e.ownFault() ? Cause.EXCHANGE : Cause.EITHER);
    } catch (PoolExhaustedException e) {
      return retry(e, Cause.EXCHANGE);
    } catch (IOException e) {
      return retry(e, Cause.EITHER);
    }
  }

  private static Outgoing outgoing(DataSet object, int revision) {
    byte[] bytes = DataSetWriter.toBytes(object, SYNTAX);
    return new Outgoing(
        revision,
        true,
        new StoredObject(
            object.string(Tag.SOP_CLASS_UID).orElseThrow(),
            object.string(Tag.SOP_INSTANCE_UID).orElseThrow(),
            SYNTAX.uid(),
            bytes.length,
            () -> new ByteArrayInputStream(bytes)));
  }

  private DeliveryOutcome retry(IOException e, Cause cause) {
    String why = peer.address().aeTitle() + ": " + e.getMessage();
    return new DeliveryOutcome.Retry(null, why, cause);
  }

  /** 2.25 and a UUID (RFC 9562, version 8) of 122 bits of a SHA-256 over what it names. */
  static String uid(String what) {
    ByteBuffer bytes =
        ByteBuffer.wrap(sha256(("farsight " + what).getBytes(StandardCharsets.UTF_8)));
    long high = bytes.getLong() & ~0xF000L | 0x8000L;
    long low = bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
    return Uid.of(new UUID(high, low));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
