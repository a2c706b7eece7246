package org.farsight.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.farsight.delivery.RejectionNote.Rejected;
import org.farsight.dicom.data.DataSet;
import org.farsight.dicom.data.Tag;
import org.farsight.dicom.data.TransferSyntax;
import org.farsight.dicom.io.DataSetReader;
import org.farsight.dicom.io.DicomFormatException;
import org.farsight.dicom.io.ReadOptions;
import org.farsight.ecg.EcgFormatException;
import org.farsight.exchange.Arrival;
import org.farsight.exchange.ContentStore;
import org.farsight.exchange.DamagedContentException;
import org.farsight.exchange.Delivery;
import org.farsight.exchange.DeliveryOutcome;
import org.farsight.exchange.DeliveryOutcome.Accepted;
import org.farsight.exchange.DeliveryOutcome.Cause;
import org.farsight.exchange.DeliveryOutcome.Refused;
import org.farsight.exchange.DeliveryOutcome.Retry;
import org.farsight.exchange.Interventions.Recalled;
import org.farsight.exchange.Target;

/**
 * Tells an archive by a rejection note (see {@link RejectionNote}) that objects of a recalled
 * exchange which it has accepted count no more. The note is made anew from the recall and the kept
 * objects at each try and is the same, byte for byte, so that a try after a crash stores the same
 * object. What the archive accepted after a note was sent gets a further note, of that alone. Safe
 * for use by many threads.
 *
 * @param ecgs makes what the archive has of a file that is no DICOM object
 * @param recalls the recall of an exchange that is in force
 */
record RejectionDelivery(
    Target.Archive target,
    ContentStore store,
    EcgObjects ecgs,
    Function<String, Optional<Recalled>> recalls,
    MadeStore archive)
    implements Delivery {

  private static final ReadOptions HEADER = ReadOptions.DEFAULT.withStopAt(Tag.STUDY_ID + 1);

  /**
   * What the archive has.
   *
   * @param header of the first object
   */
  private record Had(DataSet header, String study, List<Rejected> objects) {}

  @Override
  public DeliveryOutcome deliver(Work work) {
    Optional<Recalled> recall = recalls.apply(work.exchange().id());
    if (recall.isEmpty()) {
      return new Accepted("not told: the recall was taken back");
    }
    if (!target.rejectionNotes()) {
      return new Accepted("not told, rejection-note is off: to be rejected there by hand");
    }
    try {
      Optional<Had> had = had(work);
      return had.isEmpty()
          ? new Accepted("not told: no object of it is there")
          : send(had.get(), recall.get(), work);
    } catch (EcgFormatException e) {
      return new Refused("the object that was made of it cannot be named: " + e.getMessage());
    } catch (DicomFormatException e) {
      return new Refused("the header of an object cannot be read: " + e.getMessage());
    } catch (IOException e) {
      DamagedContentException.in(e)
          .ifPresent(
              damage -> {
                throw new UncheckedIOException(damage);
              });
      return new Retry(null, "the content store cannot be read: " + e.getMessage(), Cause.EXCHANGE);
    }
  }

  private DeliveryOutcome send(Had had, Recalled recall, Work work) {
    DataSet note =
        RejectionNote.of(had.header(), had.study(), had.objects(), recall, work.site().zone());
    int count = had.objects().size();
    return switch (archive.store(note, "rejection notes (Key Object Selection)", work)) {
      case Accepted accepted -> {
        work.progress().accepted(work.toRevision());
        yield new Accepted(
            "rejection note (%s, %s) of %d %s: %s"
                .formatted(
                    recall.reason().code(),
                    recall.reason().meaning(),
                    count,
                    count == 1 ? "object" : "objects",
                    accepted.proof()));
      }
      case Retry again -> again;
      case Refused refused -> refused;
    };
  }

  /** Empty where there are only pages without samples, of which an archive gets nothing. */
  private Optional<Had> had(Work work) throws IOException, EcgFormatException {
    DataSet header = null;
    List<Rejected> objects = new ArrayList<>();
    for (Arrival arrival : work.arrivals()) {
      boolean dicom = arrival.facts().isDicom();
      Optional<Outgoing> there =
          dicom ? Optional.of(Outgoing.of(arrival, store)) : ecgs.of(arrival, work.site());
      if (there.isEmpty()) {
        continue;
      }
      DataSet read = header == null || !dicom ? header(there.get()) : header;
      header = header == null ? read : header;
      objects.add(
          new Rejected(
              there.get().object().sopClass(),
              there.get().object().sopInstance(),
              dicom ? arrival.facts().series() : read.string(Tag.SERIES_INSTANCE_UID).orElse("")));
    }
    return header == null
        ? Optional.empty()
        : Optional.of(
            new Had(
                header,
                header.string(Tag.STUDY_INSTANCE_UID).orElse(work.exchange().key()),
                objects));
  }

  private static DataSet header(Outgoing object) throws IOException {
    TransferSyntax syntax = TransferSyntax.of(object.object().transferSyntax());
    try (InputStream in = object.object().opener().open()) {
      return DataSetReader.read(in, syntax, HEADER);
    }
  }
}
